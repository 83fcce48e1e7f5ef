"""QIF: the order of dates and the decimal mark settled by the whole file; accounts, splits, lists."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from purser import banks
from purser.domain.errors import StatementError
from purser.domain.statements import Entry, Ignored, Reading, Rejected, Row, Tally


def read(text: str, encoding: str = "utf-8", **how: str) -> tuple[Reading, list[Row], Tally]:
    reading, tally = banks.read(text.encode(encoding), **how), Tally()
    return reading, list(tally.watch(reading.items)), tally


def record(date: str = "2026-09-30", amount: str = "-5.00", *more: str) -> str:
    return "\n".join([f"D{date}", f"T{amount}", *more, "^", ""])


def dates(*written: str) -> list[dt.date]:
    return [row.date for row in read("!Type:Bank\n" + "".join(map(record, written)))[1] if isinstance(row, Entry)]


def amounts(*written: str) -> list[Decimal | str]:
    rows = read("!Type:Bank\n" + "".join(record(amount=one) for one in written))[1]
    return [row.amount if isinstance(row, Entry) else getattr(row, "code", "") for row in rows]


@pytest.mark.parametrize(
    ("written", "first"),
    [
        (("03/04/2024", "31/12/2024"), dt.date(2024, 4, 3)),
        (("03/04/2024", "12/31/2024"), dt.date(2024, 3, 4)),
        (("3/ 4'24", "12/31'24"), dt.date(2024, 3, 4)),
        (("3/ 4' 9", "31/12' 9"), dt.date(2009, 4, 3)),
        (("03/04/99", "31/12/99"), dt.date(1999, 4, 3)),
        (("03-04-24", "31-12-24"), dt.date(2024, 4, 3)),
        (("03.04.2024",), dt.date(2024, 4, 3)),
        (("03.04'2024",), dt.date(2024, 4, 3)),
        (("2024-03-04",), dt.date(2024, 3, 4)),
        (("2024/03/04",), dt.date(2024, 3, 4)),
        (("20240304",), dt.date(2024, 3, 4)),
        (("04/04/2024", "05/05/2024"), dt.date(2024, 4, 4)),
    ],
)
def test_one_date_settles_the_order_for_all(written: tuple[str, ...], first: dt.date) -> None:
    assert dates(*written)[0] == first


def test_the_order_may_be_settled_by_the_last_record() -> None:
    assert dates("01/02/2024", "03/04/2024", "13/04/2024")[0] == dt.date(2024, 2, 1)


def test_what_only_a_person_knows_is_asked() -> None:
    with pytest.raises(StatementError, match=r"Is 03/04/2024 3 April or March 4\?") as question:
        dates("04/04/2024", "03/04/2024")
    assert (question.value.code, question.value.line) == ("AMBIGUOUS_DATES", 5)


def test_dates_that_contradict_each_other_are_refused() -> None:
    with pytest.raises(StatementError, match="contradicts") as refusal:
        dates("13/04/2024", "04/13/2024")
    assert refusal.value.code == "AMBIGUOUS_DATES"


def test_quickens_own_notation_is_month_first_with_a_warning() -> None:
    reading, rows, _ = read("!Type:Bank\n" + record("2/ 4'19"))
    assert [row.date for row in rows if isinstance(row, Entry)] == [dt.date(2019, 2, 4)]
    assert "month first" in reading.warnings[0]


def test_a_year_of_two_digits_may_stand_first_where_else_the_dates_make_no_sense() -> None:
    assert [date.isoformat() for date in dates("13/08/12", "13/08/15", "13/3/3", "13/3/4", "13/3/3")] == [
        "2013-08-12", "2013-08-15", "2013-03-03", "2013-03-04", "2013-03-03",
    ]  # fmt: skip
    assert [date.year for date in dates("13/01/12", "13/02/12", "13/01/14", "13/02/17")] == [2012, 2012, 2014, 2017]


def test_a_padded_day_is_quickens_own_notation_too() -> None:
    reading = banks.read(b"!Type:Bank\nD6/ 1/94\nT-10.00\n^\nD6/ 3/94\nT5.00\n^\n")
    assert "month first" in reading.warnings[0]
    assert [item.date for item in reading.items if isinstance(item, Entry)] == [dt.date(1994, 6, 1), dt.date(1994, 6, 3)]


def test_another_day_begins_a_record_where_the_end_of_one_is_missing() -> None:
    text = b"!Type:Bank\nD30/11/2016\nT-13.00\nPSHOP\n\nD02/12/2016\nT-4.00\nPBAR\n^\n!Type:Cat\nNPay\nDWages\nDMore\n^\n"
    assert [(item.amount, item.description) for item in banks.read(text).items if isinstance(item, Entry)] == [
        (Decimal("-13.00"), "SHOP"),
        (Decimal("-4.00"), "BAR"),
    ]


def test_an_impossible_date_is_rejected_and_settles_nothing() -> None:
    _, rows, _ = read("!Type:Bank\n" + record("31/04/2024") + record("30/04/2024") + record("45/45/2024") + record("soon"))
    assert [getattr(row, "code", "") for row in rows] == ["BAD_DATE", "", "BAD_DATE", "BAD_DATE"]


@pytest.mark.parametrize(
    ("written", "found"),
    [
        (("-1,234.50", "5"), ["-1234.50", "5"]),
        (("-1.234,50", "5,5"), ["-1234.50", "5.5"]),
        (("1,234", "5.00"), ["1234", "5.00"]),
        (("1.234", "5,00"), ["1234", "5.00"]),
        (("1,234,567",), ["1234567"]),
        (("1.234.567", "1.234"), ["1234567", "1234"]),
        (("1'234.50",), ["1234.50"]),
        (("-.50", "12."), ["-0.50", "12"]),
        (("$12.50", "+3.00"), ["12.50", "3.00"]),
        (("0.125",), ["0.125"]),
        (("1234.567",), ["1234.567"]),
        (("7",), ["7"]),
    ],
)
def test_the_decimal_mark_is_settled_by_all_amounts(written: tuple[str, ...], found: list[str]) -> None:
    assert amounts(*written) == [Decimal(one) for one in found]


def test_a_separator_that_nothing_explains_is_not_guessed() -> None:
    assert amounts("1,234", "7") == ["BAD_AMOUNT", Decimal(7)]


@pytest.mark.parametrize("written", ["", "-", "--5.00", "5.0.0", "1,23,4.00", "NaN", "1e3", "5.00-3"])
def test_what_is_no_amount_is_rejected_alone(written: str) -> None:
    assert amounts("5.00", written) == [Decimal("5.00"), "BAD_AMOUNT"]


def test_u_stands_where_t_is_missing() -> None:
    _, _, tally = read("!Type:Bank\nD2026-09-30\nU-7.00\n^\n")
    assert tally.totals == {"XXX": Decimal("-7.00")}


def test_a_split_transaction_is_one_row() -> None:
    split = record(
        "2026-09-30", "-10.00", "PShop", "LFood/Home", "SFood", "Ehalf", "$-4.00", "S", "$0.00", "SFees", "D2025-01-01", "$-6.00"
    )
    reading, rows, tally = read("!Type:Bank\n" + split)
    assert (len(rows), tally.totals, reading.warnings) == (1, {"XXX": Decimal("-10.00")}, ())
    assert (tally.first, getattr(rows[0], "bank_category", "")) == (dt.date(2026, 9, 30), "Food")


def test_splits_that_do_not_add_up_are_warned_of() -> None:
    reading = read("!Type:Bank\n" + record("2026-09-30", "-10.00", "SFood", "$-4.00"))[0]
    assert reading.warnings == ("Line 2: the splits add up to -4.00, the transaction is -10.00.",)
    assert read("!Type:Bank\n" + record("2026-09-30", "-10.00", "SFood", "SOnline"))[0].warnings == ()


@pytest.mark.parametrize(
    ("section", "kind"),
    [("Bank", "checking"), ("bank ", "checking"), (" Cash", "cash"), ("CCard", "card"), ("Oth A", "other"), ("Oth L", "loan")],
)
def test_the_list_says_what_kind_of_account_it_is(section: str, kind: str) -> None:
    assert read(f"!Type:{section}\n" + record())[0].kind == kind


@pytest.mark.parametrize("section", ["Cat", "Class", "Memorized", "Security", "Prices", "Budget"])
def test_lists_are_not_rows(section: str) -> None:
    assert read(f"!Type:{section}\n{record()}!Type:Bank\n{record()}")[2].rows == 1


def test_an_investment_action_is_ignored_with_its_name() -> None:
    _, rows, _ = read("!Type:Invst\nD2026-09-30\nNBuy\nYACME\nI3.00\nQ2\nT6.00\n^\n")
    assert [row.reason.partition(";")[0] for row in rows if isinstance(row, Ignored)] == ["an investment action (Buy)"]


def test_a_list_of_an_unknown_kind_is_rejected_row_by_row() -> None:
    _, rows, _ = read("!Type:Bank\n" + record() + "!Type:Mystery\n" + record())
    assert [type(row) for row in rows] == [Entry, Rejected]


@pytest.mark.parametrize("section", ["Compte bancaire", "Savings", "Credit Card", "Girokonto"])
def test_a_kind_of_account_may_be_named_in_other_words(section: str) -> None:
    assert [type(row) for row in read(f"!Type:{section}\n{record()}")[1]] == [Entry]


def test_records_right_behind_the_account_are_its_rows() -> None:
    _, rows, _ = read("!Account\nNFirst\nTBank\n^\n" + record())
    assert [row.account for row in rows if isinstance(row, Entry)] == ["First"]


ACCOUNTS = "!Option:AutoSwitch\n!Account\nNFirst\nTBank\n^\nNSecond\nTCCard\n^\n!Clear:AutoSwitch\n"


def test_rows_belong_to_the_account_named_before_them() -> None:
    first, second = "!Account\nNFirst\nTBank\n^\n!Type:Bank\n", "!Account\nNSecond\nTCCard\n^\n!Type:CCard\n"
    text = ACCOUNTS + first + record() + second + record() * 2
    _, rows, _ = read(text)
    assert [row.account for row in rows if isinstance(row, Entry)] == ["First", "Second", "Second"]


def test_a_list_of_accounts_alone_names_no_account() -> None:
    assert read(f"!Type:Bank\n{record()}")[2].accounts == []


def test_an_opening_balance_names_its_account_and_is_a_transfer() -> None:
    _, rows, _ = read("!Type:Bank\n" + record("2026-09-30", "9.00", "POpening Balance", "L[Everyday]") + record())
    assert [(row.account, row.bank_type) for row in rows if isinstance(row, Entry)] == [
        ("Everyday", "transfer"),
        ("Everyday", None),
    ]


def test_the_callers_currency_counts() -> None:
    assert read("!Type:Bank\n" + record(), currency="NZD")[2].totals == {"NZD": Decimal("-5.00")}


@pytest.mark.parametrize(
    ("tail", "codes"),
    [
        ("D2026-09-30\nT-5.00\nPShop\n^", ["", ""]),
        ("D2026-09-30\nT-5.00\nPShop\n", ["", ""]),
        ("D2026-09-30\nT-5.00\nPSho", ["", ""]),
        ("D2026-09-30\nPShop\nT-5.0", ["", "TRUNCATED"]),
        ("D2026-09-3", ["", "TRUNCATED"]),
        ("D2026-09-30\n", ["", "BAD_AMOUNT"]),
    ],
)
def test_a_file_that_stops_early(tail: str, codes: list[str]) -> None:
    assert [getattr(row, "code", "") for row in read("!Type:Bank\n" + record() + tail)[1]] == codes


def test_records_without_a_list_are_read_as_those_of_a_bank() -> None:
    reading, rows, _ = read(record() + record())
    assert (reading.kind, len(rows)) == ("checking", 2)


def test_an_option_may_say_the_order_of_day_and_month() -> None:
    for option, month in (("MDY", 3), ("DMY", 4)):
        _, rows, _ = read(f"!Option:{option}\n!Type:Bank\n" + record("03/04/2024"))
        assert [row.date.month for row in rows if isinstance(row, Entry)] == [month]


def test_a_day_may_stand_in_the_memo_where_nothing_is_said_of_a_date() -> None:
    _, rows, _ = read("!Type:Bank\nM11/15/2023\nT-7.49\nN\nPCoffee\n^\n")
    assert [row.date for row in rows if isinstance(row, Entry)] == [dt.date(2023, 11, 15)]


ENTRIES = st.lists(
    st.tuples(
        st.dates(dt.date(1969, 1, 1), dt.date(2068, 12, 31)),
        st.decimals(Decimal("-99999999.99"), Decimal("99999999.99"), places=2),
        st.text(st.characters(categories=("L", "N", "Zs"), max_codepoint=0x17F), max_size=30),
    ),
    min_size=1,
    max_size=15,
)
SETTLED = (dt.date(2020, 12, 31), Decimal("-1234.56"), "settles both questions")
FORMS = {
    "%m/%d/%y": lambda date: f"{date:%m/%d/%y}",
    "%d/%m/%Y": lambda date: f"{date:%d/%m}/{date.year:04}",
    "%d.%m.%Y": lambda date: f"{date:%d.%m}.{date.year:04}",
    "%Y-%m-%d": dt.date.isoformat,
}


@settings(max_examples=60, deadline=None)
@given(ENTRIES, st.sampled_from(sorted(FORMS)), st.sampled_from([".", ","]), st.sampled_from(["\n", "\r\n"]))
def test_what_is_written_is_read(entries: list[tuple[dt.date, Decimal, str]], form: str, mark: str, eol: str) -> None:
    entries = [*entries, SETTLED]
    grouping = "," if mark == "." else "."
    text = "!Type:Bank\n"
    for date, amount, words in entries:
        digits = f"{amount:,.2f}".replace(",", "_").replace(".", mark).replace("_", grouping)
        text += record(FORMS[form](date), digits, f"P{words}")
    _, rows, _ = read(text.replace("\n", eol))
    found = [(row.date, row.amount, row.description) for row in rows if isinstance(row, Entry)]
    assert found == [(date, amount, " ".join(words.split())) for date, amount, words in entries]
