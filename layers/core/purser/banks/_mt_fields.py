"""SWIFT messages cut into fields: wrapper, preamble and trailer are left out, wrapped lines stay with their field."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

_JUNK = "\ufeff\x00\x01\x02\x03\x04\x1a \t\r\n"
_BLOCKS = re.compile(r"(?:\{(?!4:)[1-5S]:(?:[^{}]|\{[^{}]*\})*\})*(?:\{4:)?")
_TAG = re.compile(r":(13[CD]?|20|21|23|25P?|28C?|34F|60[FM]?|61|62[FM]?|64|65F?|86|90[CD]|NS):(.*)", re.DOTALL)
_TRAILER = re.compile(r"-(?:XXX.*|\}.*|å)?")  # å is the } of Swedish seven-bit files
_PREAMBLE = re.compile(r":94[02]:")


@dataclass(slots=True)
class Field:
    """One field: its tag, the 1-based line it starts on, its lines without the tag, and whether the file stops inside it."""

    tag: str
    line: int
    lines: list[str] = field(default_factory=list)
    cut: bool = False

    @property
    def text(self) -> str:
        """The field as it stands in the file."""
        return f":{self.tag}:" + "\n".join(self.lines)


def fields(lines: Iterable[str]) -> Iterator[Field]:
    """Cut lines into fields; blank lines and what stands between messages are dropped."""
    current: Field | None = None
    for number, raw in _said(lines):
        line = raw.rstrip("\r\n")
        tagged = _TAG.match(line.lstrip(_JUNK))
        if tagged is None and current is not None and not _closes(line):
            current.lines.append(line)
        elif current is not None:
            yield current
            current = None
        if tagged:
            current = Field(tagged[1], number, [tagged[2]])
        if current is not None:
            current.cut = raw == line
    if current is not None:
        yield current


def _said(lines: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Numbered lines that say something, without the block wrapper (`@@` is the line end of the old videotex banks)."""
    for number, raw in enumerate(lines, 1):
        for part in raw.split("@@") if "@@:" in raw else (raw,):
            bare = part.strip(_JUNK)
            said = f"{_BLOCKS.sub('', bare, count=1) or '-'}\n" if bare.startswith("{") else part
            if bare and not _PREAMBLE.fullmatch(bare):
                yield number, said


def _closes(line: str) -> bool:
    """A dash alone, or with the end of its block, ends a message."""
    return _TRAILER.fullmatch(line.strip(_JUNK)) is not None
