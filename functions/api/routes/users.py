"""People of the organisation: their role, the accounts they see, and whether they may sign in."""

from typing import Annotated
from uuid import UUID

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body
from purser.access.permissions import MANAGE_USERS
from purser.domain.errors import NotFoundError
from purser.runtime.edge.declare import needs, resource
from purser.runtime.edge.parameters import Acts, Cursor, Email, Limit, Signed
from purser.runtime.ledger import ledger
from purser.store import members
from purser.store.paging import Slice
from purser.usecases.edit_members import Invitation, MemberChanges, edit_member, invite_member, remove_member
from pydantic import BaseModel, ConfigDict, Field

from api.routes.roles import RoleName
from api.shapes import Listed, Time

router = resource()


class Member(BaseModel):
    """A person. `account_ids` are the accounts they are limited to, null for all; `joined` is false until they accept."""

    id: UUID
    email: str
    role: str
    role_id: UUID
    active: bool
    joined: bool
    account_ids: list[UUID] | None
    created_at: Time


class NewUser(BaseModel):
    """Whom to write to, and what they may do and see once they are in."""

    model_config = ConfigDict(extra="forbid")

    email: Email
    role: RoleName
    account_ids: Annotated[list[UUID], Field(max_length=1000)] | None = None


class UserChanges(BaseModel):
    """What shall be different; what is left out stays. `account_ids: null` lifts the limit."""

    model_config = ConfigDict(extra="forbid")

    role: RoleName | None = None
    active: bool | None = None
    account_ids: Annotated[list[UUID], Field(max_length=1000)] | None = None


@router.get("/api/users", summary="List people", tags=["people"], **needs(MANAGE_USERS))
def list_users(caller: Signed, limit: Limit = 50, cursor: Cursor = None) -> Listed[Member]:
    """By address."""
    with ledger(caller) as tx:
        return Listed[Member].of(members.members_page(tx, Slice(members.BY_EMAIL, limit, cursor)))


@router.post("/api/users", summary="Invite a person", tags=["people"], **needs(MANAGE_USERS, 201, 409, 413, 415))
def invite_user(new: Annotated[NewUser, Body()], caller: Signed, acting: Acts) -> Member:
    """They are written to, choose a password, and are in."""
    wanted = Invitation(new.email, new.role, new.account_ids)
    with ledger(caller) as tx:
        return Member.model_validate(invite_member(tx, wanted, acting))


@router.get("/api/users/<user_id>", summary="Show a person", tags=["people"], **needs(MANAGE_USERS))
def show_user(user_id: UUID, caller: Signed) -> Member:
    """One person."""
    with ledger(caller) as tx:
        found = members.shown_member(tx, user_id)
    if found is None:
        raise NotFoundError("There is no such person.")
    return Member.model_validate(found)


@router.patch("/api/users/<user_id>", summary="Edit a person", tags=["people"], **needs(MANAGE_USERS, 200, 409, 413, 415))
def change_user(user_id: UUID, changes: Annotated[UserChanges, Body()], caller: Signed, acting: Acts) -> Member:
    """Switched off, they are signed out at once. Somebody who may do everything must remain."""
    wanted = MemberChanges(
        role=changes.role,
        active=changes.active,
        limits="account_ids" in changes.model_fields_set,
        account_ids=changes.account_ids,
    )
    with ledger(caller) as tx:
        return Member.model_validate(edit_member(tx, user_id, wanted, acting))


@router.delete("/api/users/<user_id>", summary="Remove a person", tags=["people"], **needs(MANAGE_USERS, 204, 409))
def remove_user(user_id: UUID, caller: Signed, acting: Acts) -> Response[None]:
    """With their password and sessions. What they did stays in the audit log."""
    with ledger(caller) as tx:
        remove_member(tx, user_id, acting)
    return Response(204)
