"""What every CSV layout shares: lines, quotes, damage, dates, money."""

import datetime as dt
from decimal import Decimal

import pytest
from purser.banks._csv import CsvFormat
from purser.banks._records import MOST_CHARACTERS, MOST_LINES
from purser.banks._text import open_document
from purser.domain.errors import StatementError
from purser.domain.statements import Entry, Ignored, Item, Rejected

SIMPLE = CsvFormat(
    name="simple",
    bank="other",
    kind="checking",
    headers=("Day,Text,Sum,Currency",),
    columns={"date": "Day", "description": "Text", "amount": "Sum", "currency": "Currency"},
    dates=("%Y-%m-%d",),
)
HEADER = b"Day,Text,Sum,Currency\n"
GERMAN = CsvFormat(
    name="german",
    bank="other",
    kind="checking",
    headers=("Buchungstag;Verwendungszweck;Betrag",),
    columns={"date": "Buchungstag", "description": "Verwendungszweck", "amount": "Betrag"},
    dates=("%d.%m.%y",),
    currency="EUR",
    separator=";",
    decimal_mark=",",
)
EITHER_ORDER = CsvFormat(
    name="either",
    bank="other",
    kind="other",
    headers=("Date,Posted,What,Amount",),
    columns={"date": "Date", "posted": "Posted", "description": "What", "amount": "Amount"},
    dates=("%m/%d/%Y", "%d/%m/%Y"),
)


def read(data: bytes, layout: CsvFormat = SIMPLE, currency: str | None = None) -> list[Item]:
    return list(layout.read(open_document(data, "x.csv"), currency).items)


def entries(data: bytes, layout: CsvFormat = SIMPLE) -> list[Entry]:
    found = read(data, layout)
    assert all(isinstance(item, Entry) for item in found), found
    return [item for item in found if isinstance(item, Entry)]


def rejected(data: bytes) -> Rejected:
    return next(item for item in read(data) if isinstance(item, Rejected))


