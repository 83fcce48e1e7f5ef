"""Where a person is signed in."""

from typing import Any
from uuid import UUID

from purser.access.tokens import Caller
from purser.domain.errors import NotFoundError
from purser.store import audit, sessions
from purser.store.audit import Deed, Origin
from purser.store.postgres import Connection, tenant_tx
from purser.usecases.sign_in import at_work


def listed(connection: Connection, caller: Caller) -> list[dict[str, Any]]:
    """Return the open sign-ins of the person."""
    with tenant_tx(connection, caller.org_id) as tx:
        at_work(tx, caller)
        return sessions.devices(tx, caller.user_id)


def end(connection: Connection, caller: Caller, family: UUID, origin: Origin) -> None:
    """End one of them; NotFoundError if it is over, or somebody else's."""
    with tenant_tx(connection, caller.org_id) as tx:
        at_work(tx, caller)
        if not sessions.revoke_family_of(tx, caller.user_id, family):
            raise NotFoundError("There is no such session.")
        audit.record(tx, caller.user_id, Deed(action="end_session", subject_type="session", subject_id=family), origin)
