"""Transactions by hand over HTTP: drafts, corrections, deletions, duplicates decided, and who may."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from purser.domain.statements import Entry, Item
from purser.usecases.ingest import Outcome, ingest

from tests.database import Database
from tests.http import Browser
from tests.integration.http.conftest import Register, make_account, make_transaction, organization_of
from tests.statements import Shelf, address_of, entry, reader_of

Books = Callable[[Browser], Any]
Bank = Callable[..., Outcome]
LUNCH = {"date": "2026-09-10", "amount": "-12.50", "description": "Lunch with Bo"}


@pytest.fixture
def bank(database: Database, ada: Browser) -> Bank:
    """Let a bank's file come."""

    def tell(*items: Item, **reading: Any) -> Outcome:
        shelf, connection = Shelf(), database.connect("app")
        return ingest(shelf.put(uuid4().bytes, address_of(organization_of(ada))), shelf, connection, reader_of(*items, **reading))

    return tell


def row(day: int, amount: str, text: str, **rest: Any) -> Entry:
    return entry(day, amount, text, account="…1234", **rest)


def listed(person: Browser, **query: str) -> list[Any]:
    found: list[Any] = person.get("/api/transactions", **query).json["items"]
    return found


def add(person: Browser, **fields: Any) -> Any:
    answer = person.post("/api/transactions", LUNCH | fields)
    assert answer.status == 201, answer.body
    return answer.json


def test_a_draft_is_cash_unless_it_says_otherwise(ada: Browser) -> None:
    draft = add(ada)
    assert (draft["source"], draft["bank"], draft["status"], draft["currency"], draft["amount"], draft["type"]) == (
        "draft", "draft", "booked", "USD", "-12.50", "expense",
    )  # fmt: skip
    (account,) = ada.get("/api/accounts").json["items"]
    assert (account["id"], account["kind"], account["bank"], account["transactions"]) == (draft["account_id"], "cash", "draft", 1)
    assert draft["provenance"] == {"description": "person"}


def test_a_draft_sent_twice_with_one_key_is_one(ada: Browser) -> None:
    key = {"Idempotency-Key": "lunch"}
    first, again = (ada.post("/api/transactions", LUNCH, headers=key) for _ in range(2))
    assert first.json["id"] == again.json["id"]
    assert len(listed(ada)) == 1


def test_what_no_draft_can_be_is_refused(ada: Browser, subtests: pytest.Subtests) -> None:
    for wrong, status in (
        ({"amount": "0"}, 422), ({"amount": "much"}, 422), ({"date": "10/09/2026"}, 422), ({"date": "1066-10-14"}, 422),
        ({"description": " "}, 422), ({"currency": "dollars"}, 422), ({"source": "bank"}, 422), ({"tags": [""]}, 422),
        ({"currency": "XYZ"}, 422), ({"currency": "JPY", "amount": "-1.5"}, 422), ({"currency": "KWD", "amount": "-1.2345"}, 422),
        ({"account_id": str(uuid4())}, 404), ({"category_id": str(uuid4())}, 404),
    ):  # fmt: skip
        with subtests.test(str(wrong)):
            assert ada.post("/api/transactions", LUNCH | wrong).status == status
    assert listed(ada) == []


def test_a_draft_has_the_decimals_of_its_currency(ada: Browser) -> None:
    kept = [add(ada, currency=code, amount=amount)["amount"] for code, amount in (("JPY", "-1200"), ("KWD", "-1.234"))]
    assert kept == ["-1200", "-1.234"]
    yen = listed(ada, min="-1200", max="-1200")[0]["id"]
    refused = ada.send("PATCH", f"/api/transactions/{yen}", json={"amount": "-12.50"})
    assert (refused.status, refused.error["details"]) == (422, [{"field": "amount", "problem": "JPY has no decimals."}])


def test_a_draft_that_the_bank_tells_too_becomes_one_with_it(ada: Browser, bank: Bank) -> None:
    bank(row(1, "-1.00", "OPENING"))
    (account,) = ada.get("/api/accounts").json["items"]
    add(ada, account_id=account["id"], notes="Bo pays next time", tags=["friends"])
    bank(row(12, "-12.50", "SQ *CORNER CAFE"))
    (found,) = listed(ada, min="-12.5", max="-12.5")
    assert (found["source"], found["date"], found["notes"], found["tags"]) == (
        "bank",
        "2026-09-12",
        "Bo pays next time",
        ["friends"],
    )
    assert found["provenance"] == {"notes": "person", "tags": "person", "match": "draft"}


