"""Passkeys: registering them, and signing in with them."""

import datetime as dt
from typing import Annotated, Any
from uuid import UUID

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body
from purser.runtime.clients import connection
from purser.runtime.edge import declare
from purser.runtime.edge.parameters import From, Signed
from purser.runtime.sign_in import site
from purser.usecases import passkeys
from pydantic import BaseModel, Field, StringConstraints

from auth.answers import Session, session

router = declare.resource()


class Options(BaseModel):
    """What a page reads with `PublicKeyCredential.parseCreationOptionsFromJSON` or `parseRequestOptionsFromJSON`."""

    options: dict[str, Any]


class NewPasskey(BaseModel):
    """`PublicKeyCredential.toJSON()` of a passkey just made, and what to call it."""

    credential: dict[str, Any]
    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)] = "Passkey"


class Passkey(BaseModel):
    """A passkey as its owner sees it."""

    id: UUID
    name: str
    created_at: dt.datetime
    last_used_at: dt.datetime | None


class Passkeys(BaseModel):
    """All of a person's."""

    items: list[Passkey]
    next_cursor: None = None


class Wish(BaseModel):
    """`mfa_token` of a sign-in whose second factor the passkey is; nothing to sign in with the passkey alone."""

    mfa_token: str = Field(default="", max_length=200)


class Signature(BaseModel):
    """`PublicKeyCredential.toJSON()` of a passkey that signed, and the `mfa_token` if the options were asked for with one."""

    credential: dict[str, Any]
    mfa_token: str = Field(default="", max_length=200)


@router.get("/auth/passkeys", summary="List passkeys", tags=["passkeys"], **declare.person())
def list_passkeys(caller: Signed) -> Passkeys:
    """The newest first."""
    return Passkeys.model_validate({"items": passkeys.listed(connection(), caller)})


@router.delete("/auth/passkeys/<passkey_id>", summary="Forget a passkey", tags=["passkeys"], **declare.person(204))
def forget_passkey(passkey_id: UUID, caller: Signed, origin: From) -> Response[None]:
    """It opens nothing from now on."""
    passkeys.remove(connection(), caller, passkey_id, origin)
    return Response(204)


@router.post("/auth/passkeys/register/options", summary="Begin to register a passkey", tags=["passkeys"], **declare.person())
def passkey_options(caller: Signed) -> Options:
    """Return what `navigator.credentials.create` takes."""
    return Options(options=passkeys.registration_options(connection(), site(), caller))


@router.post(
    "/auth/passkeys/register/verify", summary="Register a passkey", tags=["passkeys"], **declare.person(201, 409, 413, 415)
)
def register_passkey(made: Annotated[NewPasskey, Body()], caller: Signed, origin: From) -> Response[Passkey]:
    """Store it."""
    shown = passkeys.register(connection(), site(), caller, made.credential, (made.name, origin))
    return Response(201, "application/json", Passkey.model_validate(shown))


@router.post(
    "/auth/passkeys/sign-in/options", summary="Begin to sign in", tags=["passkeys"], **declare.public(200, 401, 413, 415)
)
def signature_options(wish: Annotated[Wish | None, Body()] = None) -> Options:
    """Return what `navigator.credentials.get` takes."""
    return Options(options=passkeys.sign_in_options(connection(), site(), wish.mfa_token if wish else ""))


@router.post("/auth/passkeys/sign-in/verify", summary="Sign in", tags=["passkeys"], **declare.public(200, 401, 413, 415))
def sign_in(signature: Annotated[Signature, Body()], origin: From) -> Response[Session]:
    """Open a session."""
    answer = passkeys.Answer(signature.credential, signature.mfa_token)
    return session(passkeys.sign_in(connection(), site(), answer, origin))
