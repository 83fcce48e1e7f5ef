from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from purser.domain.money import MOST_DIGITS, format_amount, parse_amount


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("12.34", "12.34"),
        ("-12.34", "-12.34"),
        ("+12.34", "12.34"),
        (" 5 ", "5"),
        ("$40.00", "40.00"),
        ("-$40.00", "-40.00"),
        ("$-40.00", "-40.00"),
        ("- $40.00", "-40.00"),
        ("+ $15.00", "15.00"),
        ("(40.00)", "-40.00"),
        ("($1,234.56)", "-1234.56"),
        ("40.00-", "-40.00"),
        ("-1.75 €", "-1.75"),
        ("-£1,234.56", "-1234.56"),
        ("3,600.00\u00a0€", "3600.00"),
        ("1,50,000.00", "150000.00"),
        ("−7.10", "-7.10"),  # noqa: RUF001 - the typographic minus that banks print
        ("1,234", "1234"),
        ("1,234,567.89", "1234567.89"),
        ("1'234.50", "1234.50"),
        ("1 234.50", "1234.50"),
        (".50", "0.50"),
        ("-00000000001500.0000", "-1500.0000"),
        ("31.2500000000000000", "31.2500000000000000"),
    ],
)
def test_reads_an_amount_as_banks_write_it(text: str, amount: str) -> None:
    read = parse_amount(text)
    assert (read, str(read)) == (Decimal(amount), amount)


@pytest.mark.parametrize(
    ("text", "amount"),
    [("1.234,56", "1234.56"), ("-19,90", "-19.90"), ("-,01", "-0.01"), ("1.000", "1000"), ("1 234,5", "1234.5"), ("7", "7")],
)
def test_reads_a_decimal_comma_where_the_file_uses_one(text: str, amount: str) -> None:
    assert parse_amount(text, ",") == Decimal(amount)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            " ",
            "-",
            "$",
            ".",
            ",",
            "abc",
            "12..34",
            "12.34.56",
            "1,23",
            "12,34.00",
            "1,2345",
            "1,234,56",
            "1,234'567.00",
            ",123",
        ),
        *("5.", "1e5", "1E-3", "NaN", "Infinity", "-inf", "0x10", "1_000", "٣٤", "--5", "-(5)", "(5", "5)", "(-5)", "-5-", "$$5"),
        *("5 USD", "€5€", "5%", "1 2", "- - 5", "9" * 29, "0." + "1" * 29, "1" * 65),
    ],
)
def test_refuses_what_is_not_clearly_one_amount(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        parse_amount(text)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**12), max_value=10**12))
def test_reads_back_what_it_writes(amount: Decimal) -> None:
    assert parse_amount(format_amount(amount)) == amount


@given(st.text(alphabet="0123456789.,-+$() '", max_size=30), st.sampled_from(".,"))
def test_reads_any_text_exactly_or_not_at_all(text: str, mark: str) -> None:
    try:
        amount = parse_amount(text, mark)
    except ValueError:
        return
    digits = amount.as_tuple().digits
    assert len(digits) <= MOST_DIGITS
    assert "".join(map(str, digits)).lstrip("0") == "".join(c for c in text if c.isdigit()).lstrip("0")


def test_is_not_slow_on_long_nonsense() -> None:
    with pytest.raises(ValueError, match="too many"):
        parse_amount("1," * 1_000_000)


@pytest.mark.parametrize(
    ("amount", "text"), [("-867.11", "-867.11"), ("12.50", "12.50"), ("1E+3", "1000"), ("-0.00", "0.00"), ("0", "0")]
)
def test_writes_every_digit_and_no_exponent(amount: str, text: str) -> None:
    assert format_amount(Decimal(amount)) == text
