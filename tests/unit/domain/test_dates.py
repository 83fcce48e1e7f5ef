import datetime as dt

import pytest
from purser.domain.dates import describe, order_is_open, parse_date, settle_order
from purser.domain.errors import StatementError

US, EUROPE = "%m/%d/%Y", "%d/%m/%Y"


@pytest.mark.parametrize(
    ("text", "form", "day"),
    [
        ("09/28/2026", US, (2026, 9, 28)),
        ("9/8/2026", US, (2026, 9, 8)),
        ("28/09/2026", EUROPE, (2026, 9, 28)),
        ("2026-09-28", "%Y-%m-%d", (2026, 9, 28)),
        ("20260928", "%Y%m%d", (2026, 9, 28)),
        ("28.09.26", "%d.%m.%y", (2026, 9, 28)),
        ("1/2/68", "%m/%d/%y", (2068, 1, 2)),
        ("1/2/69", "%m/%d/%y", (1969, 1, 2)),
        ("02/29/2024", US, (2024, 2, 29)),
    ],
)
def test_reads_a_date_in_its_form(text: str, form: str, day: tuple[int, int, int]) -> None:
    assert parse_date(text, (form,)) == dt.date(*day)


@pytest.mark.parametrize(
    "text", ["", "09/28/26", "09-28-2026", "13/01/2026", "02/30/2026", "09/28/2026 ", "٠٩/28/2026", "00/10/2026"]
)
def test_refuses_another_form_and_days_that_are_not(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        parse_date(text, (US,))


def test_takes_the_first_form_that_fits() -> None:
    forms = ("%Y-%m-%d", "%m/%d/%y")
    assert parse_date("2018-10-01", forms) == parse_date("10/1/18", forms) == dt.date(2018, 10, 1)


def test_says_a_form_as_people_do() -> None:
    assert describe("%d.%m.%y") == "DD.MM.YY"


def test_knows_which_forms_leave_the_order_open() -> None:
    assert order_is_open((US, EUROPE))
    assert order_is_open(("%y/%m/%d", "%d/%m/%y"))
    assert not order_is_open(("%Y-%m-%d", "%m/%d/%y", US))


def test_one_day_after_the_twelfth_settles_the_order_for_the_whole_file() -> None:
    assert settle_order((US, EUROPE), ["03/04/2026", "05/06/2026", "13/04/2026"]) == (EUROPE,)
    assert settle_order((US, EUROPE), ["03/04/2026", "04/13/2026"]) == (US,)


def test_dates_that_are_the_same_in_every_order_need_no_decision() -> None:
    assert settle_order((US, EUROPE), ["05/05/2026", "06/06/2026"]) == (US,)
    assert settle_order((US, EUROPE), []) == (US,)


def test_a_text_that_is_no_date_decides_nothing() -> None:
    assert settle_order((US, EUROPE), ["soon", "99/99/2026", "13/04/2026"]) == (EUROPE,)


def test_forms_of_other_shapes_are_kept() -> None:
    assert settle_order(("%Y-%m-%d", US, EUROPE), ["13/04/2026", "2026-04-05"]) == ("%Y-%m-%d", EUROPE)


def test_refuses_the_file_when_nothing_settles_the_order() -> None:
    with pytest.raises(StatementError, match=r'"03/04/2026" could be MM/DD/YYYY or DD/MM/YYYY.*Export') as refusal:
        settle_order((US, EUROPE), ["01/01/2026", "03/04/2026"])
    assert refusal.value.code == "AMBIGUOUS_DATES"


def test_refuses_the_file_when_its_dates_contradict_each_other() -> None:
    with pytest.raises(StatementError, match='"04/13/2026" contradicts') as refusal:
        settle_order((US, EUROPE), ["13/04/2026", "04/13/2026"])
    assert refusal.value.code == "AMBIGUOUS_DATES"
