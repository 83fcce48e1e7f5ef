from datetime import UTC, datetime
from typing import Any

from purser.access.key_making import new_key
from purser.usecases.ensure_keys import ensure_keys

NOW = datetime(2026, 9, 18, tzinfo=UTC)


class Store:
    """Keys at rest, as the secret and the parameter hold them."""

    def __init__(self, private: dict[str, Any]) -> None:
        self.private, self.public = private, {"keys": list[dict[str, str]]()}

    def ensure(self) -> str:
        return ensure_keys(self.private, self._write_private, self._write_public, NOW)

    def _write_private(self, keys: dict[str, Any]) -> None:
        self.private = keys

    def _write_public(self, keys: dict[str, Any]) -> None:
        self.public = keys


def test_the_first_run_makes_a_key_and_publishes_its_public_half() -> None:
    store = Store({"keys": [], "current": None})

    current = store.ensure()

    assert store.private["current"] == current
    assert [key["kid"] for key in store.public["keys"]] == [current]


def test_another_run_keeps_the_key() -> None:
    store = Store({"keys": [], "current": None})
    assert store.ensure() == store.ensure()


def test_a_run_that_ended_before_publishing_is_repaired_by_the_next() -> None:
    key = new_key(NOW)
    store = Store({"keys": [key], "current": key["kid"]})

    store.ensure()

    assert [published["kid"] for published in store.public["keys"]] == [key["kid"]]
