"""Waiting for a condition, with a bound, and with a word on what did not come."""

import time
from collections.abc import Callable
from pathlib import Path

from infra.local.home import LocalError

PAUSE_SECONDS = 0.1


def until(
    ready: Callable[[], bool],
    seconds: float,
    *,
    what: str,
    look_at: Path,
    unless: Callable[[], bool] = lambda: False,
) -> None:
    """Return as soon as `ready`; LocalError with the end of the log `look_at` after `seconds`, or at once when `unless`."""
    deadline = time.monotonic() + seconds
    while not ready():
        if unless() or time.monotonic() > deadline:
            why = "ended" if unless() else f"did not answer within {seconds:.0f} s"
            raise LocalError(f"{what} {why}. The end of {look_at}:\n{tail(look_at)}")
        time.sleep(PAUSE_SECONDS)


def tail(log: Path, lines: int = 15) -> str:
    """Return the last lines of a log."""
    return "\n".join(log.read_text(errors="replace").splitlines()[-lines:]) if log.exists() else "(empty)"
