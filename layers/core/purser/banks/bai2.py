"""BAI2, the cash management reports of US banks: a row is a 16 record, dated by its group's as-of date.

Amounts have no decimal point; the currency says how many decimals they imply (JPY none, KWD three). Types 100-399 are credits,
400-699 debits, and so are a bank's own 920-959 and 960-999; 890 is a message without money. Opening (010) and closing ledger
(015) are balances where the file gives both and detail between them. Control totals (49, 98, 99) that do not add up are
warnings: every row stands as it is written.
"""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import islice
from typing import Literal

from purser.banks._bai2_records import Record, read_amount, records, summaries, text_place
from purser.banks._bai2_totals import mismatches
from purser.banks._records import MOST_CHARACTERS
from purser.banks._references import References
from purser.banks._rows import REMEDY
from purser.banks._text import Document
from purser.domain.currencies import is_currency, minor_units
from purser.domain.dates import parse_date
from purser.domain.errors import RowError
from purser.domain.statements import Balance, Entry, Ignored, Item, Reading, Rejected

_DEFAULT_CURRENCY = "USD"
"""What the standard assumes where neither account nor group says; the caller's word goes before it."""

_BEGINS = re.compile(r"\s*(?:(?!\d\d,)[^\n]{1,200}\n\s*){0,3}01,")
"""A file header, below a few lines for the system that delivers the file."""
_LEDGER: dict[str, Literal["opening", "closing"]] = {"010": "opening", "015": "closing"}
_CREDITS = (range(100, 400), range(920, 960))
_DEBITS = (range(400, 700), range(960, 1000))
_MESSAGE, _STATUS = 890, range(100)
_VOID = {"2": "The group deletes what was reported before (status 2).", "4": "The group is a test (status 4)."}


class _Bai2:
    name = "bai2"
    bank = "other"

    def claims(self, document: Document) -> bool:
        """Whether the file begins with a file header of version 2 and a group header."""
        first = list(islice(_first_records(document), 2))
        return [one.code for one in first] == ["01", "02"] and _version(first[0]) in {"2", ""}

    def resembles(self, document: Document) -> str:
        """Tell version 1, and a file whose group header is missing."""
        first = next(_first_records(document), None)
        if first is None or first.code != "01" or not _version(first):
            return ""
        return "its header names another version than 2, or no group header (02) follows"

    def read(self, document: Document, currency: str | None) -> Reading:
        """Read the file twice: its control totals first, then its rows."""
        warnings = mismatches(records(document.lines()))
        return Reading(self.name, self.bank, "checking", _items(records(document.lines()), currency), warnings)


FORMAT = _Bai2()


def _first_records(document: Document) -> Iterator[Record]:
    return records(document.opening().splitlines() if _BEGINS.match(document.opening()) else ())


def _version(header: Record) -> str:
    """The header's ninth field; "?" for a record that is no file header, whose fourth field is a date."""
    fields = [*header.fields, *[""] * 8]
    return fields[7] if re.fullmatch("(?:20)?[0-9]{6}", fields[2]) else "?"


def _items(stream: Iterator[Record], currency: str | None) -> Iterator[Item]:
    group, account = _Group(currency), None
    for record in stream:
        if account and record.code != "16":
            yield from account.close()
            account = None
        match record.code:
            case "02":
                group = _Group(currency, record.fields)
            case "03":
                account = _Account(group, record.fields)
            case "16":
                account = account or _Account(group, [])
                yield from account.open()
                yield account.row(record)
    if account:
        yield from account.close()


class _Group:
    """What a group header (02) says of the accounts below it."""

    def __init__(self, currency: str | None, fields: list[str] | None = None) -> None:
        padded = [*(fields or []), *[""] * 7]
        self.status, self.date, self.currency = padded[2], padded[3], padded[5] or currency or _DEFAULT_CURRENCY


