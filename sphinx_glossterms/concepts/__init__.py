"""Ground floor: concepts, articles and corpora; neither docutils nor Sphinx."""

from .article import Article, Body, UnreadableArticle
from .corpus import Corpus
from .findings import Finding, Rule, Severity
from .manifest import Manifest, ManifestError, load_manifest

__all__ = [
    "Article",
    "Body",
    "Corpus",
    "Finding",
    "Manifest",
    "ManifestError",
    "Rule",
    "Severity",
    "UnreadableArticle",
    "load_manifest",
]
