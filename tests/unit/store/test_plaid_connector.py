import datetime as dt
import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit
from urllib.request import Request, urlopen

import pytest
from purser.discover import discover
from purser.domain.connections import ConnectorBusyError, FeedMovedError, GrantEndedError, ReconnectError, SignInOpenError
from purser.domain.errors import InvalidInputError
from purser.domain.statements import Entry, Rejected
from purser.store import connectors
from purser.store.connectors._plaid_answers import account_of, row_of
from purser.store.connectors._plaid_client import Plaid
from purser.store.connectors._plaid_errors import refusal

from infra.local.plaid.bank import Spending, transaction
from tests.plaid import Bank, running_bank


@pytest.fixture
def bank(tmp_path: Path) -> Iterator[Bank]:
    with running_bank(tmp_path) as bank:
        yield bank


@pytest.fixture
def naps() -> list[float]:
    return []


@pytest.fixture
def plaid(bank: Bank, naps: list[float]) -> Plaid:
    return Plaid(bank.url, {"client_id": "anyone", "secret": "anything"}, page_size=100, sleep=naps.append)


def spent(amount: Any, **more: Any) -> dict[str, Any]:
    said = transaction("t1", Spending(account_id="a1", amount=1.0, date="2026-03-04", name="SQ *BLUE BOTTLE"))
    return {**said, "amount": amount, **more}


def entry(said: dict[str, Any]) -> Entry:
    row = row_of(said, 7)
    assert isinstance(row, Entry)
    return row


def test_it_is_found_by_being_there(bank: Bank) -> None:
    connect = discover(connectors, "CONNECTOR")["plaid"]
    assert connect(bank.url, {"client_id": "a", "secret": "b"}).exchange(bank.public_token()).item_id


def test_money_out_is_negative_and_no_digit_is_lost() -> None:
    assert entry(spent(Decimal("12.30"))).amount == Decimal("-12.30")
    assert entry(spent(Decimal("-0.10"))).amount == Decimal("0.10")
    assert entry(spent(Decimal("1234567890123456.78"))).amount == Decimal("-1234567890123456.78")
    assert str(entry(spent(0)).amount) == "0"


def test_a_booked_transaction_has_its_posting_day_and_a_pending_one_does_not() -> None:
    day = dt.date(2026, 3, 4)
    assert (entry(spent(1)).date, entry(spent(1)).posted) == (day, day)
    assert (entry(spent(1, pending=True)).pending, entry(spent(1, pending=True)).posted) == (True, None)


def test_the_banks_own_words_are_kept_beside_the_merchant() -> None:
    row = entry(spent(1, merchant_name="Blue Bottle", original_description="SQ *BLUE BOTTLE 0304 OAKLAND"))
    assert (row.description, row.original_description) == ("Blue Bottle", "SQ *BLUE BOTTLE 0304 OAKLAND")
    assert entry(spent(1)).original_description == "SQ *BLUE BOTTLE"
    assert entry(spent(1, name="A\x00B")).description == "AB"


def test_money_without_an_iso_currency_is_rejected_with_its_text() -> None:
    row = row_of(spent(1, iso_currency_code=None, unofficial_currency_code="DOGE"), 7)
    assert isinstance(row, Rejected)
    assert (row.line, row.code, "DOGE" in row.message, '"t1"' in row.text) == (7, "BAD_CURRENCY", True, True)


@pytest.mark.parametrize("damage", [{"date": "someday"}, {"amount": "lots"}, {"amount": None}])
def test_what_cannot_be_read_is_rejected_alone(damage: dict[str, Any]) -> None:
    row = row_of({**spent(1), **damage}, 7)
    assert isinstance(row, Rejected)
    assert row.code == "BAD_ROW"


def test_what_is_owed_is_a_negative_balance() -> None:
    balances = {"current": Decimal("410.25"), "available": None, "iso_currency_code": "USD"}
    card = {"account_id": "a", "balances": balances, "mask": "3333", "name": "Card", "type": "credit", "subtype": "credit card"}
    account = account_of(card)
    assert (account.balance, account.kind, account.number_masked) == (Decimal("-410.25"), "card", "…3333")
    assert account_of({**card, "type": "depository", "subtype": "savings"}).balance == Decimal("410.25")


