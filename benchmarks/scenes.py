"""What is measured: runs that are repeated in rounds, and the rows of ratios made of them."""

from __future__ import annotations

import math
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib.util import find_spec
from pathlib import Path

import data
from data import Sizes
from measure import Cost

Round = Mapping[str, Cost]


@dataclass(frozen=True, slots=True)
class Run:
    """A build, made once in each round."""

    name: str
    source: Path
    out: Path
    jobs: int = 1
    clean: bool = True
    """Whether it starts from nothing."""
    before: Callable[[int], None] | None = None
    """What is done to the sources first, given the round's number."""

    def prepare(self, number: int) -> None:
        """Bring sources and output to the state in which the build starts."""
        if self.clean and self.out.exists():
            shutil.rmtree(self.out)
        if self.before:
            self.before(number)


@dataclass(frozen=True, slots=True)
class Row:
    """A ratio, computed in each round from that round's runs."""

    what: str
    measure: str
    ratio: Callable[[Round], float]
    goal: float | None = None
    floor: float | None = None


@dataclass(frozen=True, slots=True)
class Curve:
    """How a cost grows: the runs of each point, as ratios to one run."""

    panel: str
    label: str
    points: tuple[tuple[int, str], ...]
    base: str


@dataclass(slots=True)
class Scene:
    """Runs that belong together. The runs of a stage take turns being first."""

    stages: list[list[Run]]
    rows: list[Row] = field(default_factory=list)
    comparison: list[Row] = field(default_factory=list)
    curves: list[Curve] = field(default_factory=list)
    corpora: dict[str, Path] = field(default_factory=dict)
    """Runs whose opened files are counted, with the corpus that they use."""
    alike: list[tuple[Path, Path]] = field(default_factory=list)
    """Pages of the output that have to have the same text."""
    times: int = 1
    """How many times as many rounds as others: short builds vary more."""

    @property
    def runs(self) -> list[Run]:
        """All its runs."""
        return [run for stage in self.stages for run in stage]


@dataclass(frozen=True, slots=True)
class Results:
    """What a scene's runs found."""

    name: str
    scene: Scene
    rounds: Sequence[Round]
    opened: Mapping[str, Mapping[str, Mapping[str, int]]]


def _divide(above: float, below: float) -> float:
    return above / below if below > 0 else math.nan


def cpu(ours: str, peer: str, plain: str = "") -> Callable[[Round], float]:
    """The ratio of CPU times, each less that of a plain build if one is named."""

    def ratio(costs: Round) -> float:
        less = costs[plain].cpu if plain else 0.0
        return _divide(costs[ours].cpu - less, costs[peer].cpu - less)

    return ratio


# --- references ---

COMPARED = {
    "builtin": "Sphinx's `glossary` and `:term:`",
    "ours": "sphinx-glossterms, links to the web",
    "embedded": "sphinx-glossterms, 1,000 articles on a page",
    "tippy": "sphinx-tippy on top of Sphinx's glossary",
    "needs": "sphinx-needs, a need for each concept and `:need:`",
    "bibtex": "sphinxcontrib-bibtex, an entry for each concept and `:cite:p:`",
}
_PACKAGES = {"tippy": "sphinx_tippy", "needs": "sphinx_needs", "bibtex": "sphinxcontrib.bibtex"}


def references(work: Path, sizes: Sizes) -> Scene:
    """Pages that refer to concepts; builds from nothing."""
    sources = _reference_projects(work / "references", sizes)
    return Scene([_full(sources, work / "out")], _reference_rows(sizes), _comparison(sources))


def rebuild(work: Path, sizes: Sizes) -> Scene:
    """The same pages, with nothing changed."""
    sources = _with_embedded(work / "rebuild", sizes)
    runs = [replace(run, clean=False) for run in _full(sources, work / "out-rebuild")]
    return Scene([runs], _rebuild_rows(sizes), times=SHORT)


def parallel(work: Path, sizes: Sizes) -> Scene:
    """The same pages, with one process and with two."""
    one = _full(_own_projects(work / "parallel", sizes), work / "out-parallel")
    two = [
        replace(run, name=f"{run.name} -j 2", out=run.out.with_name(f"{run.name}-2"), jobs=2)
        for run in one
    ]
    return Scene([[run for pair in zip(one, two, strict=True) for run in pair]], PARALLEL_ROWS)


SHORT = 5
"""Rounds of short builds for one of long ones."""


def _full(sources: Mapping[str, Path], out: Path) -> list[Run]:
    return [Run(name, source, out / name) for name, source in sources.items()]


def _own_projects(folder: Path, sizes: Sizes) -> dict[str, Path]:
    """Without extension or references; with Sphinx's glossary; with ours, to the web."""
    count = sizes.references
    return {
        "plain": data.plain_pages(folder / "plain", sizes),
        "builtin": data.builtin_pages(folder / "builtin", sizes, count),
        "ours": data.our_pages(folder / "ours", sizes, count),
    }


