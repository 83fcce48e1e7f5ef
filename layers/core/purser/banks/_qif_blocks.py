"""QIF cut into records: a line each, its first letter saying what it is; `^` ends a record, `!` lines say what follows.

Where a `^` is missing, another day ends the record of a transaction.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from purser.banks._qif_notation import Order

ACCOUNT = "account"
BANKED = {"bank", "cash", "ccard", "oth a", "oth l", "oth s"}
INVESTED = {"invst", "port"}
LISTS = {
    "cat", "class", "memorized", "memorised", "security", "prices", "budget", "template", "invitem", "tag", "tax", "bill",
    "invoice", "payee",
}  # fmt: skip
"""Names, plans and business documents; neither transactions nor rows."""
_DAY = re.compile(r"[0-9]{1,4}\s*[-/.]\s*(?:[0-9]{1,2}|[^\W\d_]{3,9})\s*[-/.'’]\s*[0-9]{1,4}")
_OPTIONS: dict[str, Order] = {"MDY": "month first", "DMY": "day first"}
_KINDS_OF_ACCOUNT = re.compile(
    "account|ban[ckq]|check|chequ|saving|credit|kredit|card|cart|cash|compte|conto|cuenta|konto|giro|spar|oth"
)
_MONEY = re.compile(r"[-+]?[0-9][0-9.,]*-?")


@dataclass(slots=True)
class Block:
    """A record: the section it stands in, its first line (1-based), its lines, and whether the file stops inside it."""

    section: str
    line: int
    lines: list[str] = field(default_factory=list)
    cut: bool = False

    @property
    def text(self) -> str:
        """The record as it stands, without its `^`."""
        return "\n".join(self.lines)

    def first(self, letter: str) -> str:
        """The first line of that letter, "" if there is none; splits come last and may repeat letters."""
        return next(iter(self.all(letter)), "")

    @property
    def day(self) -> str:
        """The text of the date; some banks put it into the memo, and then nothing into D."""
        return self.first("D") or next(filter(_DAY.fullmatch, self.all("M")), "")

    @property
    def is_banked(self) -> bool:
        """Whether it is a transaction: its list says so, or says it in other words and the record has a day and an amount."""
        if self.section in BANKED:
            return True
        if self.section in INVESTED | LISTS or not _KINDS_OF_ACCOUNT.match(self.section):
            return False
        return _DAY.fullmatch(self.first("D")) is not None and _MONEY.fullmatch(self.first("T") or self.first("U")) is not None

    @property
    def is_whole(self) -> bool:
        """Whether it has the day and the amount of a transaction, and no splits, which may have days of their own."""
        told = _DAY.fullmatch(self.first("D")) is not None and bool(self.first("T") or self.first("U"))
        return told and self.is_banked and not self.all("S")

    def all(self, letter: str) -> list[str]:
        """Every line of that letter."""
        return [line[1:].strip() for line in self.lines if line[0] == letter]


def blocks(lines: Iterable[str], section: str = "") -> Iterator[Block]:
    """Cut into records; what stands before the first `!` line belongs to the section given, and is dropped without one."""
    raw = ""
    block: Block | None = None
    for number, raw in enumerate(lines, 1):
        line = raw.strip("\ufeff\x1a \t\r\n")
        if not line:
            continue
        if line[0] in "!^":
            if block:
                yield block
            section, block = _section(line) if line[0] == "!" else section, None
        elif block and not (line[0] == "D" and block.is_whole):
            block.lines.append(line)
        elif section:
            if block:
                yield block
            block = Block(section, number, [line])
    if block:
        block.cut = not raw.endswith(("\r", "\n"))
        yield block


def _section(line: str) -> str:
    """The name behind `!Type:` in small letters, ACCOUNT for `!Account`, "" for options, which hold no records."""
    kind, _, name = line[1:].lower().partition(":")
    if kind.strip() == "account":
        return ACCOUNT
    return " ".join(name.split()) if kind.strip() == "type" else ""


def order_said(lines: Iterable[str]) -> Order | None:
    """Return the order of day and month that an option of the file names: `!Option:MDY`."""
    options = (line.strip("\ufeff \r\n").upper().partition(":") for line in lines if "!" in line[:2])
    return next((_OPTIONS[what.strip()] for name, _, what in options if name == "!OPTION" and what.strip() in _OPTIONS), None)
