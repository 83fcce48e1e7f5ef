"""Becoming known: registering an organisation, accepting an invitation, confirming an address."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body
from purser.access.passwords import LONGEST, SHORTEST
from purser.runtime.clients import connection
from purser.runtime.edge import declare
from purser.runtime.edge.parameters import Email, From, Signed
from purser.usecases.passwords import accept_invitation, confirm_email
from purser.usecases.register import Registration, register, want_confirmation
from pydantic import BaseModel, Field, StringConstraints

from auth.answers import HalfSession, Session, session, signing_in

router = declare.resource()

NewPassword = Annotated[str, Field(min_length=SHORTEST, max_length=LONGEST)]
LinkToken = Annotated[str, Field(min_length=1, max_length=200)]


class Newcomer(BaseModel):
    """Who registers what. A long password needs no other rule."""

    email: Email
    password: NewPassword
    organization: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]


class Acceptance(BaseModel):
    """What an invited person sends: the token of their letter's link, and the password they choose."""

    token: LinkToken
    password: NewPassword


class Confirmation(BaseModel):
    """The token of a letter's link."""

    token: LinkToken


@router.post(
    "/auth/register", summary="Register an organisation and sign in", tags=["sign-in"], **declare.public(201, 409, 413, 415)
)
def register_organization(newcomer: Annotated[Newcomer, Body()], origin: From) -> Response[Session]:
    """Make an organisation with the caller as its administrator."""
    registration = Registration(newcomer.email, newcomer.password, newcomer.organization)
    return session(register(connection(), registration, origin), status=201)


@router.post("/auth/invitations/accept", summary="Accept an invitation", tags=["sign-in"], **declare.public(200, 413, 415))
def accept(acceptance: Annotated[Acceptance, Body()], origin: From) -> Response[Session | HalfSession]:
    """Choose a password with the link of the letter, and sign in."""
    return signing_in(accept_invitation(connection(), acceptance.token, acceptance.password, origin))


@router.post("/auth/confirm-email", summary="Confirm an address", tags=["sign-in"], **declare.public(204, 413, 415))
def confirm(confirmation: Annotated[Confirmation, Body()], origin: From) -> Response[None]:
    """Show, with the link of the letter, that one reads the mail of one's address."""
    confirm_email(connection(), confirmation.token, origin)
    return Response(204)


@router.post("/auth/confirm-email/request", summary="Ask for the letter again", tags=["sign-in"], **declare.person(202))
def ask_again(caller: Signed, origin: From) -> Response[None]:
    """Have the letter that confirms one's address sent again."""
    want_confirmation(connection(), caller, origin)
    return Response(202)
