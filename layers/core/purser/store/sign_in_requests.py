"""Requests of sign-in that carry an Idempotency-Key: that they were done, and whether the answer can be given again."""

from purser.store.idempotency import Earlier
from purser.store.postgres import Connection


def claim(connection: Connection, key: bytes, request: bytes) -> Earlier | None:
    """Take the key and return None, or return the request that has it; its `body` is None where it held secrets.

    A key is free again after a day, that of a request that never ended after a minute.
    """
    connection.run(
        "DELETE FROM sign_in_requests WHERE created_at < now() - interval '1 day'"
        " OR (status IS NULL AND created_at < now() - interval '1 minute')"
    )
    taken = connection.run(
        "INSERT INTO sign_in_requests (key, request) VALUES (:key, :request) ON CONFLICT DO NOTHING RETURNING key",
        key=key,
        request=request,
    )
    if taken:
        return None
    found = connection.run("SELECT request, status, silent FROM sign_in_requests WHERE key = :key", key=key)
    if not found:
        return Earlier(request, None, None)
    earlier, status, silent = found[0]
    return Earlier(bytes(earlier), status, "" if silent else None)


def note_done(connection: Connection, key: bytes, status: int, *, silent: bool) -> None:
    """Remember that it was done."""
    connection.run(
        "UPDATE sign_in_requests SET status = :status, silent = :silent WHERE key = :key", key=key, status=status, silent=silent
    )


def release(connection: Connection, key: bytes) -> None:
    """Free the key of a request that came to nothing."""
    connection.run("DELETE FROM sign_in_requests WHERE key = :key AND status IS NULL", key=key)
