"""A month is closed through the local cloud: files in, what differs explained and mended, the period locked against files."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.cloud import LocalCloud, wait_for
from tests.statements import chase_checking

SECONDS = 60
AUGUST = chase_checking(("08/31/2026", "RENT", "-900.00", "100.00"), ("08/01/2026", "PAYROLL", "500.00", "1000.00"))
SEPTEMBER = chase_checking(
    ("09/28/2026", "PAYROLL", "500.00", "540.00"),
    ("09/10/2026", "SHOES", "-50.00", "40.00"),
    ("09/02/2026", "LUNCH", "-10.00", "90.00"),
)
DAMAGED = SEPTEMBER.replace(b"-50.00", b"-5O.00")
REWRITTEN = SEPTEMBER.replace(b"LUNCH", b"SQ *Lunch 42 TX")
NOVEMBER = chase_checking(("11/20/2026", "BOOKS", "-40.00", "460.00"), ("11/05/2026", "PLUMBER", "-30.00", "500.00"))
LATE = chase_checking(
    ("10/02/2026", "BOOKS", "-20.00", "510.00"),
    ("09/28/2026", "PAYROLL", "500.00", "540.00"),
    ("09/15/2026", "HAT", "-10.00", "30.00"),
)
DRAFTS = b"Date,Amount,Currency,Description\n2026-10-05,-7.50,USD,Market stall\n2026-10-06,-1200,JPY,Ramen bar\n"


@dataclass
class Desk:
    """Somebody with an organisation of their own, and what they do all day."""

    cloud: LocalCloud
    http: httpx.Client

    def ask(self, method: str, path: str, status: int = 200, **more: Any) -> Any:
        unsafe = {"X-CSRF-Token": self.http.cookies["csrf_token"], "Idempotency-Key": str(uuid4())}
        answer = self.http.request(method, path, headers=unsafe, **more)
        assert answer.status_code == status, answer.text
        return answer.json() if answer.content and "json" in answer.headers["content-type"] else answer

    def upload(self, data: bytes, name: str = "Chase1234_Activity.CSV", **form: str) -> dict[str, Any]:
        sent = self.ask("POST", "/api/transactions/upload", 202, files={"file": (name, data)}, data=form)
        return self.ended(sent["import_id"])

    def ended(self, import_id: str) -> dict[str, Any]:
        def look() -> dict[str, Any] | None:
            found: dict[str, Any] = self.ask("GET", f"/api/imports/{import_id}")
            return found if found["status"] not in {"waiting", "reading"} else None

        return wait_for(look, SECONDS, "the end of an import")

    @property
    def account(self) -> str:
        return next(str(one["id"]) for one in self.ask("GET", "/api/accounts")["items"] if one["bank"] == "chase")

    def transactions(self, **filters: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.ask("GET", "/api/transactions", params=filters)["items"]
        return found


@pytest.fixture(scope="module")
def desk(cloud: LocalCloud) -> Iterator[Desk]:
    """The desk at which this month is closed, test after test."""
    with httpx.Client(base_url=cloud.origin, trust_env=False, timeout=30) as http:
        person = {"email": f"{uuid4().hex}@example.com", "password": "a ledger is a promise", "organization": "Counting House"}
        http.post("/auth/register", json=person).raise_for_status()
        yield Desk(cloud, http)


def september(desk: Desk, closing: str) -> Any:
    statement = {"statement_from": "2026-09-01", "statement_to": "2026-10-01", "closing_balance": closing}
    return desk.ask("POST", "/api/reconciliation/start", 201, json={"account_id": desk.account, **statement})


def kinds(standing: dict[str, Any], *, exact: bool = False) -> set[str]:
    return {one["kind"] for one in standing["explanations"] if one["exact"] or not exact}


def test_a_rejected_row_is_why_the_month_does_not_agree_and_repaired_it_does(desk: Desk) -> None:
    desk.upload(AUGUST, "Chase1234_Activity_20260831.CSV")
    damaged = desk.upload(DAMAGED, "Chase1234_Activity_20260930.CSV")
    assert (damaged["imported"], damaged["rejected"], damaged["balance_check"]) == (2, 1, "failed")
    standing = september(desk, "540.00")
    assert (standing["status"], standing["opening_balance"], standing["difference"]) == ("different", "100.00", "-50.00")
    assert "rejected" in kinds(standing)
    rows = desk.ask("GET", f"/api/imports/{damaged['id']}/rows", params={"status": "rejected", "format": "csv"})
    assert rows.text.startswith(f"\ufeffPurser reason {desk.account},Details,")
    again = desk.upload(rows.text.replace("-5O.00", "-50.00").encode(), "Chase1234_rejected.CSV")
    assert (again["rows_read"], again["imported"]) == (1, 1)
    after = desk.ask("GET", "/api/reconciliation/status", params={"id": standing["id"]})
    assert (after["status"], after["difference"]) == ("balanced", "0.00")


def test_a_suspected_duplicate_explains_the_difference_to_the_cent(desk: Desk) -> None:
    again = desk.upload(REWRITTEN, "Chase1234_Activity_again.CSV")
    assert (again["imported"], again["duplicates"]) == (1, 2)
    standing = september(desk, "540.00")
    assert standing["difference"] == "10.00"
    assert "duplicate" in kinds(standing, exact=True)
    (pair,) = desk.ask("GET", "/api/duplicates", params={"status": "open"})["items"]
    desk.ask("POST", f"/api/duplicates/{pair['id']}/confirm")
    assert desk.ask("GET", "/api/reconciliation/status", params={"id": standing["id"]})["status"] == "balanced"


def test_a_locked_period_takes_nothing_and_says_so_row_by_row(desk: Desk) -> None:
    wrong = september(desk, "541.00")
    assert desk.ask("POST", f"/api/reconciliation/{wrong['id']}/lock", 409)["error"]["code"] == "NOT_BALANCED"
    agreed = september(desk, "540.00")
    ids = [row["id"] for row in desk.ask("GET", f"/api/reconciliation/{agreed['id']}/transactions")["items"]]
    ticked = desk.ask("POST", f"/api/reconciliation/{agreed['id']}/tick", json={"transaction_ids": ids})
    assert (ticked["ticked"]["count"], ticked["ticked"]["difference"]) == (3, "0.00")
    assert desk.ask("POST", f"/api/reconciliation/{agreed['id']}/lock")["status"] == "locked"
    late = desk.upload(LATE, "Chase1234_Activity_20261002.CSV")
    assert (late["rows_read"], late["imported"], late["duplicates"], late["rejected"]) == (3, 1, 1, 1)
    (row,) = desk.ask("GET", f"/api/imports/{late['id']}/rows", params={"status": "rejected"})["items"]
    assert row["code"] == "PERIOD_LOCKED"
    assert "nlock" in row["reason"], "it says what to do"
    assert desk.ask("DELETE", f"/api/transactions/{ids[0]}", 409)["error"]["code"] == "PERIOD_LOCKED"
    assert desk.ask("POST", f"/api/reconciliation/{agreed['id']}/unlock")["status"] == "balanced"
    desk.ask("POST", f"/api/imports/{late['id']}/replay", 202)
    replayed = desk.ended(late["id"])
    assert (replayed["imported"], replayed["duplicates"], replayed["rejected"]) == (2, 1, 0)
    assert desk.ask("GET", "/api/reconciliation/status", params={"id": agreed["id"]})["difference"] == "10.00"


def test_what_only_one_file_brought_goes_with_it_and_what_a_person_deleted_stays_deleted(desk: Desk) -> None:
    books = desk.transactions(q="BOOKS")
    desk.ask("DELETE", f"/api/transactions/{books[0]['id']}", 204)
    late = next(one for one in desk.ask("GET", "/api/imports")["items"] if one["filename"].endswith("20261002.CSV"))
    original = desk.http.get(f"/api/imports/{late['id']}/original", follow_redirects=True)
    assert original.content == LATE
    desk.ask("DELETE", f"/api/imports/{late['id']}", 204)
    assert desk.transactions(q="HAT") == []
    again = desk.upload(original.content, "Chase1234_Activity_once_more.CSV")
    assert (again["imported"], again["duplicates"]) == (1, 2), "the hat is back, the books are not"
    assert desk.transactions(q="BOOKS") == []


def test_assertions_and_coverage_say_where_a_statement_is_missing(desk: Desk) -> None:
    for name, data in (("August", AUGUST), ("August again", AUGUST), ("November", NOVEMBER)):
        desk.upload(data, f"Chase5678_Activity_{name}.CSV")
    other = next(str(one["id"]) for one in desk.ask("GET", "/api/accounts")["items"] if one["number_masked"] == "…5678")
    for day, balance in (("2026-08-01", "500.00"), ("2026-09-01", "100.00"), ("2026-12-01", "460.00")):
        said = {"account_id": other, "date": day, "amount": balance}
        desk.ask("POST", "/api/balance-assertions", 201, json=said)
    failed = desk.ask("GET", "/api/balance-assertions", params={"status": "failed"})["items"]
    assert [(one["date"], one["difference"]) for one in failed] == [("2026-12-01", "430.00")]
    found = desk.ask("GET", f"/api/accounts/{other}/coverage")
    assert [(gap["from"], gap["to"], gap["verdict"], gap["difference"]) for gap in found["gaps"]] == [
        ("2026-09-01", "2026-11-05", "missing", "430.00")
    ]
    assert [(one["from"], one["to"], len(one["import_ids"])) for one in found["overlaps"]] == [("2026-08-01", "2026-09-01", 2)]


def test_drafts_come_through_their_queue_and_meet_the_banks_rows(desk: Desk) -> None:
    org_id = desk.ask("GET", "/auth/me")["organization"]["id"]
    key = f"incoming/draft/{org_id}/auto/cash.csv"
    desk.cloud.client("s3").put_object(Bucket=desk.cloud.bucket, Key=key, Body=DRAFTS)
    drafts = wait_for(lambda: desk.transactions(source="draft") or None, SECONDS, "the drafts")
    assert {(one["amount"], one["currency"], one["bank"]) for one in drafts} == {
        ("-7.50", "USD", "draft"),
        ("-1200", "JPY", "draft"),
    }
    bank = chase_checking(("10/06/2026", "MARKET STALL", "-7.50", "502.50"))
    desk.upload(bank, "Chase1234_Activity_20261006.CSV")
    (met,) = desk.transactions(q="market stall")
    assert (met["source"], met["provenance"]["match"]) == ("bank", "draft")
    desk.ask("DELETE", f"/api/transactions/{met['id']}/match")
    assert {one["source"] for one in desk.transactions(q="market stall")} == {"bank", "draft"}


def test_rates_by_hand_convert_what_is_typed_in_and_name_what_has_none(desk: Desk) -> None:
    rates = b"Date, USD, JPY, \n06 October 2026, 1.10, 160.00, \n"
    loaded = desk.ask("POST", "/api/exchange-rates", 200, files={"file": ("eurofxref.csv", rates)})
    assert loaded["rates"] == 2
    found = desk.ask("GET", "/api/transactions/analyze", params={"from": "2026-10-05", "to": "2026-10-07", "convert_to": "EUR"})
    converted = found["converted"]
    assert {(rate["currency"], rate["date"]) for rate in converted["rates"]} >= {("JPY", "2026-10-06")}
    assert {one["currency"] for one in converted["unconverted"]} == {"USD"}, "the fifth has no rate yet"
