"""The clouds of the end-to-end tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cloud import LocalCloud

# A test cannot wait until a failed file has been tried for as long as a person would let it.
QUICK_RETRIES = {"PURSER_PARAMETERS": "QueueVisibilitySeconds=5 QueueMaxReceives=3"}


@pytest.fixture(scope="session")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalCloud]:
    """The cloud most tests share, with the sample statements in it."""
    made = LocalCloud(tmp_path_factory.mktemp("cloud"), QUICK_RETRIES)
    try:
        made.up()
        yield made
    finally:
        left = made.end()
    assert not left, f"left behind: {left}"


@pytest.fixture
def another_cloud(tmp_path: Path) -> Iterator[LocalCloud]:
    """A second one, not started yet, for tests that stop it or crash it."""
    made = LocalCloud(tmp_path / "home", QUICK_RETRIES)
    try:
        yield made
    finally:
        made.end()
