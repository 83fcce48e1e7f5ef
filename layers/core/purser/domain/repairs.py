"""The file of an import's rejected rows: each with its reason before it, in the layout it came in, so that it can come again."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from purser.domain.statements import Heading

REASON = "Purser reason"
"""Name of the first column. A file that begins with it is read without that column."""
PLAIN = Heading(("Date,Amount,Currency,Description,Account,Category,Reference,Notes,Row as it was",), ",")
"""The layout `purser`, for rows of files that are no tables: a person fills it in."""


@dataclass(frozen=True, slots=True)
class Rest:
    """What is known of rejected rows that are no lines of a table: the one account of their file, and its currency."""

    account_id: UUID
    currency: str


def repair_lines(heading: Heading | None, rows: Iterable[tuple[str, str]], rest: Rest | None = None) -> Iterator[str]:
    """Yield the lines of the file for rows of (reason, text as it was)."""
    separator, names = (heading or PLAIN).separator, list((heading or PLAIN).lines)
    yield f"{REASON}{separator}{names[0] if names else ''}"
    for line in names[1:]:
        yield f"{separator}{line}"
    before = f",,{rest.currency},,{rest.account_id},,,," if rest else ",,,,,,,,"
    for reason, text in rows:
        row = text if heading else f"{before}{_quoted(text)}"
        yield f"{_quoted(reason)}{separator}{row}"


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
