"""Do a thing once for each Idempotency-Key, however often the request comes."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass

from purser.domain.errors import ConflictError, FieldProblem, InvalidInputError
from purser.store import idempotency
from purser.store.idempotency import Earlier
from purser.store.postgres import TenantTx

LONGEST = 255
SUCCESS = range(200, 300)

Ledger = Callable[[], AbstractContextManager[TenantTx]]
"""Opens a transaction of the caller's organisation."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A status and a JSON text."""

    status: int
    body: str


def once(ledger: Ledger, key: str, request_sha256: bytes, act: Callable[[], Answer]) -> Answer:
    """Act and keep a success, or return the success kept for the same key and request.

    InvalidInputError: no such key can be. ConflictError: it came with another request, or the first one is still at work.
    A request that fails has done nothing, so it frees its key.
    """
    if not (key.isascii() and key.isprintable() and 0 < len(key) <= LONGEST):
        raise InvalidInputError(
            "Idempotency-Key must be 1 to 255 plain characters.", (FieldProblem("Idempotency-Key", "malformed"),)
        )
    with ledger() as tx:
        earlier = idempotency.claim(tx, key, request_sha256)
    if earlier is not None:
        return _repeated(earlier, request_sha256)
    return _first(ledger, key, act)


def _first(ledger: Ledger, key: str, act: Callable[[], Answer]) -> Answer:
    answer = None
    try:
        answer = act()
    finally:
        with ledger() as tx:
            if answer is not None and answer.status in SUCCESS:
                idempotency.keep_answer(tx, key, answer.status, answer.body)
            else:
                idempotency.release(tx, key)
    return answer


def _repeated(earlier: Earlier, request_sha256: bytes) -> Answer:
    if earlier.request_sha256 != request_sha256:
        raise ConflictError("This Idempotency-Key came with another request before.", code="IDEMPOTENCY_KEY_REUSED")
    if earlier.status is None or earlier.body is None:
        raise ConflictError("The same request is still being answered; ask again in a moment.", code="IN_PROGRESS")
    return Answer(earlier.status, earlier.body)
