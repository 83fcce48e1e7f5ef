"""However often a file, a message or a row comes, the ledger has it once; and what is half done is not done."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import pytest
from purser.domain.statements import Item, Reading
from purser.store.postgres import Connection
from purser.usecases.ingest import ingest

from tests.database import Database
from tests.statements import (
    SEPTEMBER,
    Drop,
    Look,
    Shelf,
    address_of,
    chase_card,
    chase_checking,
    counts,
    entry,
    ledger_of,
    reader_of,
)


def test_the_same_file_twice_adds_nothing(drop: Drop, look: Look) -> None:
    first, again = drop(SEPTEMBER), drop(SEPTEMBER)
    assert (first.imported, again.imported, again.duplicates) == (4, 0, 4)
    assert look("SELECT count(*) FROM transactions") == [{"count": 4}]


def test_overlapping_exports_add_only_what_is_new(drop: Drop) -> None:
    drop(SEPTEMBER)
    later = chase_checking(
        ("10/02/2026", "RENT", "-900.00", "2232.89"),
        ("09/28/2026", "PAYROLL ACME INC", "2500.00", "3132.89"),
        ("09/24/2026", "WHOLE FOODS MARKET AUSTIN TX", "-85.20", "632.89"),
    )
    outcome = drop(later)
    assert (outcome.imported, outcome.duplicates) == (1, 2)


def test_two_identical_rows_of_one_file_are_both_kept(drop: Drop, look: Look) -> None:
    coffee = ("09/20/2026", "STARBUCKS", "-4.25")
    assert drop(chase_card(coffee, coffee)).imported == 2
    assert drop(chase_card(coffee, coffee, coffee)).imported == 1
    assert look("SELECT count(*) FROM transactions") == [{"count": 3}]


def test_the_banks_own_id_twice_in_one_file_is_one_transaction(drop: Drop) -> None:
    twice = entry(3, "-5.00", "COFFEE", provider_id="F1")
    assert counts(drop(b"x", reader_of(twice, twice))) == (2, 1, 0, 1, 0, 0)


def test_the_same_message_twice_reads_the_file_once(
    app_connection: Connection, organization: UUID, shelf: Shelf, look: Look
) -> None:
    arrival = shelf.put(SEPTEMBER, address_of(organization))
    first, again = ingest(arrival, shelf, app_connection), ingest(arrival, shelf, app_connection)
    assert (first.import_id, first.status) == (again.import_id, again.status)
    assert shelf.fetched == 1
    assert look("SELECT imported, duplicates FROM imports") == [{"imported": 4, "duplicates": 0}]


def test_one_message_delivered_to_two_readers_at_once_is_read_by_one(
    database: Database, organization: UUID, shelf: Shelf
) -> None:
    arrival = shelf.put(SEPTEMBER, address_of(organization))
    with ThreadPoolExecutor(2) as pool:
        both = list(pool.map(lambda c: ingest(arrival, shelf, c), [database.connect("app"), database.connect("app")], timeout=30))
    assert sorted(outcome.imported for outcome in both) == [0, 4]
    assert ledger_of(database.connect("app"), organization, "SELECT imported FROM imports") == [{"imported": 4}]


def test_overlapping_files_read_at_once_add_each_transaction_once(database: Database, organization: UUID, shelf: Shelf) -> None:
    rows = [(f"09/{day:02}/2026", f"SHOP {day}", "-1.00", "") for day in range(1, 29)]
    files = [chase_checking(*rows[start : start + 20]) for start in (0, 4, 8, 2)]
    arrivals = [shelf.put(data, address_of(organization)) for data in files]
    connections = [database.connect("app") for _ in arrivals]
    with ThreadPoolExecutor(4) as pool:
        outcomes = list(pool.map(lambda a, c: ingest(a, shelf, c), arrivals, connections, timeout=60))
    assert [outcome.status for outcome in outcomes] == ["done"] * 4
    (found,) = ledger_of(
        connections[0], organization, "SELECT count(*), count(DISTINCT account_id) AS accounts FROM transactions"
    )
    assert found == {"count": 28, "accounts": 1}
    assert sum(outcome.imported for outcome in outcomes) == 28


def test_a_crash_half_way_leaves_nothing(app_connection: Connection, organization: UUID, shelf: Shelf, look: Look) -> None:
    def rows() -> Iterator[Item]:
        for day in range(1, 28):
            yield entry(day, "-1.00", "SHOP")
        raise MemoryError("out of memory in the middle of the file")

    def read(data: bytes, **_: Any) -> Reading:  # noqa: ARG001 - a Reader
        return Reading("told", "chase", "checking", rows())

    arrival = shelf.put(b"x", address_of(organization))
    with pytest.raises(MemoryError):
        ingest(arrival, shelf, app_connection, read)
    for table in ("transactions", "raw_records", "accounts", "merchants", "monthly_totals", "outbox"):
        assert look(f"SELECT * FROM {table}") == [], table  # noqa: S608 - names above
    assert look("SELECT status, last_failure FROM imports") == [
        {"status": "reading", "last_failure": "MemoryError: out of memory in the middle of the file"}
    ]
    assert ingest(arrival, shelf, app_connection, reader_of(entry(1, "-1.00", "SHOP"))).imported == 1
    assert look("SELECT status, last_failure FROM imports") == [{"status": "done", "last_failure": None}]
