"""The trail of what people did. Rows are only ever added."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from purser.domain.ids import uuid7
from purser.store.postgres import TenantTx


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a request came from."""

    ip: str = ""
    user_agent: str = ""
    request_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """What was done to what, with the values before and after where there are such. No secret ever."""

    action: str
    subject_type: str
    subject_id: UUID | None = None
    before: Mapping[str, Any] | None = None
    after: Mapping[str, Any] | None = None


def record(tx: TenantTx, actor_id: UUID | None, deed: Deed, origin: Origin) -> None:
    """Add a deed to the organisation's trail."""
    tx.execute(
        """
        INSERT INTO audit_log (id, org_id, actor_id, action, subject_type, subject_id, before, after, ip, user_agent, request_id)
        VALUES (:id, :org, :actor, :action, :subject_type, :subject_id, CAST(:before AS jsonb), CAST(:after AS jsonb),
                :ip, :user_agent, :request_id)
        """,
        id=uuid7(),
        org=tx.org_id,
        actor=actor_id,
        action=deed.action,
        subject_type=deed.subject_type,
        subject_id=deed.subject_id,
        before=_json(deed.before),
        after=_json(deed.after),
        ip=origin.ip,
        user_agent=origin.user_agent,
        request_id=origin.request_id,
    )


def _json(values: Mapping[str, Any] | None) -> str | None:
    return None if values is None else json.dumps(values, default=str)