@dataclass(slots=True)
class _Account:
    """An account (03) and its rows. References need not be unique: the first row of an amount and reference has it as its id."""

    group: _Group
    fields: list[str]
    number: str = ""
    currency: str = ""
    balances: dict[str, Balance] = field(default_factory=dict)
    opened: bool = False
    references: References = field(default_factory=References)

    def __post_init__(self) -> None:
        self.number, said = [*self.fields, "", ""][:2]
        self.currency = said or self.group.currency
        for code, text in summaries(self.fields):
            kind, amount = _LEDGER.get(code), read_amount(text, minor_units(self.currency))
            if kind and amount is not None:
                self.balances[kind] = Balance(self.number, kind, amount, self.currency)

    def open(self) -> Iterator[Balance]:
        """Hand out the opening balance, once."""
        if len(self.balances) == len(_LEDGER) and not self.opened:
            self.opened = True
            yield self.balances["opening"]

    def close(self) -> Iterator[Balance]:
        """Hand out the closing balance, if there were rows."""
        if self.opened:
            yield self.balances["closing"]

    def row(self, record: Record) -> Entry | Rejected | Ignored:
        """Read a 16 record."""
        try:
            reason = _VOID.get(self.group.status) or _no_money(record)
            return Ignored(record.line, record.text, reason) if reason else self._entry(record)
        except RowError as error:
            return Rejected(record.line, record.text[:MOST_CHARACTERS], error.code, error.message)

    def _entry(self, record: Record) -> Entry:
        fields = record.fields
        if len(record.text) > MOST_CHARACTERS:
            raise RowError(f"The record is longer than {MOST_CHARACTERS} characters. {REMEDY}")
        place = text_place(fields)
        if record.last and len(fields) <= place:
            raise RowError("The file stops inside this record. Download it again.", code="TRUNCATED")
        bank_reference, reference = [*fields, *[""] * place][place - 2 : place]
        if not is_currency(self.currency):
            raise RowError(f"{self.currency[:20]!r} is not a currency code like USD.", code="BAD_CURRENCY")
        words = record.words or reference or f"BAI type {fields[0]}"
        amount = _signed(fields, minor_units(self.currency))
        return Entry(
            line=record.line,
            text=record.text,
            date=_as_of(self.group.date),
            amount=amount,
            currency=self.currency,
            description=words,
            original_description=words,
            account=self.number,
            provider_id=self.references.first(bank_reference, amount),
            bank_type=fields[0],
            reference=reference or None,
        )


def _no_money(record: Record) -> str:
    """Say why a 16 record is no transaction, "" if it is one."""
    code = record.fields[0]
    if not code.isdecimal() or len(code) != 3:  # noqa: PLR2004 - a type code's length
        raise RowError(f"Type {code[:20]!r} is not a BAI type code of three digits.")
    if int(code) == _MESSAGE:
        return "Type 890 is a message without money."
    return f"Type {code} is a status of the account." if int(code) in _STATUS else ""


def _signed(fields: list[str], decimals: int) -> Decimal:
    code, text = int(fields[0]), "".join(fields[1:2])
    sign = 1 if any(code in span for span in _CREDITS) else -1 if any(code in span for span in _DEBITS) else 0
    if not sign:
        raise RowError(
            f"Type {code:03} is neither a credit (100-399) nor a debit (400-699), so the sign is unknown.", code="BAD_AMOUNT"
        )
    amount = read_amount(text, decimals)
    if amount is None or amount < 0:
        raise RowError(f"{text[:40]!r} is not an amount without sign and decimal point.", code="BAD_AMOUNT")
    return amount if sign > 0 else -amount


def _as_of(text: str) -> dt.date:
    try:
        text = text.removeprefix("20") if len(text) == len("20260918") else text
        return parse_date(f"{text[:2]}-{text[2:4]}-{text[4:]}", ("%y-%m-%d",))
    except ValueError as error:
        raise RowError(f"The group's as-of date {text[:20]!r} is not YYMMDD.", code="BAD_DATE") from error
