"""What an organisation's ledger holds of one person."""

from typing import Any
from uuid import UUID

from purser.store.postgres import TenantTx


def own_account(tx: TenantTx, user_id: UUID) -> dict[str, Any]:
    """Return a person as they see themselves."""
    return tx.items(
        "SELECT u.id, u.email, r.name AS role, u.created_at, u.erase_after"
        " FROM users AS u JOIN roles AS r ON r.id = u.role_id WHERE u.id = :id",
        id=user_id,
    )[0]


def own_data(tx: TenantTx, user_id: UUID) -> dict[str, list[dict[str, Any]]]:
    """Return who they are, what they sent, and what they did, the latest first."""
    return {
        "user": tx.items(
            "SELECT u.id, u.email, r.name AS role, u.active, u.created_at, u.joined_at, u.email_confirmed_at, u.erase_after"
            " FROM users AS u JOIN roles AS r ON r.id = u.role_id WHERE u.id = :id",
            id=user_id,
        ),
        "imports": tx.items(
            "SELECT id, filename, status, created_at FROM imports WHERE created_by = :id ORDER BY created_at DESC", id=user_id
        ),
        "audit_log": tx.items(
            "SELECT at, action, subject_type, subject_id, ip, user_agent, request_id FROM audit_log WHERE actor_id = :id"
            " ORDER BY seq DESC LIMIT 100000",
            id=user_id,
        ),
    }
