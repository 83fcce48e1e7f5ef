"""The balance after each entry follows from the one before, or from the last that was given."""

import datetime as dt
from decimal import Decimal

import pytest
from purser.domain.statements import Entry, Tally


def check(*rows: tuple[str, str | None]) -> str:
    tally = Tally()
    for amount, balance in rows:
        tally.add(
            Entry(
                line=1,
                text="",
                date=dt.date(2026, 9, 18),
                amount=Decimal(amount),
                currency="CHF",
                description="",
                original_description="",
                balance=None if balance is None else Decimal(balance),
            )
        )
    return tally.balance_check()


@pytest.mark.parametrize("backwards", [False, True])
def test_balances_follow_in_either_order(backwards: bool) -> None:  # noqa: FBT001 - pytest's way
    rows = [("5", "105"), ("-20", "85"), ("1", "86")]
    assert check(*(reversed(rows) if backwards else rows)) == "ok"


@pytest.mark.parametrize("backwards", [False, True])
def test_a_balance_once_a_day_follows_from_all_entries_of_the_day(backwards: bool) -> None:  # noqa: FBT001 - pytest's way
    rows = [("5", "105"), ("-20", None), ("1", "86"), ("2", None), ("3", None), ("-1", "90")]
    assert check(*(reversed(rows) if backwards else rows)) == "ok"


def test_an_entry_without_a_balance_that_moves_none_is_left_out() -> None:
    assert check(("5", "105"), ("-20", None), ("1", "106")) == "ok"


def test_a_missing_entry_is_noticed() -> None:
    assert check(("5", "105"), ("-20", "85"), ("1", "87")) == "failed"
    assert check(("5", "105"), ("-20", None), ("1", "87")) == "failed"


def test_one_balance_alone_proves_nothing() -> None:
    assert check(("5", "105"), ("-20", None)) == "absent"
