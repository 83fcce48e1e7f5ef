"""Minor units of ISO 4217."""

import pytest
from purser.domain.currencies import MINOR_UNITS, is_currency, minor_units


@pytest.mark.parametrize(("code", "digits"), [("EUR", 2), ("JPY", 0), ("KWD", 3), ("CLF", 4), ("ISK", 0), ("TND", 3), ("DEM", 2)])
def test_decimals_of_the_smallest_coin(code: str, digits: int) -> None:
    assert minor_units(code) == digits


def test_three_capitals_that_are_no_currency() -> None:
    assert not is_currency("FOO")
    assert minor_units("FOO") == 2


def test_every_code_is_three_capitals_and_listed_once() -> None:
    assert all(len(code) == 3 and code.isupper() for code in MINOR_UNITS)
    assert len(MINOR_UNITS) > 200
