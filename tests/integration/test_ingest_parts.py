"""Files that one invocation has not the time for: parts are kept, and the last one makes ledger of all, exactly as if at once."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from purser.domain.errors import StatementError
from purser.domain.ids import uuid7
from purser.domain.statements import Balance, Ignored, Item, Reading, Rejected
from purser.domain.uploads import Arrival
from purser.store import imports
from purser.store.audit import Origin
from purser.store.postgres import Connection, tenant_tx
from purser.store.staging import ChangedMeanwhileError, StagedRow
from purser.usecases import pace, stage_file
from purser.usecases.forget_lost_parts import forget_lost_parts
from purser.usecases.ingest import Outcome, Reader, ingest
from purser.usecases.pace import Pace
from purser.usecases.stage_file import AnotherReadingError
from purser.usecases.undo_import import undo_import

from tests.database import Database, make_organization
from tests.statements import Shelf, address_of, column, counts, entry, ledger_of, reader_of

HURRIED = Pace(time_left=lambda: 0.0)
"""Enough for one batch of rows, and no more."""


def statement() -> list[Item]:
    """Equal rows, a running balance, an opening and a closing one, rows that are none: what depends on what came before."""
    balance, items = Decimal(100), list[Item]()
    for n in range(40):
        amount = Decimal(-1 - n % 3)
        balance += amount
        items.append(entry(1 + n // 2, str(amount), f"SHOP {n % 2}", balance=balance, line=n + 2))
        if n % 10 == 9:
            items += [Rejected(n + 2, "broken", "BAD_ROW", "Cannot be read."), Ignored(n + 2, "page", "page break")]
    return [Balance("", "opening", Decimal(100), "USD"), *items, Balance("", "closing", balance, "USD")]


@dataclass
class Desk:
    """One file that is delivered again and again."""

    shelf: Shelf
    arrival: Arrival
    connect: Callable[[], Connection]
    org_id: UUID

    def deliver(self, read: Reader, given: Pace = HURRIED) -> Outcome:
        return ingest(self.arrival, self.shelf, self.connect(), read, given)

    def deliver_all(self, items: list[Item]) -> tuple[Outcome, int]:
        for deliveries in range(1, 100):
            outcome = self.deliver(reader_of(*items))
            if not outcome.goes_on:
                return outcome, deliveries
        raise AssertionError("no end")

    def finish(self, items: list[Item]) -> None:
        self.deliver_all(items)

    def look(self, sql: str, **values: Any) -> list[dict[str, Any]]:
        return ledger_of(self.connect(), self.org_id, sql, **values)

    def another(self) -> "Desk":
        return Desk(self.shelf, self.shelf.put(b"z" * 400, address_of(self.org_id)), self.connect, self.org_id)

    def kept(self) -> list[int]:
        return column(self.look("SELECT count(*)::int AS rows FROM part_rows"), "rows")

    def everything(self) -> list[list[dict[str, Any]]]:
        """All that a file leaves, but what names an organisation or a time."""
        return [
            self.look(
                "SELECT date, amount::text, description, balance::text, merchant, status FROM transactions"
                " ORDER BY date, amount, description, balance"
            ),
            self.look("SELECT ordinal, line, status, code, reason, text FROM raw_records ORDER BY import_id, ordinal"),
            self.look("SELECT month, count, total::text FROM monthly_totals ORDER BY month, total"),
            self.look(
                "SELECT status, rows_read, imported, duplicates, rejected, ignored, balance_check, totals, first, last, rows_done"
                " FROM imports"
            ),
            self.look("SELECT name, balance::text, balance_date FROM accounts"),
        ]


@pytest.fixture
def desk_of(database: Database, shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> Callable[[UUID], Desk]:
    monkeypatch.setattr(stage_file, "ROWS_AT_ONCE", 7)

    def of(org_id: UUID) -> Desk:
        return Desk(shelf, shelf.put(b"x" * 400, address_of(org_id)), lambda: database.connect("app"), org_id)

    return of


@pytest.fixture
def desk(desk_of: Callable[[UUID], Desk], organization: UUID) -> Desk:
    return desk_of(organization)


@pytest.fixture
def at_once(desk_of: Callable[[UUID], Desk], database: Database) -> list[list[dict[str, Any]]]:
    """What the statement leaves when it is read by one invocation."""
    desk = desk_of(make_organization(database, "Elsewhere"))
    assert desk.deliver(reader_of(*statement()), Pace()).status == "done"
    return desk.everything()


def test_in_parts_it_is_what_it_is_at_once(desk: Desk, at_once: list[list[dict[str, Any]]]) -> None:
    outcome, deliveries = desk.deliver_all(statement())
    assert (counts(outcome), deliveries) == ((48, 40, 0, 0, 4, 4), 8)
    assert desk.everything() == at_once
    assert desk.kept() == [0]
    assert desk.look("SELECT count(*)::int AS n FROM import_parts") == [{"n": 0}]


def test_one_import_whose_progress_rises(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "SMALLEST_TOLD", 0)
    told: list[tuple[int, int]] = []
    beside = desk.connect()

    def tell(org_id: UUID, import_id: UUID, rows: int, percent: int) -> None:
        with tenant_tx(beside, org_id) as tx:
            imports.note_progress(tx, import_id, rows, percent)
        told.extend((one["rows_done"], one["progress"]) for one in desk.look("SELECT rows_done, progress FROM imports"))

    hurried = Pace(tell, lambda: 0.0)
    while desk.deliver(reader_of(*statement()), hurried).goes_on:
        assert column(desk.look("SELECT status FROM imports"), "status") == ["reading"]
    assert told == sorted(told)
    assert [rows for rows, _ in told] == [7, 14, 21, 28, 35, 42, 48, 48]
    assert len(desk.look("SELECT id FROM imports")) == 1


def test_every_delivery_may_come_twice(desk: Desk, at_once: list[list[dict[str, Any]]]) -> None:
    """A message that comes again goes on where the parts end, whichever part it was once sent for."""
    for _ in range(3):
        desk.deliver(reader_of(*statement()))
        desk.deliver(reader_of(*statement()))
    desk.deliver_all(statement())
    assert desk.deliver(reader_of(*statement())).status == "done"
    assert desk.everything() == at_once


def interrupted(items: list[Item], at: int, by: Callable[[], None]) -> Reader:
    """A reader to whom something happens before the item at this place."""

    def passing() -> Iterator[Item]:
        for place, item in enumerate(items):
            if place == at:
                by()
            yield item

    def read(*_: object, **__: object) -> Reading:
        return Reading(format="told", bank="chase", kind="checking", items=passing())

    return read


def test_of_two_that_read_the_same_part_at_once_one_keeps_it(desk: Desk, at_once: list[list[dict[str, Any]]]) -> None:
    desk.deliver(reader_of(*statement()))
    others: list[Outcome] = []
    mine = desk.deliver(
        interrupted(statement(), 12, lambda: others.extend(desk.deliver(reader_of(*statement())) for _ in range(2)))
    )
    assert ([other.goes_on for other in others], mine.goes_on) == ([True, True], False)
    desk.deliver_all(statement())
    assert desk.everything() == at_once


def test_one_that_finds_the_file_read_to_its_end_meanwhile_leaves_it(desk: Desk, at_once: list[list[dict[str, Any]]]) -> None:
    desk.deliver(reader_of(*statement()))
    mine = desk.deliver(interrupted(statement(), 12, lambda: desk.finish(statement())))
    assert (mine.status, mine.goes_on, desk.kept()) == ("done", False, [0])
    assert desk.everything() == at_once


def test_a_kill_amid_a_part_costs_that_part_only(desk: Desk, at_once: list[list[dict[str, Any]]]) -> None:
    def die() -> None:
        raise MemoryError("killed")

    desk.deliver(reader_of(*statement()))
    with pytest.raises(MemoryError):
        desk.deliver(interrupted(statement(), 12, die))
    assert desk.kept() == [7]
    _, deliveries = desk.deliver_all(statement())
    assert deliveries == 7
    assert desk.everything() == at_once


def test_a_file_that_reads_otherwise_now_is_read_from_its_beginning(desk: Desk) -> None:
    desk.deliver(reader_of(*statement()))
    others: list[Item] = [entry(1 + n, "-5.00", f"OTHER {n}") for n in range(20)]
    with pytest.raises(AnotherReadingError):
        desk.deliver(reader_of(*others))
    assert desk.kept() == [0]
    outcome, _ = desk.deliver_all(others)
    assert counts(outcome) == (20, 20, 0, 0, 0, 0)


def test_a_shorter_reading_is_another_one(desk: Desk) -> None:
    desk.deliver(reader_of(*statement()))
    with pytest.raises(AnotherReadingError):
        desk.deliver(reader_of(*statement()[:4]))


def test_a_file_refused_in_a_later_part_leaves_nothing(desk: Desk) -> None:
    def refuse() -> None:
        raise StatementError("It ends in the middle.", code="TRUNCATED")

    desk.deliver(reader_of(*statement()))
    assert desk.deliver(interrupted(statement(), 12, refuse)).status == "rejected"
    assert (desk.kept(), desk.look("SELECT id FROM transactions"), desk.look("SELECT id FROM accounts")) == ([0], [], [])


def test_rows_that_were_known_and_are_taken_back_meanwhile_are_read_again(desk: Desk) -> None:
    read_before, _ = desk.deliver_all(statement())
    second = desk.another()
    second.deliver(reader_of(*statement()))
    with tenant_tx(desk.connect(), desk.org_id) as tx:
        undo_import(tx, read_before.import_id, uuid7(), Origin())
    with pytest.raises(ChangedMeanwhileError):
        second.deliver_all(statement())
    outcome, _ = second.deliver_all(statement())
    assert counts(outcome) == (48, 40, 0, 0, 4, 4)


def test_an_overlapping_file_in_parts_adds_what_is_new(desk: Desk) -> None:
    desk.deliver_all(statement())
    more = [*statement(), *(entry(25, "-9.00", f"NEW {n}") for n in range(5))]
    again = desk.another()
    outcome, _ = again.deliver_all(more)
    assert counts(outcome) == (53, 5, 0, 40, 4, 4)
    rows = (
        "SELECT count(*)::int AS n FROM raw_records WHERE import_id = :id AND status = 'duplicate' AND transaction_id IS NOT NULL"
    )
    assert again.look(rows, id=outcome.import_id) == [{"n": 40}]


def test_parts_keep_every_column_that_rows_are_staged_in(desk: Desk) -> None:
    found = desk.look(
        "SELECT column_name FROM information_schema.columns WHERE table_name = 'part_rows' ORDER BY ordinal_position"
    )
    assert column(found, "column_name") == ["org_id", "import_id", *StagedRow._fields]


def age(database: Database, days: int) -> None:
    database.connect("admin").run("UPDATE import_parts SET created_at = now() - make_interval(days => :days)", days=days)


def test_parts_that_nobody_comes_for_are_forgotten_and_their_import_has_failed(desk: Desk, database: Database) -> None:
    desk.deliver(reader_of(*statement()))
    age(database, 14)
    assert (forget_lost_parts(desk.connect()), desk.kept()) == (0, [7])
    age(database, 16)
    assert (forget_lost_parts(desk.connect()), desk.kept()) == (1, [0])
    assert column(desk.look("SELECT status FROM imports"), "status") == ["failed"]
    assert len(desk.look("SELECT message FROM error_log WHERE code = 'IMPORT_FAILED'")) == 1
    assert forget_lost_parts(desk.connect()) == 0
    outcome, _ = desk.deliver_all(statement())
    assert counts(outcome) == (48, 40, 0, 0, 4, 4)


def test_parts_are_not_lost_while_the_file_is_read_on(desk: Desk, database: Database) -> None:
    desk.deliver(reader_of(*statement()))
    age(database, 16)
    desk.deliver(reader_of(*statement()))
    assert (forget_lost_parts(desk.connect()), desk.kept()) == (0, [14])
