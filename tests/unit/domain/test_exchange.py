from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some
from purser.domain.currencies import minor_units
from purser.domain.exchange import convert

ONE = Decimal(1)
amounts = some.decimals("-1000000000", "1000000000", places=3)
rates = some.decimals("0.0001", "20000", places=4)


@pytest.mark.parametrize(
    ("amount", "rate_to", "currency", "told"),
    [
        ("100.00", "1.0921", "USD", "109.21"),
        ("1", "158.35", "JPY", "158"),
        ("1", "0.33615", "KWD", "0.336"),
        ("0.125", "1", "USD", "0.12"),
        ("0.135", "1", "USD", "0.14"),
        ("-0.125", "1", "USD", "-0.12"),
        ("2.5", "1", "JPY", "2"),
    ],
)
def test_amounts_are_rounded_half_to_even_to_the_smallest_unit(amount: str, rate_to: str, currency: str, told: str) -> None:
    assert str(convert(Decimal(amount), ONE, Decimal(rate_to), currency)) == told


@given(amounts, rates, some.sampled_from(["USD", "JPY", "KWD"]))
def test_the_same_rate_on_both_sides_changes_nothing_but_the_decimals(amount: Decimal, rate: Decimal, currency: str) -> None:
    assert abs(convert(amount, rate, rate, currency) - amount) * 2 <= Decimal(1).scaleb(-minor_units(currency))


@given(amounts, rates, rates)
def test_what_goes_out_is_told_as_what_comes_in_but_for_its_sign(amount: Decimal, one: Decimal, other: Decimal) -> None:
    assert convert(-amount, one, other, "USD") == -convert(amount, one, other, "USD")


def test_no_digit_of_a_large_amount_is_lost() -> None:
    assert convert(Decimal("123456789012345678901234567890.12"), ONE, ONE, "USD") == Decimal("123456789012345678901234567890.12")
