"""Signing in, staying signed in, signing out."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body
from purser.access import cookies
from purser.access.passwords import LONGEST
from purser.runtime.clients import connection
from purser.runtime.edge import declare
from purser.runtime.edge.parameters import Cookies, Email, From, MaybeSigned, Signed
from purser.runtime.settings import settings
from purser.usecases.sign_in import end_session, renew, sign_in, sign_out, who_is
from pydantic import BaseModel, Field

from auth.answers import Me, Session, me, session

router = declare.resource()


class Credentials(BaseModel):
    """What proves who one is."""

    email: Email
    password: str = Field(max_length=LONGEST)


@router.post("/auth/login", summary="Sign in", tags=["sign-in"], **declare.public(200, 401, 413, 415))
def login(credentials: Annotated[Credentials, Body()], origin: From) -> Response[Session]:
    """Open a session."""
    return session(sign_in(connection(), credentials.email, credentials.password, origin))


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
    """Describe the person as they are now."""
    return me(who_is(connection(), caller))
