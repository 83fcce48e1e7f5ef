"""Who calls, and whether they may: access token in header or cookie, CSRF echo, permission of the route."""

from collections.abc import Callable

from purser.access import csrf
from purser.access.cookies import REFRESH, access_token
from purser.access.permissions import allows
from purser.access.signatures import PublicKey
from purser.access.tokens import Caller, verify
from purser.domain.errors import ForbiddenError, UnauthenticatedError
from purser.runtime.clients import connection
from purser.runtime.edge.declare import HALF_WAY, PERSON, PUBLIC, SESSION, SIGNED_IN
from purser.runtime.edge.incoming import Incoming
from purser.runtime.settings import settings
from purser.usecases import api_keys

FindKey = Callable[[str], PublicKey | None]


def admit(incoming: Incoming, needed: str, find_key: FindKey) -> Caller | None:
    """Return who calls, None where nobody need be; UnauthenticatedError or ForbiddenError if the route is not for them."""
    if needed == PUBLIC:
        return None
    if "authorization" in incoming.headers:
        caller = _known(_bearer(incoming), find_key)
    elif needed == SESSION:
        if echo := csrf.token(incoming.cookies.get(REFRESH, "")):  # without, there is no session to be misused
            _refuse_forgery(incoming, csrf.fingerprint(echo))
        return None
    else:
        try:
            caller = verify(_cookie(incoming), find_key, issuer=settings().public_origin)
        except UnauthenticatedError:
            if needed == HALF_WAY:  # an old cookie must not stand in the way of who is about to get a new one
                return None
            raise
        _refuse_forgery(incoming, caller.csrf)
    _refuse_unentitled(caller, needed)
    return caller


def _refuse_unentitled(caller: Caller, needed: str) -> None:
    if caller.by_key and needed in (PERSON, HALF_WAY, SESSION):
        raise ForbiddenError("An API key cannot do this; sign in.", code="PERSON_ONLY")
    if needed not in (SIGNED_IN, PERSON, HALF_WAY, SESSION) and not allows(caller.permissions, needed):
        raise ForbiddenError(f"Your role, {caller.role}, lacks the permission {needed}.")


def _known(secret: str, find_key: FindKey) -> Caller:
    if api_keys.is_key(secret):
        return api_keys.caller_of(connection(), secret)
    return verify(secret, find_key, issuer=settings().public_origin)


def _bearer(incoming: Incoming) -> str:
    scheme, _, token = incoming.headers["authorization"].partition(" ")
    if scheme.lower() != "bearer":
        raise UnauthenticatedError("The Authorization header must be: Bearer, a space, the access token.")
    return token.strip()


def _cookie(incoming: Incoming) -> str:
    token = access_token(incoming.cookies)
    if not token:
        raise UnauthenticatedError("Sign in first.")
    return token


def _refuse_forgery(incoming: Incoming, expected: str) -> None:
    """Whoever is known by a cookie must show, to change anything, that a page of their session could read the other one."""
    if incoming.unsafe and not csrf.fits(expected, incoming.headers.get("x-csrf-token", "")):
        raise ForbiddenError("The X-CSRF-Token header must repeat the csrf_token cookie.", code="CSRF_REFUSED")
