"""Real files with known figures, where they are at hand (../shared/corpus beside the repository); they are never copied here.

Files of the formats Purser has must be read right, everything else must be refused and not misread.
"""

import csv
from decimal import Decimal
from pathlib import Path

import pytest
from purser import banks
from purser.domain.errors import StatementError
from purser.domain.statements import Tally

CORPUS = Path(__file__).parents[3] / "shared/corpus"
BUILT = ("Chase", "Discover", "Capital One")
STANDARDS = ("BAI", "CAMT", "MT94", "QIF")


def manifest() -> list[dict[str, str]]:
    if not CORPUS.is_dir():
        return []
    with (CORPUS / "MANIFEST.tsv").open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines, delimiter="\t"))


def built(row: dict[str, str]) -> bool:
    return row["bank"].startswith(BUILT) or row["format"].startswith(("OFX", "QFX"))


def read(row: dict[str, str]) -> Tally:
    tally = Tally()
    path = CORPUS / row["file"]
    for item in banks.read(path.read_bytes(), filename=path.name).items:
        tally.add(item)
    return tally


def rows_read_right(row: dict[str, str]) -> bool:
    tally = read(row)
    total = sum([*tally.totals.values(), *tally.pending_totals.values()], Decimal(0))
    expected = sum(map(Decimal, filter(None, row["expected_sum"].split("|"))), Decimal(0))
    return (tally.booked + tally.pending, total) == (int(row["expected_tx"] or 0), expected)


def name(row: dict[str, str]) -> str:
    return row["file"].split("/", 1)[1]


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not beside this repository")
@pytest.mark.parametrize("row", [row for row in manifest() if built(row)], ids=name)
def test_a_real_file_of_a_known_format_is_read_to_the_cent(row: dict[str, str]) -> None:
    tally = read(row)
    assert (tally.booked, tally.pending, tally.rejected) == (int(row["expected_tx"]), 0, 0)
    if tally.booked:
        assert sum(tally.totals.values()) == Decimal(row["expected_sum"])
        assert [str(tally.first), str(tally.last)] == [row["date_from"], row["date_to"]]


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not beside this repository")
@pytest.mark.parametrize("row", [row for row in manifest() if row["format"].startswith(STANDARDS)], ids=name)
def test_a_real_file_of_a_bank_standard_is_read_to_the_cent(row: dict[str, str]) -> None:
    if row["expected_outcome"] == "reject":
        with pytest.raises(StatementError):
            read(row)
        return
    tally = read(row)
    assert rows_read_right(row)
    assert bool(tally.rejected) == (row["expected_outcome"] == "row error")
    if tally.booked and row["date_from"]:
        assert [str(tally.first), str(tally.last)] == [row["date_from"], row["date_to"]]


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not beside this repository")
@pytest.mark.parametrize("row", [row for row in manifest() if not built(row)], ids=name)
def test_a_real_file_of_any_other_format_is_refused_or_right(row: dict[str, str]) -> None:
    try:
        assert rows_read_right(row)
    except StatementError:
        return
