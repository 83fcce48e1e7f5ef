"""Workbooks and web pages: rows as those of a CSV, typed cells exactly, and none that takes the process down."""

import io
import time
import zipfile
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from purser import banks
from purser.banks._cells import Day, Number, cell, typed_number
from purser.banks._opening import open_document
from purser.domain.errors import StatementError
from purser.domain.statements import Entry, Ignored, Item, Rejected

NAMESPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
RELATIONS = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
WORKSHEET = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
HEADER = ("Trans. Date", "Post Date", "Description", "Amount", "Category")
DATE_STYLE = 1


def text(value: str) -> str:
    return f'<c t="inlineStr"><is><t>{value}</t></is></c>'


def number(value: str, style: int = 0) -> str:
    return f'<c s="{style}"><v>{value}</v></c>'


def row(*cells: str) -> str:
    return f"<row>{''.join(cells)}</row>"


HEAD = row(*map(text, HEADER))


def workbook(*sheets: str, hidden: int = -1, strings: str = "") -> bytes:
    """Make the smallest workbook: sheets are their rows as XML, style 1 is a date."""
    names = range(1, len(sheets) + 1)
    state = {hidden + 1: 'state="hidden" '}
    listed = "".join(f'<sheet name="S{n}" sheetId="{n}" {state.get(n, "")}r:id="rId{n}"/>' for n in names)
    targets = "".join(f'<Relationship Id="rId{n}" Type="{WORKSHEET}" Target="worksheets/sheet{n}.xml"/>' for n in names)
    parts = {
        "xl/workbook.xml": f"<workbook {NAMESPACE} {RELATIONS}><sheets>{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f"<Relationships>{targets}</Relationships>",
        "xl/styles.xml": f'<styleSheet {NAMESPACE}><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>',
        **{
            f"xl/worksheets/sheet{n}.xml": f"<worksheet {NAMESPACE}><sheetData>{rows}</sheetData></worksheet>"
            for n, rows in zip(names, sheets, strict=True)
        },
    }
    if strings:
        parts["xl/sharedStrings.xml"] = f"<sst {NAMESPACE}>{strings}</sst>"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return out.getvalue()


def items(data: bytes) -> list[Item]:
    return list(banks.read(data).items)


def entries(data: bytes) -> list[Entry]:
    found = items(data)
    assert all(isinstance(item, Entry) for item in found), found
    return [item for item in found if isinstance(item, Entry)]


def refusal(data: bytes) -> StatementError:
    with pytest.raises(StatementError) as caught:
        banks.read(data)
    return caught.value


def test_numbers_are_read_as_the_decimals_that_the_file_holds() -> None:
    rows = [
        row(text("01/02/2026"), text("01/02/2026"), text("a"), number(value), text(""))
        for value in ("867.10", "-0.1", "1E-2", "12")
    ]
    amounts = [entry.amount for entry in entries(workbook(HEAD + "".join(rows)))]
    assert amounts == [Decimal("-867.10"), Decimal("0.1"), Decimal("-0.01"), Decimal(-12)]


@pytest.mark.parametrize(
    ("held", "shown"),
    [
        ("0.30000000000000004", "0.3"),
        ("1234.5600000000001", "1234.56"),
        ("-19.899999999999999", "-19.9"),
        ("1.0000000000000001E-2", "0.01"),
    ],
)
def test_noise_behind_the_digits_that_excel_keeps_is_no_money(held: str, shown: str) -> None:
    (entry,) = entries(workbook(HEAD + row(text("01/02/2026"), text(""), text("a"), number(held), text(""))))
    assert entry.amount == -Decimal(shown)


@pytest.mark.parametrize("held", ["0.33333333333333331", "12345678901234567", "1E+300"])
def test_an_amount_that_excel_cannot_keep_is_refused(held: str) -> None:
    (only,) = items(workbook(HEAD + row(text("01/02/2026"), text(""), text("a"), number(held), text(""))))
    assert isinstance(only, Rejected)
    assert only.code == "BAD_AMOUNT"


def test_dates_are_dates_whatever_the_layout_writes() -> None:
    (entry,) = entries(
        workbook(HEAD + row(number("46054", DATE_STYLE), number("46055.75", DATE_STYLE), text("a"), number("1"), text("")))
    )
    assert (str(entry.date), str(entry.posted)) == ("2026-02-01", "2026-02-02")


def test_a_decimal_point_in_a_typed_cell_means_decimals_where_the_layout_has_commas() -> None:
    header = row(
        *map(
            text,
            (
                "Referenznummer",
                "Buchungsdatum",
                "Buchungsdatum",
                "Betrag",
                "Beschreibung",
                "Typ",
                "Status",
                "Kartennummer",
                "Originalbetrag",
            ),
        )
    )
    typed = row(text("1"), text("01.02.2026"), text("02.02.2026"), number("-1.234"), text("a"))
    written = row(text("2"), text("01.02.2026"), text("02.02.2026"), text("-1.234,50 €"), text("b"))
    assert [entry.amount for entry in entries(workbook(header + typed + written))] == [Decimal("-1.234"), Decimal("-1234.50")]


def test_shared_strings_gaps_and_hidden_sheets() -> None:
    strings = (
        "".join(f"<si><t>{name}</t></si>" for name in HEADER)
        + "<si><r><t>SMITH </t></r><r><t>&amp; SONS</t></r><rPh><t>x</t></rPh></si>"
    )
    head = row(*(f'<c t="s"><v>{place}</v></c>' for place in range(5)))
    data = '<row r="9"><c r="A9" t="inlineStr"><is><t>01/02/2026</t></is></c>'
    data += '<c r="C9" t="s"><v>5</v></c><c r="D9"><v>5</v></c></row>'
    (entry,) = entries(workbook(row(text("not shown")), head + data, hidden=0, strings=strings))
    assert (entry.line, entry.description, entry.posted) == (9, "SMITH & SONS", None)


