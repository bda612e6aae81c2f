"""Ground floor: concepts, articles and corpora; neither docutils nor Sphinx."""

from .article import Article, UnreadableArticle
from .corpus import Corpus
from .findings import Finding, Rule, Severity
from .manifest import Manifest, ManifestError, load_manifest

__all__ = [
    "Article",
    "Corpus",
    "Finding",
    "Manifest",
    "ManifestError",
    "Rule",
    "Severity",
    "UnreadableArticle",
    "load_manifest",
]
