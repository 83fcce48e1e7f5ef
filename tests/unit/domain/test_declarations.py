"""What statements declare: periods that count days without transactions, and balances at both ends."""

import datetime as dt
from decimal import Decimal
from uuid import UUID

from purser.domain.declarations import Declarations, Declared
from purser.domain.reconciliation import Span, Statement, joined
from purser.domain.statements import Balance, Covers, Entry

from tests.statements import entry

SEPTEMBER = Covers("1", "USD", dt.date(2026, 9, 1), dt.date(2026, 9, 30))


def day(number: int, month: int = 9) -> dt.date:
    return dt.date(2026, month, number)


def opening(amount: str, date: dt.date | None) -> Balance:
    return Balance("1", "opening", Decimal(amount), "USD", date)


def closing(amount: str, date: dt.date | None) -> Balance:
    return Balance("1", "closing", Decimal(amount), "USD", date)


def found(*items: Entry | Balance | Covers) -> list[Declared]:
    watched = Declarations()
    for item in items:
        watched.see(item)
    return watched.found()


def lunch(number: int) -> Entry:
    return entry(number, "-10.00", "LUNCH", account="1")


def said(one: Declared) -> tuple[dt.date, dt.date, Decimal | None, Decimal | None]:
    return one.first, one.last, one.opening, one.closing


def test_a_period_is_covered_whole_though_its_entries_do_not_fill_it() -> None:
    (one,) = found(SEPTEMBER, lunch(10), closing("90", day(30)))
    assert said(one) == (day(1), day(30), None, Decimal(90))


def test_an_opening_of_the_evening_before_begins_the_next_day_and_one_of_the_morning_on_its_own() -> None:
    evening, morning = opening("100", day(31, 8)), opening("100", day(2))
    assert said(found(evening, lunch(2), closing("90", day(30)))[0])[:2] == (day(1), day(30))
    assert said(found(morning, lunch(2), closing("90", day(30)))[0])[:2] == (day(2), day(30))


def test_a_day_without_entries_is_a_statement_of_that_day() -> None:
    assert said(found(opening("5", day(4)), closing("5", day(4)))[0]) == (day(4), day(4), Decimal(5), Decimal(5))


def test_what_is_said_twice_begins_another_statement() -> None:
    one, two = found(
        opening("100", day(1)), lunch(1), closing("90", day(1)), opening("90", day(2)), lunch(2), closing("80", day(2))
    )
    assert (said(one), said(two)) == (
        (day(1), day(1), Decimal(100), Decimal(90)),
        (day(2), day(2), Decimal(90), Decimal(80)),
    )


def test_both_balances_may_stand_at_the_foot() -> None:
    (one,) = found(lunch(3), closing("90", day(30)), opening("100", day(1)))
    assert said(one)[2:] == (Decimal(100), Decimal(90))


def test_a_balance_of_a_day_beyond_the_period_is_not_its_end() -> None:
    assert said(found(SEPTEMBER, lunch(10), closing("55", day(5, 10)))[0])[3] is None
    assert said(found(SEPTEMBER, lunch(10), closing("55", day(9)))[0])[3] is None


def test_a_placeholder_is_no_period_and_a_balance_alone_is_none() -> None:
    ages = Covers("1", "USD", dt.date(1970, 1, 1), day(30))
    assert found(ages, lunch(10), closing("90", day(30))) == []
    assert found(lunch(10), closing("90", day(30))) == []


def test_daily_statements_of_one_file_are_shown_as_one() -> None:
    file, other = UUID(int=1), UUID(int=2)
    days = [
        Statement(Span(file, day(2), day(3)), "a", Decimal(90), Decimal(80)),
        Statement(Span(other, day(2), day(4)), "b"),
        Statement(Span(file, day(1), day(2)), "a", Decimal(100), Decimal(90)),
        Statement(Span(file, day(9), day(10)), "a", Decimal(70), Decimal(60)),
    ]
    assert joined(days) == [
        Statement(Span(file, day(1), day(3)), "a", Decimal(100), Decimal(80)),
        Statement(Span(other, day(2), day(4)), "b"),
        Statement(Span(file, day(9), day(10)), "a", Decimal(70), Decimal(60)),
    ]
