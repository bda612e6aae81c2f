"""What all tests in a browser share."""

from __future__ import annotations

from chromium import chromium

__all__ = ["chromium"]
