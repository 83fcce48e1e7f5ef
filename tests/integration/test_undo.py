"""An import taken back leaves the ledger as if its file had never come; read again it brings what is missing."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from purser.domain.errors import ConflictError, NotFoundError
from purser.domain.ids import uuid7
from purser.domain.uploads import Arrival
from purser.store.audit import Origin
from purser.store.postgres import Connection, tenant_tx
from purser.store.undo import Undone
from purser.usecases.ingest import ingest
from purser.usecases.undo_import import replay_import, undo_import

from tests.database import Database, make_organization
from tests.statements import (
    SEPTEMBER,
    Drop,
    Look,
    Shelf,
    address_of,
    chase_card,
    chase_checking,
    column,
    counts,
    entry,
    reader_of,
)

OCTOBER = chase_checking(
    ("10/02/2026", "RENT", "-900.00", "2232.89"),
    ("09/28/2026", "PAYROLL ACME INC", "2500.00", "3132.89"),
    ("09/24/2026", "WHOLE FOODS MARKET AUSTIN TX", "-85.20", "632.89"),
)
Undo = Callable[[UUID], Undone]
TABLES = {
    "transactions": "id, status, amount::text",
    "monthly_totals": "month, account_id, category_id, type, currency, count, total::text",
    "merchants": "name, first_seen, last_seen",
    "accounts": "id, balance::text, balance_date",
}


@pytest.fixture
def undo(app_connection: Connection, organization: UUID) -> Undo:
    def take_back(import_id: UUID) -> Undone:
        with tenant_tx(app_connection, organization) as tx:
            return undo_import(tx, import_id, uuid7(), Origin())

    return take_back


def books(look: Look) -> dict[str, Any]:
    """Everything that counts; rollup rows that have come to nothing are nothing."""

    def order(columns: str) -> str:
        return ", ".join(str(n + 1) for n in range(columns.count(",") + 1))

    where = {"monthly_totals": "WHERE count <> 0 OR total <> 0"}
    return {
        table: look(f"SELECT {columns} FROM {table} {where.get(table, '')} ORDER BY {order(columns)}")  # noqa: S608 - names above
        for table, columns in TABLES.items()
    }


def test_an_import_taken_back_leaves_nothing_but_its_account(drop: Drop, look: Look, undo: Undo) -> None:
    done = undo(drop(SEPTEMBER).import_id)
    assert (done.deleted, done.kept_by_others, done.months) == (4, 0, ["2026-09"])
    left = books(look)
    assert (left["transactions"], left["monthly_totals"], left["merchants"]) == ([], [], [])
    assert column(left["accounts"], "balance") == [None]
    assert look("SELECT status, imported FROM imports") == [{"status": "undone", "imported": 4}]


def test_the_ledger_is_what_it_was_before(drop: Drop, look: Look, undo: Undo) -> None:
    drop(SEPTEMBER)
    before = books(look)
    undo(drop(OCTOBER).import_id)
    assert books(look) == before


def test_rows_that_another_import_has_too_become_its_own(drop: Drop, look: Look, undo: Undo) -> None:
    first = drop(SEPTEMBER).import_id
    later = drop(OCTOBER).import_id
    assert undo(first).kept_by_others == 2
    assert look("SELECT imported, duplicates FROM imports WHERE id = :id", id=later) == [{"imported": 3, "duplicates": 0}]
    assert column(look("SELECT status FROM raw_records WHERE import_id = :id", id=later), "status") == ["imported"] * 3
    assert look("SELECT count(*), sum(amount)::text AS sum FROM transactions WHERE import_id = :id", id=later) == [
        {"count": 3, "sum": "1514.80"}
    ]


def test_whichever_of_two_overlapping_files_goes_the_other_is_whole(drop: Drop, look: Look, undo: Undo) -> None:
    drop(OCTOBER)
    alone = books(look)
    undo(look("SELECT id FROM imports")[0]["id"])
    first = drop(SEPTEMBER).import_id
    drop(OCTOBER)
    undo(first)
    assert books(look) == alone


def test_the_same_file_can_be_imported_again(drop: Drop, undo: Undo) -> None:
    undo(drop(SEPTEMBER).import_id)
    again = drop(SEPTEMBER)
    assert (again.status, again.imported, again.duplicates) == ("done", 4, 0)


def test_a_row_that_a_person_deleted_stays_deleted(
    drop: Drop, look: Look, undo: Undo, app_connection: Connection, organization: UUID
) -> None:
    first = drop(SEPTEMBER).import_id
    with tenant_tx(app_connection, organization) as tx:
        tx.execute("UPDATE transactions SET deleted_at = now() WHERE amount = -4.25")
    assert undo(first).deleted == 3
    assert counts(drop(SEPTEMBER)) == (4, 3, 0, 1, 0, 0)
    assert look("SELECT count(*) FROM transactions WHERE deleted_at IS NULL") == [{"count": 3}]


def test_a_row_that_was_pending_before_is_pending_again(drop: Drop, look: Look, undo: Undo) -> None:
    drop(b"x", reader_of(entry(2, "-9.00", "HELD", pending=True)))
    undo(drop(b"y", reader_of(entry(2, "-9.00", "HELD"))).import_id)
    assert column(look("SELECT status FROM transactions"), "status") == ["pending"]
    assert look("SELECT * FROM monthly_totals WHERE count <> 0") == []


def test_an_older_balance_counts_again(drop: Drop, look: Look, undo: Undo) -> None:
    drop(SEPTEMBER)
    undo(drop(OCTOBER).import_id)
    assert look("SELECT balance::text AS balance, balance_date FROM accounts") == [
        {"balance": "3132.89", "balance_date": "2026-09-28"}
    ]


def test_taking_back_twice_is_once_and_others_hear_of_it(drop: Drop, look: Look, undo: Undo) -> None:
    first = drop(SEPTEMBER).import_id
    undo(first)
    assert undo(first).deleted == 0
    assert [event["detail"]["imported"] for event in look("SELECT detail FROM outbox ORDER BY created_at")] == [4, -4]
    assert column(look("SELECT action FROM audit_log WHERE action = 'undo'"), "action") == ["undo"]


def test_a_message_that_comes_late_does_not_bring_it_back(
    app_connection: Connection, organization: UUID, shelf: Shelf, look: Look, undo: Undo
) -> None:
    arrival = shelf.put(SEPTEMBER, address_of(organization))
    undo(ingest(arrival, shelf, app_connection).import_id)
    assert ingest(arrival, shelf, app_connection).status == "undone"
    assert look("SELECT * FROM transactions") == []


def test_what_was_not_read_cannot_be_taken_back(drop: Drop, undo: Undo) -> None:
    with pytest.raises(ConflictError, match="rejected"):
        undo(drop(b"not a statement").import_id)


def test_another_organisations_import_is_not_there(drop: Drop, database: Database) -> None:
    import_id = drop(SEPTEMBER).import_id
    with tenant_tx(database.connect("app"), make_organization(database)) as tx, pytest.raises(NotFoundError):
        undo_import(tx, import_id, uuid7(), Origin())


Replay = Callable[[UUID], Any]


@pytest.fixture
def replay(app_connection: Connection, organization: UUID, shelf: Shelf) -> Replay:
    """Order a reading again, and read as the queue would have it."""

    def again(import_id: UUID) -> Any:
        sent: list[Arrival] = []

        def send(stored: Any) -> None:
            again = {"version": stored.version, "stamp": "0", "message_id": "again", "import_id": import_id}
            sent.append(Arrival(bucket="statements", key=stored.key, **again))

        replay_import(lambda: tenant_tx(app_connection, organization), import_id, uuid7(), Origin(), send)
        return ingest(sent[0], shelf, app_connection)

    return again


def test_a_file_read_again_adds_only_what_is_missing(
    drop: Drop, look: Look, replay: Replay, app_connection: Connection, organization: UUID
) -> None:
    first = drop(SEPTEMBER)
    with tenant_tx(app_connection, organization) as tx:
        tx.execute("DELETE FROM transactions WHERE amount = -4.25")
    before = look("SELECT count(*) FROM raw_records")
    again = replay(first.import_id)
    assert (again.import_id, counts(again)) == (first.import_id, (4, 4, 0, 0, 0, 0))
    assert look("SELECT count(*) FROM transactions") == [{"count": 4}]
    assert look("SELECT count(*) FROM raw_records") == before


def test_an_import_that_was_taken_back_comes_back_when_read_again(drop: Drop, look: Look, undo: Undo, replay: Replay) -> None:
    drop(chase_card(("09/20/2026", "STARBUCKS", "-4.25")), filename="Chase9999_Activity.CSV")
    first = drop(SEPTEMBER).import_id
    before = books(look)
    undo(first)
    assert replay(first).imported == 4
    assert books(look) == before


def test_a_file_that_is_gone_leaves_what_it_brought(drop: Drop, look: Look, replay: Replay, shelf: Shelf) -> None:
    first = drop(SEPTEMBER)
    shelf.files.clear()
    replay(first.import_id)
    (found,) = look("SELECT status, error, imported FROM imports")
    assert (found["status"], found["error"]["code"], found["imported"]) == ("done", "GONE", 4)


def test_a_message_that_cannot_be_sent_changes_nothing(
    drop: Drop, look: Look, app_connection: Connection, organization: UUID
) -> None:
    first = drop(SEPTEMBER).import_id

    def send(_: Any) -> None:
        raise OSError("no queue")

    with pytest.raises(OSError, match="no queue"):
        replay_import(lambda: tenant_tx(app_connection, organization), first, uuid7(), Origin(), send)
    assert column(look("SELECT status FROM imports"), "status") == ["done"]
