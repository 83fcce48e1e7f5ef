"""Lines -> CSV records that know their line and their raw text, whatever the quotes do.

A quote that never closes costs its own line only: the lines after it are read again as records. Records are bounded, and so
is the reading again, so that no file takes more than linear time.
"""

import csv
import re
from collections import deque
from collections.abc import Iterator
from typing import Literal, NamedTuple

MOST_CHARACTERS = 65_536
MOST_LINES = 100
"""Of one record."""
PATIENCE = 10_000
"""Lines of one file read again after quotes that never close; then every record has to fit its line."""


Quotes = Literal['"', "'", "bare", "none"]
"""How columns are quoted: with a mark that is doubled inside, with one that is not ("bare"), or not at all."""


class Record(NamedTuple):
    """One record. `complete` is False for the last one of a file that stops without a line end.

    `problem` says why `fields` could not be told apart; `code` goes with it.
    """

    line: int
    text: str
    fields: list[str]
    complete: bool = True
    problem: str = ""
    code: str = ""


class _Feed:
    """Lines for csv.reader, kept until their record is complete, or handed out again if it never is.

    Blanks between a quote that closes a column and the `separator`, or the end of the line, are left out.
    """

    def __init__(self, lines: Iterator[str], separator: str) -> None:
        self._lines = lines
        self._blanks = re.compile(rf'(?<=")[ \t]+(?={re.escape(separator)}|$)' if separator != "\t" else r'(?<=") +(?=\t|$)')
        self._again: deque[str] = deque()
        self._patience = PATIENCE
        self._characters = 0
        self._line = 1
        self.taken: list[str] = []

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if self.taken and (self._characters > MOST_CHARACTERS or len(self.taken) >= (MOST_LINES if self._patience > 0 else 1)):
            raise StopIteration
        line = self._again.popleft() if self._again else next(self._lines)
        self.taken.append(line)
        self._characters += len(line)
        if len(line) > MOST_CHARACTERS:
            raise csv.Error(f"The line is {len(line)} characters long, far more than a statement's")
        return self._blanks.sub("", line) if '" ' in line or '"\t' in line else line

    def begin(self) -> None:
        self._line += len(self.taken)
        self.taken = []
        self._characters = 0

    def record(self, fields: list[str]) -> Record:
        text = self.taken[0] if len(self.taken) == 1 else "".join(self.taken)
        return Record(self._line, text.rstrip("\r\n"), fields, text.endswith(("\n", "\r")))

    def give_up(self, problem: str) -> Record:
        """Make a broken record of the first line and hand the others out again."""
        first, *others = self.taken
        self._patience -= len(others)
        self._again.extendleft(reversed(others))
        self.taken = [first]
        cut = not others and not first.endswith(("\n", "\r"))
        return Record(self._line, first[:MOST_CHARACTERS].rstrip("\r\n"), [], not cut, problem, "TRUNCATED" if cut else "BAD_ROW")


def read_records(lines: Iterator[str], separator: str = ",", quotes: Quotes = '"') -> Iterator[Record]:
    """Yield every record but empty lines."""
    feed = _Feed(lines, separator)
    reader = _reader(feed, separator, quotes)
    while True:
        feed.begin()
        try:
            fields = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield feed.give_up(_in_words(error))
        else:
            if fields:
                yield feed.record(fields)


def _reader(feed: _Feed, separator: str, quotes: Quotes) -> Iterator[list[str]]:
    if quotes == "bare":
        return (_split(line.rstrip("\r\n"), separator) for line in feed)
    if quotes == "none":
        return csv.reader(feed, delimiter=separator, quoting=csv.QUOTE_NONE, strict=True)
    return csv.reader(feed, delimiter=separator, quotechar=quotes, skipinitialspace=True, strict=True)


def _split(line: str, separator: str) -> list[str]:
    """Split at the separators, but those inside a column in quotes: a mark opens it at its start and closes it at its end.

    A mark before a separator closes nothing if another one closes the text behind: "name "x", place" is one column.
    """
    parts = line.split(separator) if line else []
    last = max((place for place, part in enumerate(parts) if part.endswith('"')), default=-1)
    fields: list[str] = []
    opened: list[str] = []
    for place, part in enumerate(parts):
        opened.append(part)
        behind = parts[place + 1] if place + 1 < len(parts) else ""
        closed = part.endswith('"') and (len(opened) > 1 or part != '"') and (behind.startswith('"') or '"' not in behind)
        if closed or place >= last or not opened[0].startswith('"'):
            text = separator.join(opened)
            fields.append(text[1:-1] if closed and text.startswith('"') else text)
            opened = []
    return fields


def _in_words(error: csv.Error) -> str:
    said = str(error)
    return said if said.startswith("The ") else "A quotation mark opens a column here and nothing closes it where a column ends"
