"""API keys: how programs sign in. A key may do no more than its owner may, now."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from purser.access.permissions import EVERYTHING, allows
from purser.access.secrets import digest, new_secret_of, organization_in
from purser.access.tokens import Caller
from purser.domain.errors import FieldProblem, InvalidInputError, NotFoundError, UnauthenticatedError
from purser.domain.ids import uuid7
from purser.store import api_keys, audit
from purser.store.api_keys import NewKey
from purser.store.audit import Deed, Origin
from purser.store.postgres import Connection, tenant_tx
from purser.usecases.sign_in import at_work

MARK = "purser_"
"""How every key begins, so that a program that finds one where it should not be knows what it found."""
PREFIX = len(MARK) + 8


@dataclass(frozen=True, slots=True)
class Wish:
    """A key that somebody wants."""

    name: str
    scopes: Sequence[str]
    days: int


def make_key(connection: Connection, caller: Caller, wish: Wish, origin: Origin) -> tuple[str, dict[str, Any]]:
    """Make a key; return it, this once, and what its owner sees of it. InvalidInputError if it would do more than they may."""
    with tenant_tx(connection, caller.org_id) as tx:
        granted = at_work(tx, caller).permissions
        beyond = [scope for scope in wish.scopes if not allows(granted, scope)]
        if beyond:
            raise InvalidInputError(
                "A key can do no more than you can.", tuple(FieldProblem("scopes", scope) for scope in beyond)
            )
        key = MARK + new_secret_of(caller.org_id)
        expires_at = dt.datetime.now(dt.UTC) + dt.timedelta(days=wish.days)
        made = NewKey(
            id=uuid7(),
            user_id=caller.user_id,
            name=wish.name,
            prefix=key[:PREFIX],
            key_hash=digest(key),
            scopes=sorted(set(wish.scopes)),
            expires_at=expires_at,
        )
        shown = api_keys.insert_key(tx, made)
        after = {"name": wish.name, "prefix": made.prefix, "scopes": made.scopes, "expires_at": expires_at}
        deed = Deed(action="make_api_key", subject_type="api_key", subject_id=made.id, after=after)
        audit.record(tx, caller.user_id, deed, origin)
    return key, shown


def listed(connection: Connection, caller: Caller) -> list[dict[str, Any]]:
    """Return what a person sees of their keys."""
    with tenant_tx(connection, caller.org_id) as tx:
        return api_keys.keys_of(tx, caller.user_id)


def remove(connection: Connection, caller: Caller, key_id: UUID, origin: Origin) -> None:
    """Delete a key, which works no more from now on; NotFoundError if it is nobody's, or somebody else's."""
    with tenant_tx(connection, caller.org_id) as tx:
        at_work(tx, caller)
        if not api_keys.delete_key(tx, caller.user_id, key_id):
            raise NotFoundError("There is no such key.")
        audit.record(tx, caller.user_id, Deed(action="delete_api_key", subject_type="api_key", subject_id=key_id), origin)


def is_key(secret: str) -> bool:
    """Tell a key from an access token."""
    return secret.startswith(MARK)


def caller_of(connection: Connection, key: str) -> Caller:
    """Return who a key speaks for, and may do for them; UnauthenticatedError if it is not one of ours, or over. For any role."""
    org_id = organization_in(key.removeprefix(MARK))
    if org_id is None:
        raise _unknown()
    with tenant_tx(connection, org_id) as tx:
        holder = api_keys.use(tx, digest(key))
    if holder is None:
        raise _unknown()
    return Caller(
        user_id=holder.user_id,
        org_id=org_id,
        session_id=holder.key_id,
        role=holder.role,
        permissions=_both(holder.scopes, holder.granted),
        by_key=True,
    )


def _both(scopes: Sequence[str], granted: Sequence[str]) -> tuple[str, ...]:
    """What both allow: a role that lost a permission takes it from its keys."""
    return tuple(granted) if EVERYTHING in scopes else tuple(scope for scope in scopes if allows(granted, scope))


def _unknown() -> UnauthenticatedError:
    return UnauthenticatedError("The API key is not one of ours, or is over.")
