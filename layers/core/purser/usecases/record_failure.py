"""What to do with a message that no attempt could deal with: write down why, and tell its owner."""

import hashlib
from dataclasses import dataclass
from uuid import UUID

from purser.domain.errors import PurserError
from purser.domain.ids import uuid8
from purser.domain.uploads import Address, Arrival, MisaddressedError
from purser.store import imports
from purser.store.error_log import Failure, log_failure, log_unowned_failure
from purser.store.notifications import UnreadableMessageError, arrivals_in
from purser.store.outbox import add_event
from purser.store.parts import forget_parts
from purser.store.postgres import Connection, tenant_tx

LONGEST_BODY = 2000
UNEXPLAINED = "No attempt left a reason: the function was stopped, out of time or memory, or the database did not answer."


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """A message of a dead-letter queue. `queue` is that queue's name."""

    message_id: str
    queue: str
    body: str


def record_failure(letter: DeadLetter, connection: Connection) -> list[UUID]:
    """Log every file the letter announces and mark its import failed; return the organisations concerned.

    The same letter twice is one entry. What belongs to nobody is logged for operators.
    """
    try:
        arrivals = arrivals_in(letter.body, letter.message_id)
    except UnreadableMessageError as wrong:
        log_unowned_failure(connection, _failure(letter, wrong))
        return []
    owners = [_record(letter, arrival, connection) for arrival in arrivals]
    return [owner for owner in owners if owner is not None]


def _record(letter: DeadLetter, arrival: Arrival, connection: Connection) -> UUID | None:
    try:
        address = Address.parse(arrival.key)
        _fail(letter, arrival, address, connection)
    except MisaddressedError as wrong:
        log_unowned_failure(connection, _failure(letter, wrong, arrival.key))
        return None
    return address.org_id


def _fail(letter: DeadLetter, arrival: Arrival, address: Address, connection: Connection) -> None:
    """Mark the import failed unless it has been dealt with after all."""
    with tenant_tx(connection, address.org_id) as tx:
        if imports.organization_currency(tx) is None:
            raise MisaddressedError(f"{arrival.key!r} names the organisation {address.org_id}, which does not exist.")
        import_ = imports.begin_import(tx, imports.import_of(tx, address, arrival), address, arrival)
        if import_.settled:
            return
        reason = PurserError(imports.noted_failure(tx, import_.id) or UNEXPLAINED, code="IMPORT_FAILED")
        log_failure(tx, _failure(letter, reason, arrival.key, import_.id, import_.correlation_id))
        imports.fail_import(tx, import_.id)
        forget_parts(tx, import_.id)
        add_event(tx, "import.failed", {"import_id": import_.id}, import_.correlation_id)


def _failure(
    letter: DeadLetter, reason: PurserError, key: str = "", import_id: UUID | None = None, correlation_id: str | None = None
) -> Failure:
    digest = hashlib.sha256(f"{letter.message_id}\x1f{key}".encode()).digest()
    known = {
        "message_id": letter.message_id,
        "key": key,
        "import_id": import_id,
        "body": "" if key else letter.body[:LONGEST_BODY],
    }
    return Failure(
        id=uuid8(digest),
        source=letter.queue,
        code=reason.code,
        message=reason.message,
        context={name: value for name, value in known.items() if value},
        correlation_id=correlation_id or letter.message_id,
    )
