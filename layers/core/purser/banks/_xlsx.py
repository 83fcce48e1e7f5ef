"""Excel workbooks (.xlsx, .xlsm) -> rows of cells, streamed, with every number as the text that the file holds.

Source: ECMA-376 part 1, chapters 18.3 (sheets), 18.4 (shared strings), 18.8 (styles). Libraries that lay a sheet out as a grid
were tried and left: two cells in opposite corners, 5 KB, make them take all memory.
"""

import datetime as dt
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from itertools import chain
from typing import IO
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml import DefusedXmlException  # type: ignore[import-untyped]
from defusedxml.ElementTree import DefusedXMLParser, iterparse  # type: ignore[import-untyped]

from purser.banks._cells import Day, Number, cell, typed_number
from purser.domain.errors import StatementError

MOST_UNPACKED = 64 * 1024 * 1024
"""Bytes of a workbook's parts, all together."""
MOST_ROWS = 100_000
MOST_COLUMNS = 512
MOST_ELEMENTS = 4_000_000
"""Of one part: 100,000 rows of fifteen columns and more."""
_MOST_CHILDREN = 2 * 16_384
"""Of one element; a row may have a cell in each of Excel's columns."""
_DEEPEST = 32
_LONGEST_CELL = 32_767
_YEAR_9999 = 2_900_000
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_LITERAL = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')
_BUILT_IN_DATES = frozenset((*range(14, 18), 22, *range(27, 37), *range(50, 59)))
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    ParseError,
    KeyError,
    ValueError,
    EOFError,
    NotImplementedError,
    OSError,
    RuntimeError,
)


def is_workbook(data: bytes) -> bool:
    """Whether an archive is a workbook."""
    try:
        return "xl/workbook.xml" in zipfile.ZipFile(io.BytesIO(data)).namelist()
    except _DAMAGED:
        return False


def rows_of(data: bytes) -> list[list[str]]:
    """Read the rows of all visible sheets, one after another; raise StatementError if that cannot be done."""
    try:
        return list(chain.from_iterable(_Workbook(zipfile.ZipFile(io.BytesIO(data))).sheets()))
    except DefusedXmlException as error:
        raise StatementError("The workbook declares XML entities, which a spreadsheet never needs. It is refused.") from error
    except _DAMAGED as error:
        raise StatementError("The Excel workbook is damaged or locked. Download it again, or save it as CSV.") from error


