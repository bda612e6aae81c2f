"""The three floors: each imports only from those below, and nothing in a circle."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest
from building import PACKAGE, article, build, write

ROOT = "sphinx_glossterms"
MODULES = sorted(PACKAGE.rglob("*.py"))


def _name(path: Path) -> str:
    parts = [ROOT, *path.relative_to(PACKAGE).with_suffix("").parts]
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _is_for_types(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)


def _imports(tree: ast.AST, at_once: bool) -> Iterator[ast.Import | ast.ImportFrom]:
    """Imports wherever they stand, except those for type checkers alone."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield node
        elif not _is_for_types(node) and not (at_once and isinstance(node, ast.FunctionDef)):
            yield from _imports(node, at_once)


def imported(path: Path, *, at_once: bool = False) -> set[str]:
    """The modules that a module imports; ``at_once``: when it is itself imported."""
    package = _name(path).split(".")
    if path.name != "__init__.py":
        package = package[:-1]
    found: set[str] = set()
    for node in _imports(ast.parse(path.read_text("utf-8")), at_once):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
            continue
        base = package[: len(package) - node.level + 1] if node.level else []
        module = ".".join([*base, *filter(None, [node.module])])
        names = {f"{module}.{alias.name}" for alias in node.names}
        known = {_name(path) for path in MODULES}
        found |= (names & known) or {module}
    return found


FORBIDDEN = {
    "concepts": ("docutils", "sphinx", "myst_parser", f"{ROOT}.rendering", f"{ROOT}.sphinx_ext"),
    "rendering": ("sphinx", "myst_parser", f"{ROOT}.sphinx_ext"),
    "commands": ("sphinx", "myst_parser", f"{ROOT}.sphinx_ext"),
}


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_a_floor_imports_only_from_below(path: Path) -> None:
    floor = path.relative_to(PACKAGE).parts[0]
    forbidden = FORBIDDEN.get(floor, ())
    wrong = [
        name
        for name in imported(path)
        for root in forbidden
        if name == root or name.startswith(f"{root}.")
    ]
    assert wrong == []


def test_only_the_second_floor_imports_sphinx() -> None:
    users = {
        path.relative_to(PACKAGE).parts[0]
        for path in MODULES
        if any(name.split(".")[0] == "sphinx" for name in imported(path))
    }
    assert users == {"sphinx_ext"}


def test_no_circle_of_imports() -> None:
    known = {_name(path) for path in MODULES}
    graph = {_name(path): imported(path, at_once=True) & known for path in MODULES}
    assert list(TopologicalSorter(graph).static_order())


def test_this_test_sees_imports() -> None:
    found = imported(PACKAGE / "sphinx_ext" / "embedding.py")
    assert {"sphinx.environment", f"{ROOT}.rendering.articles", f"{ROOT}.concepts.links"} <= found


# --- what an embedded article keeps alive ---------------------------------------------


def test_a_doctree_holds_its_article_and_no_more(tmp_path: Path) -> None:
    text = "\n\n".join(f"## Part {n}\n\nText with a [link](/other) {n}." for n in range(40))
    write(tmp_path / "corpus", {"en/x.md": article("X", text), "en/other.md": article("O", "o")})
    pages = {f"p{n}.rst": "P\n=\n\n.. glossterm:: x\n   :no-index:\n" for n in range(30)}
    stars = ".. toctree::\n   :glob:\n\n   *\n"
    index = f"Start\n=====\n\n.. glossterm:: other\n\n{stars}"
    built = build(
        write(tmp_path / "s", {**pages, "index.rst": index}), glossterms_corpora="../corpus"
    )
    assert built.warnings == []
    files = {path.stem: path for path in built.outdir.parent.rglob("*.doctree")}
    sizes = {name: path.stat().st_size for name, path in files.items()}
    assert abs(sizes["p29"] - sizes["p0"]) < 200, "grows with the project"
    assert sizes["p0"] < 20 * len(text)
    data = files["p0"].read_bytes()
    for word in (b"BuildEnvironment", b"sphinx_glossterms.concepts", b"markdown_it"):
        assert word not in data
