"""Statement files of banks: bytes in, entries out.

A format is a public module here that defines FORMAT; it is found by being there. Modules whose names start with an underscore
hold what formats share.
"""

import sys
from functools import cache

from purser.banks import _opening, _recognise
from purser.banks._infer import Saved, nothing_saved, read_mapped
from purser.banks._infer import fingerprint as fingerprint_of
from purser.banks._infer_mapping import Mapping
from purser.banks._infer_preview import Preview, preview_declared, preview_inferred, preview_mapped
from purser.banks._infer_question import Answer, Question
from purser.banks._recognise import Format
from purser.discover import discover
from purser.domain.statements import Reading

__all__ = [
    "Answer",
    "Format",
    "Mapping",
    "Preview",
    "Question",
    "Saved",
    "fingerprint",
    "formats",
    "preview",
    "read",
    "recognise",
]


@cache
def formats() -> dict[str, Format]:
    """Return every format by name."""
    return discover(sys.modules[__name__], "FORMAT")


def recognise(data: bytes, filename: str = "") -> Format:
    """Return the one format whose content this is, else StatementError."""
    return _recognise.recognise(_opening.open_document(data, filename), formats().values())


def read(  # noqa: PLR0913 - what may be known beside the file, each optional
    data: bytes,
    *,
    filename: str = "",
    bank: str | None = None,
    currency: str | None = None,
    mapping: Mapping | None = None,
    saved: Saved = nothing_saved,
) -> Reading:
    """Read a statement; its items come lazily and once.

    `bank` is where the file was filed and must agree with what the file says; "other" and None agree with every bank.
    `currency` counts where the file says none. `mapping` says how to read a table, whatever else could be known about it; `saved`
    is asked for one by fingerprint where no declared layout claims the file. A file that is no statement, or about which a
    person has to decide, is a StatementError; a bad row is a Rejected item.
    """
    document = _opening.open_document(data, filename)
    if mapping is not None:
        return _recognise.agree(read_mapped(document, mapping, currency), bank)
    return _recognise.agree(_recognise.recognise(document, formats().values(), bank, saved).read(document, currency), bank)


def preview(
    data: bytes, *, filename: str = "", currency: str | None = None, mapping: Mapping | None = None, rows: int = 20
) -> Preview:
    """Show the first rows as they would be read, with the mapping where one was found out, or what a person has to say first."""
    document = _opening.open_document(data, filename)
    if mapping is not None:
        return preview_mapped(document, mapping, currency, rows)
    if any(candidate.claims(document) for candidate in formats().values()):
        reading = _recognise.recognise(document, formats().values()).read(document, currency)
        return preview_declared(reading, document, rows)
    return preview_inferred(document, currency, rows, lambda refusal: _recognise.refused(refusal, document, formats().values()))


def fingerprint(data: bytes, *, filename: str = "") -> str | None:
    """Identify the layout of a table: a mapping saved under it serves every later file of the layout. None for no table."""
    return fingerprint_of(_opening.open_document(data, filename))
