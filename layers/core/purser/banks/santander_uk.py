"""Santander (United Kingdom), text export: a key and a value on each line, four lines a transaction, newest first."""

import re
from collections.abc import Iterator
from decimal import Decimal

from purser.banks._rows import REMEDY
from purser.banks._text import Document
from purser.domain.dates import parse_date
from purser.domain.errors import RowError
from purser.domain.money import parse_amount
from purser.domain.statements import Entry, Item, Reading, Rejected

_FROM = re.compile(r"\s*From:\s*\d\d/\d\d/\d{4}\s+to\s+\d\d/\d\d/\d{4}\s")
_ACCOUNT = re.compile(r"^Account:\s*([X*\d][X*\d ]*?)\s*$", re.MULTILINE)
_KEY = re.compile(r"^(Date|Description|Amount|Balance):\s*(.*?)\s*$")
_CUT = "The transaction has no balance, so it is not whole. Export the file again."
_LONGEST_LINE = 1_000
_MOST_LINES = 20


class _SantanderUk:
    name = "santander_uk"
    bank = "other"

    def claims(self, document: Document) -> bool:
        """Whether the file opens with its period."""
        return _FROM.match(_clean(document.opening("latin-1")[:300])) is not None

    def resembles(self, _document: Document) -> str:
        """Resemble nothing: the period is there or not."""
        return ""

    def read(self, document: Document, currency: str | None) -> Reading:
        """Read the transactions."""
        account = _ACCOUNT.search(_clean(document.opening("latin-1")))
        number = "".join(account[1].split()) if account else ""
        return Reading(self.name, self.bank, "checking", _items(document, number, currency or "GBP"))


def _items(document: Document, account: str, currency: str) -> Iterator[Item]:
    for line, lines in _blocks(document):
        text = "\n".join(lines)
        fields = _fields(lines)
        try:
            yield _read(line, text, fields, account, currency)
        except RowError as error:
            yield Rejected(line, text, error.code, error.message)


def _blocks(document: Document) -> Iterator[tuple[int, list[str]]]:
    """Yield the lines of each transaction, with the number of the first."""
    block: list[str] = []
    start = 0
    for number, line in enumerate(document.lines("latin-1"), 1):
        text = _clean(line).strip()[:_LONGEST_LINE]
        if text.startswith("Date:"):
            if block:
                yield start, block
            start, block = number, [text]
        elif block and text and len(block) < _MOST_LINES:
            block.append(text)
    if block:
        yield start, block


def _fields(lines: list[str]) -> dict[str, str]:
    """Read keys and values; a line without a key goes on with the one above."""
    fields: dict[str, str] = {}
    last = ""
    for line in lines:
        key = _KEY.match(line)
        last = key[1] if key else last
        fields[last] = key[2] if key else f"{fields.get(last, '')} {line}"
    return fields


def _read(line: int, text: str, fields: dict[str, str], account: str, currency: str) -> Entry:
    try:
        day = parse_date(fields.get("Date", ""), ("%d/%m/%Y",))
    except ValueError as error:
        raise RowError(f'Date: "{fields.get("Date", "")}" is not a date like DD/MM/YYYY. {REMEDY}', code="BAD_DATE") from error
    if "Balance" not in fields:
        raise RowError(_CUT, code="TRUNCATED")
    amount, balance = (_money(key, fields.get(key, "")) for key in ("Amount", "Balance"))
    description = fields.get("Description", "")
    return Entry(
        line=line,
        text=text,
        date=day,
        amount=amount,
        currency=currency,
        description=" ".join(description.split()),
        original_description=description,
        account=account,
        balance=balance,
    )


def _money(key: str, text: str) -> Decimal:
    try:
        return parse_amount(text.removesuffix("GBP"))
    except ValueError as error:
        raise RowError(f'{key}: "{text[:40]}" is not an amount. {REMEDY}', code="BAD_AMOUNT") from error


def _clean(text: str) -> str:
    """Turn the no-break spaces, and what becomes of them in a wrong encoding, into spaces."""
    return text.replace("\u00a0", " ").replace("\ufffd", " ").replace("\t", " ")


FORMAT = _SantanderUk()
