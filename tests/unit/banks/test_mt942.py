"""MT942: told from MT940 by its fields; expected bookings are pending; declared sums are compared."""

from decimal import Decimal

import pytest
from purser import banks
from purser.domain.statements import Reading, Tally

HEAD = ":20:X\n:25:PL61109010140000071219812874\n:28C:1/1\n:34F:PLND10,\n:34F:PLNC10,\n"
BOOKED = ":61:1701190119CN0,01NTRFNONREF//A\n:61:1701190119DN5,00NTRFNONREF//B\n"


def read(text: str) -> tuple[Reading, Tally]:
    reading, tally = banks.read(text.encode()), Tally()
    list(tally.watch(reading.items))
    return reading, tally


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (HEAD + BOOKED, "mt942"),
        (":20:X\n:25:1\n:28C:1\n" + BOOKED + ":90D:1PLN5,00\n", "mt942"),
        (":20:X\n:25:1\n:28C:1\n:60F:C170119PLN0,00\n" + BOOKED, "mt940"),
        (":20:X\n:25:1\n:60F:C170119PLN0,00\n:90D:0PLN0,\n:90C:0PLN0,\n:62F:C170119PLN0,00\n", "mt940"),
        (":20:X\n:25:1\n" + BOOKED, "mt940"),
    ],
)
def test_an_opening_balance_tells_a_statement_from_an_interim_report(text: str, name: str) -> None:
    assert read(text)[0].format == name


def test_the_floor_limit_names_the_currency_and_no_balance_is_invented() -> None:
    _, tally = read(HEAD + BOOKED)
    assert (tally.totals, tally.balance_check()) == ({"PLN": Decimal("-4.99")}, "absent")


def test_expected_bookings_are_pending() -> None:
    _, tally = read(f"{HEAD}{BOOKED}:61:1701200120EDN7,50NTRFNONREF\n:61:1701200120ECN2,NTRFNONREF\n")
    assert (tally.booked, tally.pending, tally.pending_totals) == (2, 2, {"PLN": Decimal("-5.50")})


@pytest.mark.parametrize(
    ("declared", "warnings"),
    [
        (":90D:1PLN5,00\n:90C:1PLN0,01\n", 0),
        (":90D:2PLN12,50\n:90C:1PLN0,01\n", 0),
        (":90D:1PLN5,01\n:90C:1PLN0,01\n", 1),
        (":90D:1PLN5,00\n:90C:3PLN0,01\n", 1),
        (":90D:many\n", 0),
    ],
)
def test_declared_sums_may_count_the_expected_or_not_but_nothing_else(declared: str, warnings: int) -> None:
    reading, _ = read(f"{HEAD}{BOOKED}:61:1701200120EDN7,50NTRFNONREF\n{declared}-\n")
    assert len(reading.warnings) == warnings, reading.warnings


def test_each_message_has_sums_of_its_own() -> None:
    message = f"{HEAD}{BOOKED}:90D:1PLN5,00\n:90C:1PLN0,01\n-\n"
    assert read(message + message.replace(":20:X", ":20:Y"))[0].warnings == ()
