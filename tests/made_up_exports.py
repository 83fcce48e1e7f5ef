"""Made-up exports of banks that do not exist, in the manners of many that do, with what is in them: seeded, so repeatable.

Nothing here is copied from a bank's file: names of columns are those that banks use, everything else is invented.
"""

import csv
import datetime as dt
import io
import json
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Country:
    """How the banks of a country write. Every list is of alternatives; `date` and so on are names of columns."""

    currency: str
    forms: tuple[str, ...]
    marks: tuple[str, ...]
    separators: str
    encodings: tuple[str, ...]
    date: tuple[str, ...]
    booked: tuple[str, ...]
    valued: tuple[str, ...]
    text: tuple[str, ...]
    payee: tuple[str, ...]
    amount: tuple[str, ...]
    sides: tuple[tuple[str, str], ...]
    balance: tuple[str, ...]
    money: tuple[str, ...]
    direction: tuple[tuple[str, str, str], ...]
    spent: tuple[str, ...]
    earned: tuple[str, ...]
    opening: str
    total: str


def _countries() -> dict[str, Country]:
    said = json.loads(Path(__file__).with_name("made_up_banks.json").read_text(encoding="utf-8"))
    return {code: Country(**fields) for code, fields in said.items()}


COUNTRIES = _countries()


@dataclass
class Export:
    """A file, and what is in it: (date, amount) of each row in file order. `traits` tells how it was made."""

    data: bytes
    filename: str
    rows: list[tuple[dt.date, Decimal]]
    traits: dict[str, object] = field(default_factory=dict)


def make(seed: int) -> Export:
    """Make one export."""
    return _Maker(random.Random(seed)).make()  # noqa: S311 - repeatable, not secret