def test_a_bank_is_linked_described_and_read(plaid: Plaid, bank: Bank) -> None:
    assert plaid.link_token("someone", "http://127.0.0.1:1/webhooks/plaid").token.startswith("link-")
    grant = plaid.exchange(bank.public_token())
    assert plaid.item(grant.access_token).institution == "First Platypus Bank"
    assert [a.kind for a in plaid.accounts(grant.access_token)] == ["checking", "savings", "card"]
    first = plaid.page(grant.access_token, None)
    assert (len(first.added), first.has_more, first.ready) == (100, True, True)
    assert grant.access_token not in repr(grant)


def test_removing_twice_is_harmless(plaid: Plaid, bank: Bank) -> None:
    grant = plaid.exchange(bank.public_token(transactions=1))
    plaid.remove(grant.access_token)
    plaid.remove(grant.access_token)
    with pytest.raises(GrantEndedError):
        plaid.page(grant.access_token, None)


def test_a_slow_bank_is_not_ready(plaid: Plaid, bank: Bank) -> None:
    grant = plaid.exchange(bank.public_token())
    bank.order("behave", item_id=grant.item_id, waits=1)
    assert not plaid.page(grant.access_token, None).ready
    assert plaid.page(grant.access_token, None).ready


def test_a_busy_plaid_is_asked_again_after_longer_and_longer_waits(plaid: Plaid, bank: Bank, naps: list[float]) -> None:
    grant = plaid.exchange(bank.public_token())
    bank.order("fault", path="/transactions/sync", status=500, times=3)
    assert len(plaid.page(grant.access_token, None).added) == 100
    assert len(naps) == 3
    assert naps[0] < naps[1] < naps[2]


def test_a_rate_limit_is_waited_for_as_long_as_it_says(plaid: Plaid, bank: Bank, naps: list[float]) -> None:
    grant = plaid.exchange(bank.public_token())
    bank.order("fault", path="/transactions/sync", status=429, retry_after=20)
    plaid.page(grant.access_token, None)
    assert naps == [20]


def test_a_rate_limit_longer_than_our_patience_is_left_to_the_queue(plaid: Plaid, bank: Bank, naps: list[float]) -> None:
    grant = plaid.exchange(bank.public_token())
    bank.order("fault", path="/transactions/sync", status=429, retry_after=600)
    with pytest.raises(ConnectorBusyError) as busy:
        plaid.page(grant.access_token, None)
    assert (busy.value.retry_after, naps) == (600, [])


def test_trouble_without_end_is_given_up_on(plaid: Plaid, bank: Bank, naps: list[float]) -> None:
    grant = plaid.exchange(bank.public_token())
    bank.order("fault", path="/transactions/sync", status=500, times=9)
    with pytest.raises(ConnectorBusyError):
        plaid.page(grant.access_token, None)
    assert len(naps) == 3


def test_nobody_there_is_busy_too(tmp_path: Path, naps: list[float]) -> None:
    with running_bank(tmp_path) as bank:
        gone = bank.url
    with pytest.raises(ConnectorBusyError):
        Plaid(gone, {"client_id": "a", "secret": "b"}, sleep=naps.append).item("access-token")


def test_a_login_that_no_longer_works_asks_for_a_person(plaid: Plaid, bank: Bank) -> None:
    grant = plaid.exchange(bank.public_token())
    bank.post("/sandbox/item/reset_login", {"access_token": grant.access_token})
    with pytest.raises(ReconnectError) as refused:
        plaid.page(grant.access_token, None)
    assert refused.value.code == "ITEM_LOGIN_REQUIRED"
    assert (plaid.item(grant.access_token).error or {})["code"] == "ITEM_LOGIN_REQUIRED"
    assert plaid.link_token("someone", "", grant.access_token).token


def test_a_mutation_between_pages_is_told_apart(plaid: Plaid, bank: Bank) -> None:
    grant = plaid.exchange(bank.public_token())
    bank.order("behave", item_id=grant.item_id, mutate_on=1)
    with pytest.raises(FeedMovedError):
        plaid.page(grant.access_token, plaid.page(grant.access_token, None).next_cursor)


