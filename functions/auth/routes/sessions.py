"""Signing in, staying signed in, signing out, here and elsewhere."""

import datetime as dt
from typing import Annotated
from uuid import UUID

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body
from purser.access import cookies
from purser.access.passwords import LONGEST
from purser.runtime.clients import connection
from purser.runtime.edge import declare
from purser.runtime.edge.parameters import Cookies, Email, From, MaybeSigned, Signed
from purser.runtime.settings import settings
from purser.usecases import devices
from purser.usecases.sign_in import end_session, renew, sign_in, sign_out, who_is
from pydantic import BaseModel, Field

from auth.answers import HalfSession, Me, Session, me, session, signing_in

router = declare.resource()


class Credentials(BaseModel):
    """What proves who one is."""

    email: Email
    password: str = Field(max_length=LONGEST)


class Device(BaseModel):
    """A sign-in that can still be renewed. `current` is the one that asks."""

    id: UUID
    created_at: dt.datetime
    last_used_at: dt.datetime
    ip: str | None
    user_agent: str | None
    second_factor: bool
    current: bool


class Devices(BaseModel):
    """All of a person's."""

    items: list[Device]
    next_cursor: None = None


@router.post("/auth/login", summary="Sign in", tags=["sign-in"], **declare.public(200, 401, 413, 415))
def login(credentials: Annotated[Credentials, Body()], origin: From) -> Response[Session | HalfSession]:
    """Open a session, or get half way to one that a second factor finishes."""
    return signing_in(sign_in(connection(), credentials.email, credentials.password, origin))


@router.post("/auth/refresh", summary="Renew the session", tags=["sign-in"], **declare.session())
def refresh(sent: Cookies, origin: From) -> Response[Session]:
    """Exchange the refresh token of the cookie for the next one. Each works once; a second use ends the session."""
    return session(renew(connection(), sent.get(cookies.REFRESH, ""), origin))


@router.post("/auth/logout", summary="Sign out", tags=["sign-in"], **declare.session(204))
def logout(sent: Cookies, caller: MaybeSigned) -> Response[None]:
    """End the session and make the browser forget it. An access token still works until it expires, minutes later."""
    if caller is not None:
        end_session(connection(), caller)
    if token := sent.get(cookies.REFRESH):
        sign_out(connection(), token)
    return Response(204, headers={"Set-Cookie": cookies.signed_out(secure=settings().secure_cookies)})


@router.get("/auth/me", summary="Who is signed in", tags=["sign-in"], **declare.signed_in())
def whoami(caller: Signed) -> Me:
    """Describe the person as they are now; an API key may do less than they."""
    return me(who_is(connection(), caller), caller.permissions if caller.by_key else None)


@router.get("/auth/sessions", summary="List sign-ins", tags=["sign-in"], **declare.person())
def list_devices(caller: Signed) -> Devices:
    """Every sign-in of the person that is still open, the latest first."""
    found = devices.listed(connection(), caller)
    return Devices.model_validate({"items": [{**item, "current": item["id"] == str(caller.session_id)} for item in found]})


@router.delete("/auth/sessions/<session_id>", summary="End a sign-in", tags=["sign-in"], **declare.person(204))
def end_device(session_id: UUID, caller: Signed, origin: From) -> Response[None]:
    """Sign out elsewhere. An access token still works until it expires, minutes later."""
    devices.end(connection(), caller, session_id, origin)
    return Response(204)
