"""The second factor: an authenticator app and recovery codes, set up, asked for, taken off."""

import time
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from purser.access import totp
from purser.access.secrets import digest, organization_in
from purser.access.tokens import Caller
from purser.domain.errors import ConflictError, FieldProblem, InvalidInputError, UnauthenticatedError
from purser.store import audit, half_sign_ins, people, second_factors, sessions
from purser.store.audit import Deed, Origin
from purser.store.outbox import add_event
from purser.store.people import Person
from purser.store.postgres import Connection, TenantTx, tenant_tx
from purser.usecases.letters import WANTED
from purser.usecases.sign_in import SignedIn, at_work, knows, methods, open_session, prove_password
from purser.usecases.slow_down import Guess


class Vault(Protocol):
    """What seals the seeds of an organisation."""

    def seal(self, org_id: UUID, secret: str) -> bytes:
        """Encrypt."""
        ...

    def open(self, org_id: UUID, sealed: bytes) -> str:
        """Decrypt."""
        ...


@dataclass(frozen=True, slots=True)
class Setup:
    """What an authenticator app is given, three ways: to type, to open, to scan."""

    secret: str
    otpauth_uri: str
    qr_svg: str


@dataclass(frozen=True, slots=True)
class Finished:
    """A sign-in that is complete; with recovery codes if the app was set up on the way."""

    signed: SignedIn
    recovery_codes: tuple[str, ...]


def set_up(connection: Connection, vault: Vault, caller: Caller) -> Setup:
    """Begin to set up an app; nothing is asked for until it has shown a right code. ConflictError if there is one already."""
    with tenant_tx(connection, caller.org_id) as tx:
        return _set_up(tx, vault, at_work(tx, caller))


def set_up_half_way(connection: Connection, vault: Vault, token: str) -> Setup:
    """Begin to set up an app in a sign-in that may not go on without one; ConflictError if the person has a second factor."""
    with tenant_tx(connection, organization_of(token)) as tx:
        person = waiting(tx, token)
        if methods(tx, person):
            raise ConflictError("You have a second factor already; sign in with it.", code="MFA_ON")
        return _set_up(tx, vault, person)


def switch_on(connection: Connection, vault: Vault, caller: Caller, code: str, origin: Origin) -> tuple[str, ...]:
    """Ask for codes from now on; return the recovery codes, which are shown once. InvalidInputError if `code` is wrong."""
    Guess("code", str(caller.user_id), origin.ip).take(connection, lambda: True)
    with tenant_tx(connection, caller.org_id) as tx:
        person = at_work(tx, caller)
        if person.second_factor:
            raise ConflictError("An authenticator app is set up already.", code="MFA_ON")
        if not _app_proves(tx, vault, person.id, code):
            raise InvalidInputError("This code is not right.", (FieldProblem("code", "wrong, over, or used before"),))
        sessions.note_second_factor(tx, caller.session_id)
        return _switched_on(tx, person, origin)


def finish(connection: Connection, vault: Vault, token: str, code: str, origin: Origin) -> Finished:
    """Go on with a sign-in by a code of the app or a recovery code; UnauthenticatedError if it is wrong, or was used before."""
    org_id = organization_of(token)
    with tenant_tx(connection, org_id) as tx:
        user_id = waiting(tx, token).id
    guess = Guess("code", str(user_id), origin.ip)
    guess.take(connection, lambda: knows(connection, org_id, user_id, origin))
    with tenant_tx(connection, org_id) as tx:
        person = waiting(tx, token)
        if not _proves(tx, vault, person, code):
            raise UnauthenticatedError("This code is not right.", code="WRONG_CODE")
        codes = () if person.second_factor else _switched_on(tx, person, origin)
        finished = Finished(go_on(tx, token, person, origin), codes)
    guess.forget(connection)
    return finished


