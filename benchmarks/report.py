"""Write what was measured: a table in Markdown, all of it in JSON, a plot in SVG."""

from __future__ import annotations

import json
import math
import os
import platform
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from statistics import median

from measure import Cost
from scenes import Curve, Round, Row, Scene

PACKAGES = (
    "sphinx",
    "docutils",
    "myst-parser",
    "sphinx-glossterms",
    "sphinx-tippy",
    "sphinx-needs",
    "sphinxcontrib-bibtex",
)


@dataclass(frozen=True, slots=True)
class Results:
    """All that a run of the benchmarks found."""

    scenes: Sequence[Scene]
    rounds: Sequence[Round]
    opened: Mapping[str, Mapping[str, Mapping[str, int]]]

    def ratios(self, ratio: Callable[[Round], float]) -> list[float]:
        """A ratio in each round."""
        return [ratio(costs) for costs in self.rounds]


def write(results: Results, folder: Path) -> None:
    """Write results.md, results.json and growth.svg."""
    folder.mkdir(parents=True, exist_ok=True)
    curves = [curve for scene in results.scenes for curve in scene.curves]
    text = markdown(results)
    if curves:
        plot(results, curves, folder / "growth.svg")
        text += f"\n![{_alt(curves)}](growth.svg)\n"
    (folder / "results.md").write_text(text, encoding="utf-8")
    (folder / "results.json").write_text(
        json.dumps(_as_data(results), indent=2, ensure_ascii=False) + "\n", encoding="utf-8"
    )


# --- Markdown ---


def markdown(results: Results) -> str:
    """The tables."""
    rows = [row for scene in results.scenes for row in scene.rows]
    compared = [row for scene in results.scenes for row in scene.comparison]
    parts = [
        f"{_machine_line()} {len(results.rounds)} rounds, the builds of each interleaved;"
        " each ratio is of builds of one round.",
        _table(results, rows, with_goals=True),
    ]
    if compared:
        parts += [
            "For comparison, whole builds of the pages of the first row, as multiples of the"
            " same pages without references:",
            _table(results, compared, with_goals=False),
        ]
    if results.opened:
        parts += [
            "Files that the builds opened in the corpus, and folders that they listed:",
            _opened_table(results.opened),
        ]
    return "\n\n".join(parts) + "\n"


def _table(results: Results, rows: Iterable[Row], *, with_goals: bool) -> str:
    goals = ["Goal", "Floor"] if with_goals else []
    lines = [["What", "Ratio", *goals, "Minimum", "Median", "Maximum"]]
    for row in rows:
        found = results.ratios(row.ratio)
        goals = [_number(row.goal), _number(row.floor)] if with_goals else []
        values = [_number(value(found)) for value in (min, median, max)]
        lines.append([row.what, row.measure, *goals, *values])
    return _grid(lines, 2)


def _opened_table(opened: Mapping[str, Mapping[str, Mapping[str, int]]]) -> str:
    lines = [["Build", "Files opened", "Folders listed"]]
    for name, counts in opened.items():
        build = name.removeprefix("corpus ")
        number, _, again = build.partition(" ")
        kind = "rebuild, nothing changed" if again else "full build"
        cells = [str(counts[what]["paths"]) for what in ("opened", "listed")]
        lines.append([f"corpus of {int(number):,} files, {kind}", *cells])
    return _grid(lines, 1)


def _grid(lines: Sequence[Sequence[str]], texts: int) -> str:
    rule = [":--" if n < texts else "--:" for n in range(len(lines[0]))]
    return "\n".join(f"| {' | '.join(line)} |" for line in (lines[0], rule, *lines[1:]))


def _number(value: float | None) -> str:
    return "–" if value is None or math.isnan(value) else f"{value:.2f}"


def _machine() -> dict[str, object]:
    return {
        "cpus": os.cpu_count(),
        "python": platform.python_version(),
        "packages": {name: _version(name) for name in PACKAGES},
    }


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return ""