def test_a_spent_public_token_is_the_callers_to_mend(plaid: Plaid, bank: Bank) -> None:
    token = bank.public_token(transactions=1)
    plaid.exchange(token)
    with pytest.raises(InvalidInputError) as refused:
        plaid.exchange(token)
    assert refused.value.details[0].field == "public_token"


def test_before_a_person_nothing_is_asked_twice(bank: Bank) -> None:
    hurried = discover(connectors, "CONNECTOR")["plaid"](bank.url, {"client_id": "a", "secret": "b"}, hurried=True)
    grant = hurried.exchange(bank.public_token(transactions=1))
    bank.order("fault", path="/item/get", status=500)
    with pytest.raises(ConnectorBusyError):
        hurried.item(grant.access_token)
    assert hurried.item(grant.access_token)


def test_a_made_up_webhook_key_is_none_and_not_an_error(plaid: Plaid) -> None:
    assert plaid.webhook_key("made up") is None


def test_an_address_on_this_machine_is_not_told_to_plaid_itself() -> None:
    real = Plaid("https://sandbox.plaid.com/", {})
    assert real._address("http://127.0.0.1:8080/webhooks/plaid") == {}  # noqa: SLF001 - else this would need the real Plaid
    assert real._address("https://purser.example.com/webhooks/plaid")  # noqa: SLF001 - same


def at_the_page(url: str, **form: str) -> str:
    """Fill in the hosted page, as a person would; return what it says."""
    token = dict(parse_qsl(urlsplit(url).query))
    with urlopen(Request(url, urlencode(token | form).encode()), timeout=10) as answer:  # noqa: S310 - ours
        return str(answer.read().decode())


def test_a_sign_in_on_the_hosted_page_hands_out_its_token_once_it_has_ended(plaid: Plaid) -> None:
    opened = plaid.link_token("ada", "http://127.0.0.1:1/hook")
    assert opened.url
    with pytest.raises(SignInOpenError) as still:
        plaid.public_token(opened.token)
    assert still.value.code == "SIGN_IN_OPEN"
    assert "You are signed in" in at_the_page(opened.url, institution="ins_109509")
    grant = plaid.exchange(plaid.public_token(opened.token))
    assert plaid.item(grant.access_token).institution == "First Gingham Credit Union"


def test_whoever_leaves_the_hosted_page_links_nothing(plaid: Plaid) -> None:
    opened = plaid.link_token("ada", "http://127.0.0.1:1/hook")
    assert opened.url
    at_the_page(opened.url, leave="yes")
    for token in (opened.token, "link-sandbox-unknown"):
        with pytest.raises(SignInOpenError) as over:
            plaid.public_token(token)
        assert over.value.code == "SIGN_IN_LEFT"


def test_signing_in_again_on_the_hosted_page_mends_the_item(plaid: Plaid, bank: Bank) -> None:
    grant = plaid.exchange(bank.public_token(transactions=1))
    bank.post("/sandbox/item/reset_login", {"access_token": grant.access_token})
    opened = plaid.link_token("ada", "http://127.0.0.1:1/hook", grant.access_token)
    assert opened.url
    at_the_page(opened.url)
    assert plaid.item(grant.access_token).status == "connected"


def test_a_bank_that_is_down_is_waited_for(plaid: Plaid, bank: Bank, naps: list[float]) -> None:
    grant = plaid.exchange(bank.public_token(transactions=1))
    bank.order("fault", path="/transactions/sync", status=400, times=9)
    with pytest.raises(ConnectorBusyError) as down:
        plaid.page(grant.access_token, None)
    assert (down.value.code, len(naps)) == ("INSTITUTION_DOWN", 3)


@pytest.mark.parametrize("code", ["USER_PERMISSION_REVOKED", "ITEM_NOT_FOUND", "INVALID_ACCESS_TOKEN"])
def test_a_grant_that_somebody_has_ended_is_known_by_any_answer(code: str) -> None:
    assert isinstance(refusal(400, json.dumps({"error_code": code, "error_type": "ITEM_ERROR"}), None), GrantEndedError)