class _Workbook:
    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._left = MOST_UNPACKED
        self._strings: list[str] = []
        self._dates: list[bool] = []
        self._first_day = dt.date(1899, 12, 30)

    def sheets(self) -> Iterator[Iterator[list[str]]]:
        names = set(self._archive.namelist())
        targets = {e.get("Id", ""): e.get("Target", "") for e in self._elements("xl/_rels/workbook.xml.rels", {"Relationship"})}
        self._strings = (
            [_text_of(e) for e in self._elements("xl/sharedStrings.xml", {"si"})] if "xl/sharedStrings.xml" in names else []
        )
        self._dates = self._date_styles() if "xl/styles.xml" in names else []
        for element in list(self._elements("xl/workbook.xml", {"sheet", "workbookPr"})):
            if element.tag == "workbookPr" and element.get("date1904") in ("1", "true"):
                self._first_day = dt.date(1904, 1, 1)
            path = targets.get(next((value for key, value in element.items() if key.endswith("}id")), ""), "")
            if element.tag == "sheet" and element.get("state", "visible") == "visible" and "worksheet" in path:
                yield self._rows(path.lstrip("/") if path.startswith("/") else f"xl/{path}")

    def _rows(self, path: str) -> Iterator[list[str]]:
        expected = 1
        for count, row in enumerate(self._elements(path, {"row"})):
            if count >= MOST_ROWS:
                raise _too_large(f"more than {MOST_ROWS} rows")
            number = int(row.get("r") or expected)
            yield from ([] for _ in range(min(number - expected, MOST_ROWS // 1000)))
            yield self._row(row)
            expected = number + 1

    def _row(self, row: Element) -> list[str]:
        fields: list[str] = []
        for element in row:
            place = _column(element.get("r", "")) if element.get("r") else len(fields)
            text = self._cell(element)
            if place >= MOST_COLUMNS and not text:
                continue  # formatted to the sheet's end, and empty
            if place >= MOST_COLUMNS:
                raise _too_large(f"more than {MOST_COLUMNS} columns")
            if len(text) > _LONGEST_CELL:
                raise _too_large("a cell longer than Excel allows")
            fields += [""] * (place - len(fields))
            fields.append(text)
        return fields

    def _cell(self, element: Element) -> str:
        kind = element.get("t", "n")
        value = next((child.text or "" for child in element if child.tag == "v"), "")
        if kind == "s":
            return cell(self._strings[int(value)]) if value else ""
        if kind == "inlineStr":
            return cell(_text_of(element))
        return self._number(value, int(element.get("s", "0"))) if kind == "n" and value else cell(value)

    def _number(self, value: str, style: int) -> str:
        number = typed_number(value)
        if style < len(self._dates) and self._dates[style] and type(number) is Number and 1 <= float(number) < _YEAR_9999:
            return Day((self._first_day + dt.timedelta(days=int(float(number)))).isoformat())
        return number

    def _date_styles(self) -> list[bool]:
        formats: dict[str, bool] = {}
        styles: list[bool] = []
        for element in self._elements("xl/styles.xml", {"numFmts", "cellXfs"}):
            for child in element:
                if child.tag == "numFmt":
                    formats[child.get("numFmtId", "")] = _is_date(child.get("formatCode", ""))
                elif child.tag == "xf":
                    number = child.get("numFmtId", "0")
                    styles.append(formats.get(number, int(number) in _BUILT_IN_DATES))
        return styles

    def _elements(self, path: str, tags: set[str]) -> Iterator[Element]:
        with self._archive.open(self._unbounded(path)) as part:
            yield from _elements(self._counted(part), tags)

    def _unbounded(self, path: str) -> zipfile.ZipInfo:
        """Read a part to its end, whatever length the archive claims: the bytes are counted as they come."""
        info = self._archive.getinfo(path)
        info.file_size = MOST_UNPACKED + 1
        return info

    def _counted(self, part: IO[bytes]) -> Iterator[bytes]:
        while chunk := part.read(65_536):
            self._left -= len(chunk)
            if self._left < 0:
                raise _too_large(f"more than {MOST_UNPACKED // 1024 // 1024} MB unpacked")
            yield chunk


class _Chunks(io.RawIOBase):
    """A file of the chunks that an iterator gives."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks

    def read(self, _size: int = -1) -> bytes:
        return next(self._chunks, b"")


def _elements(chunks: Iterator[bytes], tags: set[str]) -> Iterator[Element]:
    """Yield the elements with one of the tags, namespaces taken off; everything is forgotten once it has passed."""
    path = [Element("")]
    inside = 0
    parser = DefusedXMLParser(target=TreeBuilder(), forbid_dtd=True)
    for count, (event, element) in enumerate(iterparse(_Chunks(chunks), ("start", "end"), parser=parser)):
        if event == "start":
            element.tag = element.tag.rpartition("}")[2]
            path.append(element)
            inside += element.tag in tags
            if count > 2 * MOST_ELEMENTS or len(path) > _DEEPEST or (inside and len(path[-2]) > _MOST_CHILDREN):
                raise _too_large("more cells than any statement")
            continue
        path.pop()
        inside -= element.tag in tags
        if element.tag in tags:
            yield element
        if not inside:
            path[-1].clear()


def _text_of(element: Element) -> str:
    """Join the runs of a string, without the phonetic ones."""
    plain = (part for part in element if part.tag in ("t", "r", "is"))
    text = "".join((part.text or "") if part.tag == "t" else _text_of(part) for part in plain)
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)


def _column(reference: str) -> int:
    letters = reference.rstrip("0123456789")
    if not letters.isascii() or not letters.isalpha() or len(letters) > 3:  # noqa: PLR2004 - XFD is the last
        raise ValueError(f"{reference!r} is not a cell")
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _is_date(code: str) -> bool:
    shown = _LITERAL.sub("", code).casefold()
    return "y" in shown or "d" in shown or ("m" in shown and "h" not in shown and "s" not in shown and "0" not in shown)


def _too_large(what: str) -> StatementError:
    return StatementError(f"The workbook has {what}. Export a shorter period, or CSV.", code="TOO_LARGE")
