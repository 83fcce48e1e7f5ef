"""Tables of a web page, or of Excel's XML of 2003, -> rows of cells: some banks name such a file .xls and call it an export."""

import datetime as dt
import html
import re
from contextlib import suppress

from purser.banks._cells import cell, typed_number

_TAG = re.compile(r"<(?P<end>/?)(?P<name>[a-zA-Z][a-zA-Z0-9:]*)(?P<rest>[^<>]*)>|<[^<>]*>|<|[^<]+")
_INDEX = re.compile(r'\bss:Index="([0-9]{1,3})"')
_TYPE = re.compile(r'\bss:Type="(Number|DateTime)"')
_CELLS = {"td", "th", "cell"}
_ROWS = {"tr", "row", "table"}
_BREAKS = {"br", "p", "div", "li"}
_UNSEEN = {"script", "style", "head", "styles"}


def rows_of(text: str) -> tuple[list[list[str]], bool]:
    """Read the rows of all tables in order, of a table in a cell its rows, and tell whether the page stops inside the last."""
    reader = _Reader()
    for part in _TAG.finditer(text):
        if name := part["name"]:
            reader.tag(name.casefold().removeprefix("ss:"), part["rest"], end=bool(part["end"]))
        elif not part[0].startswith("<"):
            reader.text(part[0])
    cut = reader.end_row()
    return [row for row in reader.rows if any(row)], cut


class _Reader:
    def __init__(self) -> None:
        self.rows: list[list[str]] = []
        self._row: list[str] = []
        self._cell: list[str] | None = None
        self._type = ""
        self._unseen = ""

    def tag(self, name: str, attributes: str, *, end: bool) -> None:
        """Open or close a row or a cell; what a page does not show is passed over."""
        if self._unseen or name in _UNSEEN:
            self._unseen = "" if end and name == (self._unseen or name) else self._unseen or name
        elif name in _ROWS:
            self.end_row()
        elif name in _CELLS:
            self._end_cell()
            if not end:
                self._begin_cell(attributes)
        elif name == "data" and (kind := _TYPE.search(attributes)):
            self._type = kind[1]
        elif name in _BREAKS and self._cell is not None:
            self._cell.append(" ")

    def text(self, text: str) -> None:
        """Keep text that stands in a cell."""
        if self._cell is not None and not self._unseen:
            self._cell.append(text)

    def end_row(self) -> bool:
        """Close the row, which has no end tag at times; tell whether there was one."""
        self._end_cell()
        if not self._row:
            return False
        self.rows.append(self._row)
        self._row = []
        return True

    def _begin_cell(self, attributes: str) -> None:
        index = _INDEX.search(attributes)
        self._row += [""] * (int(index[1]) - 1 - len(self._row)) if index else []
        self._cell, self._type = ([], "") if not attributes.endswith("/") else (None, "")
        if attributes.endswith("/"):
            self._row.append("")

    def _end_cell(self) -> None:
        if self._cell is not None:
            self._row.append(_typed(" ".join(html.unescape("".join(self._cell)).split()), self._type))
        self._cell = None


def _typed(text: str, kind: str) -> str:
    if kind == "Number":
        return typed_number(text)
    with suppress(ValueError):
        return cell(dt.date.fromisoformat(text[:10])) if kind else text
    return text
