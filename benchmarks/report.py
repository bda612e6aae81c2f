"""Write what was measured: a table in Markdown, all of it in JSON, a plot in SVG."""

from __future__ import annotations

import json
import math
import os
import platform
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, astuple
from importlib import metadata
from pathlib import Path
from statistics import median
from typing import Any

from measure import Cost
from scenes import SCENES, Curve, Results, Row

PACKAGES = (
    "sphinx",
    "docutils",
    "myst-parser",
    "sphinx-tippy",
    "sphinx-needs",
    "sphinxcontrib-bibtex",
)


# What is kept of a scene in results.json, and what tables and plot are made of.
Data = dict[str, Any]


def write(results: Iterable[Results], folder: Path) -> str:
    """Write results.md, results.json and growth.svg; gives the text of the first.

    The results that the folder has of other scenes are kept.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "results.json"
    kept: Data = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    found = {one.name: _as_data(one) for one in results}
    data = {name: found.get(name) or kept[name] for name in SCENES if name in found or name in kept}
    path.write_text(json.dumps(data, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    text = markdown(data.values())
    curves = [curve for scene in data.values() for curve in scene["growth"]]
    if curves:
        plot(curves, folder / "growth.svg")
        text += f"\n![{_alt(curves)}](growth.svg)\n"
    (folder / "results.md").write_text(text, encoding="utf-8")
    return text


# --- Markdown ---


def markdown(scenes: Iterable[Data]) -> str:
    """The tables."""
    scenes = list(scenes)
    parts = [*dict.fromkeys(scene["machine"] for scene in scenes), _HOW]
    parts.append(_table([(row, scene) for scene in scenes for row in scene["rows"]], True))
    compared = [(row, scene) for scene in scenes for row in scene["comparison"]]
    if compared:
        parts += [
            "For comparison, whole builds of the pages of the first row, as multiples of the"
            " same pages without references:",
            _table(compared, False),
        ]
    opened = {name: counts for scene in scenes for name, counts in scene["opened"].items()}
    if opened:
        parts += [
            "Files that the builds opened in the corpus, and folders that they listed:",
            _opened_table(opened),
        ]
    return "\n\n".join(parts) + "\n"


_HOW = (
    "Each round makes the builds of a row once, in turn. *Minimum*, *median* and *maximum* are of"
    " the ratios of the rounds. *Best* is the ratio of the least that each build took in any round:"
    " what else a machine does only adds to it."
)


def _table(rows: Iterable[tuple[Data, Data]], with_goals: bool) -> str:
    goals = ["Goal", "Floor"] if with_goals else []
    lines = [["What", "Ratio", *goals, "Rounds", "Minimum", "Median", "Maximum", "Best"]]
    for row, scene in rows:
        goals = [_number(row["goal"]), _number(row["floor"])] if with_goals else []
        values = [_number(row[key]) for key in ("minimum", "median", "maximum", "best")]
        lines.append([row["what"], row["ratio"], *goals, str(scene["rounds"]), *values])
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


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return ""


def _machine_line() -> str:
    versions = {name: _version(name) for name in PACKAGES}
    packages = ", ".join(f"{name} {version}" for name, version in versions.items() if version)
    cpus, python = os.cpu_count(), platform.python_version()
    return f"{cpus} CPUs, Python {python}, {packages}."


# --- what is kept ---


def _as_data(results: Results) -> Data:
    scene = results.scene
    return {
        "machine": _machine_line(),
        "rounds": len(results.rounds),
        "rows": [_row_data(results, row) for row in scene.rows],
        "comparison": [_row_data(results, row) for row in scene.comparison],
        "growth": [_curve_data(results, curve) for curve in scene.curves],
        "opened": results.opened,
        "costs": {name: _costs(results, name) for name in results.rounds[0]},
    }


def _row_data(results: Results, row: Row) -> Data:
    found = [row.ratio(costs) for costs in results.rounds]
    best = row.ratio({name: _least(results, name) for name in results.rounds[0]})
    is_number = not any(map(math.isnan, found))
    return {
        "what": row.what,
        "ratio": row.measure,
        "goal": row.goal,
        "floor": row.floor,
        "minimum": min(found) if is_number else None,
        "median": median(found) if is_number else None,
        "maximum": max(found) if is_number else None,
        "best": None if math.isnan(best) else best,
    }


def _least(results: Results, name: str) -> Cost:
    """The least that a build took of each, over all rounds."""
    costs = [costs[name] for costs in results.rounds]
    return Cost(*(min(values) for values in zip(*map(astuple, costs), strict=True)))


def _costs(results: Results, name: str) -> dict[str, list[float]]:
    """What a build took in each round."""
    costs = [asdict(costs[name]) for costs in results.rounds]
    return {key: [round(cost[key], 3) for cost in costs] for key in costs[0]}


def _curve_data(results: Results, curve: Curve) -> Data:
    points = []
    for where, name in curve.points:
        values = [costs[name].cpu / costs[curve.base].cpu for costs in results.rounds]
        points.append((where, min(values), median(values), max(values)))
    return {"panel": curve.panel, "label": curve.label, "points": points}


# --- the plot ---


def _alt(curves: Iterable[Data]) -> str:
    panels = " and ".join(dict.fromkeys(curve["panel"] for curve in curves))
    return f"CPU time of a build, by number of {panels}"


_AXES = {"references": "÷ the pages without references", "files in the corpus": "÷ smallest corpus"}
_MARKS = {"sphinx-glossterms": "o-", "Sphinx's glossary": "s--", "full build": "o-"}


def plot(curves: Sequence[Data], path: Path) -> None:
    """Draw a panel for each thing that a cost can grow with."""
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams.update({"svg.hashsalt": "glossterms", "svg.fonttype": "none", "font.size": 9})
    from matplotlib import pyplot

    panels = list(dict.fromkeys(curve["panel"] for curve in curves))
    figure, axes = pyplot.subplots(1, len(panels), figsize=(4.4 * len(panels), 3.2), squeeze=False)
    for panel, axis in zip(panels, axes[0], strict=True):
        for curve in curves:
            if curve["panel"] == panel:
                label = curve["label"]
                where, low, middle, high = zip(*curve["points"], strict=True)
                axis.plot(where, middle, _MARKS.get(label, "s--"), label=label)
                axis.fill_between(where, low, high, alpha=0.15)
        axis.set(xlabel=panel, ylabel=f"CPU time {_AXES[panel]}", ylim=(0, None))
        if panel == "files in the corpus":
            axis.set_xscale("log")
        else:
            axis.locator_params(axis="x", nbins=5)
            axis.xaxis.set_major_formatter("{x:,.0f}")
        axis.grid(alpha=0.3)
        axis.legend(loc="lower right")
    figure.tight_layout()
    figure.savefig(path, metadata={"Date": None, "Creator": None})
    pyplot.close(figure)
