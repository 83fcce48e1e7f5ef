"""Clouds that one end-to-end test has for itself; the one that most share is in `tests/conftest.py`."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cloud import QUICK_RETRIES, LocalCloud


@pytest.fixture
def another_cloud(tmp_path: Path) -> Iterator[LocalCloud]:
    """A second one, not started yet, for tests that stop it or crash it."""
    made = LocalCloud(tmp_path / "home", QUICK_RETRIES)
    try:
        yield made
    finally:
        made.end()
