"""Opening + entries = closing, statement by statement of each account."""

import datetime as dt
from decimal import Decimal

from purser.domain.statements import Balance, Entry, Item, Tally


def entry(amount: str, account: str = "1") -> Entry:
    day = dt.date(2026, 9, 18)
    return Entry(
        line=1,
        text="",
        date=day,
        amount=Decimal(amount),
        currency="EUR",
        description="",
        original_description="",
        account=account,
    )


def opening(amount: str, account: str = "1") -> Balance:
    return Balance(account, "opening", Decimal(amount), "EUR")


def closing(amount: str, account: str = "1") -> Balance:
    return Balance(account, "closing", Decimal(amount), "EUR")


def check(*items: Item) -> str:
    tally = Tally()
    for item in items:
        tally.add(item)
    return tally.balance_check()


def test_opening_and_entries_make_the_closing() -> None:
    assert check(opening("10"), entry("-3"), entry("1"), closing("8")) == "ok"


def test_a_missing_entry_is_noticed() -> None:
    assert check(opening("10"), entry("-3"), closing("8")) == "failed"


def test_balances_may_stand_before_the_entries() -> None:
    assert check(opening("10"), closing("7"), entry("-3")) == "ok"


def test_one_end_alone_proves_nothing() -> None:
    assert check(opening("10"), entry("-3")) == "absent"


def test_each_statement_of_an_account_stands_for_itself() -> None:
    gap = (opening("10"), entry("-3"), closing("7"), opening("100"), entry("5"), closing("105"))
    assert check(*gap) == "ok"


def test_one_wrong_statement_among_right_ones_fails_the_file() -> None:
    assert check(opening("10"), entry("-3"), closing("8"), opening("8"), entry("5"), closing("13")) == "failed"


def test_balances_first_hold_for_several_statements_too() -> None:
    assert check(opening("10"), closing("7"), entry("-3"), opening("7"), closing("9"), entry("2")) == "ok"


def test_accounts_are_checked_apart() -> None:
    assert check(opening("10"), opening("5", "2"), entry("-3"), entry("1", "2"), closing("7"), closing("6", "2")) == "ok"


def test_entries_after_the_closing_belong_to_no_statement() -> None:
    assert check(opening("10"), entry("-3"), closing("7"), entry("119")) == "ok"


def test_balances_may_stand_behind_the_entries() -> None:
    assert check(entry("-3"), opening("10"), closing("7")) == "ok"


def test_entries_of_a_statement_that_declares_nothing_do_not_spoil_the_next() -> None:
    assert check(entry("5"), opening("7"), entry("-1"), closing("6")) == "ok"


def test_a_statement_without_entries_closes_as_it_opened() -> None:
    assert check(opening("10"), closing("10")) == "ok"
    assert check(opening("10"), closing("11")) == "failed"
