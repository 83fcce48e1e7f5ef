"""Invite: a person who belongs to the organisation from now on, and signs in once they have chosen a password."""

from uuid import UUID

from purser.domain.ids import uuid7
from purser.store import audit, people
from purser.store.audit import Deed, Origin
from purser.store.outbox import add_event
from purser.store.postgres import TenantTx
from purser.usecases.letters import WANTED


def invite(tx: TenantTx, email: str, role_id: UUID, invited_by: UUID, origin: Origin) -> UUID:
    """Add the person and have them written to; return their id. ConflictError if the address is taken, anywhere.

    Works as purser_app. Whoever is invited has no password, so that nothing but the letter lets them in.
    """
    user_id = uuid7()
    people.insert_invited(tx, user_id, email, role_id)
    deed = Deed(action="invite", subject_type="user", subject_id=user_id, after={"email": email, "role_id": role_id})
    audit.record(tx, invited_by, deed, origin)
    want_invitation(tx, user_id, invited_by, origin)
    return user_id


def want_invitation(tx: TenantTx, user_id: UUID, invited_by: UUID, origin: Origin) -> None:
    """Have the letter sent, the first or another: each holds a link of its own, and one that is used ends the others."""
    add_event(tx, WANTED, {"kind": "invitation", "user_id": user_id, "invited_by": invited_by}, origin.request_id)
