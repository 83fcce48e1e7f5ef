"""API keys: how programs sign in."""

import datetime as dt
from typing import Annotated
from uuid import UUID

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body
from purser.runtime.clients import connection
from purser.runtime.edge import declare
from purser.runtime.edge.parameters import From, Signed
from purser.usecases import api_keys
from purser.usecases.api_keys import Wish
from pydantic import BaseModel, Field, StringConstraints

router = declare.resource()


class KeyWish(BaseModel):
    """A key to be made. `scopes` are permissions of one's own; `*` is all of them, as they are at the time."""

    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
    scopes: list[Annotated[str, Field(max_length=100)]] = Field(min_length=1, max_length=100)
    expires_in_days: int = Field(default=90, ge=1, le=366)


class Key(BaseModel):
    """A key as its owner sees it. `prefix` is how it begins."""

    id: UUID
    name: str
    prefix: str
    scopes: list[str]
    created_at: dt.datetime
    expires_at: dt.datetime
    last_used_at: dt.datetime | None


class NewKey(Key):
    """A key just made: `key` is shown this once."""

    key: str


class Keys(BaseModel):
    """All of a person's."""

    items: list[Key]
    next_cursor: None = None


@router.get("/auth/api-keys", summary="List API keys", tags=["api keys"], **declare.person())
def list_keys(caller: Signed) -> Keys:
    """The newest first."""
    return Keys.model_validate({"items": api_keys.listed(connection(), caller)})


@router.post("/auth/api-keys", summary="Make an API key", tags=["api keys"], **declare.person(201, 413, 415))
def make_key(wish: Annotated[KeyWish, Body()], caller: Signed, origin: From) -> Response[NewKey]:
    """Make a key that a program sends as a Bearer token. It may do what is in its scopes, as long as its owner may."""
    key, shown = api_keys.make_key(connection(), caller, Wish(wish.name, wish.scopes, wish.expires_in_days), origin)
    return Response(201, "application/json", NewKey.model_validate({**shown, "key": key}))


@router.delete("/auth/api-keys/<key_id>", summary="Delete an API key", tags=["api keys"], **declare.person(204))
def delete_key(key_id: UUID, caller: Signed, origin: From) -> Response[None]:
    """It works no more from now on."""
    api_keys.remove(connection(), caller, key_id, origin)
    return Response(204)
