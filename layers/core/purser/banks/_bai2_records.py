"""BAI2 files cut into logical records: continuations joined, several records on a line parted.

Source: BAI Cash Management Balance Reporting Specifications, version 2.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

_START = re.compile(r"\s*(01|02|03|16|49|88|98|99)[,/]")
_NEXT = re.compile(  # what follows a slash only if it begins a record: a text such as "paid 05/16,2020" does not
    r"/\s*(?=01,[^,/]*,[^,/]*,\d{6},|02,[^,/]*,[^,/]*,\d?,|03,[^,/]*,(?:[A-Z]{3})?[,/]|16,\d{3},[-+]?\d*,|49,[-+]?\d*,\d+"
    r"|88,|98,[-+]?\d*,\d+,|99,[-+]?\d*,\d+,)"
)
_LONGEST_COUNT = 2
_AMOUNT = re.compile(r"([-+]?)(\d{1,18})(?:\.(\d{1,10}))?", re.ASCII)
_TYPE = re.compile(r"\d{3}", re.ASCII)
_FULL_LINE = 78
"""A line of text this long was cut by the physical record, not by a word's end."""


@dataclass
class Record:
    """A logical record: its code, first line (1-based), physical lines, and what stands behind the code, in pieces.

    `physical` counts the records it took, as control totals do; `last` is true where the file stops with it.
    """

    code: str
    line: int
    lines: list[str]
    pieces: list[str]
    physical: int = 1
    last: bool = False
    in_text: bool = False

    @property
    def text(self) -> str:
        """The record as it stands."""
        return "\n".join(self.lines)

    @cached_property
    def body(self) -> str:
        """What stands behind the code, in one line, without the slash that ends it."""
        return "".join(self.pieces).removesuffix("/")

    @cached_property
    def fields(self) -> list[str]:
        """The fields behind the code."""
        return [one.strip() for one in self.body.split(",")]

    @property
    def words(self) -> str:
        """The text of a 16 record, commas and all, spaces folded."""
        place = text_place(self.fields)
        return " ".join("".join(self.body.split(",", place)[place:]).split())


def records(lines: Iterable[str]) -> Iterator[Record]:
    """Join and part; what stands before the first record is dropped."""
    current: Record | None = None
    for number, piece in _pieces(lines):
        start = _START.match(piece)
        if start and start[1] != "88":
            if current:
                yield current
            current = Record(start[1], number, [piece], [piece[start.end() :]])
        elif current:
            _continue(current, piece, piece[start.end() :] if start else piece)
            current.physical += start is not None
    if current:
        current.last = True
        yield current


def _pieces(lines: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Number the physical records; blank ones are dropped, a slash stays with the record that it ends."""
    for number, line in enumerate(lines, 1):
        text = line.strip("\r\n\x1a\ufeff \t")
        begin = 0
        for match in _NEXT.finditer(text):
            yield number, text[begin : match.start() + 1]
            begin = match.end()
        if text[begin:]:
            yield number, text[begin:]


def _continue(record: Record, line: str, body: str) -> None:
    """Text goes on, in mid-word if its line was full; elsewhere the next field follows, whether or not a slash ended the last."""
    ended = record.pieces[-1].endswith("/")
    record.pieces[-1] = record.pieces[-1].removesuffix("/")
    record.in_text = record.in_text or (record.code == "16" and _reaches_text("".join(record.pieces).split(",")))
    cut = not ended and len(record.lines[-1]) >= _FULL_LINE
    record.pieces += ["" if cut else " ", body] if record.in_text else [",", body]
    record.lines.append(line)


def _reaches_text(fields: list[str]) -> bool:
    return len(fields) > text_place(fields)


def read_amount(text: str, decimals: int = 0) -> Decimal | None:
    """Read digits that imply `decimals`, None if they are no number; a point, which the standard does not have, is believed."""
    match = _AMOUNT.fullmatch(text.strip())
    if match is None:
        return None
    amount = Decimal(f"{match[2]}.{match[3]}") if match[3] else Decimal(match[2]).scaleb(-decimals)
    return -amount if match[1] == "-" else amount


def summaries(fields: list[str]) -> Iterator[tuple[str, str]]:
    """Type and amount of each summary of a 03 record, whose fields stand behind account and currency."""
    at = 2
    while at < len(fields):
        if not _TYPE.fullmatch(fields[at]):
            at += 1  # an empty field too many, where a bank ends its line with a comma and a slash
            continue
        yield fields[at], fields[at + 1] if at + 1 < len(fields) else ""
        at += 3 + funds_width(fields[at + 3 : at + 5])


def text_place(fields: list[str]) -> int:
    """Where the text of a 16 record stands: behind type, amount, funds type with what belongs to it, and two references."""
    return 2 + funds_width(fields[2:4]) + 2


def funds_width(fields: list[str]) -> int:
    """How many fields a funds type takes, itself included: S has three amounts, V a date and a time, D a count and pairs."""
    kind = fields[0].strip() if fields else ""
    if kind == "D":
        pairs = fields[1].strip() if len(fields) > 1 else ""
        return 2 + 2 * (int(pairs) if pairs.isdecimal() and len(pairs) <= _LONGEST_COUNT else 0)
    return {"S": 4, "V": 3}.get(kind, 1)
