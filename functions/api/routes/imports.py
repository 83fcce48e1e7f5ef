"""Imports: what became of each file, and of each of its rows."""

import datetime as dt
from io import BytesIO
from typing import Annotated, Literal
from uuid import UUID

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query
from purser.access.permissions import IMPORT_STATEMENTS, READ_TRANSACTIONS
from purser.access.tokens import Caller
from purser.domain.errors import FieldProblem, InvalidInputError, NotFoundError
from purser.domain.repairs import repair_lines
from purser.runtime.clients import aws
from purser.runtime.edge.declare import needs, resource
from purser.runtime.edge.parameters import Acts, Cursor, From, Limit, Signed
from purser.runtime.ledger import ledger
from purser.runtime.links import hand_out, link_client
from purser.runtime.settings import settings
from purser.store import imports_read
from purser.store.notifications import notification, queue_name
from purser.store.paging import Slice
from purser.store.undo import Stored
from purser.store.uploads import download_link
from purser.usecases.undo_import import original, replay_import, undo_import
from purser.usecases.upload import safe_name
from pydantic import BaseModel

from api.shapes import Currency, Listed, Money, Time

router = resource()

RowStatus = Literal["imported", "pending", "duplicate", "rejected", "ignored"]


CSV = "text/csv; charset=utf-8"
MOST_AT_ONCE = 4_000_000
"""Bytes of an answer: Lambda gives out 6 MB, encoded."""


class FileProblem(BaseModel):
    """Why a file was rejected, or what failed on our side."""

    code: str
    message: str
    line: int | None = None


class Import(BaseModel):
    """A file and its accounting: rows_read = imported + pending + duplicates + rejected + ignored, always.

    `status` is `waiting` for the file, `reading` (`rows_done` and `progress`, in percent, grow meanwhile; from 70 on all rows are
    read, and go into the ledger), then `done`, `rejected` (the file; `error` says
    why), `failed` (ours) or `undone`. `totals` are signed sums of the booked rows by currency, `first` and `last` their dates.
    """

    id: UUID
    bank: str
    format: str | None
    account_id: UUID | None
    filename: str
    status: Literal["waiting", "reading", "done", "rejected", "failed", "undone"]
    rows_read: int
    imported: int
    duplicates: int
    rejected: int
    ignored: int
    pending: int
    balance_check: Literal["ok", "failed", "absent"]
    totals: dict[Currency, Money]
    first: dt.date | None
    last: dt.date | None
    error: FileProblem | None
    warnings: list[str]
    rows_done: int
    progress: int
    correlation_id: str | None
    created_at: Time
    finished_at: Time | None


class ImportRow(BaseModel):
    """A row as the file has it; `code` and `reason` say why one was not imported."""

    ordinal: int
    line: int
    status: RowStatus
    code: str | None
    reason: str | None
    text: str
    transaction_id: UUID | None


class Ordered(BaseModel):
    """The import to watch."""

    import_id: UUID


@router.get("/api/imports", summary="List imports", tags=["imports"], **needs(READ_TRANSACTIONS))
def list_imports(caller: Signed, limit: Limit = 50, cursor: Cursor = None) -> Listed[Import]:
    """Most recent first."""
    with ledger(caller) as tx:
        return Listed[Import].of(imports_read.imports_page(tx, Slice(imports_read.RECENT_FIRST, limit, cursor)))


@router.get("/api/imports/<import_id>", summary="Show an import", tags=["imports"], **needs(READ_TRANSACTIONS))
def show_import(import_id: UUID, caller: Signed) -> Import:
    """One import. Ask again until `finished_at` is set."""
    with ledger(caller) as tx:
        found = imports_read.one_import(tx, import_id)
    if found is None:
        raise NotFoundError("There is no such import.")
    return Import.model_validate(found)


@router.get("/api/imports/<import_id>/rows", summary="List rows of an import", tags=["imports"], **needs(READ_TRANSACTIONS))
def list_rows(  # noqa: PLR0913 - each is a documented parameter
    import_id: UUID,
    caller: Signed,
    *,
    status: Annotated[RowStatus | None, Query(description="Rows of this status only")] = None,
    format_: Annotated[
        Literal["json", "csv"], Query(alias="format", description="csv: all rejected rows, to be repaired and uploaded again")
    ] = "json",
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response[Listed[ImportRow] | str]:
    """As they stand in the file. `format=csv` gives the rejected ones as a file, the reason in its first column.

    If they are more than an answer can hold, it is a redirect (302) to the file.
    """
    if format_ == "csv" and status not in {None, "rejected"}:
        raise InvalidInputError("Only rejected rows are given out as CSV.", (FieldProblem("status", "rejected"),))
    with ledger(caller) as tx:
        found = imports_read.one_import(tx, import_id)
        if found is None:
            raise NotFoundError("There is no such import.")
        if format_ == "csv":
            return _as_file(caller, found["filename"], imports_read.rejected_rows(tx, import_id, found["bank"]))
        wanted = Slice(imports_read.AS_IN_THE_FILE, limit, cursor)
        rows = Listed[ImportRow].of(imports_read.rows_page(tx, import_id, found["bank"], status, wanted))
        return Response(200, "application/json", rows)


@router.get(
    "/api/imports/<import_id>/original", summary="Download the file", tags=["imports"], **needs(IMPORT_STATEMENTS, 302, 409)
)
def download_original(import_id: UUID, caller: Signed, acting: Acts) -> Response[None]:
    """Lead to the file as it was uploaded, at an address that works for some minutes."""
    with ledger(caller) as tx:
        stored = original(tx, import_id)
        acting.looked(tx, "original_file", import_id)
    return Response(302, headers={"Location": download_link(link_client(), settings().statements_bucket, stored)})


@router.post(
    "/api/imports/<import_id>/replay", summary="Read a file again", tags=["imports"], **needs(IMPORT_STATEMENTS, 202, 409)
)
def replay(import_id: UUID, caller: Signed, origin: From) -> Ordered:
    """Have the stored file read again: it adds what is missing, or all of it if it was undone. Then watch the import."""

    def send(stored: Stored) -> None:
        sqs, bucket = aws("sqs"), settings().statements_bucket
        queue = sqs.get_queue_url(QueueName=queue_name(settings().environment, stored.key))["QueueUrl"]
        sqs.send_message(QueueUrl=queue, MessageBody=notification(bucket, stored.key, stored.version, import_id))

    replay_import(lambda: ledger(caller), import_id, caller.user_id, origin, send)
    return Ordered(import_id=import_id)


@router.delete("/api/imports/<import_id>", summary="Undo an import", tags=["imports"], **needs(IMPORT_STATEMENTS, 204, 409))
def undo(import_id: UUID, caller: Signed, origin: From) -> Response[None]:
    """Take back what this file alone has brought, with what people noted on it. It can be imported again."""
    with ledger(caller) as tx:
        undo_import(tx, import_id, caller.user_id, origin)
    return Response(204)


def _as_file(caller: Caller, filename: str, rejects: imports_read.Rejects) -> Response[Listed[ImportRow] | str]:
    body = "\ufeff" + "".join(f"{line}\r\n" for line in repair_lines(*rejects))
    name = f"{safe_name(filename).rpartition('.')[0] or safe_name(filename)}_rejected.csv"
    if len(content := body.encode()) > MOST_AT_ONCE:
        return Response(302, CSV, "", headers={"Location": hand_out(caller.org_id, BytesIO(content), name, CSV)[0]})
    return Response(200, CSV, body, headers={"Content-Disposition": f'attachment; filename="{name}"'})
