"""Reference rates of the European Central Bank: eurofxref as CSV, CSV in a ZIP, or XML; one day, ninety days or all since 1999.

https://www.ecb.europa.eu/stats/policy_and_exchange_rates/euro_reference_exchange_rates
"""

import csv
import datetime as dt
import io
import zipfile
import zlib
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException  # type: ignore[import-untyped]
from defusedxml.ElementTree import fromstring  # type: ignore[import-untyped]

from purser.domain.currencies import is_currency
from purser.domain.errors import StatementError
from purser.domain.exchange import BASE, Rate

MOST_BYTES = 40_000_000
"""Unpacked; all rates since 1999 are about 2 MB."""
NONE = {"", "N/A"}
DATES = ("%Y-%m-%d", "%d %B %Y")
HOW = "Take eurofxref-hist.zip, eurofxref-hist.csv or eurofxref-daily.xml from the European Central Bank."


def read_rates(data: bytes) -> Iterator[Rate]:
    """Yield every rate in the file; StatementError if it is not such a file, or anything in it is not a rate."""
    if data[:4] == b"PK\x03\x04":
        data = _unpacked(data)
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<":
        yield from _from_xml(data)
    else:
        yield from _from_csv(_text(data))


def _unpacked(data: bytes) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = [info for info in archive.infolist() if not info.is_dir()]
            if len(names) != 1:
                raise StatementError(f"The archive holds {len(names)} files instead of one. {HOW}", code="ARCHIVE")
            with archive.open(names[0]) as file:
                found = file.read(MOST_BYTES + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError) as error:
        raise StatementError(f"The archive cannot be opened. {HOW}", code="ARCHIVE") from error
    if len(found) > MOST_BYTES:
        raise StatementError("The archive unpacks to more than rates ever fill.", code="TOO_LARGE")
    return found


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise StatementError(f"This is not a file of exchange rates. {HOW}", code="UNKNOWN_FORMAT") from error


def _from_csv(text: str) -> Iterator[Rate]:
    """Read a header of "Date" and codes, then a line a day; both may end in a comma."""
    rows = csv.reader(io.StringIO(text, newline=""), skipinitialspace=True)
    try:
        header = [name.strip() for name in next(rows, [])]
        if not header or header[0] != "Date" or not any(map(is_currency, header[1:])):
            raise StatementError(f"This is not a file of exchange rates. {HOW}", code="UNKNOWN_FORMAT")
        for cells in rows:
            if any(cell.strip() for cell in cells):
                yield from _of_day(header, [cell.strip() for cell in cells], rows.line_num)
    except csv.Error as error:
        raise StatementError(f"The file of exchange rates is broken: {error}. {HOW}", line=rows.line_num) from error


def _of_day(header: list[str], cells: list[str], line: int) -> Iterator[Rate]:
    day = _date(cells[0], line)
    for code, cell in zip(header[1:], cells[1:], strict=False):
        if code and cell not in NONE:
            yield _rate(code, day, cell, line)


def _from_xml(data: bytes) -> Iterator[Rate]:
    """Read Cube elements: one with a time for each day, in it one with currency and rate for each currency."""
    try:
        root: Element = fromstring(data, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise StatementError(f"The XML cannot be read. {HOW}") from error
    days = [cube for cube in root.iter() if cube.tag.rpartition("}")[2] == "Cube" and "time" in cube.attrib]
    if not days:
        raise StatementError(f"This is not a file of exchange rates. {HOW}", code="UNKNOWN_FORMAT")
    for cube in days:
        day = _date(cube.attrib["time"], None)
        for one in cube:
            yield _rate(one.attrib.get("currency", ""), day, one.attrib.get("rate", ""), None)


def _rate(code: str, day: dt.date, text: str, line: int | None) -> Rate:
    try:
        rate = Decimal(text)
    except InvalidOperation:
        rate = Decimal(0)
    if not is_currency(code) or code == BASE or not rate.is_finite() or not 0 < rate < 10**9 or len(text) > 20:  # noqa: PLR2004 - no rate has so many digits
        raise StatementError(f'"{text[:40]}" is not a rate of {code[:10] or "a currency"} on {day}. {HOW}', line=line)
    return Rate(code, day, rate)


def _date(text: str, line: int | None) -> dt.date:
    for form in DATES:
        try:
            return dt.datetime.strptime(text.strip(), form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    raise StatementError(f'"{text[:40]}" is not a date of exchange rates. {HOW}', line=line)
