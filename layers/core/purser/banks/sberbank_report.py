"""Sberbank (Russia), the card account's report: a page of fixed width in cp1251, one or several pages, no separators.

Amounts are unsigned, CR behind one means money in. The day of an operation has no year; that of its booking, beside it, has.
"""

import re
from collections.abc import Iterator

from purser.banks._rows import REMEDY
from purser.banks._text import Document
from purser.domain.currencies import currency_named
from purser.domain.dates import parse_date
from purser.domain.errors import RowError
from purser.domain.money import parse_amount
from purser.domain.statements import UNKNOWN_CURRENCY, Balance, Entry, Ignored, Item, Reading, Rejected

_TITLE = re.compile(r"ОТЧЕТ ПО СЧЕТУ КАРТЫ")
_BANK = re.compile(r"С\s?Б\s?Е\s?Р\s?Б\s?А\s?Н\s?К")
_CURRENCY = re.compile(r"ВАЛЮТА СЧЕТА[^\n]*\n[ \t]*([A-Z]{3})[ \t]*\r?$", re.MULTILINE)
_CARD = re.compile(r"^([X*\d][X*\d ]{14,20}\d)(?:\s|$)", re.MULTILINE)
_BALANCE = re.compile(r"^ОСТАТОК НА (?P<kind>НАЧАЛО|КОНЕЦ) ПЕРИОДА:\s*(?P<amount>\d*\.\d\d)(?P<sign>[-+]?)\s*$")
_ROW = re.compile(r"^.{0,24}?\s?(?P<day>\d\d[А-Я]{3})\s+(?P<posted>\d\d[А-Я]{3}\d\d)\s+(?P<code>\d{6})\s+(?P<rest>.*)$")
_REST = re.compile(
    r"(?P<text>.*?)\s*(?:\s(?P<currency>[A-Z]{3})\s+(?P<original>\d*\.\d\d))?\s+(?P<amount>\d*\.\d\d)\s?(?P<credit>[CС][RР])?\s*"
)
_TOTAL = re.compile(r"ИТОГО|^\s*\d*\.\d\d([CС][RР])?\s*$")
_RULE = re.compile(r"^[-+]{40,}\s*$")
_TOP = 6_000
"""Characters of the first page, which hold its heading and the card's number."""
_LONGEST_LINE = 300
_MOST_LINES = 20
_LEFT = 20
"""Characters of a line that tell the card, beside its first operations."""


class _SberbankReport:
    name = "sberbank_report"
    bank = "other"

    def claims(self, document: Document) -> bool:
        """Whether the title stands at the top."""
        opening = document.opening("cp1251")[:_TOP]
        return _TITLE.search(opening) is not None and _BANK.search(opening) is not None

    def resembles(self, _document: Document) -> str:
        """Resemble nothing: the title is there or not."""
        return ""

    def read(self, document: Document, currency: str | None) -> Reading:
        """Read the operations of all pages."""
        opening = document.opening("cp1251")[:_TOP]
        said, card = _CURRENCY.search(opening), _CARD.search(opening)
        code = currency_named(said[1]) if said else None
        return Reading(
            self.name, self.bank, "card", _items(document, card[1] if card else "", code or currency or UNKNOWN_CURRENCY)
        )


def _items(document: Document, account: str, currency: str) -> Iterator[Item]:
    """Yield the items; the balances stand on every page, the first and the last count."""
    balances: list[Balance] = []
    for number, block in _blocks(document):
        if balance := _BALANCE.match(block[0]):
            balances.append(_balance(balance, account, currency))
            yield from balances if len(balances) == 1 else ()
        elif _ROW.match(block[0]):
            yield _entry(number, block, account, currency)
        elif _TOTAL.search(block[0]):
            yield Ignored(number, block[0].strip(), "a total")
    yield from [balance for balance in balances if balance.kind == "closing"][-1:]


def _blocks(document: Document) -> Iterator[tuple[int, list[str]]]:
    """Yield each line with its number, an operation with the lines of text that follow it."""
    block: list[str] = []
    start = 0
    for number, line in enumerate(document.lines("cp1251"), 1):
        text = line.rstrip("\r\n")[:_LONGEST_LINE]
        if block and _ROW.match(block[0]) and _continues(text) and len(block) < _MOST_LINES:
            block.append(text)
            continue
        if block:
            yield start, block
        start, block = number, [text]
    if block:
        yield start, block


def _continues(text: str) -> bool:
    """Whether a line is more text of the operation above: its place, or the card's number at the left."""
    return bool(text.strip()) and not any(pattern.search(text) for pattern in (_ROW, _RULE, _TOTAL, _BALANCE))


def _entry(line: int, row: list[str], account: str, currency: str) -> Entry | Rejected:
    try:
        return _read(line, row, account, currency)
    except RowError as error:
        return Rejected(line, "\n".join(row), error.code, error.message)


def _read(line: int, row: list[str], account: str, currency: str) -> Entry:
    head = _ROW.match(row[0])
    rest = _REST.fullmatch(head["rest"]) if head else None
    if head is None or rest is None:
        raise RowError(f"The operation has no amount in the account's currency. {REMEDY}", code="BAD_AMOUNT")
    try:
        posted = parse_date(_spaced(head["posted"]), ("%d %b %y",))
        day = parse_date(f"{_spaced(head['day'])} {posted.year:04}", ("%d %b %Y",))
        day = day if day <= posted else day.replace(year=day.year - 1)
    except ValueError as error:
        raise RowError(f'"{head["day"]} {head["posted"]}" are not dates like 28ДЕК 03ЯНВ19. {REMEDY}', code="BAD_DATE") from error
    amount = parse_amount(rest["amount"])
    words = [rest["text"], *(text[_LEFT:] for text in row[1:])]
    description = " ".join(" ".join(words).split())
    return Entry(
        line=line,
        text="\n".join(row),
        date=day,
        posted=posted,
        amount=amount if rest["credit"] else -amount,
        currency=currency,
        description=description,
        original_description=description,
        account=account,
        reference=head["code"] if head["code"].strip("0") else None,
    )


def _balance(match: re.Match[str], account: str, currency: str) -> Balance:
    amount = parse_amount(match["amount"])
    signed = -amount if match["sign"] == "-" else amount
    return Balance(account, "opening" if match["kind"] == "НАЧАЛО" else "closing", signed, currency)


def _spaced(day: str) -> str:
    """Put spaces between day, month and year."""
    return f"{day[:2]} {day[2:5].casefold().replace('май', 'мая')} {day[5:]}".strip()


FORMAT = _SberbankReport()
