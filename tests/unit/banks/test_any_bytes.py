"""Whatever the bytes: a statement, or a StatementError; every row exactly one item; never a crash, never a hang."""

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from purser import banks
from purser.domain.errors import StatementError
from purser.domain.statements import Balance, Covers, Entry, Ignored, Rejected, Tally

GOLDEN = Path(__file__).parents[2] / "golden"
PATHS = [path for path in sorted(GOLDEN.glob("*/[!._]*")) if path.suffix != ".json"]
SAMPLES = [path.read_bytes() for path in PATHS]
CUTS = 60
"""Of one sample; where a file ends matters most in its last lines."""


def survives(data: bytes) -> None:
    try:
        reading = banks.read(data, filename="x")
        found = list(reading.items)
    except StatementError:
        return
    tally = Tally()
    for item in found:
        assert isinstance(item, Entry | Rejected | Ignored | Balance | Covers)
        assert not isinstance(item, Rejected) or (item.code and item.message)
        tally.add(item)
    assert tally.rows == tally.booked + tally.pending + tally.rejected + tally.ignored


@settings(deadline=5000)
@given(st.binary(max_size=300))
@example(b"\xff\xfe\x00")
@example(b"\xef\xbb\xbf\x00")
def test_any_bytes(data: bytes) -> None:
    survives(data)


@settings(max_examples=300, deadline=5000)  # milliseconds, on a busy machine
@given(data=st.data())
def test_any_change_to_a_sample(data: st.DataObject) -> None:
    sample = data.draw(st.sampled_from(SAMPLES))
    start = data.draw(st.integers(0, len(sample)))
    end = data.draw(st.integers(start, min(len(sample), start + 40)))
    noise = data.draw(
        st.one_of(st.binary(max_size=8), st.sampled_from([b'"', b",", b"\r", b"\n", b"<", b"]]>", b"<STMTTRN>", b"\0"]))
    )
    survives(sample[:start] + noise + sample[end:])


def cuts(sample: bytes) -> list[int]:
    """Places to cut a sample: all of its last bytes, and some before, the same in every run."""
    last = max(0, len(sample) - CUTS)
    return sorted({*range(last, len(sample)), *range(0, last, max(1, last // CUTS))})


def cuts_show(entries: list[Entry]) -> bool:
    """Whether all amounts have as many decimals: else nothing in a file tells 3 from a 300 that is cut, nor 8.4 from 8.45."""
    decimals = {entry.amount.as_tuple().exponent for entry in entries}
    return len(decimals) == 1 and decimals != {0}


@pytest.mark.parametrize("path", PATHS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_sample_cut_anywhere_never_reads_an_amount_the_whole_does_not_have(path: Path) -> None:
    sample = path.read_bytes()
    whole = [item for item in banks.read(sample, filename=path.name).items if isinstance(item, Entry)]
    amounts = {(entry.line, entry.amount, entry.date) for entry in whole}
    for end in cuts(sample):
        try:
            found = list(banks.read(sample[:end], filename=path.name).items)
        except StatementError:
            continue
        read = [item for item in found if isinstance(item, Entry)]
        read = read if cuts_show(whole) else [item for item in read if item.line != read[-1].line]
        assert {(item.line, item.amount, item.date) for item in read} <= amounts, sample[:end][-80:]
