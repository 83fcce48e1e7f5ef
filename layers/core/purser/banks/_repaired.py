"""Rejected rows that a person has repaired: the file Purser gave out has a column of reasons, which is taken off again."""

import io
import re

from purser.banks._records import read_records
from purser.domain.repairs import REASON

_MARK = re.compile(rb'(?:\xef\xbb\xbf)?"?' + REASON.encode() + rb'(?: [0-9A-Fa-f-]{36})?"?([,;\t|])')


def without_reasons(data: bytes) -> bytes:
    """Return the file without its first column if that holds Purser's reasons, else the file."""
    found = _MARK.match(data)
    if found is None:
        return data
    separator = found[1].decode()
    first = re.compile(rf'(?:"(?:[^"]|"")*"|[^{re.escape(separator)}\r\n]*)(?:{re.escape(separator)}|$)')
    records = read_records(iter(io.StringIO(_decoded(data), newline="").readlines()), separator)
    lines = (first.sub("", record.text, count=1) for record in records)
    return "".join(f"{line}\n" for line in lines if line.strip()).encode()


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")
