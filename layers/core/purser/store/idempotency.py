"""Requests that carry an Idempotency-Key, and their answers."""

from dataclasses import dataclass

from purser.store.postgres import TenantTx


@dataclass(frozen=True, slots=True)
class Earlier:
    """A request that came before under the same key; `status` is None while it is still being answered."""

    request_sha256: bytes
    status: int | None
    body: str | None


def claim(tx: TenantTx, key: str, request_sha256: bytes) -> Earlier | None:
    """Take the key and return None, or return the request that has it.

    A key is free again after a day, that of a request that never ended after a minute.
    """
    taken = tx.rows(
        """
        INSERT INTO idempotency_keys AS k (org_id, key, request_sha256) VALUES (:org, :key, :sha256)
        ON CONFLICT (org_id, key) DO UPDATE
            SET request_sha256 = excluded.request_sha256, status = NULL, body = NULL, created_at = now()
            WHERE k.created_at < now() - interval '1 day' OR (k.status IS NULL AND k.created_at < now() - interval '1 minute')
        RETURNING key
        """,
        org=tx.org_id,
        key=key,
        sha256=request_sha256,
    )
    if taken:
        return None
    found = tx.rows("SELECT request_sha256, status, body FROM idempotency_keys WHERE key = :key", key=key)
    return Earlier(*found[0]) if found else Earlier(request_sha256, None, None)


def keep_answer(tx: TenantTx, key: str, status: int, body: str) -> None:
    """Store the answer to give again."""
    tx.execute("UPDATE idempotency_keys SET status = :status, body = :body WHERE key = :key", status=status, body=body, key=key)


def release(tx: TenantTx, key: str) -> None:
    """Free the key of a request that came to nothing."""
    tx.execute("DELETE FROM idempotency_keys WHERE key = :key AND status IS NULL", key=key)
