"""Bytes -> text: what is refused before any format is asked, and in which encoding the rest is written."""

import codecs
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from purser.banks._records import Quotes, Record, read_records
from purser.domain.errors import StatementError

OPENING_BYTES = 65_536
"""How much of a file is looked at to recognise it."""

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_NO_BOM = ((re.compile(rb"(?:[\t\r\n -~]\0){16}"), "utf-16-le"), (re.compile(rb"(?:\0[\t\r\n -~]){16}"), "utf-16-be"))
"""UTF-16 without a byte order mark: sixteen plain letters at the start, each beside a NUL."""
_ARCHIVE = (
    rb"PK\x03\x04|PK\x05\x06|PK\x07\x08|\x1f\x8b|\x1f\x9d|BZh[1-9]1AY&SY|\xfd7zXZ\x00|7z\xbc\xaf\x27\x1c|Rar!\x1a\x07"
    rb"|\x28\xb5\x2f\xfd|\x04\x22\x4d\x18|MSCF\x00|.{257}ustar"
)
_WORKBOOK = "This is an Excel workbook. Open it and save it as CSV, or export CSV at the bank."
_QUOTABLE = re.compile(r'[",\r\n]')
_ARCHIVED = "This is a compressed archive. Unpack it and upload the statement files in it one by one."
_PDF = "This is a PDF. Export the transactions as CSV, OFX or QFX at the bank."
_WEB_PAGE = "This is a web page, whatever its name says. Export the transactions as CSV, OFX or QFX at the bank."
_NOT_TEXT = (
    (rb"PK\x03\x04(?=.*xl/workbook)|\xd0\xcf\x11\xe0", "UNKNOWN_FORMAT", _WORKBOOK),
    (_ARCHIVE, "ARCHIVE", _ARCHIVED),
    (rb"%PDF-", "UNKNOWN_FORMAT", _PDF),
    (rb"(?i)(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html|head|body|meta|table)\b", "UNKNOWN_FORMAT", _WEB_PAGE),
)


@dataclass(frozen=True, slots=True)
class Document:
    """A text file whose bytes are sound. `encoding` is None where it is not Unicode and the format has to know.

    Of a spreadsheet, `table` holds the rows and `data` the same as CSV. `cut` says that it stops inside its last
    row. `memo` is for what several formats ask in turn.
    """

    data: bytes
    filename: str
    encoding: str | None
    table: tuple[list[str], ...] | None = None
    cut: bool = False
    memo: dict[tuple[str, ...], tuple[Record, ...]] = field(default_factory=dict, compare=False, repr=False)

    def records(self, legacy: str = "cp1252", separator: str = ",", quotes: Quotes = '"') -> Iterator[Record]:
        """Read CSV records lazily; those of a spreadsheet are its rows, whatever the dialect."""
        if self.table is None:
            return read_records(self.lines(legacy), separator, quotes)
        last = len(self.table) if self.cut else 0
        return (Record(line, csv_line(row), row, line != last) for line, row in enumerate(self.table, 1) if row)

    def lines(self, legacy: str = "cp1252") -> Iterator[str]:
        """Decode lazily, line by line, ends kept; CR, LF and CRLF end a line."""
        return io.TextIOWrapper(io.BytesIO(self.data), encoding=self.encoding or legacy, errors="replace", newline="")

    def text(self, legacy: str = "cp1252") -> str:
        """Decode the whole file."""
        return self.data.decode(self.encoding or legacy, errors="replace")

    def opening(self, legacy: str = "cp1252") -> str:
        """Decode only as much as recognition needs."""
        return self.data[:OPENING_BYTES].decode(self.encoding or legacy, errors="replace")


def spreadsheet(rows: Sequence[list[str]], filename: str, *, cut: bool = False) -> Document:
    """Make a document of the rows of a spreadsheet; a row is a line of `data`, an empty one too, a cut one without line end."""
    filled = [row[: next((place for place in range(len(row), 0, -1) if row[place - 1]), 0)] for row in rows]
    width = max(map(len, filled), default=0)
    whole = len(filled) - cut
    table = tuple([*row, *[""] * (width - len(row))] if row and at < whole else row for at, row in enumerate(filled))
    text = "".join(f"{csv_line(row)}\n" for row in table)
    return Document((text.rstrip("\n") if cut else text).encode(), filename, "utf-8", table, cut)


def csv_line(fields: Sequence[str]) -> str:
    """Write one record as a line of CSV."""
    return ",".join('"' + field.replace('"', '""') + '"' if _QUOTABLE.search(field) else field for field in fields)


def open_document(data: bytes, filename: str) -> Document:
    """Find the encoding of a text file, or raise StatementError with the reason why it is none."""
    for signature, code, message in _NOT_TEXT:
        if re.match(signature, data, re.DOTALL):
            raise StatementError(message, code=code)
    encoding = next((name for bom, name in _BOMS if data.startswith(bom)), None)
    encoding = encoding or next((name for start, name in _NO_BOM if start.match(data)), None)
    if encoding and encoding.startswith("utf-16"):
        _check_utf16(data, encoding)
    elif (nul := data.find(b"\0")) >= 0:
        raise _nul(data[:nul].count(b"\n") + 1)
    if not data.removeprefix(codecs.BOM_UTF8).strip():
        raise StatementError("The file is empty. Export the statement again.", code="EMPTY_FILE")
    return Document(data, filename, encoding or ("utf-8" if _is_utf8(data) else None))


def _is_utf8(data: bytes) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(data)  # incremental: a file cut inside its last letter is still UTF-8
    except UnicodeDecodeError:
        return False
    return True


def _check_utf16(data: bytes, encoding: str) -> None:
    try:
        text = codecs.getincrementaldecoder(encoding)().decode(data)
    except UnicodeDecodeError as error:
        raise StatementError(
            "The file says it is UTF-16, but it is damaged. Export the statement again.", code="UNREADABLE"
        ) from error
    if "\0" in text:
        raise _nul(text.count("\n", 0, text.index("\0")) + 1)
    if not text.strip():
        raise StatementError("The file is empty. Export the statement again.", code="EMPTY_FILE")


def _nul(line: int) -> StatementError:
    message = f"There is a NUL byte in line {line}: the file is damaged, or not text. Export the statement again."
    return StatementError(message, code="NUL_BYTES", line=line)
