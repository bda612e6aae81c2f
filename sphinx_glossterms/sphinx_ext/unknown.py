"""The message for a reference that nobody could resolve."""

from __future__ import annotations

from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.domains import Domain

from .directive import unknown_message
from .domain import NAME, concept_domain, is_of_article
from .messages import Subtype, warn


def tell_unknown(app: Sphinx, domain: Domain | None, node: pending_xref) -> bool | None:
    """Give our own message in place of Sphinx's; an article's dead link is a finding.

    This comes after intersphinx had its turn, so that another project's concepts count.
    """
    if node.get("refdomain") != NAME:
        return None
    library = concept_domain(app.env).library
    # Where a corpus could not be opened, that is the one message.
    if library.is_complete and not is_of_article(node):
        target = node["reftarget"]
        warn(Subtype.UNKNOWN, unknown_message(target, library.nearest(target)), node)
    return True
