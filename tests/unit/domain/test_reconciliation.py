import datetime as dt
from decimal import Decimal
from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as some
from purser.domain.reconciliation import (
    Anchor,
    Evidence,
    Line,
    Span,
    day_ends,
    explain,
    gaps,
    nearest,
    overlaps,
    stretches,
    uncovered,
)

START = dt.date(2026, 9, 1)
END = dt.date(2026, 10, 1)
money = some.decimals("-10000", "10000", places=2)
offsets = some.integers(0, 60)


def day(number: int) -> dt.date:
    return START + dt.timedelta(days=number)


def line(amount: str, on: dt.date = START) -> Line:
    return Line(uuid4(), on, Decimal(amount))


@given(money, some.lists(money, min_size=1, max_size=12), some.randoms())
def test_a_day_s_balances_are_found_in_any_order_of_its_rows_or_not_at_all(
    start: Decimal, amounts: list[Decimal], luck: object
) -> None:
    balance, rows = start, []
    for amount in amounts:
        balance += amount
        rows.append((amount, balance))
    luck.shuffle(rows)  # type: ignore[attr-defined] # hypothesis gives a Random
    found = day_ends(rows)
    assert found == (start, balance) or (found is None and start == balance)


def test_rows_with_a_hole_between_them_settle_nothing() -> None:
    assert day_ends([(Decimal(-1), Decimal(9)), (Decimal(-1), Decimal(5))]) is None
    assert day_ends([]) is None


def test_the_opening_is_reckoned_from_the_last_balance_known_before_it() -> None:
    old, near, late = (
        Anchor(day(0), Decimal(1), "assertion"),
        Anchor(day(9), Decimal(2), "statement_balance"),
        Anchor(day(20), Decimal(3), "assertion"),
    )
    assert nearest([old, late, near], day(10)) == near
    assert nearest([late], day(10)) == late
    assert nearest([], day(10)) is None
    locked = Anchor(day(9), Decimal(2), "locked_period")
    assert nearest([near, locked], day(10)) == locked


@given(some.lists(money, max_size=8), money)
def test_what_is_called_exact_closes_the_difference(amounts: list[Decimal], difference: Decimal) -> None:
    lines = [Line(uuid4(), START, amount) for amount in amounts]
    found = explain(difference, Evidence(start=START, end=END, booked=lines, pending=lines, doubled=lines, deleted=lines))
    for one in found:
        if one.exact and one.amount is not None:
            repair = {"extra": -one.amount, "duplicate": -one.amount, "sign": -2 * one.amount}.get(one.kind, one.amount)
            assert repair == difference
    assert [one.exact for one in found] == sorted((one.exact for one in found), reverse=True)


def test_each_cause_is_named() -> None:
    known = Evidence(
        start=START,
        end=END,
        booked=[line("-20"), line("-10"), line("7")],
        near=[line("20", END)],
        deleted=[line("20")],
        pending=[line("15"), line("5")],
        doubled=[line("-20"), line("-3")],
        elsewhere=[line("-20")],
        gaps=[(day(3), day(5))],
        unread=2,
    )
    found = explain(Decimal(20), known)
    assert [(one.kind, one.exact) for one in found] == [
        ("last_day", True), ("duplicate", True), ("pending", True), ("deleted", True), ("near", True), ("transfer", True),
        ("extra", True), ("sign", True), ("duplicate", False), ("rejected", False), ("gap", False),
    ]  # fmt: skip
    assert explain(Decimal(0), known) == []


spans = some.lists(
    some.tuples(offsets, some.integers(1, 20)).map(lambda pair: Span(uuid4(), day(pair[0]), day(sum(pair)))), max_size=8
)


def covering(found: list[Span], on: dt.date) -> set[UUID]:
    return {span.id for span in found if span.start <= on < span.end}


@given(spans)
def test_every_day_is_in_one_stretch_with_the_statements_that_cover_it(found: list[Span]) -> None:
    for number in range(90):
        here = [one for one in stretches(found) if one.start <= day(number) < one.end]
        assert {span for one in here for span in one.ids} == covering(found, day(number))
        assert len(here) <= 1
        assert any(one.start <= day(number) < one.end for one in overlaps(found)) == (len(covering(found, day(number))) > 1)
        within = bool(found) and min(s.start for s in found) <= day(number) < max(s.end for s in found)
        assert any(one.start <= day(number) < one.end for one in gaps(found)) == (within and not covering(found, day(number)))


@given(spans)
def test_a_day_of_a_period_is_uncovered_or_covered(found: list[Span]) -> None:
    missing = uncovered(found, START, END)
    for number in range(30):
        assert any(start <= day(number) < end for start, end in missing) == (not covering(found, day(number)))
    assert all(START <= start < end <= END for start, end in missing)
