"""Compare a statement with the ledger; explain what does not agree; tick; lock the period once it does."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from purser.domain.errors import ConflictError, FieldProblem, InvalidInputError, NotFoundError
from purser.domain.ids import uuid7
from purser.domain.money import format_amount
from purser.domain.reconciliation import Anchor, Evidence, Explanation, explain, nearest, uncovered
from purser.store import accounts, reconciliation_evidence, reconciliation_read, reconciliations
from purser.store.audit import Deed
from purser.store.postgres import TenantTx
from purser.store.reconciliations import Reconciliation
from purser.store.statements import statements_of
from purser.usecases.acting import Acting

LONGEST_DAYS = 3700


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What a statement says: balances at the beginning of `statement_from` and of `statement_to`, the day after its last.

    `opening_balance` None: to be found. `currency` None: the account's.
    """

    account_id: UUID
    statement_from: dt.date
    statement_to: dt.date
    closing_balance: Decimal
    opening_balance: Decimal | None = None
    currency: str | None = None


def start(tx: TenantTx, statement: Statement, acting: Acting) -> dict[str, Any]:
    """Begin to reconcile, and return how it stands. NotFoundError without such an account."""
    account = accounts.account(tx, statement.account_id)
    if account is None:
        raise NotFoundError("There is no such account.")
    _refuse_odd_period(statement)
    new = Reconciliation(
        id=uuid7(),
        account_id=account.id,
        currency=statement.currency or account.currency,
        statement_from=statement.statement_from,
        statement_to=statement.statement_to,
        opening_balance=statement.opening_balance,
        opening_source=None if statement.opening_balance is None else "given",
        closing_balance=statement.closing_balance,
        created_by=acting.user_id,
        created_at=dt.datetime.now(dt.UTC),
        locked_by=None,
        locked_at=None,
    )
    reconciliations.add(tx, new)
    acting.record(tx, _deed("start", new, after=_said(new)))
    return standing(tx, new.id)


def standing(tx: TenantTx, reconciliation_id: UUID) -> dict[str, Any]:
    """Return how a reconciliation stands: opening + total = expected closing, what differs, and why perhaps."""
    this = found(tx, reconciliation_id)
    anchor, opening = _opening(tx, this)
    total, count = reconciliation_read.total(tx, this.account_id, this.currency, this.statement_from, this.statement_to)
    ticked, ticks = reconciliation_read.ticked(tx, this)
    difference = None if opening is None else this.closing_balance - opening - total
    return {
        **{name: value for name, value in asdict(this).items() if name not in {"opening_balance", "opening_source"}},
        "closing_balance": format_amount(this.closing_balance),
        "status": _status(this, difference),
        "opening_balance": _text(opening),
        "opening_source": anchor.source if anchor else None,
        "opening_known_on": anchor.day if anchor else None,
        "total": format_amount(total),
        "count": count,
        "expected_closing": _text(None if opening is None else opening + total),
        "difference": _text(difference),
        "ticked": {
            "count": ticks,
            "total": format_amount(ticked),
            "difference": _text(None if opening is None else this.closing_balance - opening - ticked),
        },
        "explanations": [_told(one) for one in _explanations(tx, this, difference)],
    }


def correct(tx: TenantTx, reconciliation_id: UUID, changes: dict[str, Decimal | None], acting: Acting) -> dict[str, Any]:
    """Correct the balances that a statement says; `opening_balance` None has it found again. ConflictError if locked."""
    this = _open(tx, reconciliation_id)
    opening = changes.get("opening_balance", this.opening_balance)
    closing = changes.get("closing_balance")
    closing = this.closing_balance if closing is None else closing
    reconciliations.set_balances(tx, this.id, opening, None if opening is None else "given", closing)
    acting.record(tx, _deed("edit", this, before=_said(this), after=_said(found(tx, this.id))))
    return standing(tx, this.id)


def tick(tx: TenantTx, reconciliation_id: UUID, ids: Sequence[UUID], acting: Acting, *, ticked: bool) -> dict[str, Any]:
    """Tick rows as found on the statement, or take the ticks away; NotFoundError if the account has not all of them."""
    this = _open(tx, reconciliation_id)
    known = reconciliation_read.count_booked(tx, this, ids)
    if known != len(set(ids)):
        raise NotFoundError("Not all of these are booked transactions of this account.")
    if ticked:
        reconciliations.tick(tx, this.id, ids, acting.user_id)
    else:
        reconciliations.untick(tx, this.id, ids)
    acting.record(tx, _deed("tick" if ticked else "untick", this, after={"transaction_ids": list(ids)}))
    return standing(tx, this.id)


