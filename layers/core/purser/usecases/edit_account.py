"""Edit what people may say of an account: its name and its kind. The rest comes from statements."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from purser.domain.errors import NotFoundError
from purser.store import audit, chart
from purser.store.audit import Deed, Origin
from purser.store.chart_read import account
from purser.store.postgres import TenantTx


def edit_account(tx: TenantTx, account_id: UUID, changes: Mapping[str, str], actor_id: UUID, origin: Origin) -> dict[str, Any]:
    """Apply `changes` (name, kind) and return the account; NotFoundError if the organisation has no such."""
    before = account(tx, account_id)
    if before is None:
        raise NotFoundError("There is no such account.")
    after = {**before, **changes}
    chart.update_account(tx, account_id, after["name"], after["kind"])
    was = {name: before[name] for name in changes}
    deed = Deed(action="edit", subject_type="account", subject_id=account_id, before=was, after=dict(changes))
    audit.record(tx, actor_id, deed, origin)
    return after
