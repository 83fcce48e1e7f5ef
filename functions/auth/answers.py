"""What sign-in answers: the person, and the session as cookies and as a token."""

import datetime as dt
from collections.abc import Sequence
from typing import Literal
from uuid import UUID

from aws_lambda_powertools.event_handler import Response
from purser.access import cookies
from purser.access.tokens import LIFETIME, issue
from purser.runtime.keys import signing_keys
from purser.runtime.settings import settings
from purser.store.people import Person
from purser.usecases.sign_in import HalfWay, SignedIn
from pydantic import BaseModel


class Organization(BaseModel):
    """Whose books these are."""

    id: UUID
    name: str


class User(BaseModel):
    """A person and what they may do; `*` is everything."""

    id: UUID
    email: str
    role: str
    organization: Organization
    permissions: list[str]


class Me(BaseModel):
    """Who is signed in. `mfa` tells whether codes of an authenticator app are asked for."""

    user: User
    organization: Organization
    role: str
    permissions: list[str]
    email_confirmed: bool
    mfa: bool


class Session(BaseModel):
    """A session just begun or renewed. Browsers keep it as cookies; other clients send `access_token` as a Bearer token."""

    user: User
    organization: Organization
    access_token: str
    expires_in: int
    recovery_codes: list[str] | None = None
    """Only when the authenticator app was set up on the way: shown this once."""


class HalfSession(BaseModel):
    """The password was right; finish at /auth/mfa/verify or /auth/passkeys/sign-in/verify within five minutes.

    No `methods` at all: the organisation requires a second factor, so set one up first, at /auth/mfa/setup.
    """

    mfa_required: Literal[True] = True
    mfa_token: str
    methods: list[Literal["app", "passkey"]]


def me(person: Person, permissions: Sequence[str] | None = None) -> Me:
    """Describe a person, and what they may do here if that is less than their role allows."""
    organization = Organization(id=person.organization_id, name=person.organization_name)
    allowed = list(person.permissions if permissions is None else permissions)
    return Me(
        user=User(id=person.id, email=person.email, role=person.role, organization=organization, permissions=allowed),
        organization=organization,
        role=person.role,
        permissions=allowed,
        email_confirmed=person.email_confirmed,
        mfa=person.second_factor,
    )


def signing_in(reached: SignedIn | HalfWay) -> Response[Session | HalfSession]:
    """Answer with a session, or with what goes on to one."""
    if isinstance(reached, HalfWay):
        half = HalfSession.model_validate({"mfa_token": reached.token, "methods": reached.methods})
        return Response(200, "application/json", half)
    return session(reached)


def session(signed: SignedIn, status: int = 200, recovery_codes: Sequence[str] = ()) -> Response[Session]:
    """Answer with a new access token, the next refresh token and the CSRF token of a page."""
    described = me(signed.person)
    token = issue(signed.caller, signing_keys().current(), issuer=settings().public_origin, now=dt.datetime.now(dt.UTC))
    body = Session(
        user=described.user,
        organization=described.organization,
        access_token=token,
        expires_in=int(LIFETIME.total_seconds()),
        recovery_codes=list(recovery_codes) or None,
    )
    set_cookies = cookies.signed_in(token, signed.refresh_token, signed.csrf_token, secure=settings().secure_cookies)
    return Response(status, "application/json", body, headers={"Set-Cookie": set_cookies})
