"""Transactions: lists, one of them, and a small file of them sent directly."""

import datetime as dt
from typing import Annotated, Literal
from uuid import UUID

from aws_lambda_powertools.event_handler.openapi.params import File, Form, Query, UploadFile
from purser.access.permissions import IMPORT_STATEMENTS, READ_TRANSACTIONS
from purser.domain.errors import FieldProblem, InvalidInputError, NotFoundError
from purser.runtime.clients import aws
from purser.runtime.edge.declare import needs, resource
from purser.runtime.edge.incoming import storable
from purser.runtime.edge.parameters import Cursor, From, Limit, Signed
from purser.runtime.ledger import ledger
from purser.runtime.settings import MEGABYTE, settings
from purser.store import transactions_read
from purser.store.paging import Slice
from purser.store.transactions_read import ORDERS, Filters
from purser.store.uploads import put_file
from purser.usecases.upload import Upload, take_in
from pydantic import BaseModel

from api.filters import (
    AccountId,
    BankName,
    CategoryId,
    FromDay,
    Least,
    Most,
    PeriodName,
    SourceName,
    Text,
    ToDay,
    TypeName,
    period_of,
)
from api.routes.uploads import Bank
from api.shapes import Currency, Listed, Money, TransactionType

router = resource()

MOST_BYTES = 5 * MEGABYTE
"""Of a file sent directly; larger ones go to a presigned address."""


class Transaction(BaseModel):
    """A transaction; `provenance` says of a field whether file, rule, model or person set it.

    `original_amount` in `original_currency` is what the bank converted; `exchange_rate` is as the bank tells it.
    """

    id: UUID
    date: dt.date
    posted: dt.date | None
    amount: Money
    currency: Currency
    description: str
    original_description: str
    merchant: str
    category_id: UUID | None
    category: str | None
    type: TransactionType
    account_id: UUID
    bank: str
    source: Literal["bank", "draft", "plaid"]
    status: Literal["booked", "pending"]
    import_id: UUID | None
    reference: str | None
    balance: Money | None
    notes: str | None
    tags: list[str]
    provenance: dict[str, str]
    original_amount: Money | None
    original_currency: Currency | None
    exchange_rate: Money | None


class Accepted(BaseModel):
    """The import to watch."""

    import_id: UUID


@router.get("/api/transactions", summary="List transactions", tags=["transactions"], **needs(READ_TRANSACTIONS))
def list_transactions(  # noqa: PLR0913 - each is a documented filter
    *,
    caller: Signed,
    from_: FromDay = None,
    to: ToDay = None,
    period: PeriodName = None,
    account_id: AccountId = None,
    bank: BankName = None,
    source: SourceName = None,
    category_id: CategoryId = None,
    type_: TypeName = None,
    min_: Least = None,
    max_: Most = None,
    q: Text = None,
    status: Annotated[Literal["booked", "pending"] | None, Query()] = None,
    sort: Annotated[Literal["-date", "date", "-amount", "amount"], Query(description="`-` is descending")] = "-date",
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Listed[Transaction]:
    """Those that pass all the filters, most recent first unless `sort` says otherwise."""
    filters = Filters(
        period=period_of(from_, to, period),
        account_id=account_id,
        bank=bank,
        source=source,
        category_id=category_id,
        type=type_,
        least=min_,
        most=max_,
        text=q,
        status=status,
    )
    with ledger(caller) as tx:
        return Listed[Transaction].of(transactions_read.transactions_page(tx, filters, Slice(ORDERS[sort], limit, cursor)))


@router.get("/api/transactions/<transaction_id>", summary="Show a transaction", tags=["transactions"], **needs(READ_TRANSACTIONS))
def show_transaction(transaction_id: UUID, caller: Signed) -> Transaction:
    """One transaction."""
    with ledger(caller) as tx:
        found = transactions_read.transaction(tx, transaction_id)
    if found is None:
        raise NotFoundError("There is no such transaction.")
    return Transaction.model_validate(found)


@router.post(
    "/api/transactions/upload", summary="Send a small file", tags=["imports"], **needs(IMPORT_STATEMENTS, 202, 409, 413, 415)
)
def upload_transactions(
    file: Annotated[UploadFile, File(description="The statement")],
    caller: Signed,
    origin: From,
    account_id: Annotated[UUID | None, Form()] = None,
    bank: Annotated[Bank | None, Form()] = None,
) -> Accepted:
    """Take in a statement of up to 5 MB: the same path as a presigned upload, in one request."""
    if not file.content:
        raise InvalidInputError("The file is empty.", (FieldProblem("file", "It has no bytes."),))
    upload = Upload(
        filename=storable((file.filename or "statement")[:255], "file"),
        size=len(file.content),
        account_id=account_id,
        bank=bank,
        created_by=caller.user_id,
        origin=origin,
    )

    def put(key: str) -> None:
        put_file(aws("s3"), settings().statements_bucket, key, file.content, upload.correlation_id)

    most = min(MOST_BYTES, settings().max_upload_bytes)
    return Accepted(import_id=take_in(lambda: ledger(caller), upload, most, put))
