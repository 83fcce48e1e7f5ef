"""Reconciliation over HTTP: openings found, differences explained, periods locked against everybody, assertions, coverage."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import pytest
from purser.access.permissions import PERMISSIONS, READ_TRANSACTIONS
from purser.store.postgres import DatabaseError, sqlstate
from purser.store.reconciliations import PERIOD_LOCKED
from purser.usecases.ingest import Outcome, Reader, ingest

from tests.database import Database
from tests.http import Answer, Browser
from tests.integration.http.conftest import make_account, make_transaction, organization_of
from tests.staff import hire
from tests.statements import Shelf, address_of, chase_checking, entry, reader_of

Books = Callable[[Browser], Any]
AUGUST = chase_checking(("08/31/2026", "RENT", "-900.00", "100.00"), ("08/01/2026", "PAYROLL", "500.00", "1000.00"))
SEPTEMBER = chase_checking(
    ("09/28/2026", "PAYROLL", "500.00", "540.00"),
    ("09/10/2026", "SHOES", "-50.00", "40.00"),
    ("09/02/2026", "LUNCH", "-10.00", "90.00"),
)


@dataclass
class Desk:
    """Ada's account, its files, and what she asks about it."""

    ada: Browser
    database: Database
    books: Books
    shelf: Shelf = field(default_factory=Shelf)

    def drop(self, data: bytes, name: str = "Chase1234_Activity.CSV", read: Reader | None = None) -> Outcome:
        arrival = self.shelf.put(data, address_of(organization_of(self.ada), filename=name))
        return ingest(arrival, self.shelf, self.database.connect("app"), read)

    @property
    def account(self) -> str:
        return str(self.ada.get("/api/accounts").json["items"][0]["id"])

    def start(self, closing: str, start: str = "2026-09-01", end: str = "2026-10-01", **more: Any) -> Any:
        statement = {"account_id": self.account, "statement_from": start, "statement_to": end, "closing_balance": closing, **more}
        answer = self.ada.post("/api/reconciliation/start", statement)
        assert answer.status == 201, answer.body
        return answer.json

    def act(self, started: Any, verb: str, json: Any = None) -> Answer:
        return self.ada.post(f"/api/reconciliation/{started['id']}/{verb}", json)

    def sql(self, text: str, **values: Any) -> int:
        with self.books(self.ada) as tx:
            done: int = tx.execute(text, **values)
        return done


@pytest.fixture
def desk(ada: Browser, database: Database, books: Books) -> Desk:
    return Desk(ada, database, books)


@pytest.fixture
def autumn(desk: Desk) -> Desk:
    desk.drop(AUGUST, "Chase1234_Activity_20260831.CSV")
    desk.drop(SEPTEMBER, "Chase1234_Activity_20260930.CSV")
    return desk


def test_a_statement_that_agrees_is_balanced_and_the_opening_is_the_bank_s(autumn: Desk) -> None:
    found = autumn.start("540.00")
    assert (found["status"], found["opening_balance"], found["total"], found["expected_closing"], found["difference"]) == (
        "balanced", "100.00", "440.00", "540.00", "0.00",
    )  # fmt: skip
    assert (found["opening_source"], found["opening_known_on"], found["explanations"]) == ("running_balance", "2026-09-01", [])
    assert autumn.ada.get("/api/reconciliation/status", id=found["id"]).json == found
    assert [one["id"] for one in autumn.ada.get("/api/reconciliation").json["items"]] == [found["id"]]


