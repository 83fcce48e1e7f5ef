"""Balances that somebody vouches for, each checked against the one before it whenever it is read."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any
from uuid import UUID

from purser.domain.errors import ConflictError, NotFoundError
from purser.domain.money import format_amount
from purser.store import accounts, reconciliation_read, reconciliations
from purser.store.audit import Deed
from purser.store.postgres import TenantTx
from purser.usecases.acting import Acting


def add_assertion(tx: TenantTx, values: dict[str, Any], acting: Acting) -> dict[str, Any]:
    """Keep a balance at the beginning of a day, and return it checked. ConflictError if that day has one."""
    account = accounts.account(tx, values["account_id"])
    if account is None:
        raise NotFoundError("There is no such account.")
    values = {**values, "currency": values["currency"] or account.currency, "created_by": acting.user_id}
    assertion_id = reconciliations.add_assertion(tx, values)
    if assertion_id is None:
        raise ConflictError("This account has a balance asserted for that day. Delete it first.", code="ALREADY_ASSERTED")
    acting.record(tx, Deed(action="add", subject_type="balance_assertion", subject_id=assertion_id, after=values))
    return next(one for one in checked(tx, account.id) if UUID(one["id"]) == assertion_id)


def remove_assertion(tx: TenantTx, assertion_id: UUID, acting: Acting) -> None:
    """Forget an assertion; NotFoundError if there is no such."""
    before = reconciliations.remove_assertion(tx, assertion_id)
    if before is None:
        raise NotFoundError("There is no such balance assertion.")
    acting.record(tx, Deed(action="delete", subject_type="balance_assertion", subject_id=assertion_id, before=before))


def checked(tx: TenantTx, account_id: UUID | None) -> list[dict[str, Any]]:
    """Return assertions by account, currency and day, each with `status`: ok, failed, or first: nothing to check against.

    The one before + what was booked between = this one. So a wrong one fails itself and the next, and not all that follow.
    """
    return list(_checked(tx, reconciliation_read.assertions(tx, account_id)))


def _checked(tx: TenantTx, found: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    previous: dict[str, Any] = {}
    for one in found:
        same = previous and all(previous[name] == one[name] for name in ("account_id", "currency"))
        yield {**one, **(_check(tx, previous, one) if same else {"status": "first", "expected": None, "difference": None})}
        previous = one


def _check(tx: TenantTx, previous: dict[str, Any], one: dict[str, Any]) -> dict[str, Any]:
    days = (dt.date.fromisoformat(each["date"]) for each in (previous, one))
    between, _ = reconciliation_read.total(tx, UUID(one["account_id"]), one["currency"], *days)
    expected = Decimal(previous["amount"]) + between
    difference = Decimal(one["amount"]) - expected
    status = "failed" if difference else "ok"
    return {"status": status, "expected": format_amount(expected), "difference": format_amount(difference)}