def _with_embedded(folder: Path, sizes: Sizes) -> dict[str, Path]:
    """The same, and with ours to a page that embeds all articles."""
    made = _own_projects(folder, sizes)
    count = sizes.references
    made["embedded"] = data.our_pages(folder / "embedded", sizes, count, embedded=True)
    return made


def _reference_projects(folder: Path, sizes: Sizes) -> dict[str, Path]:
    count = sizes.references
    made = _with_embedded(folder, sizes)
    made["quiet"] = data.our_pages(folder / "quiet", sizes, count, previews=False)
    if _installed("tippy"):
        made["tippy"] = data.builtin_pages(folder / "tippy", sizes, count, ("sphinx_tippy",))
    if _installed("needs"):
        made["needs"] = data.needs_pages(folder / "needs", sizes)
    if _installed("bibtex"):
        made["bibtex"] = data.bibtex_pages(folder / "bibtex", sizes)
    return made


def _installed(peer: str) -> bool:
    try:
        return find_spec(_PACKAGES[peer]) is not None
    except ModuleNotFoundError:
        return False


def _pages(sizes: Sizes) -> str:
    return f"{sizes.pages} pages × {sizes.references} references to {sizes.concepts:,} concepts"


def _reference_rows(sizes: Sizes) -> list[Row]:
    measure = "(ours − plain) ÷ (builtin − plain), CPU"
    return [
        Row(
            f"{_pages(sizes)}; ours lead to the web",
            measure,
            cpu("ours", "builtin", "plain"),
            0.8,
            1.0,
        ),
        Row(
            "the same; all articles embedded on a page, as the glossary is",
            measure,
            cpu("embedded", "builtin", "plain"),
        ),
        Row("peak memory of the first row", "ours ÷ builtin", _memory("ours"), 1.0, 1.1),
        Row("peak memory of the second row", "ours ÷ builtin", _memory("embedded")),
        Row(
            "the first row without previews",
            "(ours − plain) ÷ (builtin − plain), CPU",
            cpu("quiet", "builtin", "plain"),
        ),
        Row(
            "bytes of its pages, some 50 concepts on each",
            "with previews ÷ without",
            lambda costs: costs["ours"].pages / costs["quiet"].pages,
        ),
    ]


def _rebuild_rows(sizes: Sizes) -> list[Row]:
    return [
        Row(
            f"rebuild of {_pages(sizes)}, nothing changed",
            "ours ÷ plain, CPU",
            cpu("ours", "plain"),
            1.05,
            1.15,
        ),
        Row(
            "the same; all articles embedded on a page",
            "ours ÷ plain, CPU",
            cpu("embedded", "plain"),
        ),
        Row(
            "the same, Sphinx's glossary for comparison",
            "builtin ÷ plain, CPU",
            cpu("builtin", "plain"),
        ),
    ]


def _memory(ours: str) -> Callable[[Round], float]:
    return lambda costs: costs[ours].memory / costs["builtin"].memory


def _kept(name: str) -> Callable[[Round], float]:
    """How much of its time a build keeps with -j 2, beside how much the glossary's keeps."""

    def kept(costs: Round, name: str) -> float:
        return costs[f"{name} -j 2"].wall / costs[name].wall

    return lambda costs: kept(costs, name) / kept(costs, "builtin")


PARALLEL_ROWS = [
    Row(
        "the pages of the first row with `-j 2`",
        "(ours, -j 2 ÷ -j 1) ÷ (builtin, -j 2 ÷ -j 1), wall",
        _kept("ours"),
        1.0,
        1.1,
    ),
    Row(
        "the same, the pages without references for comparison",
        "(plain, -j 2 ÷ -j 1) ÷ (builtin, -j 2 ÷ -j 1), wall",
        _kept("plain"),
    ),
    Row(
        "the same, whole builds",
        "ours ÷ builtin, wall",
        lambda costs: costs["ours -j 2"].wall / costs["builtin -j 2"].wall,
    ),
]


def _comparison(sources: Mapping[str, Path]) -> list[Row]:
    return [
        Row(label, "÷ plain, CPU", cpu(name, "plain"))
        for name, label in COMPARED.items()
        if name in sources
    ]


# --- articles ---


def articles(work: Path, sizes: Sizes) -> Scene:
    """A page for each article."""
    sources = data.article_projects(work / "articles", sizes)
    runs = [
        Run(f"articles {name}", source, work / "out" / f"articles-{name}")
        for name, source in sources.items()
    ]
    ours, myst, plain = "articles ours", "articles myst", "articles plain"
    rows = [
        Row(
            f"{sizes.articles:,} articles, one a page",
            "(ours − plain) ÷ (MyST pages − plain), CPU",
            cpu(ours, myst, plain),
            0.7,
            0.9,
        ),
        Row(
            "bytes of their doctrees",
            "ours ÷ MyST pages",
            lambda costs: costs[ours].doctrees / costs[myst].doctrees,
            0.7,
            1.0,
        ),
    ]
    return Scene([runs], rows)


# --- lists ---


