"""OFX tags -> entries and balances of however many statements the file holds."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypedDict

from purser.banks._ofx import Tag, decimal_mark, mark_of, read_tags
from purser.banks._records import MOST_CHARACTERS
from purser.banks._references import References
from purser.banks._rows import REMEDY
from purser.domain.currencies import currency_named, is_currency
from purser.domain.errors import RowError
from purser.domain.exchange import convert
from purser.domain.money import parse_amount
from purser.domain.statements import UNKNOWN_CURRENCY, Balance, Covers, Entry, Ignored, Item, Rejected

_ENTRIES = {"STMTTRN", "STMTTRNP", "LOANSTMTTRN"}  # the second holds pending ones
_ORDERED = "a transfer as it was ordered; its movements of money are in the statements of its accounts"
_NO_ENTRIES = {
    "INVTRAN": "a trade of securities; only movements of money are read",
    "INTRARS": _ORDERED,  # within the bank
    "INTERRS": _ORDERED,  # to another
}
_RECORDS = {*_ENTRIES, *_NO_ENTRIES, "LEDGERBAL"}
_STATEMENTS = {"STMTRS", "CCSTMTRS", "INVSTMTRS", "LOANSTMTRS"}
_OFC = "ACCTSTMT"  # in OFC, the format before OFX, the account stands before its STMTRS
_OUTSIDE = {*_STATEMENTS, _OFC, "BANKTRANLIST", "BANKTRANLISTP", "INVTRANLIST", "INVBANKTRAN", "LOANTRANLIST", "AVAILBAL", "OFX"}
_SCOPES = {"CURRENCY", "ORIGCURRENCY", "PAYEE", "BANKACCTTO", "CCACCTTO"}
_SCOPED = {"CURSYM", "CURRATE", "NAME"}
_LEAVES = {"CURRENCY": "CURSYM", "ORIGCURRENCY": "CURSYM", "PAYEE": "NAME"}  # what they say where a bank writes them as leaves
_DATE = re.compile(
    r"([0-9]{4})([-/. ]?)([0-9]{2})\2([0-9]{2})(?:[T ]{0,2}[0-9]{1,9}(?:[.,:][0-9]{0,9}){0,3})?\s{0,9}"
    r"(?:Z|[-+][0-9:.]{1,6}|[.,:]?\[[^\]]*\]?)?"
)


class Original(TypedDict, total=False):
    """What an entry says of money that the bank converted."""

    original_amount: Decimal | None
    original_currency: str
    exchange_rate: Decimal | None


@dataclass(slots=True)
class _Record:
    name: str
    line: int
    start: int
    fields: dict[str, str] = field(default_factory=dict)
    scope: str = ""

    def add(self, tag: Tag) -> None:
        """Keep the first value of each leaf; what a nested aggregate says of currency and name is kept apart."""
        if tag.name in _SCOPES and (tag.closing or not tag.value):
            self.scope = "" if tag.closing else tag.name
        elif tag.name in _LEAVES and tag.value:
            self.fields.setdefault(f"{tag.name}.{_LEAVES[tag.name]}", tag.value)
        elif tag.value and not tag.closing:
            key = f"{self.scope}.{tag.name}" if self.scope and tag.name in _SCOPED else tag.name
            self.fields.setdefault(key, tag.value)


class OfxItems:
    """The items of one file."""

    def __init__(self, text: str, currency: str | None) -> None:
        self._text = text
        self._default = currency or UNKNOWN_CURRENCY
        self._mark = decimal_mark(text)
        self._newline = "\n" if "\n" in text else "\r"
        self._line, self._counted = 1, 0
        self._account = ""
        self._is_ofc = False
        self._currency = ""
        self._start = ""
        self._record: _Record | None = None
        self._references = References()

    def read(self) -> Iterator[Item]:
        """Yield the items in file order."""
        for tag in read_tags(self._text):
            if tag.name in _RECORDS:
                yield from self._finish(tag.end if tag.closing else tag.start)
                self._record = None if tag.closing else _Record(tag.name, self._line_of(tag.start), tag.start)
            elif tag.name in _OUTSIDE:
                yield from self._finish(tag.start)
                self._forget(tag)
            elif self._record:
                self._record.add(tag)
            elif not tag.closing:
                yield from self._learn(tag)
        yield from self._cut()

    def _forget(self, tag: Tag) -> None:
        self._is_ofc = self._is_ofc or tag.name == _OFC
        if tag.name in ({_OFC} if self._is_ofc else _STATEMENTS):
            self._account = self._currency = ""

    def _learn(self, tag: Tag) -> Iterator[Covers]:
        if tag.name in {"ACCTID", "LOANACCTID"}:
            self._account = self._account or tag.value
        elif tag.name == "CURDEF":
            self._currency = self._currency or currency_named(tag.value) or ""
        elif tag.name == "DTSTART":
            self._start = tag.value
        elif tag.name == "DTEND":
            yield from self._covers(tag.value)

    def _covers(self, end: str) -> Iterator[Covers]:
        """The list's period. The standard has it end before DTEND; banks write the last day. Nonsense is left out."""
        try:
            yield Covers(self._account, self._code(""), _date(self._start), _date(end))
        except RowError:
            return

    def _line_of(self, position: int) -> int:
        self._line += self._text.count(self._newline, self._counted, position)
        self._counted = position
        return self._line

    def _finish(self, end: int) -> Iterator[Item]:
        record, self._record = self._record, None
        if record is None:
            return
        text = self._text[record.start : min(end, record.start + MOST_CHARACTERS)].strip()
        try:
            if record.name in _ENTRIES:
                yield self._entry(record, text)
            elif reason := _NO_ENTRIES.get(record.name):
                yield Ignored(record.line, text, reason)
            elif record.fields.get("BALAMT"):
                yield self._balance(record)
        except RowError as error:
            if record.name in _ENTRIES:
                yield Rejected(record.line, text, error.code, error.message)

    def _cut(self) -> Iterator[Item]:
        if self._record and self._record.name in _ENTRIES:
            text = self._text[self._record.start :].strip()
            yield Rejected(
                self._record.line, text, "TRUNCATED", "The file stops in the middle of this transaction. Export it again."
            )

    def _entry(self, record: _Record, text: str) -> Entry:
        get = record.fields.get
        if len(text) >= MOST_CHARACTERS:
            raise RowError(f"The transaction is longer than {MOST_CHARACTERS} characters. {REMEDY}")
        if get("CORRECTFITID"):
            raise RowError(f"This corrects an earlier transaction, {get('CORRECTFITID')}. Correct that one by hand.")
        name = get("NAME") or get("PAYEE.NAME") or get("MEMO") or get("TRNTYPE", "")
        day = _date(_said(get("DTPOSTED")) or get("DTTRAN") or get("DTUSER") or get("DTPOSTED", ""))
        amount = self._amount("TRNAMT", get("TRNAMT", ""))
        return Entry(
            line=record.line,
            text=text,
            date=day,
            amount=amount,
            currency=self._code(get("CURRENCY.CURSYM", "")),
            description=" ".join(name.split()),
            original_description=name,
            account=self._account,
            posted=day,
            pending=record.name == "STMTTRNP",
            provider_id=self._references.first(_said(get("FITID")) or "", self._account, day, amount),
            bank_type=get("TRNTYPE"),
            reference=_said(get("CHECKNUM") or get("CHKNUM")) or _said(get("REFNUM")),
            memo=get("MEMO"),
            **self._original(record.fields, amount),
        )

    def _original(self, fields: dict[str, str], amount: Decimal) -> Original:
        """Read what the bank converted: ORIGCURRENCY names currency and rate, and the amount follows from these.

        With CURRENCY instead the amount is not converted; its rate is told all the same. A rate that is none is no reason to
        reject the row.
        """
        code, rate = fields.get("ORIGCURRENCY.CURSYM", "").upper(), _rate(fields.get("ORIGCURRENCY.CURRATE", ""))
        if not is_currency(code):
            return {"exchange_rate": _rate(fields.get("CURRENCY.CURRATE", ""))}
        original = convert(amount, rate, Decimal(1), code) if rate else None
        return {"original_amount": original, "original_currency": code, "exchange_rate": rate}

    def _balance(self, record: _Record) -> Balance:
        amount = self._amount("BALAMT", record.fields["BALAMT"])
        as_of = record.fields.get("DTASOF")
        return Balance(self._account, "closing", amount, self._code(""), _date(as_of) if as_of else None)

    def _code(self, said: str) -> str:
        code = currency_named(said) if said else self._currency or self._default
        if code is None:
            raise RowError(f'The currency "{said}" is not a code like USD. {REMEDY}', code="BAD_CURRENCY")
        return code

    def _amount(self, tag: str, text: str) -> Decimal:
        mark = mark_of(text) or self._mark
        if not mark and re.search("[.,]", text):
            raise RowError(f'<{tag}>: the mark in "{text}" may stand for decimals or thousands. {REMEDY}', code="BAD_AMOUNT")
        try:
            return parse_amount(re.sub(r"(?<=[0-9])[.,]$", "", text), mark or ".")
        except ValueError as error:
            problem = f'"{text}" is not an amount' if text else "the amount is missing"
            raise RowError(f"<{tag}>: {problem}. {REMEDY}", code="BAD_AMOUNT") from error


def _rate(text: str) -> Decimal | None:
    """Read how much of the statement's currency one unit of the other is."""
    try:
        rate = parse_amount(text)
    except ValueError:
        return None
    return rate if rate > 0 else None


def _said(number: str | None) -> str | None:
    """Treat a number of nothing but zeros, which some banks write for "none", as none."""
    return number if number and number.strip("0") else None


def _date(text: str) -> dt.date:
    """Read the day as written: it is the bank's own, and moving it to another time zone would change it."""
    match = _DATE.fullmatch(text)
    try:
        if match:
            return dt.date(int(match[1]), int(match[3]), int(match[4]))
    except ValueError:
        pass
    raise RowError(f'<DTPOSTED>: "{text}" is not a date like 20260918. {REMEDY}', code="BAD_DATE")
