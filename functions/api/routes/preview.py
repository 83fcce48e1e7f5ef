"""A look at a file before it is imported."""

import datetime as dt
from functools import partial
from typing import Annotated, Any, Literal, NamedTuple
from uuid import UUID

from aws_lambda_powertools.event_handler.openapi.params import Body, File, Form, UploadFile
from purser.access.permissions import IMPORT_STATEMENTS
from purser.domain.errors import ConflictError, FieldProblem, InvalidInputError, StatementError
from purser.domain.statements import UNKNOWN_CURRENCY
from purser.domain.transactions import plain
from purser.domain.uploads import Arrival
from purser.runtime.clients import aws
from purser.runtime.edge.declare import needs, resource
from purser.runtime.edge.incoming import storable, strict_json
from purser.runtime.edge.parameters import Signed
from purser.runtime.ledger import ledger
from purser.runtime.settings import MEGABYTE, settings
from purser.store.imports import organization_currency
from purser.store.mappings import mapping_of
from purser.store.objects import Objects
from purser.store.postgres import TenantTx
from purser.store.undo import Stored
from purser.usecases.preview import Preview, Shown, preview
from purser.usecases.save_mapping import checked_mapping
from purser.usecases.undo_import import original
from pydantic import BaseModel

from api.routes.imports import FileProblem
from api.routes.uploads import Bank
from api.shapes import Currency, Money

router = resource()

MOST_BYTES = 5 * MEGABYTE


class PreviewRow(BaseModel):
    """A row as it would be read, or why it would not."""

    line: int
    status: Literal["booked", "pending", "rejected", "ignored"]
    date: dt.date | None = None
    amount: Money | None = None
    currency: Currency | None = None
    description: str | None = None
    account: str | None = None
    code: str | None = None
    reason: str | None = None
    text: str


class Answer(BaseModel):
    """An answer in words, and the fields of the mapping that it sets."""

    text: str
    sets: dict[str, Any]


class Question(BaseModel):
    """What only a person can say of the file. Put an answer's `sets` into `mapping`, look again with it, and save it."""

    code: str
    text: str
    line: int | None
    answers: list[Answer]


class FilePreview(BaseModel):
    """What an import of the file would read: the first rows, the accounting of all. `problem`: why it would be refused.

    `mapping` says how a file of a layout that Purser does not know is read, and `questions` what is missing in it.
    """

    format: str | None
    bank: str | None
    kind: str | None
    rows: list[PreviewRow]
    rows_read: int
    booked: int
    pending: int
    rejected: int
    ignored: int
    totals: dict[Currency, Money]
    first: dt.date | None
    last: dt.date | None
    accounts: list[str]
    balance_check: Literal["ok", "failed", "absent"]
    warnings: list[str]
    problem: FileProblem | None
    fingerprint: str | None
    mapping: dict[str, Any] | None
    questions: list[Question]


class WantedReading(BaseModel):
    """How to read the file: a mapping of an earlier preview, completed; without one, as an import would."""

    mapping: dict[str, Any] | None = None


class _File(NamedTuple):
    data: bytes
    name: str
    bank: str | None


@router.post("/api/uploads/preview", summary="Preview a file", tags=["imports"], **needs(IMPORT_STATEMENTS, 200, 409, 413, 415))
def preview_file(
    file: Annotated[UploadFile, File(description="The statement, up to 5 MB")],
    caller: Signed,
    bank: Annotated[Bank | None, Form()] = None,
    mapping: Annotated[
        str | None, Form(description="How to read it, as JSON: a mapping of an earlier preview, completed")
    ] = None,
) -> FilePreview:
    """Read a file as an import would, without storing anything."""
    if not file.content:
        raise InvalidInputError("The file is empty.", (FieldProblem("file", "It has no bytes."),))
    name, given = storable((file.filename or "statement")[:255], "file"), _read_mapping(mapping)
    with ledger(caller) as tx:
        return _look(tx, _File(file.content, name, bank), given)


@router.post(
    "/api/imports/<import_id>/preview",
    summary="Preview a file again",
    tags=["imports"],
    **needs(IMPORT_STATEMENTS, 200, 409, 413, 415),
)
def preview_import(import_id: UUID, wanted: Annotated[WantedReading, Body()], caller: Signed) -> FilePreview:
    """Read the stored file of an import, such as a refused one, as it would be read now, or with a mapping. It stays as it is."""
    given = checked_mapping(wanted.mapping) if wanted.mapping is not None else None
    with ledger(caller) as tx:
        stored = original(tx, import_id)
    data = _fetch(stored, import_id)
    with ledger(caller) as tx:
        return _look(tx, _File(data, stored.filename, stored.bank), given)


def _fetch(stored: Stored, import_id: UUID) -> bytes:
    place = {"bucket": settings().statements_bucket, "key": stored.key, "version": stored.version}
    try:
        return Objects(aws("s3"), MOST_BYTES).fetch(Arrival(**place, stamp="", message_id="", import_id=import_id)).data
    except StatementError as refused:
        raise ConflictError(refused.message, code=refused.code) from refused


def _look(tx: TenantTx, file: _File, mapping: dict[str, Any] | None) -> FilePreview:
    shown = Shown(
        data=file.data,
        filename=file.name,
        bank=file.bank,
        currency=organization_currency(tx) or UNKNOWN_CURRENCY,
        saved=partial(mapping_of, tx),
        mapping=mapping,
    )
    return _shape(preview(shown))


def _read_mapping(text: str | None) -> dict[str, Any] | None:
    if text is None:
        return None
    plain = strict_json(text)
    if not isinstance(plain, dict):
        raise InvalidInputError("This is no mapping.", (FieldProblem("mapping", "A JSON object."),))
    return checked_mapping(plain)


def _shape(shown: Preview) -> FilePreview:
    tally, problem = shown.tally, shown.problem
    return FilePreview(
        format=shown.format,
        bank=shown.bank,
        kind=shown.kind,
        rows=[PreviewRow.model_validate(row) for row in shown.rows],
        rows_read=tally.rows,
        booked=tally.booked,
        pending=tally.pending,
        rejected=tally.rejected,
        ignored=tally.ignored,
        totals={name: plain(total) for name, total in sorted(tally.totals.items())},
        first=tally.first,
        last=tally.last,
        accounts=tally.accounts,
        balance_check=tally.balance_check(),
        warnings=shown.warnings,
        problem=FileProblem(code=problem.code, message=problem.message, line=problem.line) if problem else None,
        fingerprint=shown.fingerprint,
        mapping=shown.mapping,
        questions=[Question.model_validate(question) for question in shown.questions],
    )
