"""Show how a file would be read, and store nothing."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from purser.domain.errors import StatementError
from purser.domain.statements import Entry, Ignored, Item, Rejected, Tally
from purser.domain.transactions import plain

MOST_ROWS = 50


@dataclass(slots=True)
class Preview:
    """A reading of a file: its first rows, and what is to be said of all of them. `problem` is why it would be refused."""

    format: str | None = None
    bank: str | None = None
    kind: str | None = None
    tally: Tally = field(default_factory=Tally)
    rows: list[dict[str, Any]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    problem: StatementError | None = None
    mapping: dict[str, Any] | None = None
    questions: list[dict[str, Any]] = field(default_factory=list)
    fingerprint: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A file to look at, and what is known beside it. `saved` looks a mapping up by fingerprint; `mapping` goes before it."""

    data: bytes
    filename: str
    bank: str | None
    currency: str
    saved: Callable[[str], dict[str, Any] | None]
    mapping: Mapping[str, Any] | None = None


def preview(file: Shown) -> Preview:
    """Read a file as an import would, to its end; keep the first rows. What only a person can say is asked."""
    from purser import banks  # noqa: PLC0415 - whoever never looks at a file need not wait for its readers

    def saved(fingerprint: str) -> banks.Mapping | None:
        plain = file.saved(fingerprint)
        return banks.Mapping.from_plain(plain) if plain else None

    shown = Preview()
    try:
        given = banks.Mapping.from_plain(file.mapping) if file.mapping else None
        begun = banks.preview(file.data, filename=file.filename, currency=file.currency, mapping=given, rows=1)
        shown.fingerprint = begun.fingerprint
        known = given or (saved(begun.fingerprint) if begun.mapping and begun.fingerprint else None) or begun.mapping
        shown.mapping = known.as_plain() if known else None
        if known is begun.mapping:
            shown.questions = [asdict(question) for question in begun.questions]
        reading = banks.read(
            file.data, filename=file.filename, bank=file.bank, currency=file.currency, mapping=given, saved=saved
        )
        shown.format, shown.bank, shown.kind = reading.format, reading.bank, reading.kind
        shown.warnings = list(reading.warnings)
        for row in shown.tally.watch(reading.items):
            if len(shown.rows) < MOST_ROWS:
                shown.rows.append(_row(row))
    except StatementError as refused:
        shown.problem = refused
    return shown


def _row(row: Item) -> dict[str, Any]:
    match row:
        case Entry():
            return {
                "line": row.line,
                "status": "pending" if row.pending else "booked",
                "date": row.date,
                "amount": plain(row.amount),
                "currency": row.currency,
                "description": row.description,
                "account": row.account or None,
                "text": row.text,
            }
        case Rejected():
            return {"line": row.line, "status": "rejected", "code": row.code, "reason": row.message, "text": row.text}
        case Ignored():
            return {"line": row.line, "status": "ignored", "reason": row.reason, "text": row.text}
        case _:
            raise TypeError(f"{type(row).__name__} is no row")
