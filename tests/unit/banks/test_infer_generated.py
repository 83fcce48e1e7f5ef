"""Made-up exports of layouts that nobody declared: what is read is exactly what was written, and most of them are read."""

import datetime as dt
from collections import Counter
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st
from purser.banks._infer import inferred
from purser.banks._opening import open_document
from purser.domain.errors import StatementError
from purser.domain.statements import Entry, Rejected

from tests.made_up_exports import Export, make

SEEDS = 150
FEWEST_READ = 0.9
ASKED = {"AMBIGUOUS_DATES", "AMBIGUOUS_AMOUNTS", "AMBIGUOUS_SIGN", "UNKNOWN_FORMAT"}
Row = tuple[dt.date, Decimal]


def rows_of(export: Export) -> list[Row] | str:
    """Read what an export says; the code of the refusal where it is refused."""
    document = open_document(export.data, export.filename)
    try:
        items = list(inferred(document).read(document, None).items)
    except StatementError as error:
        return error.code
    assert not [item for item in items if isinstance(item, Rejected)], export.traits
    return [(item.date, item.amount) for item in items if isinstance(item, Entry)]


@settings(max_examples=100, deadline=None)
@given(st.integers(min_value=0, max_value=2**32))
def test_a_made_up_export_is_read_as_written_or_not_at_all(seed: int) -> None:
    export = make(seed)
    found = rows_of(export)
    if isinstance(found, str):
        assert found in ASKED
    else:
        assert found == export.rows, export.traits


def test_most_made_up_exports_are_read() -> None:
    outcomes = Counter(found if isinstance(found, str) else "read" for found in map(rows_of, map(make, range(SEEDS))))
    assert outcomes["read"] >= FEWEST_READ * SEEDS, outcomes
