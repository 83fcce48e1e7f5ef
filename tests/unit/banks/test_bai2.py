"""BAI2: records and continuations, type codes, implied decimals, balances, control totals."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from purser import banks
from purser.domain.errors import StatementError
from purser.domain.statements import Entry, Ignored, Reading, Rejected, Row, Tally

HEAD = "01,021000018,CUSTOMER,260930,2130,1,80,,2/\n02,CUSTOMER,021000018,1,260930,2359,,2/\n"


def read(text: str, encoding: str = "utf-8", **how: str) -> tuple[Reading, list[Row], Tally]:
    reading, tally = banks.read(text.encode(encoding), **how), Tally()
    return reading, list(tally.watch(reading.items)), tally


def only(*records: str, account: str = "03,42,USD/") -> Row:
    (row,) = read(HEAD + "\n".join([account, *records, "49,,/", "98,,,/", "99,,,/", ""]))[1]
    return row


def entry(*records: str, account: str = "03,42,USD/") -> Entry:
    row = only(*records, account=account)
    assert isinstance(row, Entry), row
    return row


@pytest.mark.parametrize(
    ("code", "amount"), [("100", "1.23"), ("399", "1.23"), ("400", "-1.23"), ("699", "-1.23"), ("935", "1.23"), ("961", "-1.23")]
)
def test_the_type_code_decides_the_sign(code: str, amount: str) -> None:
    assert entry(f"16,{code},123,,,,WORDS/").amount == Decimal(amount)


def test_messages_and_statuses_are_no_transactions() -> None:
    assert isinstance(only("16,890,,,,,FRAUD ALERT/"), Ignored)
    assert isinstance(only("16,010,100,,,,OPENING/"), Ignored)


@pytest.mark.parametrize(
    ("record", "code"),
    [
        ("16,720,100,,,,LOAN/", "BAD_AMOUNT"),
        ("16,475,-5,,,,SIGNED/", "BAD_AMOUNT"),
        ("16,475,,,,,EMPTY/", "BAD_AMOUNT"),
        ("16,475,1 2,,,,SPACE/", "BAD_AMOUNT"),
        ("16,4x5,12,,,,TYPE/", "BAD_ROW"),
        ("16,/", "BAD_ROW"),
    ],
)
def test_a_row_without_a_sure_amount_is_rejected_alone(record: str, code: str) -> None:
    row = only(record)
    assert isinstance(row, Rejected)
    assert row.code == code


@pytest.mark.parametrize(
    ("currency", "amount"), [("USD", "123.45"), ("JPY", "12345"), ("KWD", "12.345"), ("CLF", "1.2345"), ("", "123.45")]
)
def test_decimals_are_implied_by_the_currency(currency: str, amount: str) -> None:
    assert entry("16,195,12345,,,,X/", account=f"03,42,{currency}/").amount == Decimal(amount)


def test_a_decimal_point_is_believed() -> None:
    assert entry("16,195,123.4,,,,X/").amount == Decimal("123.4")


def test_the_currency_is_the_accounts_then_the_groups_then_the_callers_then_the_standards() -> None:
    body = "03,1,{}/\n16,195,100,,,,X/\n49,,/\n98,,,/\n99,,,/\n"
    in_pounds = HEAD.replace("2359,,2", "2359,GBP,2")
    assert list(read(in_pounds + body.format("CAD"), currency="SEK")[2].totals) == ["CAD"]
    assert list(read(in_pounds + body.format(""), currency="SEK")[2].totals) == ["GBP"]
    assert list(read(HEAD + body.format(""), currency="SEK")[2].totals) == ["SEK"]
    assert list(read(HEAD + body.format(""))[2].totals) == ["USD"]


@pytest.mark.parametrize(
    ("record", "bank", "customer", "words"),
    [
        ("16,475,1,,B1,C1,PLAIN WORDS/", "B1", "C1", "PLAIN WORDS"),
        ("16,475,1,Z,B1,C1,WITH, COMMAS, AND / SLASHES", "B1", "C1", "WITH, COMMAS, AND / SLASHES"),
        ("16,475,1,0,B1,C1,X/", "B1", "C1", "X"),
        ("16,475,1,V,260929,1200,B1,C1,VALUE DATED/", "B1", "C1", "VALUE DATED"),
        ("16,475,1,S,1,0,0,B1,C1,SPREAD/", "B1", "C1", "SPREAD"),
        ("16,475,1,D,2,0,1,1,0,B1,C1,DISTRIBUTED/", "B1", "C1", "DISTRIBUTED"),
        ("16,475,1,,,,/", None, None, "BAI type 475"),
        ("16,475,1,,0000,C1/", None, "C1", "C1"),
        ("16,475,1/", None, None, "BAI type 475"),
    ],
)
def test_references_and_text_stand_behind_the_funds_type(record: str, bank: str | None, customer: str | None, words: str) -> None:
    found = entry(record)
    assert (found.provider_id, found.reference, found.description) == (bank, customer, words)


@pytest.mark.parametrize(
    ("records", "words"),
    [
        (("16,699,971,,,/", "88,LVP TRANSFER 7"), "LVP TRANSFER 7"),
        (("16,175,100,Z,00087,Miami/", "88,DEPOSIT, COUNT 4/"), "DEPOSIT, COUNT 4"),
        (("16,475,100,,,,ONE", "88,TWO", "88,/THREE"), "ONE TWO /THREE"),
        (("16,475,100,,,,ONE/", "88,TWO/"), "ONE TWO"),
        (("16,475,100,,,," + "A" * 66, "88,BC"), "A" * 66 + "BC"),
        (("16,475,100,,,,ONE", "and a line without any code"), "ONE and a line without any code"),
    ],
)
def test_continuations_go_on_where_the_record_stopped(records: tuple[str, ...], words: str) -> None:
    assert entry(*records).description == words


def test_several_records_may_share_a_line() -> None:
    body = "03,42,USD/16,475,100,,,,ONE, PAID 09/16,2026/16,475,200,,,,TWO/49,300,4/98,300,1,6/99,300,1,8/"
    reading, rows, tally = read(HEAD + body)
    assert [row.description for row in rows if isinstance(row, Entry)] == ["ONE, PAID 09/16,2026", "TWO"]
    assert (tally.totals, reading.warnings) == ({"USD": Decimal("-3.00")}, ())


def test_padded_records_and_blank_lines() -> None:
    text = (HEAD + "03,42,USD/\n\n16,475,100,,,,WORDS/\n49,100,3/\n98,100,1,5/\n99,100,1,7/\n").replace(
        "/\n", "/" + " " * 30 + "\r\n"
    )
    reading, _, tally = read(text)
    assert (tally.totals, reading.warnings) == ({"USD": Decimal("-1.00")}, ())


def test_rows_are_dated_by_their_group() -> None:
    later = "03,1,/\n16,475,1,,,,X/\n49,,/\n98,,,/\n02,C,0,1,261001,2359,USD,2/\n03,1,/\n16,475,1,,,,X/\n49,,/\n98,,,/\n99,,,/\n"
    assert [row.date for row in read(HEAD + later)[1] if isinstance(row, Entry)] == [dt.date(2026, 9, 30), dt.date(2026, 10, 1)]


def test_years_of_four_digits_and_lines_for_the_mailbox_above() -> None:
    text = (
        "$$ADD ID=BOX7 BATCHID='BAI'\n"
        + HEAD.replace(",260930,", ",20260930,")
        + "03,42,USD/\n16,475,100,,,,X/\n49,,/\n98,,,/\n99,,,/\n"
    )
    assert [row.date for row in read(text)[1] if isinstance(row, Entry)] == [dt.date(2026, 9, 30)]


def test_a_group_without_a_date_dates_nothing() -> None:
    (row,) = read(HEAD.replace("1,260930,2359", "1,261331,2359") + "03,1,/\n16,475,1,,,,X/\n")[1]
    assert isinstance(row, Rejected)
    assert row.code == "BAD_DATE"


@pytest.mark.parametrize("status", ["2", "4"])
def test_deletions_and_tests_are_not_booked(status: str) -> None:
    (row,) = read(HEAD.replace(",1,260930,2359", f",{status},260930,2359") + "03,1,/\n16,475,1,,,,X/\n")[1]
    assert isinstance(row, Ignored)


@pytest.mark.parametrize(
    ("account", "check"),
    [
        ("03,1,USD,010,+500,,,015,+400,,/", "ok"),
        ("03,1,USD,010,+500,,,015,+401,,/", "failed"),
        ("03,1,USD,010,-50,,,\n88,015,-150,,/", "ok"),
        ("03,1,USD,010,500,,,015/\n88,400,,,100,9,,,/", "ok"),
        ("03,1,USD,010,500,1,V,260930,,,015,400,2,S,1,2,3,/", "ok"),
        ("03,1,USD,010,500,,/", "absent"),
        ("03,1,USD,040,500,,,045,9,,/", "absent"),
        ("03,1/", "absent"),
    ],
)
def test_ledger_balances_are_checked_where_both_are_said(account: str, check: str) -> None:
    assert read(f"{HEAD}{account}\n16,475,100,,,,X/\n49,,/\n98,,,/\n99,,,/\n")[2].balance_check() == check


def test_a_summary_without_detail_proves_nothing() -> None:
    assert read(f"{HEAD}03,1,USD,010,500,,,015,400,,/\n49,,/\n98,,,/\n99,,,/\n")[2].balance_check() == "absent"


SOUND = HEAD + "03,1,USD,010,500,,/\n16,475,100,,,,X/\n88,Y\n49,600,4/\n98,600,1,6/\n99,600,1,8/\n"


@pytest.mark.parametrize(
    ("was", "said", "about"),
    [
        ("49,600,4", "49,700,4", "Line 6: the account's control total is 700"),
        ("49,600,4", "49,600,5", "Line 6: the account is said to have 5 records"),
        ("98,600,1,6", "98,1,1,6", "Line 7: the group's control total"),
        ("99,600,1,8", "99,600,1,9", "Line 8: the file is said to have 9 records"),
        ("99,600,1,8/\n", "", "stops before its last record"),
    ],
)
def test_control_totals_that_do_not_add_up_are_warnings(was: str, said: str, about: str) -> None:
    assert read(SOUND)[0].warnings == ()
    reading, _, tally = read(SOUND.replace(was, said))
    assert [about in warning for warning in reading.warnings] == [True], reading.warnings
    assert tally.booked == 1


def test_blank_control_totals_say_nothing() -> None:
    assert (
        read(SOUND.replace("49,600,4", "49,,4").replace("98,600,1,6", "98,,1,6").replace("99,600,1,8", "99,,1,8"))[0].warnings
        == ()
    )


def test_a_record_that_the_file_stops_inside_is_rejected() -> None:
    _, rows, _ = read(f"{HEAD}03,1,USD/\n16,475,100,,,,X/\n16,475,9")
    assert [getattr(row, "code", "") for row in rows] == ["", "TRUNCATED"]


@pytest.mark.parametrize(
    "text", [HEAD.replace(",,2/\n02", ",,1/\n02"), "01,021000018,CUSTOMER,260930,2130,1,80,,2/\n03,1,USD/\n"]
)
def test_version_1_and_files_without_groups_are_refused(text: str) -> None:
    with pytest.raises(StatementError) as refusal:
        read(text)
    assert refusal.value.code == "UNKNOWN_FORMAT"


ENTRIES = st.lists(
    st.tuples(
        st.integers(100, 399) | st.integers(400, 699),
        st.integers(0, 10**12),
        st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 .-", min_size=1, max_size=40).map(str.strip).filter(bool),
    ),
    max_size=15,
)


@settings(max_examples=60, deadline=None)
@given(ENTRIES, st.sampled_from(["\n", "\r\n", ""]), st.sampled_from(["USD", "JPY", "KWD"]))
def test_what_is_written_is_read(entries: list[tuple[int, int, str]], eol: str, currency: str) -> None:
    total, count = sum(amount for _, amount, _ in entries), len(entries)
    rows = [f"16,{code},{amount},,,,{words}/" for code, amount, words in entries]
    ends = [f"49,{total},{count + 2}/", f"98,{total},1,{count + 4}/", f"99,{total},1,{count + 6}/"]
    text = eol.join([*HEAD.splitlines(), f"03,1,{currency}/", *rows, *ends])
    reading, found, _ = read(text)
    scale = {"USD": 2, "JPY": 0, "KWD": 3}[currency]
    wanted = [
        (Decimal(amount if code < 400 else -amount).scaleb(-scale), " ".join(words.split())) for code, amount, words in entries
    ]
    assert [(row.amount, row.description) for row in found if isinstance(row, Entry)] == wanted
    assert reading.warnings == ()
