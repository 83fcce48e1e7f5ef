"""Transactions by hand: drafts, corrections, deletions; one or many."""

from typing import Annotated, Any
from uuid import UUID

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body
from purser.access.permissions import EDIT_TRANSACTIONS
from purser.access.tokens import Caller
from purser.domain.errors import FieldProblem, InvalidInputError
from purser.runtime.edge.declare import needs, resource
from purser.runtime.edge.parameters import Amount, Day, From, Signed
from purser.runtime.ledger import ledger
from purser.store import transactions_read
from purser.store.audit import Origin
from purser.usecases.edit_transactions import Actor, Draft, add_draft, change_transactions, delete_transactions, part_draft
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from api.routes.transactions import Transaction
from api.shapes import Currency

router = resource()

MOST_AT_ONCE = 500
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]
Notes = Annotated[str, StringConstraints(max_length=5000)]
Tag = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=50)]
Tags = Annotated[list[Tag], Field(max_length=50)]


class NewDraft(BaseModel):
    """A transaction typed in, such as cash: money out is negative. Without an account it goes to the one for cash."""

    model_config = ConfigDict(extra="forbid")

    date: Day
    amount: Amount
    description: Words
    currency: Currency | None = None
    account_id: UUID | None = None
    merchant: Words | None = None
    category_id: UUID | None = None
    notes: Notes | None = None
    tags: Tags = []


class Said(BaseModel):
    """What a person may say of any transaction; what is left out stays, null empties."""

    model_config = ConfigDict(extra="forbid")

    description: Words | None = None
    merchant: Words | None = None
    category_id: UUID | None = None
    notes: Notes | None = None
    tags: Tags | None = None


class Corrections(Said):
    """What a person may say of one transaction. Date and amount only of a draft: of others, they are the bank's."""

    date: Day | None = None
    amount: Amount | None = None


class Bulk(BaseModel):
    """Change or delete many at once: all of them, or none."""

    model_config = ConfigDict(extra="forbid")

    ids: Annotated[list[UUID], Field(min_length=1, max_length=MOST_AT_ONCE)]
    changes: Said | None = None
    delete: bool = False


class BulkDone(BaseModel):
    """How many were changed or deleted."""

    count: int


@router.post("/api/transactions", summary="Add a draft", tags=["transactions"], **needs(EDIT_TRANSACTIONS, 201, 409, 413, 415))
def add_transaction(draft: Annotated[NewDraft, Body()], caller: Signed, origin: From) -> Transaction:
    """Type a transaction in. When the bank tells it too, the two become one, with what was written here."""
    with ledger(caller) as tx:
        return Transaction.model_validate(add_draft(tx, Draft(**draft.model_dump()), _actor(caller, origin)))


@router.patch(
    "/api/transactions/<transaction_id>",
    summary="Edit a transaction",
    tags=["transactions"],
    **needs(EDIT_TRANSACTIONS, 200, 409, 413, 415),
)
def edit_transaction(transaction_id: UUID, changes: Annotated[Corrections, Body()], caller: Signed, origin: From) -> Transaction:
    """Say it better than the bank does. It stays so, whatever a file says later."""
    with ledger(caller) as tx:
        change_transactions(tx, [transaction_id], _said(changes), _actor(caller, origin))
        return Transaction.model_validate(transactions_read.transaction(tx, transaction_id))


@router.delete(
    "/api/transactions/<transaction_id>",
    summary="Delete a transaction",
    tags=["transactions"],
    **needs(EDIT_TRANSACTIONS, 204, 409),
)
def delete_transaction(transaction_id: UUID, caller: Signed, origin: From) -> Response[None]:
    """It counts no more, and stays deleted when its file comes again."""
    with ledger(caller) as tx:
        delete_transactions(tx, [transaction_id], _actor(caller, origin))
    return Response(204)


@router.post(
    "/api/transactions/bulk",
    summary="Edit many transactions",
    tags=["transactions"],
    **needs(EDIT_TRANSACTIONS, 200, 409, 413, 415),
)
def edit_many(wanted: Annotated[Bulk, Body()], caller: Signed, origin: From) -> BulkDone:
    """Change or delete up to 500, all or none."""
    if wanted.delete == (wanted.changes is not None):
        raise InvalidInputError("Either change or delete.", (FieldProblem("changes", "Give changes, or delete: true."),))
    with ledger(caller) as tx:
        if wanted.changes is None:
            delete_transactions(tx, wanted.ids, _actor(caller, origin))
        else:
            change_transactions(tx, wanted.ids, _said(wanted.changes), _actor(caller, origin))
    return BulkDone(count=len(set(wanted.ids)))


@router.delete(
    "/api/transactions/<transaction_id>/match",
    summary="Part a draft",
    tags=["transactions"],
    **needs(EDIT_TRANSACTIONS, 200, 409),
)
def part(transaction_id: UUID, caller: Signed, origin: From) -> Transaction:
    """Say that this row is not the draft it was taken for. Returns the draft, which counts again; they are not matched again."""
    with ledger(caller) as tx:
        return Transaction.model_validate(part_draft(tx, transaction_id, _actor(caller, origin)))


def _said(changes: Said) -> dict[str, Any]:
    said = changes.model_dump(exclude_unset=True)
    if not said:
        raise InvalidInputError("Nothing is to be changed.", (FieldProblem("body", "Name a field."),))
    kept = [name for name in ("description", "merchant", "tags", "date", "amount") if name in said and said[name] is None]
    if kept:
        raise InvalidInputError("This cannot be empty.", tuple(FieldProblem(name, "It needs a value.") for name in kept))
    return said


def _actor(caller: Caller, origin: Origin) -> Actor:
    return Actor(caller.user_id, origin)
