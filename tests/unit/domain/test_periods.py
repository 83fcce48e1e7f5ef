import datetime as dt

import pytest
from purser.domain.errors import InvalidInputError
from purser.domain.periods import Period, parse_period

TODAY = dt.date(2026, 3, 31)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2026", "2026-01-01", "2027-01-01"),
        ("2026-Q1", "2026-01-01", "2026-04-01"),
        ("2026-Q4", "2026-10-01", "2027-01-01"),
        ("2026-09", "2026-09-01", "2026-10-01"),
        ("2026-12", "2026-12-01", "2027-01-01"),
        ("last_month", "2026-02-01", "2026-03-01"),
        ("last_90_days", "2026-01-01", "2026-04-01"),
        ("last_1_days", "2026-03-31", "2026-04-01"),
    ],
)
def test_a_period_runs_from_its_first_day_until_before_its_last(text: str, start: str, end: str) -> None:
    assert parse_period(text, TODAY) == Period(dt.date.fromisoformat(start), dt.date.fromisoformat(end))


@pytest.mark.parametrize(
    "text", ["", "2026-13", "2026-00", "2026-Q5", "26", "0000", "9999", "last_0_days", "last_99999_days", "٢٠٢٦", "2026\n"]
)
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(InvalidInputError) as refused:
        parse_period(text, TODAY)
    assert [problem.field for problem in refused.value.details] == ["period"]


def test_last_month_of_january_is_december() -> None:
    assert parse_period("last_month", dt.date(2026, 1, 15)).start == dt.date(2025, 12, 1)


def test_whole_months_begin_and_end_on_the_first() -> None:
    first, second = dt.date(2026, 9, 1), dt.date(2026, 9, 2)
    assert Period().whole_months
    assert Period(first).whole_months
    assert Period(first, dt.date(2026, 12, 1)).whole_months
    assert not Period(first, second).whole_months
    assert not Period(second).whole_months
