"""Made-up rows in the layouts of banks and apps of many countries, read by inference alone: figures by hand, or what is refused.

Each begins with a line of its own: "=== name in encoding | count sum currency", or the code of the refusal.
"""

import re
from decimal import Decimal
from pathlib import Path

import pytest
from purser.banks._infer import inferred
from purser.banks._opening import open_document
from purser.domain.errors import StatementError
from purser.domain.statements import Entry, Rejected

LAYOUTS = Path(__file__).parents[2] / "made_up_layouts.txt"
HEAD = re.compile(r"^=== (?P<name>\S+)(?: in (?P<encoding>\S+))? \| (?P<says>.+)\n", re.MULTILINE)


def layouts() -> list[tuple[str, bytes, str]]:
    _, *parts = HEAD.split(LAYOUTS.read_text(encoding="utf-8"))
    each = zip(*(parts[place::4] for place in range(4)), strict=True)
    return [(name, text.encode(encoding or "utf-8"), says) for name, encoding, says, text in each]


def read(data: bytes) -> str:
    document = open_document(data, "")
    try:
        items = list(inferred(document).read(document, None).items)
    except StatementError as error:
        return error.code
    entries = [item for item in items if isinstance(item, Entry)]
    booked = [entry.amount for entry in entries if not entry.pending]
    counts = {"pending": len(entries) - len(booked), "rejected": sum(isinstance(item, Rejected) for item in items)}
    told = [f"{what} {count}" for what, count in counts.items() if count]
    return " ".join(
        [str(len(booked)), str(sum(booked, Decimal(0))), *told, *sorted({entry.currency for entry in entries} - {"XXX"})]
    )


@pytest.mark.parametrize(("data", "says"), [layout[1:] for layout in layouts()], ids=[layout[0] for layout in layouts()])
def test_a_layout_reads_as_told(data: bytes, says: str) -> None:
    assert read(data) == says