def test_the_opening_is_asked_for_where_nothing_tells_it(desk: Desk) -> None:
    with desk.books(desk.ada) as tx:
        make_transaction(tx, make_account(tx), "2026-09-02", "-10.00")
    found = desk.start("90.00")
    assert (found["status"], found["opening_balance"], found["difference"]) == ("opening_needed", None, None)
    refused = desk.act(found, "lock")
    assert (refused.status, refused.error["code"]) == (409, "OPENING_NEEDED")
    given = desk.ada.send("PATCH", f"/api/reconciliation/{found['id']}", json={"opening_balance": "100.00"}).json
    assert (given["status"], given["opening_source"], given["difference"]) == ("balanced", "given", "0.00")
    asked = desk.ada.send("PATCH", f"/api/reconciliation/{found['id']}", json={"opening_balance": None, "closing_balance": "0"})
    assert (asked.json["status"], asked.json["closing_balance"]) == ("opening_needed", "0")


def test_a_difference_is_explained_by_what_would_close_it(autumn: Desk) -> None:
    account = UUID(autumn.account)
    with autumn.books(autumn.ada) as tx:
        make_transaction(tx, account, "2026-09-29", "-30.00", status="pending")
        make_transaction(tx, account, "2026-10-01", "-30.00")
        make_transaction(tx, account, "2026-09-15", "15.00", balance=None)
        gone = make_transaction(tx, account, "2026-09-16", "-30.00")
        tx.execute("UPDATE transactions SET deleted_at = now() WHERE id = :id", id=gone)
        savings = make_account(tx, name="Savings")
        make_transaction(tx, savings, "2026-09-20", "30.00", type="transfer")
    found = autumn.start("525.00")
    assert (found["status"], found["difference"]) == ("different", "-30.00")
    exact = {one["kind"] for one in found["explanations"] if one["exact"]}
    assert exact == {"last_day", "pending", "deleted", "near", "transfer", "sign"}
    gaps = [(one["from"], one["to"]) for one in found["explanations"] if one["kind"] == "gap"]
    assert gaps == [("2026-09-01", "2026-09-02"), ("2026-09-29", "2026-10-01")]


def test_a_locked_period_can_be_changed_by_nobody_until_it_is_unlocked(autumn: Desk) -> None:
    found = autumn.start("540.00")
    locked = autumn.act(found, "lock").json
    assert (locked["status"], locked["opening_source"]) == ("locked", "running_balance")
    inside = "UPDATE transactions SET amount = amount + 1 WHERE description LIKE 'SHOES%'"
    for change in (
        inside,
        "UPDATE transactions SET date = '2026-10-05', posted = '2026-10-05' WHERE description LIKE 'SHOES%'",
        "UPDATE transactions SET posted = '2026-09-05' WHERE description LIKE 'RENT%'",
        "UPDATE transactions SET deleted_at = now()",
        "UPDATE transactions SET status = 'pending'",
        "DELETE FROM transactions",
    ):
        with pytest.raises(DatabaseError) as refused:
            autumn.sql(change)
        assert sqlstate(refused.value) == PERIOD_LOCKED, change
    assert autumn.sql("UPDATE transactions SET notes = 'seen', category_id = NULL, merchant = 'Shop'") == 5
    assert autumn.sql("UPDATE transactions SET amount = amount + 1 WHERE description LIKE 'RENT%'") == 1, "another month"
    unlocked = autumn.act(found, "unlock").json
    assert (unlocked["status"], unlocked["locked_at"]) == ("balanced", None)
    assert autumn.sql(inside) == 1
    trail = [
        entry["action"] for entry in autumn.ada.get("/api/audit-log").json["items"] if entry["subject_type"] == "reconciliation"
    ]
    assert trail == ["unlock", "lock", "start"]


def test_only_what_agrees_is_locked_and_no_day_twice(autumn: Desk) -> None:
    refused = autumn.act(autumn.start("541.00"), "lock")
    assert (refused.status, refused.error["code"]) == (409, "NOT_BALANCED")
    first = autumn.start("540.00")
    assert autumn.act(first, "lock").status == 200
    for _ in range(2):
        again = autumn.act(first, "lock")
        assert (again.status, again.error["code"]) == (409, "PERIOD_LOCKED")
    other = autumn.act(autumn.start("540.00", start="2026-09-15", opening_balance="40.00"), "lock")
    assert (other.status, other.error["code"]) == (409, "PERIOD_LOCKED")
    assert autumn.ada.send("DELETE", f"/api/reconciliation/{first['id']}").status == 409
    october = autumn.start("540.00", "2026-10-01", "2026-11-01")
    assert (october["opening_source"], october["status"]) == ("locked_period", "balanced")
    assert autumn.ada.send("DELETE", f"/api/reconciliation/{october['id']}").status == 204


