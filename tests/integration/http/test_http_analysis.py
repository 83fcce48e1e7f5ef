import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from purser.domain.periods import Period, parse_period
from purser.store import totals_read
from purser.store.postgres import TenantTx
from purser.store.transactions_read import Filters
from purser.usecases.analyze import by_currency, summary

from tests.http import Browser
from tests.integration.http.conftest import make_account, make_transaction

Books = Callable[[Browser], Any]


@pytest.fixture
def autumn(ada: Browser, books: Books) -> None:
    with books(ada) as tx:
        account = make_account(tx)
        food = tx.rows("SELECT id FROM categories WHERE name = 'Groceries'")[0][0]
        make_transaction(tx, account, "2026-08-31", "-10.01", category_id=food, merchant="Baker")
        make_transaction(tx, account, "2026-09-01", "2500.00", merchant="Employer")
        make_transaction(tx, account, "2026-09-02", "-20.10", category_id=food, merchant="Baker")
        make_transaction(tx, account, "2026-09-03", "-0.2", merchant="Kiosk")
        make_transaction(tx, account, "2026-09-04", "-300", type="transfer", merchant="Broker")
        make_transaction(tx, account, "2026-09-05", "-9999", status="pending", merchant="Later")
        make_transaction(tx, account, "2026-09-06", "-50.00", currency="EUR", merchant="Café")
        gone = make_transaction(tx, account, "2026-09-07", "-7777")
        tx.execute("UPDATE transactions SET deleted_at = now() WHERE id = :id", id=gone)


@pytest.mark.usefixtures("autumn")
def test_sums_are_signed_and_transfers_are_in_the_total_alone(ada: Browser) -> None:
    found = ada.get("/api/transactions/analyze", period="2026-09").json
    assert (found["income"], found["expenses"], found["net"], found["total"]) == ("2500.00", "-20.30", "2479.70", "2179.70")
    assert (found["count"], found["currency"], found["period"]) == (4, "USD", {"from": "2026-09-01", "to": "2026-10-01"})
    assert found["by_type"] == [
        {"type": "expense", "total": "-20.30", "count": 2},
        {"type": "income", "total": "2500.00", "count": 1},
        {"type": "transfer", "total": "-300", "count": 1},
    ]
    assert [(row["category"], row["total"]) for row in found["by_category"]] == [(None, "2199.80"), ("Groceries", "-20.10")]
    assert [row["merchant"] for row in found["by_merchant"]] == ["Employer", "Broker", "Baker", "Kiosk"]


@pytest.mark.usefixtures("autumn")
def test_months_follow_each_other(ada: Browser) -> None:
    found = ada.get("/api/transactions/analyze").json
    assert found["by_month"] == [
        {"month": "2026-08", "income": "0", "expenses": "-10.01", "net": "-10.01"},
        {"month": "2026-09", "income": "2500.00", "expenses": "-20.30", "net": "2479.70"},
    ]
    assert found["averages"]["net_per_month"] == "1234.84"
    assert found["period"] == {"from": None, "to": None}


@pytest.mark.usefixtures("autumn")
def test_currencies_are_never_added(ada: Browser) -> None:
    dollars, euros = (ada.get("/api/transactions/analyze", currency=currency).json for currency in ("USD", "EUR"))
    assert dollars["currencies"] == [{"currency": "EUR", "total": "-50.00", "count": 1}]
    assert (euros["expenses"], euros["count"], [row["currency"] for row in euros["currencies"]]) == ("-50.00", 1, ["USD"])


@pytest.mark.usefixtures("autumn")
def test_filters_narrow_the_sums(ada: Browser) -> None:
    assert ada.get("/api/transactions/analyze", q="baker").json["expenses"] == "-30.11"
    assert ada.get("/api/transactions/analyze", **{"from": "2026-09-02", "to": "2026-09-03"}).json["total"] == "-20.10"
    assert ada.get("/api/transactions/analyze", type="transfer").json["net"] == "0"


def test_an_empty_ledger_adds_up_to_nothing(ada: Browser) -> None:
    found = ada.get("/api/transactions/analyze").json
    assert (found["net"], found["total"], found["count"], found["by_month"]) == ("0", "0", 0, [])


def answer(tx: TenantTx, source: totals_read.Source) -> Any:
    rows = totals_read.totals(tx, source)
    return summary([row for row in rows if row["currency"] == "USD"]), by_currency(rows)


@pytest.mark.usefixtures("autumn")
def test_monthly_totals_and_transactions_give_the_same_answer(ada: Browser, books: Books, subtests: pytest.Subtests) -> None:
    for period in ("2026", "2026-08", "2026-09", "2026-Q3", None):
        filters = Filters(period=parse_period(period, dt.date(2026, 11, 1)) if period else Period())
        with subtests.test(period), books(ada) as tx:
            assert answer(tx, totals_read.rollup(filters)) == answer(tx, totals_read.ledger(filters))


def test_monthly_totals_answer_for_whole_months_only() -> None:
    first, middle = dt.date(2026, 9, 1), dt.date(2026, 9, 2)
    assert "monthly_totals" in totals_read.source_of(Filters(period=Period(first, None))).rows
    assert "monthly_totals" not in totals_read.source_of(Filters(period=Period(middle, None))).rows
    assert "monthly_totals" not in totals_read.source_of(Filters(period=Period(first, None), bank="chase")).rows
