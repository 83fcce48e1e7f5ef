"""Transactions by hand: drafts, corrections, deletions."""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

from purser.categories.classification import classify
from purser.domain.accounts import Account, AccountBook
from purser.domain.currencies import is_currency, minor_units
from purser.domain.errors import ConflictError, FieldProblem, InvalidInputError, NotFoundError
from purser.domain.ids import uuid7
from purser.domain.statements import UNKNOWN_CURRENCY, Entry
from purser.store import accounts, audit, drafts, transactions_write
from purser.store.audit import Deed, Origin
from purser.store.categories import category_ids
from purser.store.imports import organization_currency
from purser.store.outbox import add_event
from purser.store.postgres import TenantTx
from purser.store.transactions_read import transaction

OF_DRAFTS = frozenset({"date", "amount"})
"""What only a draft lets a person change: of a bank's row, these are the bank's word."""
NAMED = {"category_id": "category"}
"""Provenance calls these otherwise than the columns."""
EARLIEST = dt.date(1970, 1, 1)
AHEAD = dt.timedelta(days=366)
_Values = Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does it, and from where."""

    user_id: UUID
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A transaction as a person types it in. Without an account it is cash; without a currency, the account's."""

    date: dt.date
    amount: Decimal
    description: str
    currency: str | None = None
    account_id: UUID | None = None
    merchant: str | None = None
    category_id: UUID | None = None
    notes: str | None = None
    tags: list[str] = field(default_factory=list)


def add_draft(tx: TenantTx, draft: Draft, actor: Actor) -> dict[str, Any]:
    """Store a draft and return it. NotFoundError for account or category, InvalidInputError for amount or date."""
    _refuse(draft.amount, draft.date)
    account = _account(tx, draft)
    currency = draft.currency or account.currency
    _refuse_coins(draft.amount, currency)
    found = classify(_entry(draft, currency), account.kind)
    category_id, type_ = draft.category_id, str(found.type)
    if category_id is not None:
        type_ = _type_of(tx, category_id)
    elif found.category:
        category_id = category_ids(tx).get(found.category)
    said = {"description": draft.description, "merchant": draft.merchant, "category": draft.category_id, "notes": draft.notes}
    provenance = {name: "person" for name, value in said.items() if value} | ({"tags": "person"} if draft.tags else {})
    if category_id is not None and draft.category_id is None:
        provenance["category"] = "rule"
    draft_id = uuid7()
    values = {
        "id": draft_id,
        "account_id": account.id,
        "date": draft.date,
        "amount": draft.amount,
        "currency": currency,
        "description": draft.description,
        "merchant": draft.merchant or found.merchant,
        "category_id": category_id,
        "type": type_,
        "notes": draft.notes,
        "tags": draft.tags,
        "provenance": json.dumps(provenance),
    }
    accounts.lock_accounts(tx, [account.id])
    drafts.insert_draft(tx, values)
    transactions_write.recount_merchants(tx, [str(values["merchant"])])
    after = {"date": str(draft.date), "amount": str(draft.amount), "currency": currency}
    _record(tx, actor, "add", [draft_id], (None, after))
    _announce(tx, [{"account_id": account.id, "date": draft.date}], actor)
    stored = transaction(tx, draft_id)
    if stored is None:
        raise NotFoundError("The draft is of an account that you may not see.")
    return stored


def change_transactions(tx: TenantTx, ids: Sequence[UUID], changes: Mapping[str, Any], actor: Actor) -> None:
    """Set what a person says of these transactions; all of them or none. What a person says stays, whatever a file says later."""
    before = _all_of(tx, ids)
    sets = dict(changes)
    if OF_DRAFTS & sets.keys():
        if any(row["source"] != "draft" for row in before):
            raise ConflictError("Date and amount are the bank's; only a draft's can be changed.", code="NOT_A_DRAFT")
        _refuse(sets.get("amount"), sets.get("date"))
        for currency in {row["currency"] for row in before if "amount" in sets}:
            _refuse_coins(sets["amount"], currency)
    if sets.get("category_id") is not None:
        sets["type"] = _type_of(tx, sets["category_id"])
    transactions_write.change(tx, ids, sets, {NAMED.get(name, name): "person" for name in changes})
    if {"merchant", "date"} & sets.keys():
        names = {row["merchant"] for row in before} | ({sets["merchant"]} if "merchant" in sets else set())
        transactions_write.recount_merchants(tx, sorted(names))
    was = {str(row["id"]): {name: row[name] for name in changes} for row in before}
    _record(tx, actor, "edit", ids, (was, dict(changes)))
    _announce(
        tx, [*before, *({"account_id": row["account_id"], "date": sets["date"]} for row in before if "date" in sets)], actor
    )