def _machine_line() -> str:
    versions = {name: _version(name) for name in PACKAGES if name != "sphinx-glossterms"}
    packages = ", ".join(f"{name} {version}" for name, version in versions.items() if version)
    cpus, python = os.cpu_count(), platform.python_version()
    return f"{cpus} CPUs, Python {python}, {packages}."


# --- JSON ---


def _as_data(results: Results) -> dict[str, object]:
    return {
        "machine": _machine(),
        "rounds": len(results.rounds),
        "rows": [_row_data(results, r) for s in results.scenes for r in s.rows],
        "comparison": [_row_data(results, r) for s in results.scenes for r in s.comparison],
        "growth": [_curve_data(results, c) for s in results.scenes for c in s.curves],
        "opened": results.opened,
        "medians": {name: _medians(results, name) for name in results.rounds[0]},
    }


def _row_data(results: Results, row: Row) -> dict[str, object]:
    found = results.ratios(row.ratio)
    is_number = not any(map(math.isnan, found))
    return {
        "what": row.what,
        "ratio": row.measure,
        "goal": row.goal,
        "floor": row.floor,
        "minimum": min(found) if is_number else None,
        "median": median(found) if is_number else None,
        "maximum": max(found) if is_number else None,
        "rounds": found if is_number else [],
    }


def _curve_data(results: Results, curve: Curve) -> dict[str, object]:
    return {"panel": curve.panel, "label": curve.label, "points": _points(results, curve)}


def _medians(results: Results, name: str) -> dict[str, float]:
    costs = [found[name] for found in results.rounds]
    values: dict[str, Callable[[Cost], float]] = {
        "cpu": lambda cost: cost.cpu,
        "wall": lambda cost: cost.wall,
        "memory_kib": lambda cost: cost.memory,
        "doctree_bytes": lambda cost: cost.doctrees,
    }
    return {key: round(median(map(value, costs)), 3) for key, value in values.items()}


# --- the plot ---


def _points(results: Results, curve: Curve) -> list[tuple[int, float, float, float]]:
    """Of each point: where, minimum, median and maximum."""
    found = []
    for where, name in curve.points:
        values = [costs[name].cpu / costs[curve.base].cpu for costs in results.rounds]
        found.append((where, min(values), median(values), max(values)))
    return found


def _alt(curves: Iterable[Curve]) -> str:
    panels = " and ".join(dict.fromkeys(curve.panel for curve in curves))
    return f"CPU time of a build, by number of {panels}"


_AXES = {"references": "÷ the pages without references", "files in the corpus": "÷ smallest corpus"}
_MARKS = {"sphinx-glossterms": "o-", "Sphinx's glossary": "s--", "full build": "o-"}


def plot(results: Results, curves: Sequence[Curve], path: Path) -> None:
    """Draw a panel for each thing that a cost can grow with."""
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams.update({"svg.hashsalt": "glossterms", "svg.fonttype": "none", "font.size": 9})
    from matplotlib import pyplot

    panels = list(dict.fromkeys(curve.panel for curve in curves))
    figure, axes = pyplot.subplots(1, len(panels), figsize=(4.4 * len(panels), 3.2), squeeze=False)
    for panel, axis in zip(panels, axes[0], strict=True):
        for curve in curves:
            if curve.panel == panel:
                where, low, middle, high = zip(*_points(results, curve), strict=True)
                axis.plot(where, middle, _MARKS.get(curve.label, "s--"), label=curve.label)
                axis.fill_between(where, low, high, alpha=0.15)
        axis.set(xlabel=panel, ylabel=f"CPU time {_AXES[panel]}", ylim=(0, None))
        if panel == "files in the corpus":
            axis.set_xscale("log")
        axis.grid(alpha=0.3)
        axis.legend(loc="lower right")
    figure.tight_layout()
    figure.savefig(path, metadata={"Date": None, "Creator": None})
    pyplot.close(figure)
