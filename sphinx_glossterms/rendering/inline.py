"""Inline tokens become docutils nodes, by an allow-list."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from docutils import nodes
from markdown_it.token import Token

from ..concepts.article import Article
from ..concepts.corpus import Corpus
from ..concepts.findings import Finding, Rule
from ..concepts.links import ConceptLink, ExternalLink, FragmentLink, Link, LocalLink
from ..concepts.markdown import BREAKS, plain_text
from .markup import render_markup


@dataclass(frozen=True, slots=True)
class Context:
    """What rendering needs to know of the article and of the page it goes to.

    ``concept_reference`` makes the node of a link to a concept from its content;
    ``picture_uri`` gives a picture's address on the page; ``note_missing_picture`` and
    ``note_link`` are told what may come to be shown in another way later. ``in_cell``
    says that no table may stand here. ``heading_ids`` are the ids on the page of the
    headings, by the ``id()`` of their opening tokens; ``fragments`` those by the
    article's own ids.
    """

    article: Article
    corpus: Corpus
    concept_reference: Callable[[ConceptLink, nodes.inline], nodes.Element]
    picture_uri: Callable[[Path], str]
    note_missing_picture: Callable[[str], None] = lambda source: None
    note_link: Callable[[str], None] = lambda href: None
    in_cell: bool = False
    heading_ids: Mapping[int, str] = field(default_factory=dict)
    fragments: Mapping[str, str] = field(default_factory=dict)

    def report(self, line: int, rule: Rule, message: str) -> None:
        """Report a finding in the article."""
        self.corpus.report(Finding(self.article.path, line, rule, message))


_TEXTS = frozenset({"text", "text_special", *BREAKS})
_OPENINGS = frozenset({"em_open", "strong_open", "s_open", "link_open"})


def inline_nodes(children: Iterable[Token], line: int, context: Context) -> list[nodes.Node]:
    """Render inline tokens that begin at a line of the file."""
    stack: list[list[nodes.Node]] = [[]]
    opened: list[Token] = []
    text: list[str] = []
    for child in children:
        if child.type in _TEXTS:
            text.append(child.content or "\n")
            line += child.type in BREAKS
            continue
        if text:
            stack[-1].append(nodes.Text("".join(text)))
            text = []
        if child.type in _OPENINGS:
            stack.append([])
            opened.append(child)
        elif child.nesting == -1:
            content = stack.pop()
            opening = opened.pop()
            if opening.type == "link_open":
                stack[-1] += _link(opening, content, line, context)
            else:
                stack[-1].append(render_markup(opening.tag, content))
        elif child.type == "code_inline":
            stack[-1].append(render_markup("code", [nodes.Text(child.content)]))
        elif child.type == "image":
            in_link = any(token.type == "link_open" for token in opened)
            stack[-1].append(_picture(child, line, context, in_link=in_link))
        elif child.content:
            stack[-1].append(nodes.Text(child.content))
    if text:
        stack[-1].append(nodes.Text("".join(text)))
    return stack[0]


def is_blank(content: Iterable[nodes.Node]) -> bool:
    """Whether a reader sees nothing of this."""
    return not any(node.astext().strip() or any(node.findall(nodes.image)) for node in content)


def _link(
    opening: Token, content: list[nodes.Node], line: int, context: Context
) -> list[nodes.Node]:
    """The node of a link; none for one without any content, which nobody could follow."""
    if is_blank(content):
        return []
    href = str(opening.attrs["href"])
    link = context.corpus.link(href)
    context.note_link(href)
    if isinstance(link, ConceptLink):
        reference = context.concept_reference(link, nodes.inline("", "", *content))
        reference.source, reference.line = context.article.path, line
        _set_hover_text(reference, opening)
        return [reference]
    url = _url(link, context)
    if not url:
        context.report(line, Rule.LINK_UNLINKED, f"“{href}” leads nowhere from here; it is text")
        return [nodes.inline("", "", *content)]
    attributes = {"refid": url[1:]} if url.startswith("#") else {"refuri": url}
    reference = nodes.reference("", "", *content, **attributes)
    _set_hover_text(reference, opening)
    return [reference]


def _set_hover_text(reference: nodes.Element, opening: Token) -> None:
    if opening.attrs.get("title"):
        reference["reftitle"] = str(opening.attrs["title"])


def _url(link: Link, context: Context) -> str:
    """The address of a link that is none to a concept, '' if it leads nowhere."""
    if isinstance(link, ExternalLink):
        return link.url
    if isinstance(link, FragmentLink):
        known = context.fragments.get(link.fragment)
        return f"#{known}" if known else ""
    if isinstance(link, LocalLink):
        return context.corpus.site_url(link)
    return ""


def _picture(token: Token, line: int, context: Context, *, in_link: bool) -> nodes.Node:
    source = str(token.attrs["src"])
    alt = plain_text(token.children or [])
    path = context.corpus.picture(context.article, source)
    if path is not None:
        node = nodes.image(uri=context.picture_uri(path), alt=alt, classes=["glossterm-image"])
        node.source, node.line = context.article.path, line
        return node
    context.note_missing_picture(source)
    context.report(line, Rule.IMAGE_UNUSABLE, f"“{source}” is no picture file of the corpus")
    link = context.corpus.link(source)
    url = _url(link, context) if not isinstance(link, ConceptLink | FragmentLink) else ""
    text = alt or ("" if source.startswith("data:") else source)
    if url and not in_link:  # HTML and LaTeX have no links inside links
        return nodes.reference("", text, refuri=url)
    return nodes.inline("", text)
