"""Real tables as if nobody had declared a layout: what inference reads of them is right, and it reads most of them."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest
from purser.banks._infer import inferred
from purser.banks._opening import open_document
from purser.domain.errors import StatementError
from purser.domain.statements import Entry

CORPUS = Path(__file__).parents[3] / "shared/corpus"
FEWEST_READ = 0.9

pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not beside this repository")


def tables() -> list[dict[str, str]]:
    if not CORPUS.is_dir():
        return []
    with (CORPUS / "MANIFEST.tsv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))
    return [row for row in rows if row["format"] in ("csv", "xlsx") and row["expected_outcome"].startswith("ok")]


def read(row: dict[str, str]) -> list[Entry] | None:
    """Read a file by inference alone; None where it refuses or asks."""
    path = CORPUS / row["file"]
    try:
        document = open_document(path.read_bytes(), path.name)
        return [item for item in inferred(document).read(document, row["currency"] or None).items if isinstance(item, Entry)]
    except StatementError:
        return None


def figures(entries: list[Entry]) -> tuple[int, list[Decimal]]:
    sums: dict[str, Decimal] = {}
    for entry in entries:
        sums[entry.currency] = sums.get(entry.currency, Decimal(0)) + entry.amount
    return len(entries), sorted(total for total in sums.values() if total)


@pytest.mark.parametrize("row", tables(), ids=lambda row: row["file"])
def test_what_is_read_of_a_real_table_is_right(row: dict[str, str]) -> None:
    found = read(row)
    expected = int(row["expected_tx"]), sorted(Decimal(part) for part in row["expected_sum"].split("|") if Decimal(part))
    assert found is None or expected in (figures(found), figures([entry for entry in found if not entry.pending]))


def test_most_real_tables_are_read() -> None:
    rows = tables()
    assert sum(read(row) is not None for row in rows) >= FEWEST_READ * len(rows)
