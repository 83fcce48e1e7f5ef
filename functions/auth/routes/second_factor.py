"""The second factor: setting it up, showing it, taking it off."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body
from purser.access.passwords import LONGEST
from purser.domain.errors import UnauthenticatedError
from purser.runtime.clients import connection
from purser.runtime.edge import declare
from purser.runtime.edge.parameters import From, MaybeSigned, Signed
from purser.runtime.sign_in import vault
from purser.usecases import second_factor
from pydantic import BaseModel, Field

from auth.answers import Session, session

router = declare.resource()


class Beginning(BaseModel):
    """`mfa_token` of a sign-in that may not go on without a second factor; nothing for who is signed in."""

    mfa_token: str = Field(default="", max_length=200)


class Setup(BaseModel):
    """What an authenticator app is given: to type, to open, to scan."""

    secret: str
    otpauth_uri: str
    qr_svg: str


class Code(BaseModel):
    """A code of the app, which switches it on; with `mfa_token`, that or a recovery code, which finishes a sign-in."""

    code: str = Field(min_length=1, max_length=50)
    mfa_token: str = Field(default="", max_length=200)


class RecoveryCodes(BaseModel):
    """Shown this once: each works once in place of a code of the app."""

    recovery_codes: list[str]


class Proof(BaseModel):
    """Both of what proves who one is."""

    password: str = Field(max_length=LONGEST)
    code: str = Field(min_length=1, max_length=50)


@router.post("/auth/mfa/setup", summary="Set up an authenticator app", tags=["sign-in"], **declare.half_way(200, 409, 413, 415))
def set_up(caller: MaybeSigned, beginning: Annotated[Beginning | None, Body()] = None) -> Setup:
    """Begin; nothing changes until the app has shown a right code at /auth/mfa/verify."""
    if beginning and beginning.mfa_token:
        made = second_factor.set_up_half_way(connection(), vault(), beginning.mfa_token)
    elif caller:
        made = second_factor.set_up(connection(), vault(), caller)
    else:
        raise UnauthenticatedError("Sign in first.")
    return Setup(secret=made.secret, otpauth_uri=made.otpauth_uri, qr_svg=made.qr_svg)


@router.post("/auth/mfa/verify", summary="Show a code", tags=["sign-in"], **declare.half_way(200, 409, 413, 415))
def verify(shown: Annotated[Code, Body()], caller: MaybeSigned, origin: From) -> Response[RecoveryCodes | Session]:
    """Switch the app on, or finish a sign-in."""
    if shown.mfa_token:
        finished = second_factor.finish(connection(), vault(), shown.mfa_token, shown.code, origin)
        return session(finished.signed, recovery_codes=finished.recovery_codes)
    if caller is None:
        raise UnauthenticatedError("Sign in first.")
    codes = second_factor.switch_on(connection(), vault(), caller, shown.code, origin)
    return Response(200, "application/json", RecoveryCodes(recovery_codes=list(codes)))


@router.delete("/auth/mfa", summary="Take the authenticator app off", tags=["sign-in"], **declare.person(204, 409, 413, 415))
def switch_off(proof: Annotated[Proof, Body()], caller: Signed, origin: From) -> Response[None]:
    """Ask for codes no more."""
    second_factor.switch_off(connection(), vault(), caller, (proof.password, proof.code), origin)
    return Response(204)
