"""Statements of camt.052, 053 and 054: parts of the XML in, entries and balances out.

A row is an `Ntry`, numbered from 1; the transactions of a batch entry describe it and are not counted.
"""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal
from xml.etree.ElementTree import Element

from purser.banks import _camt_entry as ntry
from purser.banks._camt_xml import STATEMENTS, Part, markup
from purser.banks._references import References
from purser.domain.errors import RowError
from purser.domain.statements import Balance, Covers, Entry, Ignored, Item, Rejected, Row

_INFORMATION = "The bank tells of it for information only (status INFO); it was not booked on this account."
_KINDS: dict[str, Literal["opening", "closing"]] = {"OPBD": "opening", "PRCD": "opening", "CLBD": "closing"}
"""Opening booked, closing booked of the statement before (the same, and OPBD is believed where both stand), closing booked."""


def items(parts: Iterator[Part], currency: str, *, turn_reversals: bool = False) -> Iterator[Item]:
    """Read the parts; `currency` stands where neither entry nor account says one.

    `turn_reversals` is for banks that give a reversal the sign of what it takes back.
    """
    statement, ordinal = _Statement(currency, turn_reversals), 0
    for part in parts:
        if part.name in STATEMENTS:
            yield from statement.close()
            statement = _Statement(currency, turn_reversals)
        elif part.name == "Ntry":
            ordinal += 1
            yield from statement.open()
            yield statement.row(part.element, ordinal)
        else:
            statement.learn(part)
    yield from statement.close()


@dataclass(slots=True)
class _Statement:
    """One statement, report or notification, as far as it has been read.

    Not every bank keeps its references unique, so only the first entry of the same day, amount and reference takes it as its
    id; the others are told apart by their place.
    """

    currency: str
    turn_reversals: bool
    account: str = ""
    made: dt.date | None = None
    covers: tuple[dt.date, dt.date] | None = None
    balances: dict[tuple[str, str], Balance] = field(default_factory=dict)
    opened: bool = False
    references: References = field(default_factory=References)

    def learn(self, part: Part) -> None:
        """Take in what stands before the entries."""
        if part.name == "Acct":
            self.account = ntry.text(part.element, "Id/IBAN", "Id/Othr/Id", "Id/BBAN", "Id/PrtryAcct/Id").replace(" ", "")
            self.currency = ntry.text(part.element, "Ccy") or self.currency
        elif part.name == "CreDtTm":
            self.made = _made(part.element)
        elif part.name == "FrToDt":
            self.covers = _period(part.element)
        elif part.name == "Bal" and (balance := self._balance(part.element)):
            key = (balance.kind, balance.currency)
            if key not in self.balances or ntry.text(part.element, *_CODES) != "PRCD":
                self.balances[key] = balance

    def _balance(self, bal: Element) -> Balance | None:
        """A balance of another kind, or one that cannot be read, is left out: there is nothing to check then."""
        kind = _KINDS.get(ntry.text(bal, *_CODES))
        try:
            return kind and Balance(self.account, kind, ntry.signed_amount(bal), self._currency_of(bal), ntry.day(bal, "Dt"))
        except RowError:
            return None

    def open(self) -> Iterator[Balance | Covers]:
        """Hand out the period and the opening balances, once; these where there is a closing balance to check against."""
        if not self.opened:
            if self.covers:
                yield Covers(self.account, self.currency, *self.covers)
            yield from self._paired("opening")
        self.opened = True

    def close(self) -> Iterator[Balance | Covers]:
        """Hand out the closing balances."""
        yield from self.open()
        yield from self._paired("closing")

    def _paired(self, kind: str) -> Iterator[Balance]:
        for (of_kind, currency), balance in self.balances.items():
            if of_kind == kind and {("opening", currency), ("closing", currency)} <= self.balances.keys():
                yield balance

    def row(self, entry: Element, ordinal: int) -> Row:
        """Read one entry."""
        text = markup(entry)
        try:
            status = ntry.status(entry)
            if status == "information":
                return Ignored(ordinal, text, _INFORMATION)
            return self._entry(entry, ordinal, text, pending=status == "pending")
        except RowError as error:
            return Rejected(ordinal, text, error.code, error.message)

    def _entry(self, entry: Element, ordinal: int, text: str, *, pending: bool) -> Entry:
        amount = ntry.signed_amount(entry)
        words = (ntry.counterparty(entry, money_in=amount > 0), ntry.remittance(entry))
        if self.turn_reversals and ntry.is_reversal(entry):
            amount = -amount
        kind, reference, more = ntry.bank_type(entry), ntry.reference(entry), ntry.text(entry, "AddtlNtryInf")
        description = " ".join(filter(None, words)) or more or reference or kind or ntry.text(entry, "CdtDbtInd")
        date, currency = self._date(entry), self._currency_of(entry)
        return Entry(
            line=ordinal,
            text=text,
            date=date,
            posted=None if pending else ntry.day(entry, "BookgDt"),
            amount=amount,
            currency=currency,
            description=description,
            original_description=" ".join(filter(None, (*words, more))) or description,
            account=self.account,
            pending=pending,
            provider_id=self.references.first(ntry.bank_id(entry), date, amount),
            bank_type=kind or None,
            reference=reference or None,
            memo=more if more and more != description else None,
            **ntry.converted(entry, amount, currency),
        )

    def _date(self, entry: Element) -> dt.date:
        """The booking day, else the value day; a notification that gives neither is dated by the day the bank made it."""
        date = ntry.day(entry, "BookgDt", "ValDt") or self.made
        if date is None:
            raise RowError("The entry has no BookgDt and no ValDt.", code="BAD_DATE")
        return date

    def _currency_of(self, element: Element) -> str:
        amount = element.find("Amt")
        code = (amount.get("Ccy") if amount is not None else None) or self.currency
        if not re.fullmatch("[A-Z]{3}", code):
            raise RowError(f"Ccy {code[:40]!r} is not a currency code like EUR.", code="BAD_CURRENCY")
        return code


_MIDNIGHT = re.compile(r"T00:00(?::00(?:[.]0+)?)?(?:Z|[+-]\d\d:\d\d)?$", re.ASCII)
_CODES = ("Tp/CdOrPrtry/Cd", "Tp/Cd")


def _period(element: Element) -> tuple[dt.date, dt.date] | None:
    """The first and the last day of a period; one that ends at midnight ends on the day before."""
    start, end = ntry.text(element, "FrDtTm", "FrDt"), ntry.text(element, "ToDtTm", "ToDt")
    try:
        first, last = ntry.read_day(start), ntry.read_day(end)
    except RowError:
        return None
    midnight = _MIDNIGHT.search(end) is not None and last > first
    return first, last - dt.timedelta(days=1) if midnight else last


def _made(element: Element) -> dt.date | None:
    try:
        return ntry.read_day(element.text or "")
    except RowError:
        return None
