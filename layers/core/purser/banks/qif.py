"""QIF, Quicken's interchange format: a row is a record of a bank, cash, card, asset or liability account.

The format defines neither the order of day and month nor the decimal mark; each is settled once, by all records of a file. Dates
in Quicken's own notation (`2/ 4'19`, `2/ 4/94`) that settle nothing are read month first, with a warning; others are asked about.
A split transaction is one entry. Investment actions are ignored; lists of categories, classes, securities and so on are no rows.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import islice

from purser.banks._qif_blocks import ACCOUNT, BANKED, INVESTED, LISTS, Block, blocks, order_said
from purser.banks._qif_notation import Evidence, Notation
from purser.banks._records import MOST_CHARACTERS
from purser.banks._rows import REMEDY
from purser.banks._text import Document
from purser.domain.errors import RowError
from purser.domain.statements import UNKNOWN_CURRENCY, Entry, Ignored, Reading, Rejected, Row

_HEADER = re.compile(r"^\s*!(?:Type\s*:|Account\b|Option\s*:|Clear\s*:)", re.IGNORECASE | re.MULTILINE)
_BARE = re.compile(r"\s*D[0-9 ][^\r\n]{5,12}[\r\n]+(?:[TUPMNCLAFSE$][^\r\n]*[\r\n]+){1,60}\^")
"""Records without a list to stand in: the first is a day, letters that QIF knows, and an end."""
_KINDS = {"bank": "checking", "cash": "cash", "ccard": "card", "oth l": "loan"}
_TRANSFER = re.compile(r"\[(.*?)\]")
_CUT_MATTERS = "DTU$"
_MOST_WARNINGS = 5
_HEAD = 4096


class _Qif:
    name = "qif"
    bank = "other"

    def claims(self, document: Document) -> bool:
        """Whether a line begins a list of records, or records stand there without one."""
        return _HEADER.search(document.opening()) is not None or _is_bare(document)

    def resembles(self, _document: Document) -> str:
        """Say nothing: a file is QIF or is not."""
        return ""

    def read(self, document: Document, currency: str | None) -> Reading:
        """Read the records once for the notation, once more for splits if there are any, and then for the rows."""
        evidence, sections, splits = Evidence(said=order_said(document.lines())), set[str](), False
        for block in _blocks(document):
            _consider(block, evidence)
            sections.add(block.section)
            splits = splits or (block.is_banked and bool(block.first("S")))
        notation = evidence.settle()
        unequal = islice(_unequal_splits(document, notation), _MOST_WARNINGS) if splits else ()
        kinds = {_KINDS.get(section, "other") for section in sections & BANKED}
        rows = _Rows(notation, currency or UNKNOWN_CURRENCY).read(_blocks(document))
        return Reading(self.name, self.bank, kinds.pop() if len(kinds) == 1 else "other", rows, (*notation.warnings, *unequal))


FORMAT = _Qif()


def _is_bare(document: Document) -> bool:
    return _BARE.match(document.opening().removeprefix("\ufeff")[:_HEAD]) is not None


def _blocks(document: Document) -> Iterator[Block]:
    return blocks(document.lines(), "bank" if _is_bare(document) else "")


def _consider(block: Block, evidence: Evidence) -> None:
    if (block.is_banked or block.section in INVESTED) and (date := block.day):
        evidence.dates.setdefault(date, block.line)
    if block.is_banked:
        for letter in "TU$":
            for text in block.all(letter):
                evidence.see_amount(text)


def _unequal_splits(document: Document, notation: Notation) -> Iterator[str]:
    for block in _blocks(document):
        if not block.is_banked or not block.first("S"):
            continue
        try:
            total, parts = _total(block, notation), [notation.amount(text) for text in block.all("$")]
        except RowError:
            continue  # the row is rejected where it is read, or the total stands without its splits
        if parts and sum(parts) != total:
            yield f"Line {block.line}: the splits add up to {sum(parts)}, the transaction is {total}."


def _total(block: Block, notation: Notation) -> Decimal:
    return notation.amount(block.first("T") or block.first("U"))


class _Rows:
    """The rows of one file, and the account that those being read belong to."""

    def __init__(self, notation: Notation, currency: str) -> None:
        self._notation = notation
        self._currency = currency
        self._account = ""
        self._section = ""

    def read(self, stream: Iterator[Block]) -> Iterator[Row]:
        """Yield a row for each record of an account."""
        for block in stream:
            if block.section != self._section:
                self._account = self._account if self._section == ACCOUNT else ""
                self._section = block.section
            if block.section == ACCOUNT and not block.is_banked:
                self._account = block.first("N")
            elif block.section not in LISTS:
                yield self._row(block)

    def _row(self, block: Block) -> Row:
        if block.section in INVESTED:
            reason = f"an investment action ({block.first('N') or 'unnamed'}); only movements of money in an account are read"
            return Ignored(block.line, block.text, reason)
        try:
            return self._entry(block)
        except RowError as error:
            return Rejected(block.line, block.text[:MOST_CHARACTERS], error.code, error.message)

    def _entry(self, block: Block) -> Entry:
        if not block.is_banked:
            raise RowError(f'"!Type:{block.section[:40]}" is not a kind of account known here; correct that line in the file.')
        if block.cut and block.lines[-1][0] in _CUT_MATTERS:
            raise RowError("The file stops in the middle of this record. Export it again.", code="TRUNCATED")
        if len(block.text) > MOST_CHARACTERS:
            raise RowError(f"The record is longer than {MOST_CHARACTERS} characters. {REMEDY}")
        payee, memo, category = block.first("P"), block.first("M"), block.first("L")
        transfer = _TRANSFER.match(category)
        if transfer and payee.casefold() == "opening balance":
            self._account = self._account or transfer[1]
        said = " ".join(filter(None, (payee, memo))) or category
        return Entry(
            line=block.line,
            text=block.text,
            date=self._notation.date(block.day),
            amount=_total(block, self._notation),
            currency=self._currency,
            description=" ".join((payee or memo or category).split()),
            original_description=said,
            account=self._account,
            bank_category=None if transfer else category.partition("/")[0] or None,
            bank_type="transfer" if transfer else None,
            reference=block.first("N") or None,
            memo=memo or None,
        )