def test_line_numbers_and_text_are_those_of_the_file() -> None:
    data = HEADER + b'\n2026-01-02,"two\nlines, one row",-1.00,EUR\n\n2026-01-03,next,2,EUR\n'
    first, second = entries(data)
    assert (first.line, first.text) == (3, '2026-01-02,"two\nlines, one row",-1.00,EUR')
    assert (first.original_description, first.description) == ("two\nlines, one row", "two lines, one row")
    assert (second.line, second.text) == (6, "2026-01-03,next,2,EUR")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_line_end_will_do(end: str) -> None:
    rows = f"Day,Text,Sum,Currency{end}2026-01-02,a,1,EUR{end}2026-01-03,b,2,EUR{end}"
    assert [(one.line, one.text) for one in entries(rows.encode())] == [(2, "2026-01-02,a,1,EUR"), (3, "2026-01-03,b,2,EUR")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_umlauts_survive_every_encoding(encoding: str) -> None:
    assert entries("Day,Text,Sum,Currency\n2026-01-02,Süßes,1,EUR\n".encode(encoding))[0].description == "Süßes"


def test_a_declared_encoding_reads_bytes_that_are_not_unicode() -> None:
    layout = CsvFormat(
        name="cyrillic",
        bank="other",
        kind="other",
        headers=("Дата;Описание;Сумма",),
        columns={"date": "Дата", "description": "Описание", "amount": "Сумма"},
        dates=("%d.%m.%Y",),
        separator=";",
        encoding="cp1251",
    )
    document = open_document("Дата;Описание;Сумма\n02.01.2026;Хлеб;-1\n".encode("cp1251"), "")
    assert layout.claims(document)
    assert [item.description for item in layout.read(document, None).items if isinstance(item, Entry)] == ["Хлеб"]


def test_a_file_cut_inside_a_letter_is_still_utf8() -> None:
    data = HEADER + "2026-01-02,Süßes,1,EUR\n2026-01-03,Ü".encode()[:-1]
    good, cut = read(data)
    assert isinstance(good, Entry)
    assert isinstance(cut, Rejected)
    assert (good.description, cut.code) == ("Süßes", "TRUNCATED")


def test_semicolons_and_decimal_commas_are_a_matter_of_declaration() -> None:
    (one,) = entries(b'Buchungstag;Verwendungszweck;Betrag\n02.01.26;"Miete; warm";-1.234,50\n', GERMAN)
    assert (one.date, one.amount, one.currency) == (dt.date(2026, 1, 2), Decimal("-1234.50"), "EUR")


def test_a_header_is_known_whatever_its_case_spaces_and_commas_at_the_end() -> None:
    assert SIMPLE.claims(open_document(b'\r\n"DAY", text ,Sum,Currency,,\r\n', ""))
    assert not SIMPLE.claims(open_document(b"Text,Day,Sum,Currency\n", ""))
    assert not SIMPLE.claims(open_document(b"Day,Text,Sum,Currency,More\n", ""))


def test_a_header_and_no_rows_is_an_empty_statement() -> None:
    assert read(HEADER) == read(HEADER.strip()) == []


def test_the_currency_is_the_rows_then_the_layouts_then_the_callers() -> None:
    data = HEADER + b"2026-01-02,a,1,chf\n2026-01-02,b,1,\n"
    assert [one.currency for one in read(data, currency="GBP") if isinstance(one, Entry)] == ["CHF", "GBP"]
    assert [one.currency for one in read(data) if isinstance(one, Entry)] == ["CHF", "XXX"]
    german = b"Buchungstag;Verwendungszweck;Betrag\n02.01.26;a;1\n"
    assert [one.currency for one in read(german, GERMAN, "GBP") if isinstance(one, Entry)] == ["EUR"]


@pytest.mark.parametrize(
    ("row", "code", "names"),
    [
        (b"02/01/2026,a,1,EUR", "BAD_DATE", 'Column "Day": "02/01/2026" is not a date like YYYY-MM-DD'),
        (b",a,1,EUR", "BAD_DATE", 'Column "Day"'),
        (b"2026-01-02,a,12..34,EUR", "BAD_AMOUNT", 'Column "Sum": "12..34" is not an amount'),
        (b"2026-01-02,a,,EUR", "BAD_AMOUNT", "an amount is missing"),
        (b"2026-01-02,a,1,EURO", "BAD_CURRENCY", 'Column "Currency": "EURO"'),
        (b"2026-01-02,a,b,1,EUR", "BAD_ROW", "5 columns where the header has 4"),
        (b"2026-01-02,a", "BAD_ROW", "2 columns where the header has 4"),
        (b'2026-01-02,"a"b,1,EUR', "BAD_ROW", "quotation mark"),
    ],
)
def test_a_bad_row_is_rejected_with_its_column_and_a_remedy(row: bytes, code: str, names: str) -> None:
    first, bad, last = read(HEADER + b"2026-01-01,ok,1,EUR\n" + row + b"\n2026-01-03,ok,1,EUR\n")
    assert isinstance(first, Entry)
    assert isinstance(last, Entry)
    assert isinstance(bad, Rejected)
    assert (bad.line, bad.text, bad.code) == (3, row.decode(), code)
    assert names in bad.message
    assert "by hand" in bad.message


def test_a_long_cell_is_quoted_in_part() -> None:
    assert len(rejected(HEADER + b"2026-01-02,a," + b"9" * 5000 + b",EUR\n").message) < 200


def test_a_row_of_nothing_is_ignored_with_a_reason() -> None:
    assert read(HEADER + b",,,\n  \n") == [Ignored(2, ",,,", "blank row"), Ignored(3, "  ", "blank row")]


@pytest.mark.parametrize(
    "cut", ["2026-01-02,a,1", "2026-01-02,a", "2026", '2026-01-02,"a', '2026-01-02,"a,1,EUR', '2026-01-02,"a"']
)
def test_a_row_cut_by_the_end_of_the_file_is_truncated_not_guessed(cut: str) -> None:
    good, bad = read(HEADER + b"2026-01-01,ok,1,EUR\n" + cut.encode())
    assert isinstance(good, Entry)
    assert isinstance(bad, Rejected)
    assert (bad.line, bad.text, bad.code) == (3, cut, "TRUNCATED")
    assert "Export it again" in bad.message


@pytest.mark.parametrize("cut", ["2026-01-02,,a,-12.5", "2026-01-02,,a,-12", "2026-01-02,,a,-1"])
def test_an_amount_that_the_end_of_the_file_may_have_cut_is_not_believed(cut: str) -> None:
    header = "Date,Posted,What,Amount\n"
    layout = CsvFormat(
        name="amount_last",
        bank="other",
        kind="other",
        headers=(header,),
        columns={"date": "Date", "description": "What", "amount": "Amount"},
        dates=("%Y-%m-%d",),
    )
    (bad,) = read((header + cut).encode(), layout)
    assert isinstance(bad, Rejected)
    assert bad.code == "TRUNCATED"
    assert len(entries((header + cut + "\n").encode(), layout)) == 1
    assert len(entries((header + "2026-01-02,,a,-12.50").encode(), layout)) == 1
    assert len(entries((header + "2026-01-02,,b,-7\n" + cut[:-2] + "8").encode(), layout)) == 2


def test_a_quote_that_never_closes_costs_one_row_only() -> None:
    rows = b"".join(b"2026-01-02,row %d,1,EUR\n" % n for n in range(500))
    found = read(HEADER + b'2026-01-01,"open,1,EUR\n' + rows)
    assert [type(item) for item in found] == [Rejected] + [Entry] * 500
    assert [item.line for item in found if isinstance(item, Entry)][:2] == [3, 4]


def test_a_quoted_cell_may_span_lines_within_reason() -> None:
    inside = HEADER + b'2026-01-02,"' + b"x\n" * (MOST_LINES - 1) + b'",1,EUR\n'
    beyond = HEADER + b'2026-01-02,"' + b"x\n" * MOST_LINES + b'",1,EUR\n'
    assert len(entries(inside)) == 1
    assert {type(item) for item in read(beyond)} == {Rejected}


def test_a_line_without_end_is_rejected_and_shown_in_part() -> None:
    found = rejected(HEADER + b"2026-01-02," + b"x" * 5_000_000 + b"\n2026-01-03,a,1,EUR\n")
    assert len(found.text) <= MOST_CHARACTERS
    assert "characters long" in found.message


def test_endless_quotes_do_not_take_endless_time() -> None:
    hostile = HEADER + b'x"y,"z\n' * 200_000
    assert sum(1 for item in read(hostile) if isinstance(item, Rejected)) == 200_000


def test_the_order_of_day_and_month_is_decided_by_all_rows_and_both_dates() -> None:
    data = b"Date,Posted,What,Amount\n03/04/2026,,a,1\n05/04/2026,13/04/2026,b,1\nno date,,c,1\n"
    first, second, bad = read(data, EITHER_ORDER)
    assert isinstance(first, Entry)
    assert isinstance(second, Entry)
    assert isinstance(bad, Rejected)
    assert (first.date, second.posted) == (dt.date(2026, 4, 3), dt.date(2026, 4, 13))


def test_dates_that_nothing_settles_refuse_the_file() -> None:
    with pytest.raises(StatementError, match="could be MM/DD/YYYY or DD/MM/YYYY") as refusal:
        read(b"Date,Posted,What,Amount\n03/04/2026,,a,1\n", EITHER_ORDER)
    assert refusal.value.code == "AMBIGUOUS_DATES"


def test_a_declaration_that_names_no_such_column_fails_at_once() -> None:
    with pytest.raises(ValueError, match=r"no header has the columns \['Betrag'\]"):
        CsvFormat(
            name="wrong",
            bank="other",
            kind="other",
            headers=("Day,Text",),
            columns={"date": "Day", "description": "Text", "amount": "Betrag"},
            dates=("%Y-%m-%d",),
        )
    with pytest.raises(ValueError, match=r"no column is said to be \['description'\]"):
        CsvFormat(name="wrong", bank="other", kind="other", headers=("Day",), columns={"date": "Day"}, dates=("%Y-%m-%d",))


SWEDISH = CsvFormat(
    name="swedish",
    bank="other",
    kind="checking",
    headers=("Day,Sum,Text,Id,Code",),
    columns={"date": "Day", "amount": "Sum", "description": "Text", "id": "Id"},
    dates=("%Y-%m-%d",),
    currency="SEK",
    ragged=True,
)
SWEDISH_HEADER = b"Day,Sum,Text,Id,Code\n"


def test_the_last_row_of_a_ragged_file_needs_no_line_end_when_it_is_as_long_as_the_one_above() -> None:
    found = entries(SWEDISH_HEADER + b"2026-01-02,-1.00,one,7\n2026-01-03,-2.00,two,8", SWEDISH)
    assert [(entry.description, entry.provider_id) for entry in found] == [("one", "7"), ("two", "8")]


def test_the_last_row_of_a_ragged_file_is_cut_when_it_is_shorter_than_the_one_above() -> None:
    found = read(SWEDISH_HEADER + b"2026-01-02,-1.00,one,7\n2026-01-03,-2.00,two", SWEDISH)[-1]
    assert isinstance(found, Rejected)
    assert found.code == "TRUNCATED"


def test_an_id_that_equal_rows_share_is_the_first_ones_alone() -> None:
    rows = b"2026-01-02,-1.00,one,7\n2026-01-02,-1.00,two,7\n2026-01-02,-3.00,three,7\n"
    assert [entry.provider_id for entry in entries(SWEDISH_HEADER + rows, SWEDISH)] == ["7", None, "7"]