def switch_off(connection: Connection, vault: Vault, caller: Caller, proof: tuple[str, str], origin: Origin) -> None:
    """Ask for codes no more, given (password, code). ConflictError if the organisation insists on them."""
    password, code = proof
    with tenant_tx(connection, caller.org_id) as tx:
        person = at_work(tx, caller)
    if person.second_factor_required:
        raise ConflictError("Your organisation requires a second factor.", code="MFA_REQUIRED")
    prove_password(connection, (caller.org_id, caller.user_id, person.email), password, origin)
    guess = Guess("code", str(person.id), origin.ip)
    guess.take(connection, lambda: True)
    with tenant_tx(connection, caller.org_id) as tx:
        if not _proves(tx, vault, person, code):
            raise UnauthenticatedError("This code is not right.", code="WRONG_CODE")
        second_factors.remove_device(tx, person.id)
        tell_of_change(tx, person.id, "switch_off_mfa", origin)
    guess.forget(connection)


def waiting(tx: TenantTx, token: str) -> Person:
    """Return who waits for a second factor; UnauthenticatedError if nobody does (any more)."""
    user_id = half_sign_ins.half(tx, digest(token))
    person = people.person(tx, user_id) if user_id else None
    if person is None:
        raise _over()
    return person


def go_on(tx: TenantTx, token: str, person: Person, origin: Origin) -> SignedIn:
    """Finish a sign-in whose second factor was shown; of two with the same token the first."""
    if not half_sign_ins.end_half(tx, digest(token)):
        raise _over()
    return open_session(tx, person, origin, second_factor=True)


def tell_of_change(tx: TenantTx, user_id: UUID, action: str, origin: Origin) -> None:
    """Write to the person, and on the trail, that how they sign in was changed."""
    add_event(tx, WANTED, {"kind": "mfa_changed", "user_id": user_id}, origin.request_id)
    audit.record(tx, user_id, Deed(action=action, subject_type="user", subject_id=user_id), origin)


def _set_up(tx: TenantTx, vault: Vault, person: Person) -> Setup:
    seed = totp.new_seed()
    if not second_factors.put_device(tx, person.id, vault.seal(tx.org_id, seed)):
        raise ConflictError("An authenticator app is set up already.", code="MFA_ON")
    address = totp.uri(seed, person.email)
    return Setup(seed, address, totp.qr_svg(address))


def _switched_on(tx: TenantTx, person: Person, origin: Origin) -> tuple[str, ...]:
    codes = tuple(totp.new_recovery_codes())
    second_factors.put_recovery_codes(tx, person.id, [digest(totp.tidy(code)) for code in codes])
    tell_of_change(tx, person.id, "switch_on_mfa", origin)
    return codes


def _proves(tx: TenantTx, vault: Vault, person: Person, code: str) -> bool:
    """Tell whether a code is right: of the app, or, once the app is confirmed, one of those for who has lost it."""
    typed = totp.tidy(code)
    if totp.is_app_code(typed):
        return (person.second_factor or not methods(tx, person)) and _app_proves(tx, vault, person.id, typed)
    return person.second_factor and second_factors.use_recovery_code(tx, person.id, digest(typed))


def _app_proves(tx: TenantTx, vault: Vault, user_id: UUID, code: str) -> bool:
    """Tell whether the app shows this code now, and take it: it never counts again."""
    device = second_factors.device(tx, user_id)
    if device is None:
        return False
    step = totp.step_of(vault.open(tx.org_id, device.seed), totp.tidy(code), time.time())
    return step is not None and second_factors.take_counter(tx, user_id, step)


def organization_of(token: str) -> UUID:
    """Return whose half-way sign-in a token goes on with; UnauthenticatedError if it is no such token."""
    org_id = organization_in(token)
    if org_id is None:
        raise _over()
    return org_id


def _over() -> UnauthenticatedError:
    return UnauthenticatedError("This sign-in is over; begin again with your password.", code="MFA_TOKEN_ENDED")
