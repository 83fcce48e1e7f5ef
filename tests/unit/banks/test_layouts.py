"""Every declared layout, under all of its encodings, line ends, quotes, separators, marks and orders: what is written is read."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from purser import banks
from purser.banks._csv import CsvFormat
from purser.banks._opening import open_document
from purser.domain.statements import Entry

from tests.layouts import LAYOUTS, Dialect, Row, expected_text, rows_for, written

WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\0\ufeff", exclude_categories=["Cs"]), max_size=20)
MONEY = st.decimals(min_value=-(10**9), max_value=10**9, places=2, allow_nan=False)
ROWS = st.lists(st.tuples(st.dates(dt.date(2000, 1, 1), dt.date(2060, 12, 31)), WORDS, MONEY), max_size=6)
DIALECTS = st.builds(
    Dialect,
    header=st.integers(0, 9),
    date=st.integers(0, 9),
    mark=st.integers(0, 1),
    separator=st.integers(0, 1),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
    quote_all=st.booleans(),
    above=st.booleans(),
)


def encoded(text: str, encoding: str) -> bytes:
    """Write in an encoding that can hold the text and that nobody could take for another."""
    try:
        data = text.encode(encoding)
    except UnicodeEncodeError:
        return text.encode()
    try:
        told = data.decode("utf-8")
    except UnicodeDecodeError:
        return data
    assume(told == text or encoding.startswith("utf"))
    return data


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
@settings(max_examples=25, deadline=None)
@given(rows=ROWS, dialect=DIALECTS, encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "legacy"]))
def test_what_is_written_in_a_layout_is_read_back(layout: CsvFormat, rows: list[Row], dialect: Dialect, encoding: str) -> None:
    rows = rows_for(layout, rows)
    assume(rows or not layout.shape)
    text, more = written(layout, rows, dialect)
    reading = banks.read(encoded(text, layout.encoding if encoding == "legacy" else encoding))
    found = list(reading.items)
    entries = [item for item in found if isinstance(item, Entry)]
    kept = entries[: len(entries) - more]
    assert reading.format == layout.name
    assert [(entry.date, entry.amount) for entry in kept] == [(day, amount) for day, _, amount in rows], found
    assert [entry.description for entry in kept] == [expected_text(layout, text) for _, text, _ in rows]
    assert sum((entry.amount for entry in kept), Decimal(0)) == sum((amount for _, _, amount in rows), Decimal(0))


@pytest.mark.parametrize("layout", [layout for layout in LAYOUTS if layout.headers], ids=lambda layout: layout.name)
def test_no_other_format_claims_a_layouts_headers(layout: CsvFormat) -> None:
    for variant in range(len(layout.headers)):
        text, _ = written(layout, rows_for(layout, []), Dialect(header=variant))
        document = open_document(text.encode(), "")
        assert [form.name for form in banks.formats().values() if form.claims(document)] == [layout.name]
