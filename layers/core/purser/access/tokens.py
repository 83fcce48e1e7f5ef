"""Access tokens: signed JSON Web Tokens, 15 minutes long. Whoever holds the public keys can check one, offline.

Claims: `iss`, `aud`, `sub` (the user), `org`, `role`, `permissions`, `sid` (the session, one sign-in), `csrf` (the fingerprint of
what a page echoes, where the token travels as a cookie), `iat`, `exp`.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import jwt

from purser.access.signatures import ED25519, PublicKey
from purser.domain.errors import UnauthenticatedError

LIFETIME = dt.timedelta(minutes=15)
AUDIENCE = "purser"
LONGEST = 8192
"""Characters. One signed with ML-DSA-65 has some 5,000; nothing longer is worth the parsing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Who asks, as their token says."""

    user_id: UUID
    org_id: UUID
    session_id: UUID
    role: str
    permissions: tuple[str, ...]
    by_key: bool = False
    """With an API key: a program, which may not touch how its owner signs in. `session_id` is then the key's."""
    csrf: str = ""
    """Fingerprint of what a page must echo to change something; "" for a token that no cookie carries."""


@dataclass(frozen=True, slots=True)
class SigningKey:
    """The private key in use, PEM, and the name under which its public half is known."""

    kid: str
    private_pem: str
    algorithm: str = ED25519


def issue(caller: Caller, key: SigningKey, *, issuer: str, now: dt.datetime) -> str:
    """Sign a token that says who the caller is until `now` + LIFETIME."""
    claims = {
        "iss": issuer,
        "aud": AUDIENCE,
        "sub": str(caller.user_id),
        "org": str(caller.org_id),
        "sid": str(caller.session_id),
        "role": caller.role,
        "permissions": list(caller.permissions),
        "csrf": caller.csrf,
        "iat": now,
        "exp": now + LIFETIME,
    }
    return jwt.encode(claims, key.private_pem, algorithm=key.algorithm, headers={"kid": key.kid})


def verify(token: str, find_key: Callable[[str], PublicKey | None], *, issuer: str) -> Caller:
    """Return who the token says is calling; UnauthenticatedError unless every proof holds, now."""
    if len(token) > LONGEST:
        raise UnauthenticatedError("The access token is not one of ours.")
    try:
        key = find_key(str(jwt.get_unverified_header(token).get("kid")))
        if key is None:
            raise UnauthenticatedError("The access token is signed with an unknown key.")
        return _caller(_claims(token, key, issuer))
    except jwt.ExpiredSignatureError as late:
        raise UnauthenticatedError("The access token has expired.", code="TOKEN_EXPIRED") from late
    except (jwt.PyJWTError, KeyError, TypeError, ValueError) as wrong:
        raise UnauthenticatedError("The access token is not one of ours.") from wrong


def _claims(token: str, key: PublicKey, issuer: str) -> dict[str, Any]:
    required = ["iss", "aud", "sub", "org", "sid", "role", "permissions", "iat", "exp"]
    return jwt.decode(token, key.key, algorithms=[key.algorithm], audience=AUDIENCE, issuer=issuer, options={"require": required})


def _caller(claims: dict[str, Any]) -> Caller:
    return Caller(
        user_id=UUID(str(claims["sub"])),
        org_id=UUID(str(claims["org"])),
        session_id=UUID(str(claims["sid"])),
        role=str(claims["role"]),
        permissions=tuple(str(name) for name in claims["permissions"]),
        csrf=str(claims.get("csrf", "")),
    )
