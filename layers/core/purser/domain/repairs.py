"""The file of an import's rejected rows: each with its reason before it, in the layout it came in, so that it can come again."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from purser.domain.statements import Heading

REASON = "Purser reason"
"""Name of the first column, before the account that the rows are of. A file that begins with it is read without that column."""
_ACCOUNT = re.compile(rb'(?:\xef\xbb\xbf)?"?' + REASON.encode() + rb" ([0-9a-f-]{36})", re.IGNORECASE)
OWN_LAYOUT = "purser"
PLAIN = Heading(("Date,Amount,Currency,Description,Account,Category,Reference,Notes,Row as it was",), ",")
"""The layout `purser`, for rows of files that are no tables: a person fills it in."""


@dataclass(frozen=True, slots=True)
class Rest:
    """What is known of all rejected rows of a file: its one account, and the account's currency."""

    account_id: UUID
    currency: str


def repair_lines(heading: Heading | None, rows: Iterable[tuple[str, str]], rest: Rest | None = None) -> Iterator[str]:
    """Yield the lines of the file for rows of (reason, text as it was)."""
    separator, names = (heading or PLAIN).separator, list((heading or PLAIN).lines)
    yield f"{REASON}{f' {rest.account_id}' if rest else ''}{separator}{names[0] if names else ''}"
    for line in names[1:]:
        yield f"{separator}{line}"
    before = f",,{rest.currency if rest else ''},,,,,,"
    for reason, text in rows:
        row = text if heading else f"{before}{_quoted(text)}"
        yield f"{_quoted(reason)}{separator}{row}"


def account_of_repaired(data: bytes) -> UUID | None:
    """Return the account that a file of repaired rows names, None if it names none or is no such file."""
    found = _ACCOUNT.match(data)
    try:
        return UUID(found[1].decode()) if found else None
    except ValueError:
        return None


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
