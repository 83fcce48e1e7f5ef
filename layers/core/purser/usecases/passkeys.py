"""Passkeys: registered by who is signed in, then good for signing in, alone or after a password."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from purser.access import passkeys as ceremony
from purser.access.passkeys import Credential, PasskeyError, Site
from purser.access.tokens import Caller
from purser.domain.errors import ConflictError, NotFoundError
from purser.domain.ids import uuid7
from purser.store import passkeys, people
from purser.store.audit import Origin
from purser.store.passkeys import Passkey
from purser.store.postgres import Connection, DatabaseError, TenantTx, sqlstate, tenant_tx
from purser.usecases.second_factor import go_on, organization_of, tell_of_change, waiting
from purser.usecases.sign_in import SignedIn, at_work, open_session

UNIQUE_VIOLATION = "23505"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a browser answered; `mfa_token` goes on with a sign-in by password, "" for one by passkey alone."""

    credential: Credential
    mfa_token: str = ""


def registration_options(connection: Connection, site: Site, caller: Caller) -> dict[str, Any]:
    """Begin to register a passkey."""
    challenge = ceremony.new_challenge()
    with tenant_tx(connection, caller.org_id) as tx:
        person = at_work(tx, caller)
        known = passkeys.credentials_of(tx, person.id)
    passkeys.put_challenge(connection, challenge, caller.user_id)
    owner = ceremony.handle(caller.org_id, caller.user_id)
    return ceremony.registration_options(site, person.email, owner, challenge, known)


def register(
    connection: Connection, site: Site, caller: Caller, credential: Credential, named: tuple[str, Origin]
) -> Mapping[str, Any]:
    """Store a passkey under a name; return what its owner sees of it. PasskeyError, or ConflictError if it is known."""
    name, origin = named
    challenge = _take(connection, credential, caller.user_id)
    made = ceremony.verify_registration(site, credential, challenge)
    key = Passkey(uuid7(), caller.user_id, made.credential_id, made.public_key, made.sign_count)
    try:
        with tenant_tx(connection, caller.org_id) as tx:
            at_work(tx, caller)
            shown = passkeys.insert_passkey(tx, key, name)
            tell_of_change(tx, caller.user_id, "add_passkey", origin)
    except DatabaseError as refused:
        if sqlstate(refused) == UNIQUE_VIOLATION:
            raise ConflictError("This passkey is registered already.") from refused
        raise
    return shown


def listed(connection: Connection, caller: Caller) -> list[dict[str, Any]]:
    """Return what a person sees of their passkeys."""
    with tenant_tx(connection, caller.org_id) as tx:
        return passkeys.passkeys_of(tx, caller.user_id)


def remove(connection: Connection, caller: Caller, passkey_id: UUID, origin: Origin) -> None:
    """Forget a passkey; NotFoundError if it is nobody's, or somebody else's."""
    with tenant_tx(connection, caller.org_id) as tx:
        at_work(tx, caller)
        if not passkeys.delete_passkey(tx, caller.user_id, passkey_id):
            raise NotFoundError("There is no such passkey.")
        tell_of_change(tx, caller.user_id, "remove_passkey", origin)


def sign_in_options(connection: Connection, site: Site, mfa_token: str = "") -> dict[str, Any]:
    """Begin to sign in: with the passkeys of who waits for a second factor, or with whatever the authenticator holds for us."""
    challenge, user_id, allowed = ceremony.new_challenge(), None, list[bytes]()
    if mfa_token:
        with tenant_tx(connection, organization_of(mfa_token)) as tx:
            user_id = waiting(tx, mfa_token).id
            allowed = passkeys.credentials_of(tx, user_id)
    passkeys.put_challenge(connection, challenge, user_id)
    return ceremony.sign_in_options(site, challenge, allowed)


def sign_in(connection: Connection, site: Site, answer: Answer, origin: Origin) -> SignedIn:
    """Open a session; UnauthenticatedError unless the passkey proves who they are.

    It stands for both factors: it is something they have, opened by their finger or PIN.
    """
    return _second(connection, site, answer, origin) if answer.mfa_token else _alone(connection, site, answer, origin)


def _second(connection: Connection, site: Site, answer: Answer, origin: Origin) -> SignedIn:
    org_id = organization_of(answer.mfa_token)
    with tenant_tx(connection, org_id) as tx:
        person = waiting(tx, answer.mfa_token)
    challenge = _take(connection, answer.credential, person.id)
    with tenant_tx(connection, org_id) as tx:
        _verify(tx, site, answer.credential, challenge, person.id)
        return go_on(tx, answer.mfa_token, person, origin)


def _alone(connection: Connection, site: Site, answer: Answer, origin: Origin) -> SignedIn:
    org_id, user_id = ceremony.owner_in(answer.credential)
    challenge = _take(connection, answer.credential, None)
    with tenant_tx(connection, org_id) as tx:
        _verify(tx, site, answer.credential, challenge, user_id)
        person = people.person(tx, user_id)
        if person is None:
            raise PasskeyError("The passkey is not known.")
        return open_session(tx, person, origin, second_factor=True)


def _take(connection: Connection, credential: Credential, user_id: UUID | None) -> bytes:
    challenge = ceremony.challenge_in(credential)
    if not passkeys.take_challenge(connection, challenge, user_id):
        raise PasskeyError("The passkey signed something else than it was asked to, or too late.")
    return challenge


def _verify(tx: TenantTx, site: Site, credential: Credential, challenge: bytes, user_id: UUID) -> None:
    key = passkeys.lock_passkey(tx, user_id, ceremony.credential_id(credential))
    if key is None:
        raise PasskeyError("The passkey is not known.")
    count = ceremony.verify_signature(site, credential, challenge, key.public_key, key.sign_count)
    passkeys.note_use(tx, key.id, count)
