"""A mapping: everything that reading a table takes beyond the file itself. Inferred, or corrected by a person and kept."""

import hashlib
import re
from collections.abc import Mapping as Dictionary
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Self, get_args

from purser.banks._infer_words import fold
from purser.banks._records import Quotes
from purser.domain.accounts import KINDS
from purser.domain.currencies import is_currency
from purser.domain.errors import StatementError

ROLES = frozenset(
    [
        "date",
        "posted",
        "description",
        "amount",
        "debit",
        "credit",
        "fee",
        "direction",
        "balance",
        "currency",
        "account",
        "type",
        "category",
        "reference",
        "memo",
        "id",
        "status",
    ]
)
AMOUNTS = ("amount", "debit", "credit")
_FORM = re.compile(r"[^%]*(?:%[YymdbT][^%]*){3,4}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapping:
    """How to read the tables of one fingerprint. What is empty is not decided yet, and `decided` says whether anything is.

    `header` are the columns' names, () for a table without; `width` is their number. `columns`: the columns of each role, of
    which the first that is filled counts. `dates`: the forms in use, as strftime writes them. `signs`: +1 or -1 for each of
    amount, debit and credit, what to multiply the written number by to make money out negative. `money_in`, `money_out`: words of
    the direction column, in small letters, or behind an amount; then the sign is theirs alone. `balance_sign` is -1 where what is
    owed is written as a positive balance. `reversals`: a debit or a credit may have the other sign. `evidence`: why.
    """

    fingerprint: str
    separator: str
    quotes: Quotes = '"'
    padded: bool = False
    encoding: str = "utf-8"
    header: tuple[str, ...] = ()
    width: int = 0
    columns: Dictionary[str, tuple[int, ...]] = field(default_factory=dict)
    dates: tuple[str, ...] = ()
    decimal_mark: str = ""
    signs: Dictionary[str, int] = field(default_factory=dict)
    money_in: tuple[str, ...] = ()
    money_out: tuple[str, ...] = ()
    balance_sign: int = 1
    reversals: bool = False
    currency: str = ""
    kind: str = "other"
    evidence: tuple[str, ...] = ()

    @property
    def decided(self) -> bool:
        """Whether nothing is left to ask."""
        return bool(self.dates and self.decimal_mark and (self.signs or self.money_in or self.money_out))

    def name(self, place: int) -> str:
        """What a person calls a column: its name, or its number counted from 1."""
        name = self.header[place] if place < len(self.header) else ""
        return " ".join(name.split()) or f"column {place + 1}"

    def with_answer(self, answer: Dictionary[str, Any]) -> Self:
        """Return the mapping with the fields of one of a question's answers."""
        return self.from_plain({**self.as_plain(), **answer})

    def as_plain(self) -> dict[str, Any]:
        """Return it as values that JSON can hold."""
        return {**asdict(self), "columns": {role: list(places) for role, places in self.columns.items()}}

    @classmethod
    def from_plain(cls, plain: Dictionary[str, Any]) -> Self:
        """Make a mapping of what `as_plain` gave, perhaps changed by a person; StatementError BAD_MAPPING if it cannot be one."""
        lists: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in plain.items()}
        try:
            columns = {role: tuple(places) for role, places in dict(plain.get("columns", {})).items()}
            lists |= {"columns": columns, "signs": dict(plain.get("signs", {}))}
            made = cls(**lists)
        except (TypeError, ValueError) as error:
            raise StatementError(f"This is no mapping: {error}.", code="BAD_MAPPING") from error
        if problem := _problem(made):
            raise StatementError(f"The mapping cannot be used: {problem}.", code="BAD_MAPPING")
        return made


def fingerprint_of(separator: str, header: tuple[str, ...], width: int, dates: tuple[int, ...]) -> str:
    """Identify a layout: by the names of its columns, else by how many there are and which hold dates."""
    said = "\x1f".join(map(fold, header)) if header else f"{width} columns, dates in {dates}"
    return hashlib.sha256(f"{separator}\x1e{said}".encode()).hexdigest()[:32]


def undecided(mapping: Mapping) -> Mapping:
    """Return the mapping without what a question is about, so that nobody reads with half of it."""
    return replace(mapping, signs={}, money_in=(), money_out=())


def _problem(mapping: Mapping) -> str:
    places = [place for several in mapping.columns.values() for place in several]
    checks = (
        (mapping.columns.keys() <= ROLES, f"its roles are not all among {', '.join(sorted(ROLES))}"),
        (all(type(place) is int and 0 <= place < mapping.width for place in places), "it names a column that is not there"),
        (
            bool(mapping.columns.get("date") and mapping.columns.get("description")),
            "no column is the date, or none the description",
        ),
        (any(mapping.columns.get(role) for role in AMOUNTS), "no column is the amount"),
        (
            all(isinstance(form, str) and _FORM.fullmatch(form) for form in mapping.dates),
            "its forms of dates are not like %d.%m.%Y",
        ),
        (mapping.decimal_mark in ("", ".", ","), "the decimal mark is neither a point nor a comma"),
        (all(sign in (1, -1) for sign in (*mapping.signs.values(), mapping.balance_sign)), "a sign is neither 1 nor -1"),
        (mapping.signs.keys() <= set(AMOUNTS), "it has a sign for what is no amount"),
        (len(mapping.separator) == 1 and mapping.quotes in get_args(Quotes), "the separator or the quotation mark is none"),
        (not mapping.currency or is_currency(mapping.currency), "the currency is no ISO code"),
        (mapping.kind in KINDS, f"the kind of account is none of {', '.join(sorted(KINDS))}"),
    )
    return next((problem for fine, problem in checks if not fine), "")
