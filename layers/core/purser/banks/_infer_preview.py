"""What reading a file would give, before anything is stored: its first rows, the mapping, and what a person has to say first."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice

from purser.banks._infer import fingerprint, infer, read_mapped
from purser.banks._infer_mapping import Mapping
from purser.banks._infer_question import Question
from purser.banks._infer_table import locate
from purser.banks._text import Document
from purser.domain.errors import StatementError
from purser.domain.statements import Item, Reading

MOST_ROWS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """The beginning of a reading. `items` are empty while there are questions; `cells` are the first rows as they stand.

    `format` is "inferred" and `mapping` says how where no declared layout claims the file, else `mapping` is None. `fingerprint`
    is what a mapping is saved under; None where the file has no table.
    """

    format: str
    bank: str
    kind: str
    items: tuple[Item, ...]
    warnings: tuple[str, ...] = ()
    mapping: Mapping | None = None
    questions: tuple[Question, ...] = ()
    fingerprint: str | None = None
    header: tuple[str, ...] = ()
    cells: tuple[tuple[str, ...], ...] = ()


def preview_declared(reading: Reading, document: Document, rows: int) -> Preview:
    """Look at the first rows of a file that a declared layout reads."""
    items = tuple(islice(reading.items, min(rows, MOST_ROWS)))
    found = fingerprint(document)
    return Preview(
        format=reading.format, bank=reading.bank, kind=reading.kind, items=items, warnings=reading.warnings, fingerprint=found
    )


def preview_mapped(document: Document, mapping: Mapping, currency: str | None, rows: int) -> Preview:
    """Look at the first rows as a mapping reads them."""
    return _preview(document, mapping, (), currency, rows)


def preview_inferred(
    document: Document, currency: str | None, rows: int, refuse: Callable[[StatementError], Exception]
) -> Preview:
    """Look at the first rows as inference reads them, or at what it asks; `refuse` words the refusal of what is no table."""
    try:
        inference = infer(document)
    except StatementError as error:
        raise refuse(error) from error
    return _preview(document, inference.mapping, inference.questions, currency, rows)


def _preview(document: Document, mapping: Mapping, questions: tuple[Question, ...], currency: str | None, rows: int) -> Preview:
    reading = read_mapped(document, mapping, currency) if not questions else None
    table = locate(document)
    first = table.sample[: min(rows, MOST_ROWS)] if table else ()
    return Preview(
        format="inferred",
        bank="other",
        kind=mapping.kind,
        items=tuple(islice(reading.items, min(rows, MOST_ROWS))) if reading else (),
        warnings=reading.warnings if reading else (),
        mapping=mapping,
        questions=questions,
        fingerprint=mapping.fingerprint,
        header=mapping.header,
        cells=tuple(tuple(map(str, record.fields)) for record in first),
    )
