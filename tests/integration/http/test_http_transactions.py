from collections.abc import Callable
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from purser.domain.ids import uuid7

from tests.http import Browser
from tests.integration.http.conftest import Register, make_account, make_transaction

Books = Callable[[Browser], Any]


def walk(person: Browser, **query: str | list[str]) -> list[dict[str, Any]]:
    """Follow the cursor to the end."""
    found: list[dict[str, Any]] = []
    cursor: dict[str, str] = {}
    for _ in range(100):
        page = person.get("/api/transactions", **query, **cursor).json
        found += page["items"]
        if page["next_cursor"] is None:
            return found
        cursor = {"cursor": page["next_cursor"]}
    raise AssertionError("the walk does not end")


def test_a_transaction_shows_its_exact_amount_and_where_it_came_from(ada: Browser, books: Books) -> None:
    with books(ada) as tx:
        made = make_transaction(tx, make_account(tx), "2026-09-18", "-12.30", provenance='{"amount": "file"}')
    (item,) = ada.get("/api/transactions").json["items"]
    assert item == ada.get(f"/api/transactions/{made}").json
    assert (item["id"], item["date"], item["amount"], item["currency"]) == (str(made), "2026-09-18", "-12.30", "USD")
    assert (item["type"], item["status"], item["source"], item["bank"]) == ("expense", "booked", "bank", "chase")
    assert (item["tags"], item["provenance"], item["category"]) == ([], {"amount": "file"}, None)


def test_a_walk_visits_each_row_once_in_order_though_many_are_equal(
    ada: Browser, books: Books, subtests: pytest.Subtests
) -> None:
    with books(ada) as tx:
        account = make_account(tx)
        made = [make_transaction(tx, account, f"2026-09-{1 + n % 3:02}", f"-{n % 4}.10") for n in range(23)]
    for sort in ("-date", "date", "-amount", "amount"):
        with subtests.test(sort):
            found = walk(ada, limit="5", sort=sort)
            assert sorted(item["id"] for item in found) == sorted(map(str, made))
            keys = [(Decimal(item["amount"]) if "amount" in sort else item["date"], item["id"]) for item in found]
            assert keys == sorted(keys, reverse=sort.startswith("-"))


def test_rows_added_during_a_walk_neither_repeat_nor_hide_any(ada: Browser, books: Books) -> None:
    with books(ada) as tx:
        account = make_account(tx)
        made = {str(make_transaction(tx, account, "2026-09-10", "-1")) for _ in range(6)}
    page = ada.get("/api/transactions", limit="3").json
    with books(ada) as tx:
        make_transaction(tx, account, "2026-09-11", "-1")
    rest = ada.get("/api/transactions", limit="3", cursor=page["next_cursor"]).json
    assert {item["id"] for item in page["items"] + rest["items"]} == made
    assert rest["next_cursor"] is None


CURSORS = [
    "x", "%%%", "AAAA", "bnVsbA", "W10", "WyItZGF0ZSIsIngiLCJ5Il0", "WyItZGF0ZSIsIjIwMjYtMDktMDEiLDFd", "é", "W1tbW1tb" * 100,
]  # fmt: skip


def test_a_cursor_that_was_tampered_with_is_refused_kindly(ada: Browser, subtests: pytest.Subtests) -> None:
    for cursor in CURSORS:
        with subtests.test(cursor[:20]):
            answer = ada.get("/api/transactions", cursor=cursor)
            assert answer.status == 422
            assert [detail["field"] for detail in answer.error["details"]] == ["cursor"]


def test_a_cursor_of_another_order_is_refused(ada: Browser, books: Books) -> None:
    with books(ada) as tx:
        account = make_account(tx)
        for _ in range(2):
            make_transaction(tx, account, "2026-09-10", "-1")
    cursor = ada.get("/api/transactions", limit="1").json["next_cursor"]
    assert ada.get("/api/transactions", limit="1", cursor=cursor, sort="amount").status == 422


@pytest.fixture
def shop(ada: Browser, books: Books) -> dict[str, UUID]:
    """Five transactions that differ in everything one can filter by."""
    with books(ada) as tx:
        card, cash = make_account(tx, "Card", kind="card"), make_account(tx, "Purse", bank="draft", kind="cash")
        food = tx.rows("SELECT id FROM categories WHERE name = 'Groceries'")[0][0]
        return {
            "card": card,
            "cash": cash,
            "food": food,
            "bread": make_transaction(tx, card, "2026-08-31", "-3.20", description="Bread 100%", category_id=food),
            "salary": make_transaction(tx, card, "2026-09-01", "2500.00", description="Payroll", merchant="Employer"),
            "moved": make_transaction(tx, card, "2026-09-15", "-100", type="transfer"),
            "taxi": make_transaction(tx, cash, "2026-09-30", "-18.5", bank="draft", source="draft", notes="Airport_run"),
            "hotel": make_transaction(tx, card, "2026-10-01", "-240", status="pending", original_description="HÔTEL"),
        }