def test_a_file_adds_nothing_to_a_locked_period_and_says_so_row_by_row(autumn: Desk) -> None:
    found = autumn.start("540.00")
    autumn.act(found, "lock")
    late = chase_checking(
        ("10/02/2026", "BOOKS", "-20.00", "510.00"),
        ("09/28/2026", "PAYROLL", "500.00", "540.00"),
        ("09/15/2026", "HAT", "-10.00", "30.00"),
    )
    outcome = autumn.drop(late, "Chase1234_Activity_20261002.CSV")
    assert (outcome.rows_read, outcome.imported, outcome.duplicates, outcome.rejected) == (3, 1, 1, 1)
    rows = autumn.ada.get(f"/api/imports/{outcome.import_id}/rows", status="rejected").json["items"]
    assert [(row["code"], row["transaction_id"]) for row in rows] == [("PERIOD_LOCKED", None)]
    assert "Unlock" in rows[0]["reason"]
    assert autumn.ada.get("/api/reconciliation/status", id=found["id"]).json["difference"] == "0.00"


def test_an_import_with_rows_in_a_locked_period_cannot_be_undone(autumn: Desk) -> None:
    autumn.act(autumn.start("540.00"), "lock")
    september = autumn.ada.get("/api/imports").json["items"][0]
    refused = autumn.ada.send("DELETE", f"/api/imports/{september['id']}")
    assert (refused.status, refused.error["code"]) == (409, "PERIOD_LOCKED")
    assert "from 2026-09-01 until before 2026-10-01" in refused.error["message"]


def test_people_change_nothing_that_counts_in_a_locked_period(autumn: Desk, subtests: pytest.Subtests) -> None:
    like_lunch = entry(2, "-10.00", "REF 7", account="…1234", provider_id="F1")
    autumn.drop(b"ofx", "Chase1234.OFX", reader_of(like_lunch, format="ofx"))
    (pair,) = autumn.ada.get("/api/duplicates", status="open").json["items"]
    autumn.act(autumn.start("530.00"), "lock")
    shoes = autumn.ada.get("/api/transactions", q="SHOES").json["items"][0]["id"]
    draft = {"date": "2026-09-10", "amount": "-1.00", "description": "Tea", "account_id": autumn.account}
    before = autumn.ada.get("/api/transactions").json
    for method, path, body in (
        ("POST", f"/api/duplicates/{pair['id']}/confirm", None),
        ("DELETE", f"/api/transactions/{shoes}", None),
        ("POST", "/api/transactions/bulk", {"ids": [shoes], "delete": True}),
        ("POST", "/api/transactions", draft),
    ):
        with subtests.test(f"{method} {path}"):
            refused = autumn.ada.send(method, path, json=body)
            assert (refused.status, refused.error["code"]) == (409, "PERIOD_LOCKED")
    assert autumn.ada.get("/api/transactions").json == before
    assert autumn.ada.get("/api/duplicates", status="open").json["items"] == [pair]
    assert autumn.ada.send("PATCH", f"/api/transactions/{shoes}", json={"notes": "brown ones"}).status == 200
    assert autumn.ada.send("POST", f"/api/duplicates/{pair['id']}/reject").json["status"] == "rejected"


