"""What sign-in answers: the person, and the session as cookies and as a token."""

import datetime as dt
from uuid import UUID

from aws_lambda_powertools.event_handler import Response
from purser.access import cookies
from purser.access.secrets import new_secret
from purser.access.tokens import LIFETIME, issue
from purser.runtime.keys import signing_keys
from purser.runtime.settings import settings
from purser.store.people import Person
from purser.usecases.sign_in import SignedIn
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
    """Who is signed in."""

    user: User
    organization: Organization
    role: str
    permissions: list[str]


class Session(BaseModel):
    """A session just begun or renewed. Browsers keep it as cookies; other clients send `access_token` as a Bearer token."""

    user: User
    organization: Organization
    access_token: str
    expires_in: int


def me(person: Person) -> Me:
    """Describe a person."""
    organization = Organization(id=person.organization_id, name=person.organization_name)
    permissions = list(person.permissions)
    user = User(id=person.id, email=person.email, role=person.role, organization=organization, permissions=permissions)
    return Me(user=user, organization=organization, role=person.role, permissions=permissions)


def session(signed: SignedIn, status: int = 200) -> Response[Session]:
    """Answer with a new access token, the next refresh token and the CSRF token of a page."""
    described = me(signed.person)
    token = issue(signed.caller, signing_keys().current(), issuer=settings().public_origin, now=dt.datetime.now(dt.UTC))
    seconds = int(LIFETIME.total_seconds())
    body = Session(user=described.user, organization=described.organization, access_token=token, expires_in=seconds)
    set_cookies = cookies.signed_in(token, signed.refresh_token, new_secret(), secure=settings().secure_cookies)
    return Response(status, "application/json", body, headers={"Set-Cookie": set_cookies})
