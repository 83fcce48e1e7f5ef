"""Which days of an account its statements cover: what is missing between them, and what several of them have."""

from typing import Any
from uuid import UUID

from purser.domain.errors import NotFoundError
from purser.domain.money import format_amount
from purser.domain.reconciliation import Span, Stretch, gaps, overlaps
from purser.store import accounts, reconciliation_evidence
from purser.store.postgres import TenantTx
from purser.store.reconciliation_read import ONE_DAY, ends_of_day


def coverage(tx: TenantTx, account_id: UUID) -> dict[str, Any]:
    """Return statements, gaps and overlaps of an account, the earliest first; NotFoundError without such an account.

    A gap is `empty` where the balances before and after it are equal: nothing can be missing. Where they differ it is `missing`
    that `difference`; it is `unknown` where statements carry no balances.
    """
    account = accounts.account(tx, account_id)
    if account is None:
        raise NotFoundError("There is no such account.")
    named = reconciliation_evidence.spans(tx, account_id)
    spans = [span for span, _ in named]
    return {
        "account_id": account_id,
        "statements": [{"import_id": span.id, "filename": name, "from": span.start, "to": span.end} for span, name in named],
        "gaps": [_gap(tx, account_id, account.currency, gap) for gap in gaps(spans)],
        "overlaps": [{"from": one.start, "to": one.end, "import_ids": sorted(one.ids)} for one in overlaps(spans)],
        **_bounds(spans),
    }


def _bounds(spans: list[Span]) -> dict[str, Any]:
    return {"from": min((s.start for s in spans), default=None), "to": max((s.end for s in spans), default=None)}


def _gap(tx: TenantTx, account_id: UUID, currency: str, gap: Stretch) -> dict[str, Any]:
    before = ends_of_day(tx, account_id, currency, gap.start - ONE_DAY)
    after = ends_of_day(tx, account_id, currency, gap.end)
    difference = after[0] - before[1] if before and after else None
    verdict = "unknown" if difference is None else "missing" if difference else "empty"
    return {
        "from": gap.start,
        "to": gap.end,
        "days": (gap.end - gap.start).days,
        "verdict": verdict,
        "difference": None if difference is None else format_amount(difference),
    }
