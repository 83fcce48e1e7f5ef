"""Tables of no declared layout, read by inference alone: what the tests of it say."""

from decimal import Decimal

import pytest
from purser.banks._infer import Inferred, infer, inferred
from purser.banks._infer_mapping import Mapping
from purser.banks._opening import open_document
from purser.domain.errors import StatementError
from purser.domain.statements import Entry, Ignored, Item, Rejected

Line = tuple[str, str]
"""A row as a test writes it: its date, YYYY-MM-DD, and its signed amount."""


def layout(text: str | bytes, filename: str = "") -> Inferred:
    """Find out the layout of a file."""
    return inferred(open_document(text.encode() if isinstance(text, str) else text, filename))


def mapping(text: str | bytes) -> Mapping:
    """Return all that was found out."""
    return layout(text).mapping


def items(text: str | bytes, filename: str = "", currency: str | None = None) -> list[Item]:
    """Read every item."""
    document = open_document(text.encode() if isinstance(text, str) else text, filename)
    return list(inferred(document).read(document, currency).items)


def entries(text: str | bytes, filename: str = "") -> list[Entry]:
    """Read the transactions; none may be rejected."""
    found = items(text, filename)
    assert not [item for item in found if isinstance(item, Rejected)]
    return [item for item in found if isinstance(item, Entry)]


def rows(text: str | bytes, filename: str = "") -> list[Line]:
    """Read the transactions as date and amount."""
    return [(entry.date.isoformat(), str(entry.amount)) for entry in entries(text, filename)]


def ignored(text: str | bytes) -> list[str]:
    """Return the reasons why rows are none."""
    return [item.reason for item in items(text) if isinstance(item, Ignored)]


def rejected(text: str | bytes) -> list[Rejected]:
    """Return the rows that cannot be read."""
    return [item for item in items(text) if isinstance(item, Rejected)]


def total(text: str | bytes) -> Decimal:
    """Sum the booked transactions."""
    return sum((entry.amount for entry in entries(text) if not entry.pending), Decimal(0))


def refusal(text: str | bytes, filename: str = "") -> StatementError:
    """Return why a file is refused, or what is asked about it."""
    with pytest.raises(StatementError) as caught:
        layout(text, filename)
    return caught.value


def answers(text: str | bytes) -> list[str]:
    """Return the answers that there are to what is asked about a file."""
    found = infer(open_document(text.encode() if isinstance(text, str) else text, "")).questions
    return [answer.text for question in found for answer in question.answers]
