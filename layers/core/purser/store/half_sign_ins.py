"""Sign-ins that wait for a second factor, by the hash of the token that goes on with them."""

from uuid import UUID

from purser.domain.ids import uuid7
from purser.store.postgres import TenantTx

MINUTES = 5


def insert_half(tx: TenantTx, user_id: UUID, token_hash: bytes) -> None:
    """Begin to wait; forget those of the person that waited in vain."""
    tx.execute("DELETE FROM half_sign_ins WHERE user_id = :user AND expires_at < now()", user=user_id)
    tx.execute(
        """
        INSERT INTO half_sign_ins (id, org_id, user_id, token_hash, expires_at)
        VALUES (:id, :org, :user, :hash, now() + make_interval(mins => :minutes))
        """,
        id=uuid7(),
        org=tx.org_id,
        user=user_id,
        hash=token_hash,
        minutes=MINUTES,
    )


def half(tx: TenantTx, token_hash: bytes) -> UUID | None:
    """Return who waits, None if nobody (any more)."""
    found = tx.one("SELECT user_id FROM half_sign_ins WHERE token_hash = :hash AND expires_at > now()", hash=token_hash)
    return found[0] if found else None


def end_half(tx: TenantTx, token_hash: bytes) -> bool:
    """Stop waiting; False if somebody else was quicker with the same token."""
    return tx.execute("DELETE FROM half_sign_ins WHERE token_hash = :hash AND expires_at > now()", hash=token_hash) > 0
