import datetime as dt
from decimal import Decimal

import pytest
from purser.domain.balances import Known, NewestBalances
from purser.domain.statements import Balance, Entry


def entry(day: int, amount: str, balance: str | None, *, pending: bool = False, account: str = "") -> Entry:
    return Entry(
        line=1,
        text="",
        date=dt.date(2026, 9, day),
        amount=Decimal(amount),
        currency="USD",
        description="",
        original_description="",
        account=account,
        pending=pending,
        balance=None if balance is None else Decimal(balance),
    )


def newest(*items: Entry | Balance) -> dict[str, Known]:
    balances = NewestBalances()
    for item in items:
        balances.see(item)
    return balances.found()


OLDEST_FIRST = (entry(1, "10", "110"), entry(2, "10", "120"), entry(3, "-5", "115"))
ONE_DAY = (entry(3, "10", "110"), entry(3, "10", "120"), entry(3, "-5", "115"))


@pytest.mark.parametrize("items", [OLDEST_FIRST, OLDEST_FIRST[::-1], ONE_DAY, ONE_DAY[::-1]])
def test_the_newest_is_found_whichever_way_the_file_runs(items: tuple[Entry, ...]) -> None:
    assert newest(*items) == {"": Known(dt.date(2026, 9, 3), Decimal(115))}


def test_pending_rows_and_rows_without_a_balance_say_nothing() -> None:
    assert newest(entry(9, "1", "1", pending=True), entry(8, "1", None), entry(1, "1", "7")) == {
        "": Known(dt.date(2026, 9, 1), Decimal(7))
    }


def test_a_closing_balance_counts_from_its_day_or_that_of_the_newest_entry() -> None:
    dated = Balance("", "closing", Decimal(99), "USD", dt.date(2026, 9, 30))
    undated = Balance("", "closing", Decimal(98), "USD")
    assert newest(*OLDEST_FIRST, dated) == {"": Known(dt.date(2026, 9, 30), Decimal(99))}
    assert newest(*OLDEST_FIRST, undated) == {"": Known(dt.date(2026, 9, 3), Decimal(98))}
    assert newest(undated) == {}


def test_of_several_closing_balances_the_latest_counts() -> None:
    days = [Balance("", "closing", Decimal(day), "USD", dt.date(2026, 9, day)) for day in (2, 9, 4)]
    assert newest(*days) == {"": Known(dt.date(2026, 9, 9), Decimal(9))}


def test_an_opening_balance_is_not_where_the_account_stands() -> None:
    assert newest(Balance("", "opening", Decimal(5), "USD", dt.date(2026, 9, 30))) == {}


def test_accounts_of_one_file_are_kept_apart() -> None:
    assert set(newest(entry(1, "1", "1", account="a"), entry(1, "1", "2", account="b"))) == {"a", "b"}
