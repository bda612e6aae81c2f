"""Placeholders become articles, after gettext's own transform has run."""

from __future__ import annotations

from sphinx.transforms import SphinxTransform

from .directive import article_placeholder
from .list_directive import list_placeholder
from .page_ids import PageIds
from .placement import may_be_sections


class ExpandArticles(SphinxTransform):
    """Fill each placeholder with its article.

    Sphinx's Locale transform runs at 20: what comes later is neither extracted nor
    looked up by gettext. Collectors (images, toctree) run when reading has ended.
    """

    default_priority = 30

    def apply(self, **kwargs: object) -> None:
        placeholders = list(self.document.findall(article_placeholder))
        lists = list(self.document.findall(list_placeholder))
        ids = PageIds(self.document)
        if placeholders:
            self._embed(placeholders, ids)
        if lists:  # last: an article on the same page is a better target than an entry
            from .list_expansion import ListFiller

            filler = ListFiller(ids, self.env)
            for entry in lists:
                filler.fill(entry)

    def _embed(self, placeholders: list[article_placeholder], ids: PageIds) -> None:
        as_sections: dict[int, bool] = {}
        for placeholder in reversed(placeholders):
            as_sections[id(placeholder)] = may_be_sections(placeholder, as_sections)
        # Late: what reads Markdown is not loaded for a build that reads no article.
        from .embedding import Embedder

        embedder = Embedder(ids, self.env)
        for placeholder in placeholders:
            embedder.embed(placeholder, as_sections[id(placeholder)])