def delete_transactions(tx: TenantTx, ids: Sequence[UUID], actor: Actor) -> None:
    """Delete these transactions, all or none; they stay deleted when their file comes again."""
    before = _all_of(tx, ids)
    transactions_write.delete(tx, ids)
    transactions_write.recount_merchants(tx, [row["merchant"] for row in before])
    was = {str(row["id"]): {"date": row["date"], "amount": row["amount"]} for row in before}
    _record(tx, actor, "delete", ids, (was, None))
    _announce(tx, before, actor)


def part_draft(tx: TenantTx, transaction_id: UUID, actor: Actor) -> dict[str, Any]:
    """Say that a bank's row is not the draft it was taken for; return the draft, which counts again."""
    draft_id = drafts.match_of(tx, transaction_id)
    if draft_id is None:
        raise NotFoundError("There is no such transaction, or it was taken for no draft.")
    drafts.part(tx, draft_id)
    stored = transaction(tx, draft_id)
    if stored is None:
        raise NotFoundError("The draft is of an account that you may not see.")
    transactions_write.recount_merchants(tx, [stored["merchant"]])
    _record(tx, actor, "part", [transaction_id], ({"draft_id": str(draft_id)}, None))
    _announce(tx, [stored], actor)
    return stored


def _account(tx: TenantTx, draft: Draft) -> Account:
    if draft.account_id is not None:
        account = accounts.account(tx, draft.account_id)
        if account is None:
            raise NotFoundError("There is no such account.")
        return account
    currency = draft.currency or organization_currency(tx) or UNKNOWN_CURRENCY
    book = AccountBook(tx.org_id, "draft", "cash", accounts.accounts_at(tx, "draft"))
    account = book.account_of("", currency)
    accounts.add_accounts(tx, book.new)
    return account


def _entry(draft: Draft, currency: str) -> Entry:
    return Entry(
        line=1,
        text="",
        date=draft.date,
        amount=draft.amount,
        currency=currency,
        description=draft.merchant or draft.description,
        original_description=draft.description,
    )


def _refuse(amount: Decimal | None, date: dt.date | None) -> None:
    if amount == 0:
        raise InvalidInputError("A transaction moves money.", (FieldProblem("amount", "It is zero."),))
    if date is not None and not EARLIEST <= date <= dt.datetime.now(dt.UTC).date() + AHEAD:
        raise InvalidInputError("The date is out of reach.", (FieldProblem("date", "Between 1970 and a year from now."),))


def _refuse_coins(amount: Decimal, currency: str) -> None:
    """A person pays in coins that there are: half a yen is a mistake of typing."""
    if not is_currency(currency) and currency != UNKNOWN_CURRENCY:
        raise InvalidInputError(f"{currency} is no currency.", (FieldProblem("currency", "A code of ISO 4217, like USD."),))
    decimals = minor_units(currency)
    if amount != round(amount, decimals):
        problem = FieldProblem("amount", f"{currency} has {decimals} decimals." if decimals else f"{currency} has no decimals.")
        raise InvalidInputError(f"There is no coin of {currency} so small.", (problem,))


def _type_of(tx: TenantTx, category_id: UUID) -> str:
    found = transactions_write.category_type(tx, category_id)
    if found is None:
        raise NotFoundError("There is no such category.")
    return found


def _all_of(tx: TenantTx, ids: Sequence[UUID]) -> list[dict[str, Any]]:
    found = transactions_write.locked(tx, ids)
    if len(found) != len(set(ids)):
        raise NotFoundError("There is no such transaction." if len(ids) == 1 else "Some of these transactions are not there.")
    return found


def _record(tx: TenantTx, actor: Actor, action: str, ids: Sequence[UUID], values: tuple[_Values, _Values]) -> None:
    """Put it on the trail with the values before and after."""
    before, after = values
    subject = ids[0] if len(ids) == 1 else None
    told = dict(after or {}) | ({"count": len(ids)} if subject is None else {})
    deed = Deed(action=action, subject_type="transaction", subject_id=subject, before=before, after=told or None)
    audit.record(tx, actor.user_id, deed, actor.origin)


def _announce(tx: TenantTx, rows: Sequence[Mapping[str, Any]], actor: Actor) -> None:
    detail = {
        "account_ids": sorted({str(row["account_id"]) for row in rows}),
        "months": sorted({str(row["date"])[:7] for row in rows}),
        "imported": 0,
    }
    add_event(tx, "ledger.changed", detail, actor.origin.request_id)
