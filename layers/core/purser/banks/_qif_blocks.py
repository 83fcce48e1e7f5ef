"""QIF cut into records: a line each, its first letter saying what it is; `^` ends a record, `!` lines say what follows."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

ACCOUNT = "account"
BANKED = {"bank", "cash", "ccard", "oth a", "oth l", "oth s"}
INVESTED = {"invst", "port"}
LISTS = {
    "cat", "class", "memorized", "security", "prices", "budget", "template", "invitem", "tag", "tax", "bill", "invoice", "payee",
}  # fmt: skip
"""Names, plans and business documents; neither transactions nor rows."""


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

    def all(self, letter: str) -> list[str]:
        """Every line of that letter."""
        return [line[1:].strip() for line in self.lines if line[0] == letter]


def blocks(lines: Iterable[str]) -> Iterator[Block]:
    """Cut into records; what stands before the first `!` line belongs to no section and is dropped."""
    section, raw = "", ""
    block: Block | None = None
    for number, raw in enumerate(lines, 1):
        line = raw.strip("\ufeff\x1a \t\r\n")
        if not line:
            continue
        if line[0] in "!^":
            if block:
                yield block
            section, block = _section(line) if line[0] == "!" else section, None
        elif block:
            block.lines.append(line)
        elif section:
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