def test_ticks_add_up_and_only_rows_of_the_account_are_ticked(autumn: Desk) -> None:
    found = autumn.start("540.00")
    rows = autumn.ada.get(f"/api/reconciliation/{found['id']}/transactions").json["items"]
    lunch, *others = [row["id"] for row in sorted(rows, key=lambda row: str(row["day"]))]
    ticked = autumn.act(found, "tick", {"transaction_ids": others}).json["ticked"]
    assert ticked == {"count": 2, "total": "450.00", "difference": "-10.00"}
    assert autumn.act(found, "tick", {"transaction_ids": [*others, lunch]}).json["ticked"]["difference"] == "0.00"
    assert autumn.act(found, "tick", {"transaction_ids": [lunch], "ticked": False}).json["ticked"]["count"] == 2
    assert autumn.act(found, "tick", {"transaction_ids": [str(uuid4())]}).status == 404
    listed = autumn.ada.get(f"/api/reconciliation/{found['id']}/transactions", limit="2").json
    assert len(listed["items"]) == 2
    assert listed["next_cursor"]


def test_assertions_are_checked_whenever_they_are_read(autumn: Desk) -> None:
    def vouch(date: str, amount: str) -> Any:
        return autumn.ada.post("/api/balance-assertions", {"account_id": autumn.account, "date": date, "amount": amount})

    assert vouch("2026-09-01", "100.00").json["status"] == "first"
    assert vouch("2026-09-29", "540.00").json["status"] == "ok"
    wrong = vouch("2026-09-11", "41.00").json
    assert (wrong["status"], wrong["expected"], wrong["difference"]) == ("failed", "40.00", "1.00")
    assert vouch("2026-09-11", "40.00").status == 409
    listed = autumn.ada.get("/api/balance-assertions", account_id=autumn.account).json
    assert ([one["status"] for one in listed["items"]], listed["failed"]) == (["first", "failed", "failed"], 2)
    assert autumn.ada.send("DELETE", f"/api/balance-assertions/{wrong['id']}").status == 204
    assert autumn.ada.get("/api/balance-assertions", status="failed").json == {"items": [], "failed": 0}
    assert autumn.start("540.00")["opening_source"] == "assertion"


def test_coverage_shows_gaps_by_their_balances_and_overlaps(autumn: Desk) -> None:
    later = chase_checking(("11/10/2026", "HAT", "-10.00", "430.00"), ("11/05/2026", "TEA", "-5.00", "440.00"))
    autumn.drop(later, "Chase1234_Activity_20261110.CSV")
    again = chase_checking(("09/28/2026", "PAYROLL", "500.00", "540.00"), ("09/10/2026", "SHOES", "-50.00", "40.00"))
    autumn.drop(again, "Chase1234_Activity_20260929.CSV")
    found = autumn.ada.get(f"/api/accounts/{autumn.account}/coverage").json
    assert (found["from"], found["to"], len(found["statements"])) == ("2026-08-01", "2026-11-11", 4)
    assert [(gap["from"], gap["to"], gap["days"], gap["verdict"], gap["difference"]) for gap in found["gaps"]] == [
        ("2026-09-01", "2026-09-02", 1, "empty", "0.00"),
        ("2026-09-29", "2026-11-05", 37, "missing", "-95.00"),
    ]
    assert [(one["from"], one["to"], len(one["import_ids"])) for one in found["overlaps"]] == [("2026-09-10", "2026-09-29", 2)]


