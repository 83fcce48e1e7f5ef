import datetime as dt
from decimal import Decimal

from purser.store.staging import ROWS_IN_A_CHUNK, StagedRow, copy_chunks


def spelled(row: StagedRow) -> list[str]:
    return b"".join(copy_chunks([row])).decode().removesuffix("\n").split("\t")


def test_a_row_is_spelled_as_copy_reads_it() -> None:
    row = StagedRow(1, 2, "booked", "text", amount=Decimal("-35.20"), date=dt.date(2026, 9, 18))
    fields = dict(zip(StagedRow._fields, spelled(row), strict=True))
    assert (fields["ordinal"], fields["amount"], fields["date"]) == ("1", "-35.20", "2026-09-18")
    assert fields["merchant"] == "\\N"


def test_what_would_end_a_field_or_a_row_is_escaped() -> None:
    assert spelled(StagedRow(1, 2, "ignored", "a\tb\nc\r\\N"))[3] == "a\\tb\\nc\\r\\\\N"


def test_what_postgresql_cannot_hold_is_replaced_and_not_lost() -> None:
    assert spelled(StagedRow(1, 2, "ignored", "a\0b"))[3] == "a\N{REPLACEMENT CHARACTER}b"
    assert spelled(StagedRow(1, 2, "ignored", "a\ud800b"))[3] == "a?b"


def test_an_empty_text_is_not_null() -> None:
    assert spelled(StagedRow(1, 2, "ignored", ""))[3] == ""


def test_rows_are_sent_while_they_are_read() -> None:
    read = 0

    def rows() -> object:
        nonlocal read
        for read in range(1, ROWS_IN_A_CHUNK * 3):
            yield StagedRow(read, read, "ignored", "x")

    chunks = copy_chunks(rows())  # type: ignore[arg-type] # an iterator
    first = next(chunks)
    assert (read, first.count(b"\n")) == (ROWS_IN_A_CHUNK, ROWS_IN_A_CHUNK)
    assert sum(chunk.count(b"\n") for chunk in chunks) == ROWS_IN_A_CHUNK * 2 - 1


def test_no_rows_are_no_chunks() -> None:
    assert list(copy_chunks([])) == []
