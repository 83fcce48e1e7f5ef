"""Statement files of banks: bytes in, entries out.

A format is a public module here that defines FORMAT; it is found by being there. Modules whose names start with an underscore
hold what formats share.
"""

import sys
from functools import cache

from purser.banks import _opening, _recognise
from purser.banks._recognise import Format
from purser.discover import discover
from purser.domain.statements import Reading


@cache
def formats() -> dict[str, Format]:
    """Return every format by name."""
    return discover(sys.modules[__name__], "FORMAT")


def recognise(data: bytes, filename: str = "") -> Format:
    """Return the one format whose content this is, else StatementError."""
    return _recognise.recognise(_opening.open_document(data, filename), formats().values())


def read(data: bytes, *, filename: str = "", bank: str | None = None, currency: str | None = None) -> Reading:
    """Read a statement; its items come lazily and once.

    `bank` is where the file was filed and must agree with what the file says; "other" and None agree with every bank.
    `currency` counts where the file says none. A file that is no statement is a StatementError; a bad row is a Rejected item.
    """
    document = _opening.open_document(data, filename)
    return _recognise.agree(_recognise.recognise(document, formats().values(), bank).read(document, currency), bank)
