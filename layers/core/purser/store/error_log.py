"""The error log: what went wrong on our side."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from purser.store.postgres import Connection, TenantTx

_INSERT = (
    "INSERT INTO error_log (id, org_id, source, code, message, context, correlation_id)"
    " VALUES (:id, :org_id, :source, :code, :message, :context, :correlation_id) ON CONFLICT DO NOTHING"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """One thing that went wrong. The same `id` twice is one entry. `source` is the queue or function."""

    id: UUID
    source: str
    code: str
    message: str
    context: Mapping[str, Any] = field(default_factory=dict)
    correlation_id: str | None = None

    def values(self) -> dict[str, Any]:
        """The columns, but for the organisation."""
        return {
            "id": self.id,
            "source": self.source,
            "code": self.code,
            "message": self.message,
            "context": json.dumps(self.context, default=str),
            "correlation_id": self.correlation_id,
        }


def log_failure(tx: TenantTx, failure: Failure) -> None:
    """Write it down for the organisation's administrators."""
    tx.execute(_INSERT, org_id=tx.org_id, **failure.values())


def log_unowned_failure(connection: Connection, failure: Failure) -> None:
    """Write down what concerns no organisation that exists; only operators see it."""
    connection.run(_INSERT, org_id=None, **failure.values())
