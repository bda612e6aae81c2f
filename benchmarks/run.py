"""Measure sphinx-glossterms beside its peers: `python benchmarks/run.py --help`.

Projects and corpora are made in the work folder. A scene is a set of builds that are
compared. Its projects are first built with -n -W, so that no build with warnings is measured,
and pages that are to be alike are compared; then each round makes every build of the scene once.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from data import QUICK, Sizes
from measure import BuildFailed, Cost, doctree_bytes, page_bytes, run, sphinx_command
from scenes import SCENES, Results, Run, Scene
from texts import text_of

HERE = Path(__file__).resolve().parent


def main() -> int:
    """Make the data of each scene, check it, measure it, report all."""
    options = _options()
    work: Path = options.work.resolve() / ("quick" if options.quick else "full")
    sizes = QUICK if options.quick else Sizes()
    rounds = options.rounds or (1 if options.quick else 5)
    logs = work / "logs"
    results = []
    try:
        for name in options.scenes:
            _say(f"{name}: making projects in {work}")
            scene = SCENES[name](work, sizes)
            check(scene, logs)
            if not options.check:
                measured = [measure_round(scene, n, logs) for n in range(rounds * scene.times)]
                results.append(Results(name, scene, measured, dict(count_opened(scene, logs))))
    except BuildFailed as error:
        print(error, file=sys.stderr)
        return 1
    if results:
        _report(results, options.out or (work if options.quick else HERE))
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True, help="folder for data and builds")
    parser.add_argument("--rounds", type=int, help="default: 5, and 1 with --quick")
    parser.add_argument("--quick", action="store_true", help="small data, to try the scripts")
    parser.add_argument("--check", action="store_true", help="build all with -n -W, and no more")
    parser.add_argument(
        "--scenes",
        nargs="+",
        choices=SCENES,
        default=list(SCENES),
        help="measure only these, and keep the results of the others",
    )
    parser.add_argument(
        "--out", type=Path, help="folder for results; default: this one, with --quick the work's"
    )
    return parser.parse_args()


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def check(scene: Scene, logs: Path) -> None:
    """Build every project from nothing with warnings as errors. This fills the caches of
    files and of compiled modules, and is the first build of those that are only rebuilt."""
    done: set[Path] = set()
    for build in scene.runs:
        if build.out not in done:
            done.add(build.out)
            _say(f"checking {build.name}")
            dataclasses.replace(build, clean=True, before=None).prepare(0)
            run(sphinx_command(build.source, build.out, strict=True), logs / f"{build.name}.log")
    for ours, peer in scene.alike:
        _say(f"comparing {ours.relative_to(logs.parent)} and {peer.relative_to(logs.parent)}")
        if text_of(ours) != text_of(peer):
            raise BuildFailed(f"{ours} and {peer} have different texts")


def measure_round(scene: Scene, number: int, logs: Path) -> Mapping[str, Cost]:
    """Make every build once; in each round another one of a stage is first."""
    _say(f"round {number + 1}")
    costs: dict[str, Cost] = {}
    for stage in scene.stages:
        turn = number % len(stage)
        for build in (*stage[turn:], *stage[:turn]):
            costs[build.name] = _measure(build, number + 1, logs)
    return costs


def _measure(build: Run, number: int, logs: Path) -> Cost:
    build.prepare(number)
    command = sphinx_command(build.source, build.out, jobs=build.jobs)
    cost = run(command, logs / f"{build.name}.log")
    return dataclasses.replace(cost, doctrees=doctree_bytes(build.out), pages=page_bytes(build.out))


def count_opened(scene: Scene, logs: Path) -> Iterator[tuple[str, dict[str, dict[str, int]]]]:
    """Count the corpus's files that a full build and a rebuild open, apart from the timing."""
    runs = {build.name: build for build in scene.runs}
    for name, corpus in scene.corpora.items():
        for build in (runs[name], runs[f"{name} again"]):
            build.prepare(0)
            result = logs / f"{build.name}.json"
            command = sphinx_command(build.source, build.out)[2:]
            wrapper = [str(HERE / "opened.py"), str(corpus), str(result)]
            run([*wrapper, *command], logs / f"{build.name}.log")
            yield build.name, json.loads(result.read_text(encoding="utf-8"))


def _report(results: list[Results], folder: Path) -> None:
    import report  # after measuring: see measure.run

    print(report.write(results, folder))
    _say(f"wrote results.md, results.json and growth.svg to {folder}")


if __name__ == "__main__":
    sys.exit(main())
