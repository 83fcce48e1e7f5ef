"""Sign in, renew the session, sign out."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from purser.access.cookies import REFRESH_SECONDS
from purser.access.passwords import matches
from purser.access.secrets import digest, new_secret
from purser.access.tokens import Caller
from purser.domain.errors import UnauthenticatedError
from purser.domain.ids import uuid7
from purser.store import audit, people, sessions
from purser.store.audit import Deed, Origin
from purser.store.people import Person
from purser.store.postgres import Connection, TenantTx, tenant_tx
from purser.store.sessions import Grant


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A person with an open session: `family` names it, `refresh_token` renews it, once."""

    person: Person
    family: UUID
    refresh_token: str

    @property
    def caller(self) -> Caller:
        """What an access token of this session says."""
        return Caller(
            user_id=self.person.id,
            org_id=self.person.organization_id,
            session_id=self.family,
            role=self.person.role,
            permissions=self.person.permissions,
        )


def sign_in(connection: Connection, email: str, password: str, origin: Origin) -> SignedIn:
    """Open a session; UnauthenticatedError, the same and as slow, whether the address or the password is wrong."""
    user_id, org_id = people.find_user(connection, email) or (uuid7(), uuid7())
    with tenant_tx(connection, org_id) as tx:
        stored = people.password_hash(tx, user_id)
    if not matches(password, stored):
        raise UnauthenticatedError("The address or the password is wrong.", code="WRONG_CREDENTIALS")
    with tenant_tx(connection, org_id) as tx:
        return open_session(tx, user_id, origin)


def open_session(tx: TenantTx, user_id: UUID, origin: Origin) -> SignedIn:
    """Begin a family of refresh tokens for somebody who has proved who they are."""
    family = uuid7()
    audit.record(tx, user_id, Deed(action="sign_in", subject_type="session", subject_id=family), origin)
    return _issue(tx, user_id, family, origin)


def renew(connection: Connection, refresh_token: str, origin: Origin) -> SignedIn:
    """Exchange a refresh token for the next one.

    A token that was exchanged before ends its whole family: of its two holders one stole it.
    """
    hashed = digest(refresh_token)
    org_id = sessions.organization_of(connection, hashed)
    renewed = None
    if org_id is not None:
        with tenant_tx(connection, org_id) as tx:
            renewed = _exchange(tx, hashed, origin)
    if renewed is None:
        raise UnauthenticatedError("The session has ended; sign in again.", code="SESSION_ENDED")
    return renewed


def sign_out(connection: Connection, refresh_token: str) -> None:
    """End the session a refresh token belongs to; a token of nobody ends nothing."""
    hashed = digest(refresh_token)
    org_id = sessions.organization_of(connection, hashed)
    if org_id is None:
        return
    with tenant_tx(connection, org_id) as tx:
        session = sessions.lock_session(tx, hashed)
        if session is not None:
            sessions.revoke_family(tx, session.family)


def end_session(connection: Connection, caller: Caller) -> None:
    """End the session an access token belongs to."""
    with tenant_tx(connection, caller.org_id) as tx:
        sessions.revoke_family(tx, caller.session_id)


def who_is(connection: Connection, caller: Caller) -> Person:
    """Return the person as they are now, not as their token says; UnauthenticatedError if they are gone."""
    with tenant_tx(connection, caller.org_id) as tx:
        found = people.person(tx, caller.user_id)
    if found is None:
        raise UnauthenticatedError("This account no longer exists.")
    return found


def _exchange(tx: TenantTx, hashed: bytes, origin: Origin) -> SignedIn | None:
    session = sessions.lock_session(tx, hashed)
    if session is None or session.revoked or session.expires_at <= dt.datetime.now(dt.UTC):
        return None
    if session.used:
        sessions.revoke_family(tx, session.family)
        stolen = Deed(action="refresh_token_reused", subject_type="session", subject_id=session.family)
        audit.record(tx, session.user_id, stolen, origin)
        return None
    sessions.mark_used(tx, session.id)
    return _issue(tx, session.user_id, session.family, origin) if people.person(tx, session.user_id) else None


def _issue(tx: TenantTx, user_id: UUID, family: UUID, origin: Origin) -> SignedIn:
    person = people.person(tx, user_id)
    if person is None:
        raise UnauthenticatedError("This account no longer exists.")
    token = new_secret()
    expires_at = dt.datetime.now(dt.UTC) + dt.timedelta(seconds=REFRESH_SECONDS)
    sessions.insert_session(tx, Grant(user_id, family, digest(token), expires_at), origin)
    return SignedIn(person, family, token)