def lists(work: Path, sizes: Sizes) -> Scene:
    """A page that lists all concepts, from nothing and with nothing changed."""
    sources = data.list_projects(work / "lists", sizes)
    full = [
        Run(f"lists {name}", source, work / "out" / f"lists-{name}")
        for name, source in sources.items()
    ]
    again = [replace(run, name=f"{run.name} again", clean=False) for run in full]
    ours, builtin, plain = "lists ours", "lists builtin", "lists plain"
    rows = [
        Row(
            f"{sizes.concepts:,} concepts listed on a page, as definitions",
            "(ours − plain) ÷ (builtin − plain), CPU",
            cpu(ours, builtin, plain),
        ),
        Row(
            "the same: rebuild, nothing changed",
            "ours ÷ plain, CPU",
            cpu(f"{ours} again", f"{plain} again"),
        ),
        Row(
            "the same, Sphinx's glossary for comparison",
            "builtin ÷ plain, CPU",
            cpu(f"{builtin} again", f"{plain} again"),
        ),
    ]
    html = {run.name: run.out / "html" for run in full}
    alike = [
        (html[ours] / page, html[builtin] / page) for page in ("glossary.html", "genindex.html")
    ]
    return Scene([full, again], rows, alike=alike, times=SHORT)


# --- one article edited ---


def edit(work: Path, sizes: Sizes) -> Scene:
    """One article edited, and one plain page."""
    sources = data.edit_projects(work / "edit", sizes)
    plain, ours = sources["plain"], sources["ours"]
    runs = [
        Run("edit plain", plain, work / "out" / "edit-plain", 1, False, _edit(plain, False)),
        Run("edit ours", ours, work / "out" / "edit-ours", 1, False, _edit(ours, True)),
    ]
    row = Row(
        f"one article edited, one of {sizes.pages} pages uses it",
        "ours ÷ plain with one page edited, CPU",
        cpu("edit ours", "edit plain"),
        1.2,
        1.4,
    )
    return Scene([runs], [row], times=SHORT)


def _edit(source: Path, is_ours: bool) -> Callable[[int], None]:
    change = data.edit_article if is_ours else data.edit_page
    return lambda number: change(source, number)


# --- size of the corpus ---


def corpus(work: Path, sizes: Sizes) -> Scene:
    """A project that uses a few concepts of corpora of many sizes."""
    files = (sizes.used, *sizes.corpora)
    corpora = {n: data.scale_corpus(work / "corpora", sizes, n) for n in files}
    full = [
        Run(
            f"corpus {n}",
            data.scale_project(work / "corpus" / str(n), sizes, corpora[n]),
            work / "out" / f"corpus-{n}",
        )
        for n in files
    ]
    again = [replace(run, name=f"{run.name} again", clean=False) for run in full]
    small, large = f"corpus {files[0]}", f"corpus {files[-1]}"
    what = f"a project that uses {files[0]} concepts of a corpus of {files[-1]:,} files"
    measure = f"÷ of {files[0]} files, CPU"
    rows = [
        Row(f"{what}: full build", measure, cpu(large, small), 1.05, 1.1),
        Row(
            "the same: rebuild, nothing changed",
            measure,
            cpu(f"{large} again", f"{small} again"),
            1.05,
            1.1,
        ),
    ]
    ends = {small: corpora[files[0]], large: corpora[files[-1]]}
    return Scene([full, again], rows, curves=_corpus_curves(files), corpora=ends, times=SHORT)


def _corpus_curves(files: tuple[int, ...]) -> list[Curve]:
    return [
        Curve(
            "files in the corpus",
            label,
            tuple((n, f"corpus {n}{suffix}") for n in files),
            f"corpus {files[0]}{suffix}",
        )
        for label, suffix in (("full build", ""), ("nothing changed", " again"))
    ]


# --- number of references ---


def growth(work: Path, sizes: Sizes) -> Scene:
    """The pages with more and more of their names made references."""
    wide = replace(sizes, references=max(sizes.steps))
    folder, out = work / "growth", work / "out"
    runs = [Run("growth plain", data.plain_pages(folder / "plain", wide), out / "growth-plain")]
    curves = []
    for name, label in (("builtin", "Sphinx's glossary"), ("ours", "sphinx-glossterms")):
        make = data.builtin_pages if name == "builtin" else data.our_pages
        for step in sizes.steps:
            source = make(folder / f"{name}-{step}", wide, step)
            runs.append(Run(f"growth {name} {step}", source, out / f"growth-{name}-{step}"))
        points = tuple((sizes.pages * step, f"growth {name} {step}") for step in sizes.steps)
        curves.append(Curve("references", label, points, "growth plain"))
    return Scene([runs], curves=curves)


SCENES: dict[str, Callable[[Path, Sizes], Scene]] = {
    "references": references,
    "rebuild": rebuild,
    "parallel": parallel,
    "articles": articles,
    "lists": lists,
    "edit": edit,
    "corpus": corpus,
    "growth": growth,
}
