"""A host project that uses the corpus in ../bread, in six languages.

sphinx-build -b html . _build/en
sphinx-build -b html -D language=sv . _build/sv
"""

project = "Bread course"
author = "The Millstone Bakery"
copyright = "2026, The Millstone Bakery"
version = "1.0"
release = "1.0"

extensions = ["sphinx_glossterms", "myst_parser"]

# The corpus: a path from the folder of this file.
glossterms_corpora = "../bread"

language = "en"
locale_dirs = ["locale"]
gettext_compact = False

exclude_patterns = ["_build", "locale"]

html_theme = "alabaster"
