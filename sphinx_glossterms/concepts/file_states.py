"""Whether a file is another than it was, told without reading it."""

from __future__ import annotations

import os

FileState = tuple[int, int, int, int]
"""Size, times of change of content and of anything (ns), number on the disk."""

Files = dict[str, FileState | None]
"""The state of each path, None where there was nothing."""

NO_STATE: FileState = (-1, 0, 0, 0)
"""The state of no file: whoever compares with it looks again."""


def file_state(path: str) -> FileState | None:
    """What differs when a file or folder is another, None if there is none.

    Any change counts, also one to an older time: a checkout can make a file older.
    """
    try:
        status = os.stat(path)
    except (OSError, ValueError):
        return None
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino
