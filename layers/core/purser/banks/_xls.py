"""Old Excel workbooks (.xls, BIFF) -> rows of cells."""

import datetime as dt
import io
from collections.abc import Iterator
from typing import Any

from purser.banks._cells import cell
from purser.domain.errors import StatementError

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TOO_LARGE = 20 * 1024 * 1024


def rows_of(data: bytes) -> list[list[str]]:
    """Read the rows of all visible sheets, one after another; raise StatementError if that cannot be done."""
    import xlrd  # type: ignore[import-untyped]  # noqa: PLC0415 - only those pay who upload such a file

    if len(data) > _TOO_LARGE:
        raise StatementError("The workbook is larger than an .xls of 65,536 rows. Save it as CSV.", code="TOO_LARGE")
    try:
        book = xlrd.open_workbook(file_contents=data, logfile=io.StringIO(), ragged_rows=True)
        return [row for sheet in book.sheets() if sheet.visibility == 0 for row in _rows(sheet, book.datemode)]
    except Exception as error:
        raise StatementError("The Excel workbook is damaged or locked. Download it again, or save it as CSV.") from error


def _rows(sheet: Any, datemode: int) -> Iterator[list[str]]:
    for number in range(sheet.nrows):
        yield [_cell(one, datemode) for one in sheet.row(number)]


def _cell(one: Any, datemode: int) -> str:
    import xlrd  # noqa: PLC0415 - see above

    if one.ctype == xlrd.XL_CELL_DATE:
        day: dt.datetime = xlrd.xldate_as_datetime(one.value, datemode)
        return cell(day.date())
    return cell(one.value) if one.ctype in (xlrd.XL_CELL_TEXT, xlrd.XL_CELL_NUMBER) else ""