class _Maker:
    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.code = chance.choice(sorted(COUNTRIES))
        self.country = COUNTRIES[self.code]
        self.form = chance.choice(self.country.forms)
        self.mark = chance.choice(self.country.marks)
        self.separator = chance.choice(self.country.separators)
        self.encoding = chance.choice(self.country.encodings)
        self.decimals = 0 if self.country.currency == "JPY" else 2
        self.grouped = chance.random() < 0.4
        self.sign = chance.choice(("signed", "signed", "signed", "sides", "sides", "word", "flipped", "negative side"))
        self.header = chance.random() < 0.85
        self.with_balance = chance.random() < 0.5
        self.newest_first = chance.random() < 0.5
        self.footer = chance.random() < 0.25
        self.preamble = self.header and chance.random() < 0.3
        self.opening = self.header and chance.random() < 0.15
        self.symbol = chance.choice(("", "", "", "", "code", "sign"))
        self.plus = chance.random() < 0.1
        self.quote_all = chance.random() < 0.4
        self.words = chance.choice(self.country.direction)
        self.names = self._naming()

    def make(self) -> Export:
        rows = self._transactions()
        columns = self._columns()
        table = [[self._cell(column, row) for column in columns] for row in rows]
        if self.newest_first:
            table.reverse()
            rows.reverse()
        lines = (
            self._above() + ([[self.names[column] for column in columns]] if self.header else []) + self._around(table, columns)
        )
        return Export(
            self._written(lines), f"export_{self.code}.csv", [(row["date"], row["amount"]) for row in rows], self._traits(columns)
        )

    def _traits(self, columns: list[str]) -> dict[str, object]:
        keys = (
            "code",
            "form",
            "mark",
            "separator",
            "encoding",
            "sign",
            "header",
            "with_balance",
            "newest_first",
            "symbol",
            "grouped",
            "plus",
        )
        return {key: getattr(self, key) for key in keys} | {"columns": columns}

    def _transactions(self) -> list[dict[str, Any]]:
        count = self.chance.choice((1, 2, 3, 5, 8, 20, 60))
        day = dt.date(2024, 1, 1) + dt.timedelta(days=self.chance.randrange(400))
        balance = Decimal(self.chance.randrange(0, 900_000)).scaleb(-self.decimals)
        rows = []
        for _ in range(count):
            day += dt.timedelta(days=self.chance.choice((0, 0, 1, 1, 2, 5, 9)))
            earned = self.chance.random() < 0.3
            cents = self.chance.choice(
                (self.chance.randrange(1, 9_000), self.chance.randrange(1, 9_000), self.chance.randrange(1, 400_000))
            )
            amount = Decimal(cents).scaleb(-self.decimals) * (1 if earned else -1)
            balance += amount
            text = self.chance.choice(self.country.earned if earned else self.country.spent)
            rows.append(
                {"date": day, "amount": amount, "balance": balance, "text": text, "lag": self.chance.choice((0, 0, 1, 2, 3))}
            )
        return rows

    def _columns(self) -> list[str]:
        amounts = {"signed": ["amount"], "flipped": ["amount"], "word": ["amount", "direction"]}.get(
            self.sign, ["debit", "credit"]
        )
        if self.chance.random() < 0.3 and self.sign in ("sides", "negative side"):
            amounts.reverse()
        texts = ["text"] + (["payee"] if self.chance.random() < 0.4 else [])
        dates = ["date"] + ([self.chance.choice(("booked", "valued"))] if self.chance.random() < 0.4 else [])
        money = [*amounts, *(["balance"] if self.with_balance else []), *(["money"] if self.chance.random() < 0.3 else [])]
        blocks = [texts, money]
        if self.sign == "flipped":
            blocks.append(["card"])
        elif self.chance.random() < 0.3:
            blocks.append(["account"])
        self.chance.shuffle(blocks)
        return [*dates, *(column for block in blocks for column in block)]

    def _naming(self) -> dict[str, str]:
        debit, credit = self.chance.choice(self.country.sides)
        chosen = ("date", "booked", "valued", "text", "payee", "amount", "balance", "money")
        names = {column: self.chance.choice(getattr(self.country, column)) for column in chosen}
        names |= {"debit": debit, "credit": credit, "direction": self.words[0], "account": "IBAN", "card": "Card number"}
        return names | ({"booked": f"{names['booked']} 2"} if names["booked"] == names["date"] else {})

    def _cell(self, column: str, row: dict[str, Any]) -> str:
        amount = row["amount"]
        written: dict[str, Callable[[], str]] = {
            "date": lambda: row["date"].strftime(self.form),
            "booked": lambda: (row["date"] + dt.timedelta(days=row["lag"])).strftime(self.form),
            "valued": lambda: (row["date"] + dt.timedelta(days=row["lag"])).strftime(self.form),
            "text": lambda: row["text"],
            "payee": row["text"].split()[-1].title,
            "card": lambda: "XXXX-1234",
            "account": lambda: "DE89370400440532013000",
            "money": lambda: self.country.currency,
            "balance": lambda: self._number(row["balance"]),
            "direction": lambda: self.words[1] if amount < 0 else self.words[2],
            "debit": lambda: self._number(amount if self.sign == "negative side" else -amount) if amount < 0 else "",
            "credit": lambda: self._number(amount) if amount > 0 else "",
            "amount": lambda: self._number({"flipped": -amount, "word": abs(amount)}.get(self.sign, amount), plus=self.plus),
        }
        return written[column]()

    def _number(self, amount: Decimal, *, plus: bool = False) -> str:
        digits = f"{abs(amount):,.{self.decimals}f}" if self.grouped else f"{abs(amount):.{self.decimals}f}"
        digits = digits.replace(",", "\0").replace(".", self.mark).replace("\0", "," if self.mark == "." else ".")
        sign = "-" if amount < 0 else "+" if plus else ""
        if self.symbol == "code":
            return f"{sign}{digits} {self.country.currency}"
        if self.symbol == "sign":
            sign_of = {"USD": "$", "GBP": "£", "EUR": "€", "INR": "₹", "PLN": "zł", "CZK": "Kč", "JPY": "円", "BRL": "R$"}
            return f"{sign}{digits} {sign_of.get(self.country.currency, '')}".rstrip()
        return sign + digits

    def _above(self) -> list[list[str]]:
        if not self.preamble:
            return []
        return [["Account", "12345678"], [], [self.country.opening, self._number(Decimal("12.34"))], []]

    def _around(self, table: list[list[str]], columns: list[str]) -> list[list[str]]:
        blank = [""] * len(columns)
        if self.opening:
            row = blank.copy()
            row[columns.index("text")] = self.country.opening
            row[columns.index("date")] = table[0][columns.index("date")]
            if "balance" in columns:
                row[columns.index("balance")] = self._number(Decimal("1.00"))
            table = [*table, row] if self.newest_first else [row, *table]
        if self.footer:
            row = blank.copy()
            row[0] = self.country.total
            table = [*table, blank, row]
        return table

    def _written(self, lines: list[list[str]]) -> bytes:
        out = io.StringIO()
        style = csv.QUOTE_ALL if self.quote_all else csv.QUOTE_MINIMAL
        csv.writer(out, delimiter=self.separator, quoting=style, lineterminator=self.chance.choice(("\n", "\r\n"))).writerows(
            lines
        )
        return out.getvalue().encode(self.encoding, errors="replace")
