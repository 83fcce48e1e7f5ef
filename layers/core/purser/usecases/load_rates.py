"""Exchange rates of the European Central Bank become known: to one organisation by hand, or to all by schedule."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from purser.domain.errors import FieldProblem, InvalidInputError, StatementError
from purser.domain.exchange import Rate
from purser.store import rates
from purser.store.audit import Deed
from purser.store.postgres import Connection, TenantTx
from purser.usecases.acting import Acting

PUBLISHED = "European Central Bank"
"""What the source of a fetched rate says."""


@dataclass(slots=True)
class Loaded:
    """What a file held: rates, of them new or corrected ones, their first and last day."""

    rates: int = 0
    changed: int = 0
    first: dt.date | None = None
    last: dt.date | None = None

    def watch(self, told: Iterable[Rate]) -> Iterator[Rate]:
        """Pass the rates through, counting them."""
        for rate in told:
            self.rates += 1
            self.first = min(self.first or rate.date, rate.date)
            self.last = max(self.last or rate.date, rate.date)
            yield rate


def load_own(tx: TenantTx, data: bytes, filename: str, acting: Acting) -> Loaded:
    """Load a file for one organisation; InvalidInputError says what is wrong with it."""
    loaded = Loaded()
    try:
        loaded.changed = rates.add_own(tx, loaded.watch(_read(data)), f"file {filename}")
    except StatementError as wrong:
        raise InvalidInputError(wrong.message, (FieldProblem("file", _where(wrong)),)) from wrong
    after = {"filename": filename, "rates": loaded.rates, "changed": loaded.changed, "first": loaded.first, "last": loaded.last}
    acting.record(tx, Deed(action="load", subject_type="exchange_rates", after=after))
    return loaded


def load_everyones(connection: Connection, data: bytes) -> Loaded:
    """Load what the bank publishes, for every organisation; StatementError if it is something else."""
    loaded = Loaded()
    loaded.changed = rates.add_everyones(connection, loaded.watch(_read(data)), PUBLISHED)
    return loaded


def _read(data: bytes) -> Iterator[Rate]:
    from purser.banks._ecb_rates import read_rates  # noqa: PLC0415 - no other request of the API needs a parser

    return read_rates(data)


def _where(wrong: StatementError) -> str:
    return f"{wrong.code}, line {wrong.line}" if wrong.line else wrong.code
