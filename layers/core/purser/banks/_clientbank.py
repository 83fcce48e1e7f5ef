"""The text of 1CClientBankExchange cut into sections; keys are compared without case, as banks write them."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from purser.banks._text import Document
from purser.domain.dates import parse_date
from purser.domain.errors import RowError
from purser.domain.money import parse_amount

_BEGINS, _ENDS = "секция", "конец"
_WHOLE = ("конецдокумента", "конецрасчсчет", "конецрасчсчёт")
_MOST_LINES = 500
_DATES = ("%d.%m.%Y", "%Y-%m-%d", "%d.%m.%y")


@dataclass(slots=True)
class Section:
    """The head of a file ("" as `kind`), an account ("расчсчет") or a document ("документ") with its `title`."""

    kind: str
    title: str
    line: int
    lines: list[str] = field(default_factory=list)
    pairs: list[tuple[str, str]] = field(default_factory=list)
    whole: bool = False

    @property
    def text(self) -> str:
        """The section as it stands."""
        return "\n".join(self.lines)

    def said(self, *keys: str) -> str:
        """Return the first of the keys that says something."""
        return next((value for key in keys for value in self.every(key.casefold()) if value), "")

    def every(self, key: str) -> list[str]:
        """Return all that the key says."""
        return [value for name, value in self.pairs if name == key]

    def purpose(self) -> str:
        """Return what the payment is for: one value, or six of a numbered key."""
        numbered = " ".join(self.said(f"назначениеплатежа{number}") for number in range(1, 7))
        return " ".join((self.said("назначениеплатежа") or numbered).split())


def decoded(document: Document) -> Iterator[str]:
    """Decode as the bytes tell: Unicode, else Windows or DOS, whichever makes a key of the first lines."""
    return document.lines("cp1251" if "=" in document.opening("cp1251") and _known(document, "cp1251") else "cp866")


def _known(document: Document, encoding: str) -> bool:
    return _BEGINS in document.opening(encoding).casefold()


def sections(lines: Iterator[str]) -> Iterator[Section]:
    """Cut the lines; what stands between sections belongs to the head."""
    head = section = Section("", "", 1)
    for number, raw in enumerate(lines, 1):
        text = raw.strip("\r\n\ufeff\x1a").strip()
        key, _, value = text.partition("=")
        name = key.strip().casefold()
        if name.startswith(_BEGINS):
            if section is not head:
                yield section
            section = Section(name.removeprefix(_BEGINS), value.strip(' "'), number)
        if len(section.lines) < _MOST_LINES and text:
            section.lines.append(text)
            section.pairs.append((name, value.strip()))
        if name.startswith(_ENDS) and section is not head:
            section.whole = name in _WHOLE
            yield section
            section = head
    if section is not head:
        yield section
    yield head


def amount_of(section: Section, *keys: str) -> Decimal:
    """Read a sum; RowError where none of the keys has one."""
    text = section.said(*keys)
    try:
        return parse_amount(text, "," if "," in text and "." not in text else ".")
    except ValueError as error:
        raise RowError(f"The sum {text[:40]!r} is not an amount.", code="BAD_AMOUNT") from error


def day_of(section: Section, *keys: str) -> dt.date:
    """Read a date; RowError where none of the keys has one."""
    text = section.said(*keys)
    try:
        return parse_date(text, _DATES)
    except ValueError as error:
        raise RowError(f"{text[:40]!r} is not a date like 31.12.2026.", code="BAD_DATE") from error