FILTERS: list[tuple[dict[str, str | list[str]], set[str]]] = [
    ({}, {"bread", "salary", "moved", "taxi", "hotel"}),
    ({"from": "2026-09-01"}, {"salary", "moved", "taxi", "hotel"}),
    ({"to": "2026-09-01"}, {"bread"}),
    ({"period": "2026-09"}, {"salary", "moved", "taxi"}),
    ({"period": "2026-Q4"}, {"hotel"}),
    ({"period": "2025"}, set()),
    ({"bank": "draft"}, {"taxi"}),
    ({"source": "draft"}, {"taxi"}),
    ({"type": "transfer"}, {"moved"}),
    ({"status": "pending"}, {"hotel"}),
    ({"min": "0"}, {"salary"}),
    ({"max": "-100.00"}, {"moved", "hotel"}),
    ({"min": "-18.50", "max": "-3.2"}, {"bread", "taxi"}),
    ({"q": "payROLL"}, {"salary"}),
    ({"q": "employ"}, {"salary"}),
    ({"q": "hôtel"}, {"hotel"}),
    ({"q": "100%"}, {"bread"}),
    ({"q": "%"}, {"bread"}),
    ({"q": "t_r"}, {"taxi"}),
    ({"q": "_"}, {"taxi"}),
    ({"q": "'; DROP TABLE transactions; --"}, set()),
    ({"q": "bread", "type": "income"}, set()),
]


def test_filters_leave_in_what_they_say(ada: Browser, shop: dict[str, UUID], subtests: pytest.Subtests) -> None:
    ids = {str(id_): name for name, id_ in shop.items()}
    for query, expected in FILTERS:
        with subtests.test(str(query)):
            assert {ids[item["id"]] for item in walk(ada, **query)} == expected


def test_filters_by_account_and_category_take_their_ids(ada: Browser, shop: dict[str, UUID]) -> None:
    assert [item["id"] for item in walk(ada, account_id=str(shop["cash"]))] == [str(shop["taxi"])]
    (bread,) = walk(ada, category_id=str(shop["food"]))
    assert (bread["id"], bread["category"]) == (str(shop["bread"]), "Groceries")


def test_deleted_transactions_are_gone(ada: Browser, shop: dict[str, UUID], books: Books) -> None:
    with books(ada) as tx:
        tx.execute("UPDATE transactions SET deleted_at = now() WHERE id = :id", id=shop["bread"])
    assert ada.get(f"/api/transactions/{shop['bread']}").status == 404
    assert str(shop["bread"]) not in {item["id"] for item in walk(ada)}


NONSENSE: list[tuple[dict[str, str | list[str]], str]] = [
    ({"limit": "0"}, "limit"),
    ({"limit": "201"}, "limit"),
    ({"limit": "9" * 5000}, "limit"),
    ({"limit": ["1", "2"]}, "limit"),
    ({"from": "18.09.2026"}, "from"),
    ({"from": "0"}, "from"),
    ({"to": "2026-02-30"}, "to"),
    ({"period": "2026-13"}, "period"),
    ({"period": "9999"}, "period"),
    ({"period": "2026", "from": "2026-01-01"}, "period"),
    ({"account_id": "1"}, "account_id"),
    ({"type": "gift"}, "type"),
    ({"sort": "merchant"}, "sort"),
    ({"min": "NaN"}, "min"),
    ({"max": "1e400"}, "max"),
    ({"bank": "Chase; --"}, "bank"),
    ({"q": "x" * 201}, "q"),
    ({"q": "a\x00b"}, "query"),
    ({"q": "\ud800"}, "query"),
]


def test_what_cannot_be_meant_is_refused_with_the_name_of_the_field(ada: Browser, subtests: pytest.Subtests) -> None:
    for query, field in NONSENSE:
        with subtests.test(str(query)[:40]):
            answer = ada.get("/api/transactions", **query)
            assert (answer.status, answer.error["code"]) == (422, "VALIDATION_FAILED")
            assert {detail["field"] for detail in answer.error["details"]} == {field}


def test_things_of_another_organisation_are_not_found(ada: Browser, register: Register, shop: dict[str, UUID]) -> None:
    eve = register("eve@example.com", "Elsewhere")
    for path in (f"/api/transactions/{shop['bread']}", f"/api/accounts/{shop['card']}", f"/api/imports/{uuid7()}"):
        answer = eve.get(path)
        assert (answer.status, answer.error["code"]) == (404, "NOT_FOUND")
    assert eve.send("PATCH", f"/api/accounts/{shop['card']}", json={"name": "Mine"}).status == 404
    assert eve.post("/api/uploads", {"filename": "a.csv", "size": 1, "account_id": str(shop["card"])}).status == 404
    assert walk(eve) == []
    assert walk(eve, account_id=str(shop["card"])) == []
    assert eve.get("/api/transactions/analyze").json["count"] == 0
    assert ada.get(f"/api/accounts/{shop['card']}").json["name"] == "Card"
