"""How far the reading of a file is, for whoever watches, and whether there is time for more of it."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

Progress = Callable[[UUID, UUID, int, int], None]
"""Hears, outside of the file's transaction, how many rows of an organisation's import have been read, and the percentage done."""

PERCENT_READ = 70
"""Of all the work, when the last row has been read."""
SMALLEST_TOLD = 500_000
"""Bytes of a file; a smaller one is done before anybody looks."""
SECONDS_TO_KEEP = 10
SECONDS_TO_MERGE = 5
SECONDS_A_KEPT_ROW = 50e-6
SECONDS_A_MERGED_ROW = 150e-6
"""What is held ready of an invocation's time for the end of a part, and for the end of a file: more than twice what they take."""


def unheard(org_id: UUID, import_id: UUID, rows: int, percent: int) -> None:
    """Tell nobody."""


def unhurried() -> float:
    """Tell of no end."""
    return math.inf


@dataclass(frozen=True, slots=True)
class Pace:
    """What an invocation gives: an ear, and so many seconds yet."""

    progress: Progress = unheard
    time_left: Callable[[], float] = unhurried


@dataclass(frozen=True, slots=True)
class Watch:
    """The pace of one import, whose file has so many bytes."""

    pace: Pace
    org_id: UUID
    import_id: UUID
    size: int

    def tell_read(self, rows: int, characters: int) -> None:
        """Tell that so many rows are read, which have so many characters."""
        self._tell(rows, PERCENT_READ * min(1, characters / max(1, self.size)))

    def tell_merged(self, rows: int, share: float) -> None:
        """Tell that this share of all rows is in the ledger."""
        self._tell(rows, PERCENT_READ + (99 - PERCENT_READ) * share)

    def must_stop(self, rows: int) -> bool:
        """Whether there is just the time to keep so many rows."""
        return self.pace.time_left() < SECONDS_TO_KEEP + SECONDS_A_KEPT_ROW * rows

    def can_merge(self, rows: int) -> bool:
        """Whether there is the time to make ledger of so many rows."""
        return self.pace.time_left() >= SECONDS_TO_MERGE + SECONDS_A_MERGED_ROW * rows

    def _tell(self, rows: int, percent: float) -> None:
        if self.size >= SMALLEST_TOLD:
            self.pace.progress(self.org_id, self.import_id, rows, int(percent))
