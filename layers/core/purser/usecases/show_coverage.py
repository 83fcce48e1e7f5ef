"""Which days of an account its statements cover: what is missing between them, and what several of them have."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from purser.domain.accounts import Account
from purser.domain.errors import NotFoundError
from purser.domain.money import format_amount
from purser.domain.reconciliation import Span, Statement, Stretch, gaps, overlaps
from purser.store import accounts
from purser.store.postgres import TenantTx
from purser.store.reconciliation_read import ONE_DAY, ends_of_day
from purser.store.statements import statements_of


def coverage(tx: TenantTx, account_id: UUID) -> dict[str, Any]:
    """Return statements, gaps and overlaps of an account, the earliest first; NotFoundError without such an account.

    A gap is `empty` where the balances before and after it are equal: nothing can be missing. Where they differ it is `missing`
    that `difference`; it is `unknown` where statements carry no balances.
    """
    account = accounts.account(tx, account_id)
    if account is None:
        raise NotFoundError("There is no such account.")
    found = statements_of(tx, account_id, account.currency)
    spans = [one.span for one in found]
    return {
        "account_id": account_id,
        "statements": [_shown(one) for one in found],
        "gaps": [_gap(tx, account, gap, found) for gap in gaps(spans)],
        "overlaps": [{"from": one.start, "to": one.end, "import_ids": sorted(one.ids)} for one in overlaps(spans)],
        **_bounds(spans),
    }


def _shown(one: Statement) -> dict[str, Any]:
    return {
        "import_id": one.span.id,
        "filename": one.filename,
        "from": one.span.start,
        "to": one.span.end,
        "opening_balance": None if one.opening is None else format_amount(one.opening),
        "closing_balance": None if one.closing is None else format_amount(one.closing),
    }


def _bounds(spans: list[Span]) -> dict[str, Any]:
    return {"from": min((s.start for s in spans), default=None), "to": max((s.end for s in spans), default=None)}


def _gap(tx: TenantTx, account: Account, gap: Stretch, found: list[Statement]) -> dict[str, Any]:
    before, after = _balances_around(tx, account, gap, found)
    difference = None if before is None or after is None else after - before
    verdict = "unknown" if difference is None else "missing" if difference else "empty"
    return {
        "from": gap.start,
        "to": gap.end,
        "days": (gap.end - gap.start).days,
        "verdict": verdict,
        "difference": None if difference is None else format_amount(difference),
    }


def _balances_around(
    tx: TenantTx, account: Account, gap: Stretch, found: list[Statement]
) -> tuple[Decimal | None, Decimal | None]:
    """The balances before a gap and after it: those that the statements declare, else those that run beside their rows."""
    closing = next((one.closing for one in found if one.span.end == gap.start and one.closing is not None), None)
    opening = next((one.opening for one in found if one.span.start == gap.end and one.opening is not None), None)
    if closing is None and (ends := ends_of_day(tx, account.id, account.currency, gap.start - ONE_DAY)):
        closing = ends[1]
    if opening is None and (ends := ends_of_day(tx, account.id, account.currency, gap.end)):
        opening = ends[0]
    return closing, opening
