"""The documentation of sphinx-glossterms, which is itself built with it.

sphinx-build -n -W -b html . ../build/docs/en
sphinx-build -n -W -b html -D language=sv . ../build/docs/sv
"""

import sys
from pathlib import Path

import sphinx_glossterms

sys.path.insert(0, str(Path(__file__).parent / "_ext"))

project = "sphinx-glossterms"
author = "The sphinx-glossterms contributors"
copyright = "The sphinx-glossterms contributors"
version = release = sphinx_glossterms.__version__

extensions = ["myst_parser", "sphinx_glossterms", "reference"]

# The corpus: the example articles, which the page `bread` shows.
glossterms_corpora = ["../examples/bread"]

language = "en"
locale_dirs = ["locale"]
gettext_compact = False

exclude_patterns = ["_ext", "articles", "locale", "manifests", "snippets"]

myst_enable_extensions = ["colon_fence", "deflist"]

html_theme = "furo"
html_title = "sphinx-glossterms"
html_static_path = ["_static"]
html_css_files = ["docs.css"]
