"""What to do with a wish for a letter or an export that no attempt could fulfil: write it down, but no address."""

import hashlib
import json
from typing import Any
from uuid import UUID

from purser.domain.ids import uuid8
from purser.store.error_log import Failure, log_failure, log_unowned_failure
from purser.store.postgres import Connection, tenant_tx
from purser.usecases.record_failure import UNEXPLAINED, DeadLetter

TOLD = ("kind", "user_id", "export_id", "event_id")
"""What of a wish is written down. A reset's holds an address, which somebody typed who may be anybody."""


def record_letter_failure(letter: DeadLetter, connection: Connection) -> list[UUID]:
    """Log it for the organisation of its reader, for operators where none is known. The same letter twice is one entry."""
    return _record(letter, connection, "LETTER_FAILED", "A letter could not be sent.")


def record_export_failure(letter: DeadLetter, connection: Connection) -> list[UUID]:
    """Log it for the organisation that waits for it; after an hour it can be ordered again."""
    return _record(letter, connection, "EXPORT_FAILED", "An export could not be made.")


def _record(letter: DeadLetter, connection: Connection, code: str, message: str) -> list[UUID]:
    wanted = _wanted(letter.body)
    failure = Failure(
        id=uuid8(hashlib.sha256(letter.message_id.encode()).digest()),
        source=letter.queue,
        code=code,
        message=f"{message} {UNEXPLAINED}",
        context={"message_id": letter.message_id, **{name: str(wanted[name]) for name in TOLD if name in wanted}},
        correlation_id=letter.message_id,
    )
    org_id = _organization(wanted)
    if org_id is None:
        log_unowned_failure(connection, failure)
        return []
    with tenant_tx(connection, org_id) as tx:
        log_failure(tx, failure)
    return [org_id]


def _wanted(body: str) -> dict[str, Any]:
    try:
        detail = json.loads(body)["detail"]
    except (ValueError, LookupError, TypeError):
        return {}
    return detail if isinstance(detail, dict) else {}


def _organization(wanted: dict[str, Any]) -> UUID | None:
    try:
        return UUID(str(wanted.get("org_id")))
    except ValueError:
        return None
