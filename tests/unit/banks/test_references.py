"""Names of entries, each for the first of equal entries only."""

import datetime as dt
from decimal import Decimal

import pytest
from purser.banks._references import References

DAY = dt.date(2026, 9, 3)


def test_of_equal_entries_only_the_first_has_the_name() -> None:
    references = References()
    assert [references.first("A", DAY, Decimal(1)) for _ in range(3)] == ["A", None, None]


@pytest.mark.parametrize("amount", [Decimal(-2), Decimal("-1.01"), Decimal(1)])
def test_entries_of_other_amounts_have_it_each(amount: Decimal) -> None:
    references = References()
    assert [references.first("A", DAY, one) for one in (Decimal(-1), amount)] == ["A", "A"]


@pytest.mark.parametrize("name", ["", "0", "00000"])
def test_what_says_nothing_is_no_name(name: str) -> None:
    assert References().first(name, DAY, Decimal(1)) is None


def test_another_statement_begins_afresh() -> None:
    references = References()
    references.first("A", DAY)
    references.clear()
    assert references.first("A", DAY) == "A"
