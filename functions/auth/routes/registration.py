"""Registering an organisation and its first person."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body
from purser.access.passwords import LONGEST, SHORTEST
from purser.runtime.clients import connection
from purser.runtime.edge.declare import public, resource
from purser.runtime.edge.parameters import Email, From
from purser.usecases.register import Registration, register
from pydantic import BaseModel, Field, StringConstraints

from auth.answers import Session, session

router = resource()


class Newcomer(BaseModel):
    """Who registers what. A long password needs no other rule."""

    email: Email
    password: str = Field(min_length=SHORTEST, max_length=LONGEST)
    organization: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]


@router.post("/auth/register", summary="Register an organisation and sign in", tags=["sign-in"], **public(201, 409, 413, 415))
def register_organization(newcomer: Annotated[Newcomer, Body()], origin: From) -> Response[Session]:
    """Make an organisation with the caller as its administrator."""
    registration = Registration(newcomer.email, newcomer.password, newcomer.organization)
    return session(register(connection(), registration, origin), status=201)
