"""Statements of MT940 and MT942: lines in, entries and balances out.

An entry's date is its value date, which the standard puts first and always; the entry date, where given, is when it was booked.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from purser.banks._mt_details import converted, details
from purser.banks._mt_fields import Field, fields
from purser.banks._mt_line import mt_amount, statement_line, unless_placeholder, value_date
from purser.banks._records import MOST_CHARACTERS
from purser.banks._references import References
from purser.banks._rows import REMEDY
from purser.domain.currencies import is_currency
from purser.domain.errors import RowError
from purser.domain.statements import UNKNOWN_CURRENCY, Balance, Entry, Item, Rejected

_BALANCE = re.compile(r"\s*([CD])(\d{6})([A-Z]{3})([\d.,]+)\s*")
_FLOOR = re.compile(r"\s*\d*([A-Z]{3})")
_CURRENCY_BEHIND = re.compile(r"(.*\d)\s*([A-Z]{3})")
_MISNAMED = re.compile(r"\d{3}\?\d\d")


def items(lines: Iterable[str], currency: str = UNKNOWN_CURRENCY) -> Iterator[Item]:
    """Read every message; `currency` stands where a message does not say."""
    statement = _Statement(currency)
    for group in _groups(fields(lines)):
        yield from statement.take(group[0], group[1:])


def _groups(stream: Iterator[Field]) -> Iterator[list[Field]]:
    """A field 61 with the fields 86 that explain it; every other field alone."""
    group: list[Field] = []
    for one in stream:
        if group and group[0].tag == "61" and (one.tag == "86" or (one.tag == "25" and _MISNAMED.match(one.lines[0]))):
            group.append(one)
            continue
        if group:
            yield group
        group = [one]
    if group:
        yield group


@dataclass(slots=True)
class _Statement:
    """Where in the file we are: whose account, which currency, and whether an opening balance was declared."""

    currency: str
    account: str = ""
    opened: bool = False
    references: References = field(default_factory=References)

    def take(self, at: Field, further: list[Field]) -> Iterator[Item]:
        match at.tag:
            case "25" | "25P":
                self._identify(at.lines[0].strip())
            case "34F" | "90C" | "90D" if floor := _FLOOR.match(at.lines[0]):
                self.currency = floor[1]
            case "60F" | "60M" | "60":
                self.references.clear()
                yield from self._balance(at, "opening")
            case "61":
                yield self._row(at, further)
            case "62F" | "62M" | "62" if self.opened:
                yield from self._balance(at, "closing")

    def _identify(self, text: str) -> None:
        """Take the account number; some banks write the currency right behind it."""
        behind = None if _is_iban(text) else _CURRENCY_BEHIND.fullmatch(text)
        if behind and is_currency(behind[2]):
            self.account, self.currency = behind[1], behind[2]
        else:
            self.account = text
        self.opened = False

    def _balance(self, at: Field, kind: Literal["opening", "closing"]) -> Iterator[Balance]:
        """A balance that cannot be read is left out: there is nothing to check then, and no row is lost."""
        self.opened = False
        if not (said := _BALANCE.fullmatch(at.lines[0])):
            return
        self.currency = said[3]
        try:
            amount, date = mt_amount(said[4]), value_date(said[2])
        except RowError:
            return
        self.opened = kind == "opening"
        yield Balance(self.account, kind, amount if said[1] == "C" else -amount, self.currency, date)

    def _row(self, at: Field, further: list[Field]) -> Entry | Rejected:
        text = "\n".join(one.text for one in (at, *further))
        try:
            return self._entry(at, further, text)
        except RowError as error:
            return Rejected(at.line, text[:MOST_CHARACTERS], error.code, error.message)

    def _entry(self, at: Field, further: list[Field], text: str) -> Entry:
        if len(text) > MOST_CHARACTERS:
            raise RowError(f"The booking is longer than {MOST_CHARACTERS} characters. {REMEDY}")
        line = statement_line(at.lines)
        if at.cut and not line.kind:
            raise RowError("The file stops inside this booking. Download the statement again.", code="TRUNCATED")
        told = details([part for one in further for part in one.lines])
        fallback = line.name or line.supplement or line.reference or line.kind or at.lines[0]
        named = line.name if line.name and not told.name else ""
        return Entry(
            line=at.line,
            text=text,
            date=line.date,
            posted=None if line.expected else line.entered,
            amount=line.amount,
            currency=self.currency,
            description=" ".join(filter(None, (named, told.description))) or fallback,
            original_description=" ".join(filter(None, (named, told.text))) or fallback,
            account=self.account,
            pending=line.expected,
            provider_id=self.references.first(line.bank_reference, line.date, line.amount),
            bank_type=told.kind or line.kind or None,
            reference=line.reference or unless_placeholder(told.reference) or None,
            memo=line.supplement or None,
            **converted(f"{line.supplement} {told.text}", line.amount < 0, self.currency),
        )


def _is_iban(text: str) -> bool:
    """Check ISO 13616's remainder, so that letters at the end of a real IBAN are not taken for a currency."""
    if not re.fullmatch(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}", text):
        return False
    return int("".join(str(int(sign, 36)) for sign in text[4:] + text[:4])) % 97 == 1
