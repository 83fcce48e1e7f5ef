"""Change a password, knowing the old one or with a link that was mailed."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from purser.access.passwords import hash_password, refuse_weak
from purser.access.secrets import digest, organization_in
from purser.access.tokens import Caller
from purser.domain.errors import FieldProblem, InvalidInputError, UnauthenticatedError
from purser.store import api_keys, audit, mailed_links, people, sessions
from purser.store.audit import Deed, Origin
from purser.store.outbox import add_event
from purser.store.postgres import Connection, TenantTx, tenant_tx
from purser.usecases.letters import WANTED
from purser.usecases.sign_in import HalfWay, SignedIn, at_work, begin, prove_password


@dataclass(frozen=True, slots=True)
class Change:
    """A password that is, one to be, and whether API keys end with the first."""

    old: str
    new: str
    delete_keys: bool = False


def change_password(connection: Connection, caller: Caller, change: Change, origin: Origin) -> None:
    """Change it and end every other session; UnauthenticatedError if `old` is not the password.

    Whoever knows it chooses whether programs lose their keys, for most change it without a reason to fear.
    """
    with tenant_tx(connection, caller.org_id) as tx:
        person = at_work(tx, caller)
    prove_password(connection, (caller.org_id, caller.user_id, person.email), change.old, origin)
    with tenant_tx(connection, caller.org_id) as tx:
        _set(tx, caller.user_id, change.new)
        sessions.revoke_all(tx, caller.user_id, but=caller.session_id)
        deleted = api_keys.delete_keys(tx, caller.user_id) if change.delete_keys else []
        _tell(tx, caller.user_id, "change_password", deleted, origin)


def reset_password(connection: Connection, token: str, new: str, origin: Origin) -> None:
    """Set another password with a mailed link, and end every session and API key: somebody else may have made them.

    A password that is refused leaves the link as it was.
    """
    with tenant_tx(connection, _organization(token)) as tx:
        user_id = use(tx, token, "reset", origin)
        _set(tx, user_id, new)
        people.confirm_email(tx, user_id)
        sessions.revoke_all(tx, user_id)
        _tell(tx, user_id, "reset_password", api_keys.delete_keys(tx, user_id), origin)


def accept_invitation(connection: Connection, token: str, password: str, origin: Origin) -> SignedIn | HalfWay:
    """Let an invited person choose a password, and sign them in."""
    with tenant_tx(connection, _organization(token)) as tx:
        user_id = use(tx, token, "invitation", origin)
        _set(tx, user_id, password)
        people.join(tx, user_id)
        people.confirm_email(tx, user_id)
        audit.record(tx, user_id, Deed(action="accept_invitation", subject_type="user", subject_id=user_id), origin)
        return begin(tx, user_id, origin)


def confirm_email(connection: Connection, token: str, origin: Origin) -> None:
    """Note that the person reads the mail of their address."""
    with tenant_tx(connection, _organization(token)) as tx:
        user_id = use(tx, token, "confirmation", origin)
        people.confirm_email(tx, user_id)
        audit.record(tx, user_id, Deed(action="confirm_email", subject_type="user", subject_id=user_id), origin)


def use(tx: TenantTx, token: str, purpose: str, origin: Origin) -> UUID:
    """Use a mailed link up; return whose it is. InvalidInputError if it does not work (any more)."""
    user_id = mailed_links.use_link(tx, digest(token), purpose, origin.ip)
    if user_id is None:
        raise _broken()
    return user_id


def _organization(token: str) -> UUID:
    org_id = organization_in(token)
    if org_id is None:
        raise _broken()
    return org_id


def _broken() -> InvalidInputError:
    problem = FieldProblem("token", "used before, older than 30 minutes, or not one of ours")
    return InvalidInputError("This link does not work any more. Ask for another.", (problem,))


def _set(tx: TenantTx, user_id: UUID, password: str) -> None:
    person = people.person(tx, user_id)
    if person is None:
        raise UnauthenticatedError("This account no longer exists.")
    refuse_weak(password, (person.email, person.organization_name))
    people.set_password(tx, user_id, hash_password(password))


def _tell(tx: TenantTx, user_id: UUID, action: str, deleted_keys: Sequence[str], origin: Origin) -> None:
    add_event(tx, WANTED, {"kind": "password_changed", "user_id": user_id}, origin.request_id)
    after = {"deleted_api_keys": list(deleted_keys)} if deleted_keys else None
    audit.record(tx, user_id, Deed(action=action, subject_type="user", subject_id=user_id, after=after), origin)
