"""First floor: an article's blocks become docutils nodes. No Sphinx here."""
