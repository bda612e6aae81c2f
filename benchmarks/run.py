"""Measure sphinx-glossterms beside its peers: `python benchmarks/run.py --help`.

Projects and corpora are made in the work folder. Every project is first built with -n -W, so
that no build with warnings is measured; then each round makes every build once.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from data import QUICK, Sizes
from measure import BuildFailed, Cost, doctree_bytes, run, sphinx_command
from scenes import SCENES, Run, Scene

HERE = Path(__file__).resolve().parent


def main() -> int:
    """Make the data, check it, measure, report."""
    options = _options()
    work: Path = options.work.resolve() / ("quick" if options.quick else "full")
    sizes = QUICK if options.quick else Sizes()
    rounds = options.rounds or (1 if options.quick else 5)
    _say(f"making projects in {work}")
    scenes = [SCENES[name](work, sizes) for name in options.scenes]
    try:
        check(scenes, work / "logs")
        if options.check:
            return 0
        measured = [measure_round(scenes, n, work / "logs") for n in range(1, rounds + 1)]
        opened = dict(count_opened(scenes, work / "logs"))
    except BuildFailed as error:
        print(error, file=sys.stderr)
        return 1
    _report(scenes, measured, opened, options.out or (work if options.quick else HERE))
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True, help="folder for data and builds")
    parser.add_argument("--rounds", type=int, help="default: 5, and 1 with --quick")
    parser.add_argument("--quick", action="store_true", help="small data, to try the scripts")
    parser.add_argument("--check", action="store_true", help="build all with -n -W, and no more")
    parser.add_argument(
        "--scenes", nargs="+", choices=SCENES, default=list(SCENES), help="measure only these"
    )
    parser.add_argument(
        "--out", type=Path, help="folder for results; default: this one, with --quick the work's"
    )
    return parser.parse_args()


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _runs(scenes: list[Scene]) -> Iterator[Run]:
    return (run for scene in scenes for stage in scene.stages for run in stage)


def check(scenes: list[Scene], logs: Path) -> None:
    """Build every project from nothing with warnings as errors. This fills the caches of
    files and of compiled modules, and is the first build of those that are only rebuilt."""
    done: set[Path] = set()
    for build in _runs(scenes):
        if build.out not in done:
            done.add(build.out)
            _say(f"checking {build.name}")
            dataclasses.replace(build, clean=True, before=None).prepare(0)
            run(sphinx_command(build.source, build.out, strict=True), logs / f"{build.name}.log")


def measure_round(scenes: list[Scene], number: int, logs: Path) -> Mapping[str, Cost]:
    """Make every build once; in each round another one of a stage is first."""
    _say(f"round {number}")
    costs: dict[str, Cost] = {}
    for scene in scenes:
        for stage in scene.stages:
            turn = number % len(stage)
            for build in (*stage[turn:], *stage[:turn]):
                costs[build.name] = _measure(build, number, logs)
    return costs


def _measure(build: Run, number: int, logs: Path) -> Cost:
    build.prepare(number)
    command = sphinx_command(build.source, build.out, jobs=build.jobs)
    cost = run(command, logs / f"{build.name}.log")
    return dataclasses.replace(cost, doctrees=doctree_bytes(build.out))


def count_opened(
    scenes: list[Scene], logs: Path
) -> Iterator[tuple[str, dict[str, dict[str, int]]]]:
    """Count the corpus's files that a full build and a rebuild open, apart from the timing."""
    for scene in scenes:
        runs = {build.name: build for stage in scene.stages for build in stage}
        for name, corpus in scene.corpora.items():
            for build in (runs[name], runs[f"{name} again"]):
                build.prepare(0)
                result = logs / f"{build.name}.json"
                command = sphinx_command(build.source, build.out)[2:]
                wrapper = [str(HERE / "opened.py"), str(corpus), str(result)]
                run([*wrapper, *command], logs / f"{build.name}.log")
                yield build.name, json.loads(result.read_text(encoding="utf-8"))


def _report(
    scenes: list[Scene],
    measured: list[Mapping[str, Cost]],
    opened: dict[str, dict[str, dict[str, int]]],
    folder: Path,
) -> None:
    import report  # after measuring: see measure.run

    results = report.Results(scenes, measured, opened)
    report.write(results, folder)
    print(report.markdown(results))
    _say(f"wrote results.md, results.json and growth.svg to {folder}")


if __name__ == "__main__":
    sys.exit(main())
