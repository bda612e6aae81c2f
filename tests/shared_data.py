"""The corpora that lie beside the repository, for the tests that read them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

_SHARED = Path(__file__).resolve().parents[2] / "shared"


def shared(name: str) -> Path:
    """The folder of this name in ``../shared``, beside the repository.

    Without it the test is skipped, or fails with GLOSSTERMS_REQUIRE_SHARED=1.
    """
    folder = _SHARED / name
    if not folder.is_dir():
        reason = f"{folder} is not here: clone the shared data beside this repository"
        if os.environ.get("GLOSSTERMS_REQUIRE_SHARED") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    return folder