def test_every_sheet_with_the_header_is_read() -> None:
    one = row(text("01/02/2026"), text(""), text("a"), number("1"), text(""))
    assert len(entries(workbook(HEAD + one, HEAD + one + one))) == 3


def test_titles_above_the_header_are_no_rows() -> None:
    one = row(text("01/02/2026"), text(""), text("a"), number("1"), text(""))
    assert len(entries(workbook(row(text("Account activity")) + HEAD + one))) == 1


@pytest.mark.parametrize(
    ("sheet", "says"),
    [
        ('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>', "columns"),
        ("<row>" + "<c/>" * 2_000_000 + "</row>", "more cells"),
        ("<row><c><v>1</v></c></row>" * 110_000, "rows"),
        ("<a>" * 50_000, "more cells"),
        (f'<row><c t="str"><v>{"9" * 40_000_000}</v></c></row>', "longer"),
    ],
    ids=["corners", "one endless row", "endless rows", "deep", "one endless cell"],
)
def test_a_workbook_made_to_cost_much_is_refused(sheet: str, says: str) -> None:
    data = workbook(sheet)
    start = time.process_time()
    found = refusal(data)
    assert (found.code, time.process_time() - start < 15) == ("TOO_LARGE", True)
    assert says in found.message


def test_cells_formatted_to_the_end_of_the_sheet_and_empty_are_no_columns() -> None:
    cells = [text("06/09/2026"), text("06/10/2026"), text("SHOP"), number("12.34"), text("Misc")]
    empty = "".join(f'<c r="{chr(65 + n // 26)}{chr(65 + n % 26)}{chr(65 + n % 26)}2" s="1"/>' for n in range(600))
    (entry,) = entries(workbook(HEAD + row(*cells, empty)))
    assert entry.amount == Decimal("-12.34")


def test_a_workbook_that_says_it_is_small_is_counted_as_it_is_unpacked() -> None:
    data = workbook("<row>" + "<c/>" * 20_000_000 + "</row>")
    size = (7 + 20_000_000 * 4).to_bytes(4, "little")
    assert refusal(data.replace(size, b"\x01\x00\x00\x00")).code in ("TOO_LARGE", "UNREADABLE")


def test_entities_are_refused() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa">]>'
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook(HEAD))) as source, zipfile.ZipFile(out, "w") as archive:
        for name in source.namelist():
            archive.writestr(name, bomb.encode() * name.endswith("sheet1.xml") + source.read(name))
    assert refusal(out.getvalue()).code == "UNREADABLE"


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_any_change_to_a_workbook(data: st.DataObject) -> None:
    sample = bytearray(workbook(HEAD + row(text("01/02/2026"), text(""), text("a"), number("1"), text(""))))
    for _ in range(data.draw(st.integers(1, 6))):
        sample[data.draw(st.integers(0, len(sample) - 1))] = data.draw(st.integers(0, 255))
    try:
        found = items(bytes(sample))
    except StatementError:
        return
    assert all(isinstance(item, Entry | Rejected | Ignored) for item in found)


def test_a_web_page_reads_as_its_tables() -> None:
    page = (
        b"<html><head><title>x</title></head><body><script>var a = '<td>no</td>';</script><table><tr><td>Activity</table><table>"
    )
    page += b"<tr>" + b"".join(f"<th>{name}</th>".encode() for name in HEADER) + b"</tr>"
    page += "<tr><td>01/02/2026<td>01/03/2026<td>CAFÉ &amp;<br>BAR<td>5.00<td>Food</table>".encode()
    (entry,) = entries(page)
    assert (entry.description, entry.amount, str(entry.posted)) == ("CAFÉ & BAR", Decimal("-5.00"), "2026-01-03")


def test_excels_xml_of_2003_reads_as_its_rows() -> None:
    head = "".join(f'<Cell><Data ss:Type="String">{name}</Data></Cell>' for name in HEADER)
    line = '<Cell><Data ss:Type="DateTime">2026-01-02T00:00:00.000</Data></Cell>'
    line += '<Cell ss:Index="3"><Data ss:Type="String">a</Data></Cell><Cell><Data ss:Type="Number">1234.5</Data></Cell>'
    opening = '<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n'
    page = f"{opening}<Workbook><Table><Row>{head}</Row><Row>{line}</Row></Table></Workbook>"
    (entry,) = entries(page.encode())
    assert (str(entry.date), entry.posted, entry.amount) == ("2026-01-02", None, Decimal("-1234.5"))


def test_tags_without_end_do_not_take_endless_time() -> None:
    start = time.process_time()
    for piece in (b"<", b"<td", b"<!--", b"<td>", b"<table><tr>"):
        try:
            open_document(b"<html>" + piece * 200_000, "x.xls")
        except StatementError:
            continue
    assert time.process_time() - start < 10


def test_what_cells_mean() -> None:
    assert (cell("a\nb "), cell(5.0), type(cell(5.0))) == ("a b", "5", Number)
    assert isinstance(typed_number("46054"), Number)
    assert [typed_number(text) for text in ("NaN", "1E999999", "Infinity", "x")] == ["NaN", "1E999999", "Infinity", "x"]
    assert Day("2026-01-02") == "2026-01-02"