@pytest.mark.parametrize("written", ["Starbucks", "starbucks", "Starb"])
def test_a_cash_draft_of_the_same_shop_becomes_one_with_the_banks_row(ada: Browser, bank: Bank, written: str) -> None:
    add(ada, description=written)
    bank(row(11, "-12.50", "STARBUCKS STORE 05512 SEATTLE WA"))
    assert [found["source"] for found in listed(ada)] == ["bank"]


def test_a_cash_draft_of_another_shop_or_another_week_stays(ada: Browser, bank: Bank) -> None:
    add(ada)
    add(ada, description="Starbucks", date="2026-09-20")
    bank(row(10, "-12.50", "STARBUCKS STORE 05512 SEATTLE WA"))
    assert [found["source"] for found in listed(ada)].count("draft") == 2


def test_a_draft_taken_for_another_row_is_parted_for_good(ada: Browser, bank: Bank) -> None:
    draft = add(ada, description="Starbucks", notes="mine")
    first = bank(row(11, "-12.50", "STARBUCKS"))
    (found,) = listed(ada)
    parted = ada.send("DELETE", f"/api/transactions/{found['id']}/match")
    assert (parted.status, parted.json["id"]) == (200, draft["id"])
    rows = {one["source"]: one for one in listed(ada)}
    assert (rows["bank"]["notes"], rows["bank"]["provenance"], rows["draft"]["notes"]) == (None, {"category": "rule"}, "mine")
    assert ada.send("DELETE", f"/api/imports/{first.import_id}").status == 204
    bank(row(11, "-12.50", "STARBUCKS"))
    assert len(listed(ada)) == 2
    assert ada.send("DELETE", f"/api/transactions/{found['id']}/match").status == 404


def test_undoing_the_banks_file_brings_the_draft_back(ada: Browser, bank: Bank) -> None:
    draft = add(ada, description="Starbucks")
    ada.send("DELETE", f"/api/imports/{bank(row(11, '-12.50', 'STARBUCKS')).import_id}")
    assert [found["id"] for found in listed(ada)] == [draft["id"]]


def test_what_a_person_says_is_the_persons(ada: Browser, bank: Bank) -> None:
    bank(row(11, "-12.50", "SQ *CRNR CF"))
    (found,) = listed(ada)
    said = {"description": "Corner Café", "merchant": "Corner Café", "notes": "good", "tags": ["a", "b"]}
    edited = ada.send("PATCH", f"/api/transactions/{found['id']}", json=said)
    assert edited.status == 200, edited.body
    assert {name: edited.json[name] for name in said} == said
    assert edited.json["original_description"] == "SQ *CRNR CF"
    assert edited.json["provenance"] == dict.fromkeys(said, "person")


def test_a_category_decides_the_type_and_can_be_taken_away(ada: Browser) -> None:
    draft = add(ada)
    category = next(one for one in ada.get("/api/categories", limit="200").json["items"] if one["type"] == "transfer")
    path = f"/api/transactions/{draft['id']}"
    edited = ada.send("PATCH", path, json={"category_id": category["id"]}).json
    assert (edited["type"], edited["category"], edited["provenance"]["category"]) == ("transfer", category["name"], "person")
    assert ada.send("PATCH", path, json={"category_id": None}).json["category"] is None
    assert ada.send("PATCH", path, json={"category_id": str(uuid4())}).status == 404


def test_date_and_amount_are_the_banks_but_for_drafts(ada: Browser, bank: Bank) -> None:
    draft = add(ada)
    edited = ada.send("PATCH", f"/api/transactions/{draft['id']}", json={"amount": "-13.00", "date": "2026-08-31"}).json
    assert (edited["amount"], edited["date"]) == ("-13.00", "2026-08-31")
    bank(row(20, "-1.00", "SHOP"))
    found = next(one for one in listed(ada) if one["source"] == "bank")
    assert ada.send("PATCH", f"/api/transactions/{found['id']}", json={"amount": "-13.00"}).status == 409
    for empty in ({}, {"description": None}, {"amount": "0"}, {"status": "pending"}):
        assert ada.send("PATCH", f"/api/transactions/{draft['id']}", json=empty).status == 422


