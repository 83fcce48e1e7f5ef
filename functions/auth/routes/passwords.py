"""Passwords that are changed, known or forgotten."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body
from purser.access.passwords import LONGEST, SHORTEST
from purser.runtime.clients import connection
from purser.runtime.edge import declare
from purser.runtime.edge.parameters import Email, From, Signed
from purser.runtime.sign_in import ask_for_reset
from purser.usecases import passwords
from pydantic import BaseModel, Field

router = declare.resource()


class Forgotten(BaseModel):
    """Whose password is forgotten."""

    email: Email


class Reset(BaseModel):
    """The token of the letter's link, and the password to be."""

    token: str = Field(min_length=1, max_length=200)
    password: str = Field(min_length=SHORTEST, max_length=LONGEST)


class PasswordChange(BaseModel):
    """The password that is, and the one to be. `delete_api_keys` takes their keys from programs, too."""

    current_password: str = Field(max_length=LONGEST)
    new_password: str = Field(min_length=SHORTEST, max_length=LONGEST)
    delete_api_keys: bool = False


@router.post("/auth/reset-password", summary="Ask for a reset link", tags=["sign-in"], **declare.public(202, 413, 415))
def ask(forgotten: Annotated[Forgotten, Body()]) -> Response[None]:
    """Send a link that works once, within 30 minutes. The answer, and its time, are the same for an address of nobody."""
    ask_for_reset(forgotten.email)
    return Response(202)


@router.post("/auth/reset-password/confirm", summary="Reset the password", tags=["sign-in"], **declare.public(204, 413, 415))
def reset(wish: Annotated[Reset, Body()], origin: From) -> Response[None]:
    """Choose another password with the link of the letter. Every session and every API key ends."""
    passwords.reset_password(connection(), wish.token, wish.password, origin)
    return Response(204)


@router.post("/auth/change-password", summary="Change the password", tags=["sign-in"], **declare.person(204, 413, 415))
def change(wish: Annotated[PasswordChange, Body()], caller: Signed, origin: From) -> Response[None]:
    """Choose another password. Every other session ends."""
    change = passwords.Change(wish.current_password, wish.new_password, wish.delete_api_keys)
    passwords.change_password(connection(), caller, change, origin)
    return Response(204)
