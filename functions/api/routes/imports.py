"""Imports: what became of each file, and of each of its rows."""

import datetime as dt
from typing import Annotated, Literal
from uuid import UUID

from aws_lambda_powertools.event_handler.openapi.params import Query
from purser.access.permissions import READ_TRANSACTIONS
from purser.domain.errors import NotFoundError
from purser.runtime.edge.declare import needs, resource
from purser.runtime.edge.parameters import Cursor, Limit, Signed
from purser.runtime.ledger import ledger
from purser.store import imports_read
from purser.store.paging import Slice
from pydantic import BaseModel

from api.shapes import Currency, Listed, Money, Time

router = resource()

RowStatus = Literal["imported", "pending", "duplicate", "rejected", "ignored"]


class FileProblem(BaseModel):
    """Why a file was rejected, or what failed on our side."""

    code: str
    message: str
    line: int | None = None


class Import(BaseModel):
    """A file and its accounting: rows_read = imported + pending + duplicates + rejected + ignored, always.

    `status` is `waiting` for the file, `reading`, then `done`, `rejected` (the file; `error` says why), `failed` (ours)
    or `undone`. `totals` are signed sums of the booked rows by currency, `first` and `last` their dates.
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
def list_rows(
    import_id: UUID,
    caller: Signed,
    status: Annotated[RowStatus | None, Query(description="Rows of this status only")] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Listed[ImportRow]:
    """As they stand in the file."""
    with ledger(caller) as tx:
        found = imports_read.one_import(tx, import_id)
        if found is None:
            raise NotFoundError("There is no such import.")
        wanted = Slice(imports_read.AS_IN_THE_FILE, limit, cursor)
        return Listed[ImportRow].of(imports_read.rows_page(tx, import_id, found["bank"], status, wanted))
