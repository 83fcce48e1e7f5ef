"""Bytes -> a document: text as it is, a spreadsheet or the tables of a web page as the rows they hold."""

import re

from purser.banks import _text, _web_tables, _xls, _xlsx
from purser.banks._repaired import without_reasons
from purser.banks._text import Document, spreadsheet
from purser.domain.errors import StatementError

_WEB_PAGE = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^<>]*>\s*)?"
    rb"<(?:!doctype html|html|head|body|meta|table|div|style|\?mso-application|workbook)\b",
    re.IGNORECASE,
)
_ZIP = b"PK\x03\x04"


def open_document(data: bytes, filename: str) -> Document:
    """Open whatever a bank calls a statement, or raise StatementError with the reason why it cannot be one."""
    if data.startswith(_xls.SIGNATURE):
        return _filled(_xls.rows_of(data), filename)
    if data.startswith(_ZIP) and _xlsx.is_workbook(data):
        return _filled(_xlsx.rows_of(data), filename)
    if _WEB_PAGE.match(data):
        rows, cut = _web_tables.rows_of(_decoded(data))
        if rows:
            return spreadsheet(rows, filename, cut=cut)
    return _text.open_document(without_reasons(data), filename)


def _filled(rows: list[list[str]], filename: str) -> Document:
    if not any(map(any, rows)):
        raise StatementError("The workbook is empty. Export the statement again.", code="EMPTY_FILE")
    return spreadsheet(rows, filename)


def _decoded(data: bytes) -> str:
    declared = re.search(rb"charset=[\"']?([\w-]+)", data[:4096])
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        return data.decode(declared[1].decode() if declared else "cp1252", "replace")
    except LookupError:
        return data.decode("cp1252", "replace")
