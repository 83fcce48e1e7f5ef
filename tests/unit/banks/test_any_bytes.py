"""Whatever the bytes: a statement, or a StatementError; every row exactly one item; never a crash, never a hang."""

import csv
import datetime as dt
import io
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from purser import banks
from purser.banks._csv import CsvFormat
from purser.banks._signs import as_is, credit_minus_debit, flip
from purser.domain.errors import StatementError
from purser.domain.statements import Balance, Entry, Ignored, Rejected, Tally

GOLDEN = Path(__file__).parents[2] / "golden"
SAMPLES = [path.read_bytes() for path in sorted(GOLDEN.glob("*/[!._]*")) if path.suffix != ".json"]
WRITABLE = (
    "chase_checking",
    "chase_card",
    "chase_card_2013",
    "discover_card",
    "discover_bank",
    "capital_one_card",
    "capital_one_360",
)
LAYOUTS = [form for form in map(banks.formats().get, WRITABLE) if isinstance(form, CsvFormat)]


def survives(data: bytes) -> None:
    try:
        reading = banks.read(data, filename="x")
        found = list(reading.items)
    except StatementError:
        return
    tally = Tally()
    for item in found:
        assert isinstance(item, Entry | Rejected | Ignored | Balance)
        assert not isinstance(item, Rejected) or (item.code and item.message)
        tally.add(item)
    assert tally.rows == tally.booked + tally.pending + tally.rejected + tally.ignored


@given(st.binary(max_size=300))
@example(b"\xff\xfe\x00")
@example(b"\xef\xbb\xbf\x00")
def test_any_bytes(data: bytes) -> None:
    survives(data)


@settings(max_examples=300)
@given(data=st.data())
def test_any_change_to_a_sample(data: st.DataObject) -> None:
    sample = data.draw(st.sampled_from(SAMPLES))
    start = data.draw(st.integers(0, len(sample)))
    end = data.draw(st.integers(start, min(len(sample), start + 40)))
    noise = data.draw(
        st.one_of(st.binary(max_size=8), st.sampled_from([b'"', b",", b"\r", b"\n", b"<", b"]]>", b"<STMTTRN>", b"\0"]))
    )
    survives(sample[:start] + noise + sample[end:])


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample[:20].decode("ascii", "replace"))
def test_a_sample_cut_anywhere_never_reads_an_amount_the_whole_does_not_have(sample: bytes) -> None:
    whole = [item for item in banks.read(sample).items if isinstance(item, Entry)]
    amounts = {(entry.line, entry.amount, entry.date) for entry in whole}
    for end in range(len(sample)):
        try:
            found = list(banks.read(sample[:end]).items)
        except StatementError:
            continue
        assert {(item.line, item.amount, item.date) for item in found if isinstance(item, Entry)} <= amounts, sample[:end][-80:]


WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\0\ufeff", exclude_categories=["Cs"]), max_size=20)
MONEY = st.decimals(min_value=-(10**9), max_value=10**9, places=2, allow_nan=False)
ROW = st.tuples(st.dates(dt.date(2000, 1, 1), dt.date(2060, 12, 31)), WORDS, MONEY)


def cells(layout: CsvFormat, row: tuple[dt.date, str, Decimal]) -> dict[str, str]:
    """Write one row as the bank would: the inverse of the declaration."""
    day, text, amount = row
    by_role: dict[str, str] = {
        "date": day.strftime(layout.dates[0]),
        "posted": day.strftime(layout.dates[0]),
        "description": text,
    }
    if layout.sign is credit_minus_debit:
        by_role |= {"credit": f"${amount:,}", "debit": ""} if amount >= 0 else {"debit": f"{-amount}", "credit": "0"}
    elif layout.sign is flip:
        by_role["amount"] = f"{-amount}"
    elif layout.sign is as_is:
        by_role["amount"] = f"{amount}"
    else:
        by_role |= {"amount": f"{abs(amount)}", "direction": "Credit" if amount >= 0 else "Debit"}
    return {column: by_role[role] for role, column in layout.columns.items() if role in by_role and isinstance(column, str)}


def written(layout: CsvFormat, header: str, rows: list[tuple[dt.date, str, Decimal]], end: str, *, quote_all: bool) -> str:
    names = next(csv.reader([header], delimiter=layout.separator))
    out = io.StringIO(newline="")
    spans_lines = any(c in "\r\n" for _, text, _ in rows for c in text)  # Python's writer quotes only the line end it uses
    dialect = csv.excel()
    dialect.quoting = csv.QUOTE_ALL if quote_all or spans_lines else csv.QUOTE_MINIMAL
    dialect.lineterminator, dialect.delimiter = end, layout.separator
    writer = csv.DictWriter(out, names, restval="", dialect=dialect)
    writer.writeheader()
    writer.writerows(cells(layout, row) for row in rows)
    return out.getvalue()


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
@settings(max_examples=40)
@given(data=st.data())
def test_what_is_written_in_a_layout_is_read_back(layout: CsvFormat, data: st.DataObject) -> None:
    rows = [row for row in data.draw(st.lists(ROW, max_size=8)) if row[2] or not layout.ignore]
    header, end = data.draw(st.sampled_from(layout.headers)), data.draw(st.sampled_from(["\n", "\r\n", "\r"]))
    text = written(layout, header, rows, end, quote_all=data.draw(st.booleans()))
    reading = banks.read(text.encode(data.draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))))
    found = list(reading.items)
    assert reading.format == layout.name
    assert [(item.date, item.amount) for item in found if isinstance(item, Entry)] == [(row[0], row[2]) for row in rows], found
    assert [item.description for item in found if isinstance(item, Entry)] == [" ".join(row[1].split()) for row in rows]
    assert sum((item.amount for item in found if isinstance(item, Entry)), Decimal(0)) == sum(
        (row[2] for row in rows), Decimal(0)
    )
