"""What our directives share: options that are checked by us, who can say more than docutils."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import ClassVar

from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from ..concepts.slugs import nearest
from .messages import Subtype, warn


class AnyOption(dict[str, Callable[[str], str]]):
    """Lets every option through, so that the directive can say what is wrong with it."""

    def __missing__(self, name: str) -> Callable[[str], str]:
        return directives.unchanged


class CheckedDirective(SphinxDirective):
    """A directive that looks at its arguments and options itself."""

    flags: ClassVar[tuple[str, ...]] = ()
    """Options that take no value."""
    valued: ClassVar[tuple[str, ...]] = ()
    """Options that need one."""
    loose: ClassVar[tuple[str, ...]] = ()
    """Options that may have one."""
    others: ClassVar[Mapping[str, str]] = {}
    """What to say of options that are another directive's."""

    required_arguments = 0
    optional_arguments = 1
    has_content = True
    final_argument_whitespace = True
    option_spec = AnyOption({"class": directives.unchanged})  # docutils looks if it is empty

    def check_options(self) -> None:
        """Tell of options that this directive can't take, and leave them out."""
        if self.content:
            self.tell("the directive takes no content; what stands below it is left out")
        known = (*self.flags, *self.valued, *self.loose)
        for name in self.options:
            if name not in known:
                near = nearest(name, known, 1)
                hint = f"did you mean “:{near[0]}:”?" if near else f"there are {listed(known)}"
                self.tell(f"there is no option “:{name}:”; {self.others.get(name, hint)}")
        for name in self.flags:
            if self.text_of(name):
                self.tell(f":{name}: takes no value, “{self.text_of(name)}” is ignored")
        for name in self.valued:
            if name in self.options and not self.text_of(name):
                self.tell(f":{name}: has no value; it is ignored")
                del self.options[name]

    def text_of(self, name: str) -> str:
        """The value of an option, '' where it is missing or has none."""
        return " ".join(str(self.options.get(name) or "").split())

    def classes(self) -> list[str]:
        """The classes of ``:class:``."""
        try:
            return directives.class_option(self.text_of("class")) if self.text_of("class") else []
        except ValueError:
            self.tell(f":class: “{self.text_of('class')}” is no class name")
            return []

    def tell(self, message: str) -> None:
        """Warn of the way that the directive is written."""
        warn(Subtype.OPTION, message, self.get_location())


def listed(names: Iterable[str]) -> str:
    """Names in a row."""
    return ", ".join(names)