def test_a_deleted_row_stays_deleted_when_its_file_comes_again(ada: Browser, bank: Bank) -> None:
    bank(row(11, "-12.50", "SHOP"), row(12, "-1.00", "BUS"))
    shop = next(one for one in listed(ada) if one["description"] == "SHOP")
    assert ada.send("DELETE", f"/api/transactions/{shop['id']}").status == 204
    assert ada.send("DELETE", f"/api/transactions/{shop['id']}").status == 404
    assert bank(row(11, "-12.50", "SHOP"), row(12, "-1.00", "BUS")).duplicates == 2
    assert [one["description"] for one in listed(ada)] == ["BUS"]


def test_many_are_changed_or_deleted_or_none(ada: Browser, books: Books) -> None:
    with books(ada) as tx:
        account = make_account(tx)
        ids = [str(make_transaction(tx, account, "2026-09-01", f"-{n}.00")) for n in range(1, 4)]
    done = ada.post("/api/transactions/bulk", {"ids": ids, "changes": {"tags": ["trip"]}})
    assert (done.status, done.json) == (200, {"count": 3})
    assert [one["tags"] for one in listed(ada)] == [["trip"]] * 3
    assert ada.post("/api/transactions/bulk", {"ids": [*ids, str(uuid4())], "delete": True}).status == 404
    assert len(listed(ada)) == 3
    assert ada.post("/api/transactions/bulk", {"ids": ids[:2], "delete": True}).json == {"count": 2}
    assert len(listed(ada)) == 1
    for wrong in ({"ids": ids}, {"ids": [], "delete": True}, {"ids": ids, "delete": True, "changes": {"notes": "x"}}):
        assert ada.post("/api/transactions/bulk", wrong).status == 422


def test_merchants_follow_what_people_do(ada: Browser, books: Books) -> None:
    draft = add(ada, merchant="Café A")
    ada.send("PATCH", f"/api/transactions/{draft['id']}", json={"merchant": "Café B"})
    with books(ada) as tx:
        assert [row[0] for row in tx.rows("SELECT name FROM merchants")] == ["Café B"]
    ada.send("DELETE", f"/api/transactions/{draft['id']}")
    with books(ada) as tx:
        assert tx.rows("SELECT name FROM merchants") == []


def test_everything_by_hand_is_on_the_trail(ada: Browser, books: Books) -> None:
    draft = add(ada)
    ada.send("PATCH", f"/api/transactions/{draft['id']}", json={"notes": "x"})
    ada.send("DELETE", f"/api/transactions/{draft['id']}")
    with books(ada) as tx:
        deeds = tx.rows("SELECT action, subject_id FROM audit_log WHERE subject_type = 'transaction' ORDER BY seq")
    assert deeds == [[action, UUID(draft["id"])] for action in ("add", "edit", "delete")]


def test_another_organisations_transactions_are_not_there(ada: Browser, register: Register) -> None:
    draft = add(ada)
    eve = register("eve@example.com", "Elsewhere")
    path = f"/api/transactions/{draft['id']}"
    assert eve.send("PATCH", path, json={"notes": "x"}).status == 404
    assert eve.send("DELETE", path).status == 404
    assert eve.send("DELETE", f"{path}/match").status == 404
    assert eve.post("/api/transactions/bulk", {"ids": [draft["id"]], "delete": True}).status == 404
    assert eve.post("/api/transactions", LUNCH | {"account_id": draft["account_id"]}).status == 404
    assert listed(ada)[0]["notes"] is None


def test_suspected_duplicates_are_listed_and_decided(ada: Browser, bank: Bank, register: Register) -> None:
    bank(row(1, "-12.00", "CITY GROCER"))
    bank(row(1, "-12.00", "REF 7", provider_id="F1"), format="ofx")
    (pair,) = ada.get("/api/duplicates", status="open").json["items"]
    assert (pair["transaction"]["original_description"], pair["other"]["original_description"]) == ("REF 7", "CITY GROCER")
    path = f"/api/duplicates/{pair['id']}"
    assert register("eve@example.com", "Elsewhere").send("POST", f"{path}/confirm").status == 404
    assert ada.send("POST", f"{path}/confirm").json["transaction"]["deleted"] is True
    assert len(listed(ada)) == 1
    assert ada.send("POST", f"{path}/reject").json["status"] == "rejected"
    assert len(listed(ada)) == 2
    assert ada.get("/api/duplicates", status="open").json["items"] == []
    with_earlier_gone = ada.send("DELETE", f"/api/transactions/{pair['other']['id']}")
    assert with_earlier_gone.status == 204
    assert ada.send("POST", f"{path}/confirm").status == 409
