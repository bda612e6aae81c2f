"""Ground floor: concepts, articles and corpora; neither docutils nor Sphinx."""