def lock(tx: TenantTx, reconciliation_id: UUID, acting: Acting) -> dict[str, Any]:
    """Lock the period: from now on nothing booked in it changes. ConflictError unless it agrees to the last digit."""
    account_id = found(tx, reconciliation_id).account_id
    accounts.lock_accounts(tx, [account_id])
    reconciliations.hold_account(tx, account_id)
    this = _open(tx, reconciliation_id)
    anchor, opening = _opening(tx, this)
    total, _ = reconciliation_read.total(tx, this.account_id, this.currency, this.statement_from, this.statement_to)
    if anchor is None or opening is None:
        raise ConflictError("The opening balance is not known. Give it first.", code="OPENING_NEEDED")
    if difference := this.closing_balance - opening - total:
        message = f"It does not agree yet: {format_amount(difference)} {this.currency} are missing from the ledger."
        raise ConflictError(message, code="NOT_BALANCED")
    if other := reconciliations.locked_overlap(tx, this):
        message = f"The days from {other.statement_from} until before {other.statement_to} are locked already, by {other.id}."
        raise ConflictError(message, code="PERIOD_LOCKED")
    reconciliations.lock(tx, this.id, acting.user_id, opening, anchor.source)
    acting.record(tx, _deed("lock", this, after=_said(found(tx, this.id))))
    return standing(tx, this.id)


def unlock(tx: TenantTx, reconciliation_id: UUID, acting: Acting) -> dict[str, Any]:
    """Unlock the period, on the record. One that is not locked stays so."""
    this = found(tx, reconciliation_id, for_update=True)
    if this.locked_at is not None:
        reconciliations.unlock(tx, this.id)
        acting.record(tx, _deed("unlock", this, before=_said(this)))
    return standing(tx, this.id)


def discard(tx: TenantTx, reconciliation_id: UUID, acting: Acting) -> None:
    """Forget a reconciliation, with its ticks; ConflictError if it is locked."""
    this = _open(tx, reconciliation_id)
    reconciliations.remove(tx, this.id)
    acting.record(tx, _deed("delete", this, before=_said(this)))


def _opening(tx: TenantTx, this: Reconciliation) -> tuple[Anchor | None, Decimal | None]:
    """The balance at the beginning, and what it is reckoned from: a balance known then, or earlier and what was booked since."""
    if this.opening_balance is not None and this.opening_source is not None:
        return Anchor(this.statement_from, this.opening_balance, this.opening_source), this.opening_balance
    anchor = nearest(reconciliation_read.anchors(tx, this), this.statement_from)
    if anchor is None:
        return None, None
    first, last = sorted((anchor.day, this.statement_from))
    between, _ = reconciliation_read.total(tx, this.account_id, this.currency, first, last)
    return anchor, anchor.amount + (between if anchor.day <= this.statement_from else -between)


def _explanations(tx: TenantTx, this: Reconciliation, difference: Decimal | None) -> list[Explanation]:
    if not difference:
        return []
    spans = [one.span for one in statements_of(tx, this.account_id, this.currency)]
    known = Evidence(
        start=this.statement_from,
        end=this.statement_to,
        gaps=uncovered(spans, this.statement_from, this.statement_to),
        unread=reconciliation_evidence.unread_rows(tx, this),
        **reconciliation_evidence.lines(tx, this, difference),
    )
    return explain(difference, known)


def _status(this: Reconciliation, difference: Decimal | None) -> str:
    if this.locked_at is not None:
        return "locked"
    if difference is None:
        return "opening_needed"
    return "different" if difference else "balanced"


def _told(one: Explanation) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "message": one.message,
        "exact": one.exact,
        "amount": _text(one.amount),
        "transaction_ids": one.transaction_ids,
        "from": one.start,
        "to": one.end,
    }


def _text(amount: Decimal | None) -> str | None:
    return None if amount is None else format_amount(amount)


def _said(this: Reconciliation) -> dict[str, Any]:
    names = ("account_id", "currency", "statement_from", "statement_to", "opening_balance", "closing_balance")
    return {name: getattr(this, name) for name in names}


def _deed(action: str, this: Reconciliation, **values: dict[str, Any]) -> Deed:
    return Deed(action=action, subject_type="reconciliation", subject_id=this.id, **values)


def found(tx: TenantTx, reconciliation_id: UUID, *, for_update: bool = False) -> Reconciliation:
    """Return one; with `for_update`, nobody else changes it until the transaction ends. NotFoundError if there is no such."""
    this = reconciliations.one(tx, reconciliation_id, for_update=for_update)
    if this is None:
        raise NotFoundError("There is no such reconciliation.")
    return this


def _open(tx: TenantTx, reconciliation_id: UUID) -> Reconciliation:
    this = found(tx, reconciliation_id, for_update=True)
    if this.locked_at is not None:
        raise ConflictError("It is locked. Unlock it first.", code="PERIOD_LOCKED")
    return this


def _refuse_odd_period(statement: Statement) -> None:
    days = (statement.statement_to - statement.statement_from).days
    if not 0 < days <= LONGEST_DAYS:
        problem = FieldProblem("statement_to", "The day after the last one; later than statement_from, ten years at most.")
        raise InvalidInputError("The period has no days, or too many.", (problem,))
