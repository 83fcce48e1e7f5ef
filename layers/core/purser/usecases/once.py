"""Do a thing once for each Idempotency-Key, however often the request comes."""

import hmac
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from purser.domain.errors import ConflictError, FieldProblem, InvalidInputError
from purser.store import idempotency, sign_in_requests
from purser.store.idempotency import Earlier
from purser.store.postgres import Connection, TenantTx

LONGEST = 255
SUCCESS = range(200, 300)


@dataclass(frozen=True, slots=True)
class Answer:
    """A status and a JSON text, "" for none."""

    status: int
    body: str


class Shelf(Protocol):
    """Where it is remembered what was done."""

    def claim(self, key: str, request: bytes) -> Earlier | None:
        """Take the key for a request, or return the one that has it."""
        ...

    def keep(self, key: str, answer: Answer) -> None:
        """Remember a success."""
        ...

    def release(self, key: str) -> None:
        """Free the key."""
        ...


@dataclass(frozen=True, slots=True)
class OfOrganization:
    """What people of an organisation did, with the answers; `ledger` opens a transaction of it."""

    ledger: Callable[[], AbstractContextManager[TenantTx]]

    def claim(self, key: str, request: bytes) -> Earlier | None:
        """Take the key in a transaction of its own."""
        with self.ledger() as tx:
            return idempotency.claim(tx, key, request)

    def keep(self, key: str, answer: Answer) -> None:
        """Store the answer."""
        with self.ledger() as tx:
            idempotency.keep_answer(tx, key, answer.status, answer.body)

    def release(self, key: str) -> None:
        """Free the key in a transaction of its own."""
        with self.ledger() as tx:
            idempotency.release(tx, key)


@dataclass(frozen=True, slots=True)
class OfSignIn:
    """What was done at sign-in. Nothing of requests or answers is kept but hashes under `secret`, for both hold secrets.

    `subject` is who or what the request is about: strangers may use the same key without meeting.
    """

    connection: Connection
    secret: bytes
    subject: bytes

    def claim(self, key: str, request: bytes) -> Earlier | None:
        """Take the key."""
        earlier = sign_in_requests.claim(self.connection, self._name(key), self._keyed(request))
        if earlier is None:
            return None
        same = hmac.compare_digest(earlier.request_sha256, self._keyed(request))
        return Earlier(request if same else b"", earlier.status, earlier.body)

    def keep(self, key: str, answer: Answer) -> None:
        """Remember the status, and that there was more."""
        sign_in_requests.note_done(self.connection, self._name(key), answer.status, silent=not answer.body)

    def release(self, key: str) -> None:
        """Free the key."""
        sign_in_requests.release(self.connection, self._name(key))

    def _name(self, key: str) -> bytes:
        return self._keyed(key.encode() + b"\n" + self.subject)

    def _keyed(self, text: bytes) -> bytes:
        return hmac.digest(self.secret, text, "sha256")


def once(shelf: Shelf, key: str, request: bytes, act: Callable[[], Answer]) -> Answer:
    """Act and keep a success, or return the success kept for the same key and `request`, a hash of all that matters of it.

    InvalidInputError: no such key can be. ConflictError: it came with another request, or the first one is still at work, or
    its answer is given once only. A request that fails has done nothing, so it frees its key.
    """
    if not (key.isascii() and key.isprintable() and 0 < len(key) <= LONGEST):
        raise InvalidInputError(
            "Idempotency-Key must be 1 to 255 plain characters.", (FieldProblem("Idempotency-Key", "malformed"),)
        )
    earlier = shelf.claim(key, request)
    return _first(shelf, key, act) if earlier is None else _repeated(earlier, request)


def _first(shelf: Shelf, key: str, act: Callable[[], Answer]) -> Answer:
    answer = None
    try:
        answer = act()
    finally:
        if answer is not None and answer.status in SUCCESS:
            shelf.keep(key, answer)
        else:
            shelf.release(key)
    return answer


def _repeated(earlier: Earlier, request: bytes) -> Answer:
    if earlier.request_sha256 != request:
        raise ConflictError("This Idempotency-Key came with another request before.", code="IDEMPOTENCY_KEY_REUSED")
    if earlier.status is None:
        raise ConflictError("The same request is still being answered; ask again in a moment.", code="IN_PROGRESS")
    if earlier.body is None:
        raise ConflictError(
            "This was done already. Its answer held secrets, which are given out once: sign in, or look for what was made, "
            "delete it and make another.",
            code="ALREADY_DONE",
        )
    return Answer(earlier.status, earlier.body)
