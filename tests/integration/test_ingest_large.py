"""Large files: told while they are read, merged in parts, known by their content when they come again."""

import time
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from purser.domain.statements import Entry, Item
from purser.store import imports, staging
from purser.store.postgres import Connection, tenant_tx
from purser.usecases import pace, stage_file
from purser.usecases.ingest import ingest
from purser.usecases.pace import Pace

from tests.database import Database
from tests.statements import SEPTEMBER, Drop, Look, Shelf, address_of, chase_checking, column, counts, entry, ledger_of, reader_of


def never(*_: Any, **__: Any) -> Any:
    raise AssertionError("read again")


def test_the_same_content_is_not_read_again(drop: Drop, look: Look) -> None:
    drop(SEPTEMBER)
    again = drop(SEPTEMBER, never)
    assert counts(again) == (4, 0, 0, 4, 0, 0)
    first, second = look(
        "SELECT format, bank, account_id, totals, first, last, balance_check, rows_read, size, heading, status"
        " FROM imports ORDER BY created_at"
    )
    assert first == second
    rows = "SELECT ordinal, line, text, transaction_id FROM raw_records WHERE import_id = :id ORDER BY ordinal"
    ids = column(look("SELECT id FROM imports ORDER BY created_at"), "id")
    assert look(rows, id=ids[0]) == look(rows, id=ids[1])


@pytest.mark.parametrize("where", [{"filename": "Chase9876_Activity.CSV"}, {"bank": "other"}])
def test_the_same_content_elsewhere_is_read(drop: Drop, where: dict[str, str]) -> None:
    drop(SEPTEMBER)
    with pytest.raises(AssertionError, match="read again"):
        drop(SEPTEMBER, never, **where)


@pytest.mark.parametrize(
    "change",
    ["UPDATE imports SET reader = '0'", "DELETE FROM transactions WHERE amount = -4.25", "UPDATE imports SET status = 'undone'"],
)
def test_what_has_changed_since_is_read(drop: Drop, change: str, app_connection: Connection, organization: UUID) -> None:
    drop(SEPTEMBER)
    with tenant_tx(app_connection, organization) as tx:
        tx.execute(change)
    with pytest.raises(AssertionError, match="read again"):
        drop(SEPTEMBER, never)


def test_a_file_with_pending_rows_is_read_every_time(drop: Drop) -> None:
    pending = chase_checking(("09/29/2026", "HOLD", "-9.00", " "), ("09/28/2026", "PAYROLL", "2500.00", "3132.89"))
    assert drop(pending).pending == 1
    assert counts(drop(pending)) == (2, 0, 1, 1, 0, 0)


def test_a_file_is_merged_in_parts_as_if_at_once(drop: Drop, look: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(staging, "ROWS_IN_A_MERGE", 7)
    items: list[Item] = [entry(1 + n % 28, "-1.00", f"SHOP {n % 5}") for n in range(50)]
    assert counts(drop(b"x", reader_of(*items))) == (50, 50, 0, 0, 0, 0)
    assert counts(drop(b"y", reader_of(*items))) == (50, 0, 0, 50, 0, 0)
    assert look("SELECT sum(count)::int AS count, sum(total)::text AS total FROM monthly_totals") == [
        {"count": 50, "total": "-50.00"}
    ]


def test_progress_is_seen_while_the_file_is_read(
    database: Database, organization: UUID, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stage_file, "ROWS_AT_ONCE", 10)
    monkeypatch.setattr(pace, "SMALLEST_TOLD", 0)
    beside, watcher, seen = database.connect("app"), database.connect("app"), list[tuple[int, int]]()

    def tell(org_id: UUID, import_id: UUID, rows: int, percent: int) -> None:
        with tenant_tx(beside, org_id) as tx:
            imports.note_progress(tx, import_id, rows, percent)
        found = ledger_of(watcher, organization, "SELECT rows_done, progress FROM imports WHERE status = 'reading'")
        seen.extend((one["rows_done"], one["progress"]) for one in found)

    items: list[Item] = [entry(1 + n % 28, "-1.00", f"SHOP {n}") for n in range(35)]
    read: Callable[..., Any] = reader_of(*items)
    monkeypatch.setattr(staging, "ROWS_IN_A_MERGE", 20)
    file = b"x" * sum(len(one.text) for one in items if isinstance(one, Entry))
    outcome = ingest(shelf.put(file, address_of(organization)), shelf, database.connect("app"), read, Pace(tell))
    assert outcome.imported == 35
    assert [rows for rows, _ in seen] == [10, 20, 30, 35, 35, 35]
    assert [percent for _, percent in seen] == [17, 38, 59, 70, 86, 99]
    assert column(ledger_of(watcher, organization, "SELECT rows_done FROM imports"), "rows_done") == [35]


def test_a_file_beside_many_rows_of_its_account_is_compared_in_bulk(drop: Drop, database: Database) -> None:
    """The planner knows nothing of tables that were just filled; row by row this would take minutes."""
    rows = 6_000
    first: list[Item] = [entry(1 + n % 28, f"-{n}.01", f"SHOP {n}") for n in range(rows)]
    database.connect("admin").run("VACUUM transactions")
    drop(b"first", reader_of(*first))
    started = time.perf_counter()
    other: list[Item] = [entry(1 + n % 28, f"-{n}.02", f"SHOP {n}") for n in range(rows)]
    assert drop(b"other", reader_of(*other)).imported == rows
    assert time.perf_counter() - started < 30