def test_another_organisation_finds_none_of_it(autumn: Desk, register: Callable[..., Browser]) -> None:
    found = autumn.start("540.00")
    kept = autumn.ada.post("/api/balance-assertions", {"account_id": autumn.account, "date": "2026-09-01", "amount": "1"}).json
    eve = register("eve@example.com", "Elsewhere")
    statement = {
        "account_id": autumn.account,
        "statement_from": "2026-09-01",
        "statement_to": "2026-10-01",
        "closing_balance": "1",
    }
    answers = [
        eve.post("/api/reconciliation/start", statement),
        eve.get("/api/reconciliation/status", id=found["id"]),
        eve.get(f"/api/reconciliation/{found['id']}/transactions"),
        eve.send("PATCH", f"/api/reconciliation/{found['id']}", json={"closing_balance": "1"}),
        *(eve.post(f"/api/reconciliation/{found['id']}/{verb}") for verb in ("lock", "unlock")),
        eve.post(f"/api/reconciliation/{found['id']}/tick", {"transaction_ids": [str(uuid4())]}),
        eve.send("DELETE", f"/api/reconciliation/{found['id']}"),
        eve.post("/api/balance-assertions", {"account_id": autumn.account, "date": "2026-09-01", "amount": "1"}),
        eve.send("DELETE", f"/api/balance-assertions/{kept['id']}"),
        eve.get(f"/api/accounts/{autumn.account}/coverage"),
    ]
    assert [answer.status for answer in answers] == [404] * len(answers)
    assert eve.get("/api/reconciliation").json["items"] == eve.get("/api/balance-assertions").json["items"] == []


@pytest.mark.parametrize(
    ("start", "end"), [("2026-09-01", "2026-09-01"), ("2026-09-02", "2026-09-01"), ("1900-01-01", "2026-09-01")]
)
def test_a_period_without_days_is_refused(autumn: Desk, start: str, end: str) -> None:
    statement = {"account_id": autumn.account, "statement_from": start, "statement_to": end, "closing_balance": "1"}
    refused = autumn.ada.post("/api/reconciliation/start", statement)
    assert (refused.status, refused.error["details"][0]["field"]) == (422, "statement_to")


def test_locks_do_not_keep_an_organisation_from_being_erased(autumn: Desk) -> None:
    autumn.act(autumn.start("540.00"), "lock")
    org_id = organization_of(autumn.ada)
    admin = autumn.database.connect("admin")
    admin.run("SET session_replication_role = replica")
    admin.run("UPDATE organizations SET erase_after = now() - interval '1 minute' WHERE id = :id", id=org_id)
    with autumn.books(autumn.ada) as tx:
        tx.rows("SELECT erase_organization()")
    assert admin.run("SELECT count(*) FROM transactions") == admin.run("SELECT count(*) FROM reconciliations") == [[0]]


def test_a_draft_in_a_locked_period_stays_when_the_bank_s_row_comes_after_it(autumn: Desk) -> None:
    draft = {"account_id": autumn.account, "date": "2026-09-30", "amount": "-20.00", "description": "Books"}
    made = autumn.ada.post("/api/transactions", draft)
    assert made.status == 201, made.body
    autumn.act(autumn.start("520.00", opening_balance="100.00"), "lock")
    late = chase_checking(("10/02/2026", "BOOKS", "-20.00", "520.00"))
    outcome = autumn.drop(late, "Chase1234_Activity_20261002.CSV")
    assert (outcome.status, outcome.imported) == ("done", 1)
    assert autumn.ada.get(f"/api/transactions/{made.json['id']}").status == 200


def test_who_may_not_see_an_account_finds_no_reconciliation_of_it(autumn: Desk) -> None:
    started = autumn.start("540.00")
    with autumn.books(autumn.ada) as tx:
        other = make_account(tx, name="Savings")
    clerk = hire(autumn.database, autumn.ada, "clerk", permissions=list(PERMISSIONS), account_ids=[other])
    assert clerk.get("/api/reconciliation/status", id=started["id"]).status == 404
    assert clerk.get("/api/reconciliation").json["items"] == []
    assert clerk.get(f"/api/accounts/{autumn.account}/coverage").status == 404
    reader = hire(autumn.database, autumn.ada, "reader", email="bob@example.com", permissions=[READ_TRANSACTIONS])
    assert reader.get("/api/reconciliation/status", id=started["id"]).status == 200
    assert reader.post(f"/api/reconciliation/{started['id']}/lock").status == 403
