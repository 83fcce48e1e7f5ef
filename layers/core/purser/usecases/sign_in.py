"""Sign in, renew the session, sign out."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from purser.access import csrf
from purser.access.cookies import REFRESH_SECONDS
from purser.access.passwords import hash_password, is_outdated, matches
from purser.access.secrets import digest, new_secret_of
from purser.access.tokens import Caller
from purser.domain.errors import UnauthenticatedError
from purser.domain.ids import uuid7
from purser.store import audit, half_sign_ins, passkeys, people, sessions
from purser.store.audit import Deed, Origin
from purser.store.people import Person
from purser.store.postgres import Connection, TenantTx, tenant_tx
from purser.store.sessions import Grant, Session
from purser.usecases.slow_down import Guess

APP, PASSKEY = "app", "passkey"


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
            csrf=csrf.fingerprint(self.csrf_token),
        )

    @property
    def csrf_token(self) -> str:
        """What pages of this session echo."""
        return csrf.token(self.refresh_token)


@dataclass(frozen=True, slots=True)
class HalfWay:
    """The password was right; `token` goes on, by one of `methods`. None of them: the organisation wants one set up first."""

    token: str
    methods: tuple[str, ...]


def sign_in(connection: Connection, email: str, password: str, origin: Origin) -> SignedIn | HalfWay:
    """Begin a session; UnauthenticatedError, the same and as slow, whether the address or the password is wrong."""
    user_id, org_id = people.find_user(connection, email) or (uuid7(), uuid7())
    prove_password(connection, (org_id, user_id, email), password, origin)
    with tenant_tx(connection, org_id) as tx:
        return begin(tx, user_id, origin)


def prove_password(connection: Connection, who: tuple[UUID, UUID, str], password: str, origin: Origin) -> None:
    """UnauthenticatedError unless it is the password of (organisation, user, address); TooManyError before it is even looked at.

    A hash made with other costs than ours are now is made again: this is the one moment that the password is known.
    """
    org_id, user_id, email = who
    guess = Guess("password", email, origin.ip)
    guess.take(connection, lambda: knows(connection, org_id, user_id, origin))
    with tenant_tx(connection, org_id) as tx:
        stored = people.password_hash(tx, user_id)
    if not matches(password, stored):
        raise UnauthenticatedError("The address or the password is wrong.", code="WRONG_CREDENTIALS")
    guess.forget(connection)
    if stored is not None and is_outdated(stored):
        with tenant_tx(connection, org_id) as tx:
            people.set_password(tx, user_id, hash_password(password))


def knows(connection: Connection, org_id: UUID, user_id: UUID, origin: Origin) -> bool:
    """Tell whether the person has been where the request comes from."""
    with tenant_tx(connection, org_id) as tx:
        return sessions.knows_address(tx, user_id, origin.ip)


def begin(tx: TenantTx, user_id: UUID, origin: Origin) -> SignedIn | HalfWay:
    """Go on from a right password: a session, or the wait for what else the person or the organisation wants."""
    person = active(tx, user_id)
    if not (person.second_factor or person.second_factor_required):
        return open_session(tx, person, origin)
    token = new_secret_of(tx.org_id)
    half_sign_ins.insert_half(tx, user_id, digest(token))
    return HalfWay(token, methods(tx, person))


def methods(tx: TenantTx, person: Person) -> tuple[str, ...]:
    """Name the second factors that the person has."""
    return (*([APP] if person.second_factor else []), *([PASSKEY] if passkeys.credentials_of(tx, person.id) else []))


def open_session(tx: TenantTx, person: Person, origin: Origin, *, second_factor: bool = False) -> SignedIn:
    """Begin a family of refresh tokens for somebody who has proved who they are."""
    family = uuid7()
    signed = _issue(tx, person, family, origin, second_factor=second_factor)
    audit.record(tx, person.id, Deed(action="sign_in", subject_type="session", subject_id=family), origin)
    return signed


def renew(connection: Connection, refresh_token: str, origin: Origin) -> SignedIn:
    """Exchange a refresh token for the next one.

    A token that was exchanged before ends its whole family: of its two holders one stole it.
    """
    hashed = digest(refresh_token)
    org_id = sessions.organization_of(connection, hashed)
    renewed = None
    if org_id is not None:
        with tenant_tx(connection, org_id) as tx:
            renewed = _exchange(tx, refresh_token, origin)
    if renewed is None:
        raise ended()
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
        return active(tx, caller.user_id)


def at_work(tx: TenantTx, caller: Caller) -> Person:
    """Return the person, for what touches how they sign in: their session must still be open, not only their token valid."""
    if not sessions.is_open(tx, caller.session_id):
        raise ended()
    return active(tx, caller.user_id)


def ended() -> UnauthenticatedError:
    """Say that the session is over."""
    return UnauthenticatedError("The session has ended; sign in again.", code="SESSION_ENDED")


def _exchange(tx: TenantTx, refresh_token: str, origin: Origin) -> SignedIn | None:
    session = sessions.lock_session(tx, digest(refresh_token))
    if session is None or session.revoked or session.expires_at <= dt.datetime.now(dt.UTC):
        return None
    if session.used:
        sessions.revoke_family(tx, session.family)
        stolen = Deed(action="refresh_token_reused", subject_type="session", subject_id=session.family)
        audit.record(tx, session.user_id, stolen, origin)
        return None
    sessions.mark_used(tx, session.id)
    return _next(tx, session, refresh_token, origin)


def _next(tx: TenantTx, session: Session, previous: str, origin: Origin) -> SignedIn | None:
    """Return the next token, None if the person is gone, or lacks the second factor that the organisation insists on by now."""
    person = people.person(tx, session.user_id)
    if person is None or (person.second_factor_required and not session.second_factor):
        return None
    return _issue(tx, person, session.family, origin, second_factor=session.second_factor, previous=previous)


def active(tx: TenantTx, user_id: UUID) -> Person:
    """Return a person who may sign in; UnauthenticatedError if they are gone or switched off."""
    person = people.person(tx, user_id)
    if person is None:
        raise UnauthenticatedError("This account no longer exists.")
    return person


def _issue(  # noqa: PLR0913 - a session is made of this
    tx: TenantTx, person: Person, family: UUID, origin: Origin, *, second_factor: bool, previous: str = ""
) -> SignedIn:
    token = csrf.new_refresh_token(previous)
    expires_at = dt.datetime.now(dt.UTC) + dt.timedelta(seconds=REFRESH_SECONDS)
    sessions.insert_session(tx, Grant(person.id, family, digest(token), expires_at, second_factor), origin)
    return SignedIn(person, family, token)
