"""Run sphinx-build and count the files that it opens below a folder.

Arguments: the folder, the JSON file to write, and those of sphinx-build.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

EVENTS = {"open": "opened", "os.listdir": "listed", "os.scandir": "listed"}


def main() -> int:
    """Count while sphinx-build runs in this process."""
    folder, result, *arguments = sys.argv[1:]
    seen: dict[str, set[str]] = {"opened": set(), "listed": set()}
    calls = {"opened": 0, "listed": 0}

    def hook(event: str, values: tuple[object, ...]) -> None:
        kind = EVENTS.get(event)
        path = str(values[0]) if kind and values else ""
        if kind and path.startswith(folder):
            seen[kind].add(path)
            calls[kind] += 1

    sys.addaudithook(hook)
    from sphinx.cmd.build import build_main

    status = build_main(arguments)
    counts = {kind: {"paths": len(seen[kind]), "calls": calls[kind]} for kind in seen}
    Path(result).write_text(json.dumps(counts), encoding="utf-8")
    return status


if __name__ == "__main__":
    sys.exit(main())
