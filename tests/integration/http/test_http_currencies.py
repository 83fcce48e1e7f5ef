"""Currencies over HTTP: rates loaded, transactions converted, what the bank converted kept."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from purser.domain.currencies import minor_units
from purser.domain.exchange import Rate, convert
from purser.store.rates import add_everyones
from purser.usecases.load_rates import PUBLISHED, load_everyones

from tests.database import Database
from tests.http import Answer, Browser, multipart
from tests.integration.http.conftest import make_account, make_transaction

Books = Callable[[Browser], Any]
# Friday to Tuesday: the central bank rests on the weekend.
RATES = b"Date,USD,GBP,JPY,\n2026-09-04,1.1000,0.8500,160.00,\n2026-09-07,1.2000,0.8000,150.00,\n"


def load(person: Browser, content: bytes = RATES, name: str = "eurofxref-hist.csv") -> Answer:
    media_type, body = multipart({}, name, content)
    return person.send("POST", "/api/exchange-rates", headers={"Content-Type": media_type}, body=body)


@pytest.fixture
def abroad(ada: Browser, books: Books) -> None:
    with books(ada) as tx:
        account = make_account(tx)
        make_transaction(tx, account, "2026-09-04", "-85.00", currency="GBP")
        make_transaction(tx, account, "2026-09-06", "-8.50", currency="GBP")  # a Sunday: Friday's rate
        make_transaction(tx, account, "2026-09-07", "160.00", currency="EUR")
        make_transaction(tx, account, "2026-09-07", "-5.00")
        make_transaction(tx, account, "2026-06-01", "-1.00", currency="GBP")  # no rate so long ago


@pytest.mark.usefixtures("abroad")
def test_each_transaction_is_converted_by_the_rate_of_its_day_and_what_has_none_is_said(ada: Browser) -> None:
    assert load(ada).json == {"rates": 6, "changed": 6, "first": "2026-09-04", "last": "2026-09-07"}
    found = ada.get("/api/transactions/analyze", convert_to="base").json
    told = found["converted"]
    assert (told["currency"], told["income"], told["expenses"], told["total"], told["count"]) == (
        "USD", "192.00", "-126.00", "66.00", 4,
    )  # fmt: skip
    assert told["unconverted"] == [{"currency": "GBP", "total": "-1.00", "count": 1, "first": "2026-06-01", "last": "2026-06-01"}]
    assert {(rate["currency"], rate["date"], rate["rate"], rate["transactions"]) for rate in told["rates"]} == {
        ("GBP", "2026-09-04", "0.8500", 2), ("USD", "2026-09-04", "1.1000", 2), ("USD", "2026-09-07", "1.2000", 1),
    }  # fmt: skip
    assert {rate["source"] for rate in told["rates"]} == {"file eurofxref-hist.csv"}
    assert (found["currency"], found["total"], found["count"]) == ("USD", "-5.00", 1), "what is not converted stays as it was"


@pytest.mark.usefixtures("abroad")
def test_parts_add_up_to_their_whole_in_the_target_s_smallest_unit(ada: Browser) -> None:
    load(ada)
    told = ada.get("/api/transactions/analyze", convert_to="JPY").json["converted"]
    for parts in ("by_type", "by_category"):
        assert sum(Decimal(part["total"]) for part in told[parts]) == Decimal(told["total"])
    assert (told["total"], told["averages"]["per_transaction"]) == ("5775", "1444")


@pytest.mark.usefixtures("abroad")
def test_nothing_is_converted_unless_asked_for_nor_to_what_is_no_currency(ada: Browser) -> None:
    assert ada.get("/api/transactions/analyze").json["converted"] is None
    refused = ada.get("/api/transactions/analyze", convert_to="ABC")
    assert (refused.status, refused.error["details"][0]["field"]) == (422, "convert_to")


def test_loading_again_changes_nothing_and_a_correction_is_counted(ada: Browser) -> None:
    assert [load(ada).json["changed"] for _ in range(2)] == [6, 0]
    assert load(ada, RATES.replace(b"1.2000", b"1.2001")).json["changed"] == 1
    assert ada.get("/api/exchange-rates", on="2026-09-09").json["items"][-1] == {
        "currency": "USD", "date": "2026-09-07", "rate": "1.2001", "source": "file eurofxref-hist.csv",
    }  # fmt: skip
    assert ada.get("/api/exchange-rates", on="2026-09-15").json["items"] == [], "a week is the oldest that counts"
    trail = [entry["action"] for entry in ada.get("/api/audit-log").json["items"]]
    assert trail.count("load") == 3


def test_a_file_that_holds_no_rates_is_refused_and_nothing_of_it_kept(ada: Browser) -> None:
    answer = load(ada, RATES + b"2026-09-08,rubbish,1,1\n")
    assert (answer.status, answer.error["details"][0]["field"]) == (422, "file")
    assert ada.get("/api/exchange-rates", on="2026-09-08").json["items"] == []


def test_what_one_organisation_loads_is_no_other_s_business(ada: Browser, register: Callable[..., Browser]) -> None:
    load(ada)
    eve = register("eve@example.com", "Elsewhere")
    assert eve.get("/api/exchange-rates", on="2026-09-07").json["items"] == []


def test_fetched_rates_count_for_all_and_of_one_day_one_s_own_come_first(ada: Browser, database: Database) -> None:
    loaded = load_everyones(database.connect("app"), RATES)
    assert (loaded.rates, loaded.changed) == (6, 6)
    load(ada, b"Date,USD\n2026-09-04,9.9\n")
    friday, monday = (
        {rate["currency"]: (rate["rate"], rate["source"]) for rate in ada.get("/api/exchange-rates", on=day).json["items"]}["USD"]
        for day in ("2026-09-04", "2026-09-07")
    )
    assert (friday, monday) == (("9.9", "file eurofxref-hist.csv"), ("1.2000", PUBLISHED))


def test_fetched_rates_are_kept_all_or_none(database: Database) -> None:
    connection = database.connect("app")

    def breaking() -> Any:
        yield Rate("USD", dt.date(2026, 9, 4), Decimal(1))
        raise OSError("the line broke")

    with pytest.raises(OSError, match="the line broke"):
        add_everyones(connection, breaking(), "x")
    assert connection.run("SELECT count(*) FROM exchange_rates") == [[0]]


rates = some.decimals("0.0001", "20000", places=4)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=80, deadline=None)
@given(some.decimals("-1000000", "1000000", places=3), rates, rates, some.sampled_from(["USD", "JPY", "KWD", "CLF"]))
def test_the_database_converts_as_the_domain_says(
    database: Database, amount: Decimal, one: Decimal, other: Decimal, currency: str
) -> None:
    connection = database.opened[0] if database.opened else database.connect("app")
    found = connection.run(
        "SELECT convert_money(CAST(:amount AS numeric), CAST(:one AS numeric), CAST(:other AS numeric), :digits)::text",
        amount=amount, one=one, other=other, digits=minor_units(currency),
    )  # fmt: skip
    assert Decimal(found[0][0]) == convert(amount, one, other, currency)
