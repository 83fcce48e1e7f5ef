"""Statements as text, uploads as arrivals, and the ledger read back: what the tests of ingest say."""

import csv
import datetime as dt
import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from purser.domain.errors import StatementError
from purser.domain.statements import Entry, Item, Reading
from purser.domain.uploads import Address, Arrival
from purser.store.objects import StoredFile
from purser.store.postgres import Connection, tenant_tx
from purser.usecases.ingest import Outcome, Reader

Drop = Callable[..., Outcome]
Look = Callable[..., list[dict[str, Any]]]

CHASE_CHECKING = "Details,Posting Date,Description,Amount,Type,Balance,Check or Slip #"
CHASE_CARD = "Transaction Date,Post Date,Description,Category,Type,Amount,Memo"


def chase_checking(*rows: tuple[str, str, str, str]) -> bytes:
    """Rows of (date MM/DD/YYYY, description, amount, balance), newest first as Chase writes them; balance " " is pending."""
    sink = io.StringIO()
    writer = csv.writer(sink, lineterminator="\n")
    for date, description, amount, balance in rows:
        side = "DEBIT" if amount.startswith("-") else "CREDIT"
        writer.writerow([side, date, description, amount, "ACH_DEBIT" if side == "DEBIT" else "ACH_CREDIT", balance, "", ""])
    return f"{CHASE_CHECKING}\n{sink.getvalue()}".encode()


def chase_card(*rows: tuple[str, str, str]) -> bytes:
    """Rows of (date MM/DD/YYYY, description, amount)."""
    lines = [
        f"{date},{date},{text},Shopping,{'Sale' if amount[0] == '-' else 'Payment'},{amount}," for date, text, amount in rows
    ]
    return "\n".join([CHASE_CARD, *lines, ""]).encode()


SEPTEMBER = chase_checking(
    ("09/28/2026", "PAYROLL ACME INC", "2500.00", "3132.89"),
    ("09/24/2026", "WHOLE FOODS MARKET AUSTIN TX", "-85.20", "632.89"),
    ("09/20/2026", "STARBUCKS STORE 05512 SEATTLE WA", "-4.25", "718.09"),
    ("09/18/2026", "Online Transfer to SAV ...9876", "-277.66", "722.34"),
)


@dataclass
class Shelf:
    """A stand-in for S3: files by key and version."""

    files: dict[tuple[str, str], bytes] = field(default_factory=dict)
    correlation_id: str | None = None
    fetched: int = 0

    def put(self, data: bytes, address: Address, version: str | None = None) -> Arrival:
        arrival = arrival_of(address, version)
        self.files[arrival.key, arrival.version or ""] = data
        return arrival

    def fetch(self, arrival: Arrival) -> StoredFile:
        self.fetched += 1
        if (arrival.key, arrival.version or "") not in self.files:
            raise StatementError("deleted", code="GONE")
        return StoredFile(self.files[arrival.key, arrival.version or ""], self.correlation_id)


def arrival_of(address: Address, version: str | None = None) -> Arrival:
    version = version or uuid4().hex
    return Arrival(bucket="statements", key=address.key, version=version, stamp="0", message_id=f"message-{version}")


def address_of(org_id: UUID, bank: str = "chase", filename: str = "Chase1234_Activity_20260930.CSV", **rest: Any) -> Address:
    fields: dict[str, Any] = {"account_id": None, "import_id": None, **rest}
    return Address(bank=bank, org_id=org_id, filename=filename, **fields)


def ledger_of(connection: Connection, org_id: UUID, sql: str, **values: Any) -> list[dict[str, Any]]:
    """Read as the application does: as its role, within the organisation."""
    with tenant_tx(connection, org_id) as tx:
        return tx.items(sql, **values)


def column(rows: Iterable[dict[str, Any]], name: str) -> list[Any]:
    return [row[name] for row in rows]


def entry(day: int, amount: str, text: str, **rest: Any) -> Entry:
    fields: dict[str, Any] = {"line": 1, "text": text, "currency": "USD", "description": text, "original_description": text}
    return Entry(date=dt.date(2026, 9, day), amount=Decimal(amount), **(fields | rest))


def reader_of(*items: Item, **reading: Any) -> Reader:
    """A reader that knows already what every file says."""

    def read(data: bytes, *, filename: str, bank: str | None, currency: str | None) -> Reading:  # noqa: ARG001 - a Reader
        fields: dict[str, Any] = {"format": "told", "bank": "chase", "kind": "checking"}
        return Reading(items=iter(items), **(fields | reading))

    return read


def counts(outcome: Outcome) -> tuple[int, int, int, int, int, int]:
    return (outcome.rows_read, outcome.imported, outcome.pending, outcome.duplicates, outcome.rejected, outcome.ignored)
