"""1CClientBankExchange, the text in which banks of Russia, Kazakhstan and others give statements to 1C: a key and a value a line.

Seen in 1C's description of the format, load1c, and tests with files of Kaspi, CenterCredit and Jusan. A document says who pays
whom; it is money in or out by whose account is one of the file's, or by СуммаПриход and СуммаРасход, as in Kazakhstan.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from purser.banks._clientbank import Section, amount_of, day_of, decoded, sections
from purser.banks._facts import BalanceKind
from purser.banks._iso_numbers import numbered
from purser.banks._records import MOST_CHARACTERS
from purser.banks._rows import REMEDY
from purser.banks._text import Document
from purser.domain.currencies import currency_named
from purser.domain.errors import RowError
from purser.domain.statements import UNKNOWN_CURRENCY, Balance, Entry, Item, Reading, Rejected

_SIGNATURE = "1cclientbankexchange"
_ACCOUNTS = ("счет", "расчсчет", "иик")
_KEYS = {
    "out": [f"плательщик{key}" for key in _ACCOUNTS],
    "in": [f"получатель{key}" for key in _ACCOUNTS],
}
_RUSSIAN_ACCOUNT = 20
_SIDES = {"out": ("Плательщик", "Получатель", "списано", "расход"), "in": ("Получатель", "Плательщик", "поступило", "приход")}


class _ClientBank:
    name = "clientbank_1c"
    bank = "other"

    def claims(self, document: Document) -> bool:
        """Whether the format's name stands in the first line."""
        return document.table is None and document.opening("latin-1").lstrip("\ufeff\r\n ")[:20].casefold() == _SIGNATURE

    def resembles(self, _document: Document) -> str:
        """Resemble nothing: the name is there or not."""
        return ""

    def read(self, document: Document, currency: str | None) -> Reading:
        """Read the documents; a first pass finds the file's own accounts, and transfers between two of them."""
        return Reading(self.name, self.bank, "checking", _items(document, currency or UNKNOWN_CURRENCY))


def _items(document: Document, currency: str) -> Iterator[Item]:
    accounts = _Accounts(currency)
    for section in sections(decoded(document)):
        accounts.learn(section)
    yield from accounts.balances("opening")
    for section in sections(decoded(document)):
        try:
            yield from accounts.entries(section) if section.kind == "документ" else ()
        except RowError as error:
            yield Rejected(section.line, section.text[:MOST_CHARACTERS], error.code, error.message)
    yield from accounts.balances("closing")


@dataclass
class _Accounts:
    """The accounts that a file is about; `told` counts documents that are the same to the letter, `met` those read of them.

    `torn` is the document inside which the file stops.
    """

    currency: str
    own: set[str] = field(default_factory=set)
    parts: dict[str, list[Section]] = field(default_factory=dict)
    currencies: dict[str, str] = field(default_factory=dict)
    told: Counter[int] = field(default_factory=Counter)
    met: Counter[int] = field(default_factory=Counter)
    torn: str = ""

    def learn(self, section: Section) -> None:
        """Take in an account that the head of the file or a section of its own names, and what documents say of it."""
        if section.kind == "документ":
            self.told[hash(section.text)] += 1
            self.torn = self.torn if section.whole else section.text
            if currency := currency_named(section.said("валюта")):
                self.currencies.update(dict.fromkeys((section.said(*keys) for keys in _KEYS.values()), currency))
            return
        self.own.update(section.every("расчсчет"))
        if section.kind == "расчсчет" and (account := section.said("расчсчет")):
            self.parts.setdefault(account, []).append(section)

    def balances(self, kind: BalanceKind) -> Iterator[Balance]:
        """Hand out an account's first opening or last closing balance, where its sections follow each other."""
        for account, parts in self.parts.items():
            try:
                said = [
                    (day_of(part, "датаначала"), amount_of(part, "начальныйостаток"), amount_of(part, "конечныйостаток"))
                    for part in parts
                ]
            except RowError:
                continue
            said.sort(key=lambda one: one[0])
            if all(before[2] == after[1] for before, after in pairwise(said)):
                amount = said[0][1] if kind == "opening" else said[-1][2]
                yield Balance(account, kind, amount, self._currency_of(account))

    def entries(self, document: Section) -> Iterator[Entry]:
        """Read a document: one movement, or two where it is between two of the file's accounts and told once."""
        if not document.whole:
            raise RowError("The file stops inside this document. Download the statement again.", code="TRUNCATED")
        self.met[hash(document.text)] += 1
        sides = self._sides(document)
        if len(sides) > 1 and self.told[hash(document.text)] > 1:
            sides = sides[(self.met[hash(document.text)] - 1) % 2 :][:1]
        if len(sides) > 1 and self.torn and document.text.startswith(self.torn):
            raise RowError(
                "The file stops inside a document that may be this one's other side. Download it again.", code="TRUNCATED"
            )
        for side in sides:
            yield self._entry(document, side)

    def _sides(self, document: Section) -> list[str]:
        told = [side for side, (*_, moved) in _SIDES.items() if document.said(f"сумма{moved}").strip("0.,")]
        if len(told) == 1:
            return told
        dated = [side for side, (_, _, dated, _) in _SIDES.items() if document.said(f"дата{dated}")]
        owned = [side for side in _SIDES if self._account(document, side)]
        both = [side for side in owned if side in dated] or owned or (dated if len(dated) == 1 else [])
        if not both:
            raise RowError(f"Neither payer's nor recipient's account is one of the file's, so the sign is unknown. {REMEDY}")
        return both

    def _account(self, document: Section, side: str) -> str:
        return next((account for key in _KEYS[side] if (account := document.said(key)) in self.own), "")

    def _entry(self, document: Section, side: str) -> Entry:
        _, other, dated, moved = _SIDES[side]
        account = self._account(document, side) or (next(iter(self.own)) if len(self.own) == 1 else "")
        amount = amount_of(document, f"сумма{moved}", "сумма")
        if amount < 0:
            raise RowError(f"The sum {amount} is negative, but this format writes sums without a sign.", code="BAD_AMOUNT")
        purpose = document.purpose()
        name = document.said(f"{other}наименование", f"{other}1", other)
        words = " ".join(f"{name} {purpose}".split()) or document.said("виддокумента") or document.kind
        return Entry(
            line=document.line,
            text=document.text,
            date=day_of(document, f"дата{dated}", "датаоперации", "дата", "датадокумента"),
            amount=-amount if side == "out" else amount,
            currency=self._currency_of(account),
            description=words,
            original_description=words,
            account=account,
            bank_type=document.title or None,
            reference=document.said("номер", "номердокумента") or None,
            memo=purpose or None,
        )

    def _currency_of(self, account: str) -> str:
        """The sixth to eighth digit of a Russian account are its currency; of others, documents tell."""
        digits = account[5:8] if len(account) == _RUSSIAN_ACCOUNT and account.isdecimal() else ""
        return numbered(digits) or self.currencies.get(account) or self.currency


FORMAT = _ClientBank()
