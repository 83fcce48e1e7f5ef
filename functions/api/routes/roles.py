"""Roles: what people may do, under a name. Built-in ones stay as they are; others consist of named permissions."""

from typing import Annotated
from uuid import UUID

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body
from purser.access.permissions import MANAGE_ROLES, MANAGE_USERS, PERMISSIONS
from purser.runtime.edge.declare import needs, resource
from purser.runtime.edge.parameters import Acts, Cursor, Limit, Signed
from purser.runtime.ledger import ledger
from purser.store import roles
from purser.store.paging import Slice
from purser.usecases import edit_roles
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, WithJsonSchema

from api.shapes import Listed

router = resource()

RoleName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=50)]


def _known(name: str) -> str:
    if name not in PERMISSIONS:
        raise ValueError("no such permission; see /api/permissions")
    return name


Permission = Annotated[str, AfterValidator(_known), WithJsonSchema({"type": "string", "enum": list(PERMISSIONS)})]


class Role(BaseModel):
    """A role; `*` is every permission there is and will be. `users` counts who has it."""

    id: UUID
    name: str
    permissions: list[str]
    built_in: bool
    users: int


class NewRole(BaseModel):
    """A role to be."""

    model_config = ConfigDict(extra="forbid")

    name: RoleName
    permissions: list[Permission] = Field(min_length=1, max_length=len(PERMISSIONS))


class RoleChanges(BaseModel):
    """What shall be different; what is left out stays."""

    model_config = ConfigDict(extra="forbid")

    name: RoleName | None = None
    permissions: Annotated[list[Permission], Field(min_length=1, max_length=len(PERMISSIONS))] | None = None


class NamedPermission(BaseModel):
    """A permission and what it allows."""

    name: str
    allows: str


class NamedPermissions(BaseModel):
    """Every permission there is."""

    items: list[NamedPermission]


@router.get("/api/permissions", summary="List permissions", tags=["people"], **needs(MANAGE_ROLES))
def list_permissions() -> NamedPermissions:
    """What roles are made of."""
    return NamedPermissions(items=[NamedPermission(name=name, allows=text) for name, text in PERMISSIONS.items()])


@router.get("/api/roles", summary="List roles", tags=["people"], **needs(MANAGE_USERS))
def list_roles(caller: Signed, limit: Limit = 50, cursor: Cursor = None) -> Listed[Role]:
    """By name."""
    with ledger(caller) as tx:
        return Listed[Role].of(roles.roles_page(tx, Slice(roles.BY_NAME, limit, cursor)))


@router.post("/api/roles", summary="Add a role", tags=["people"], **needs(MANAGE_ROLES, 201, 409, 413, 415))
def add_role(new: Annotated[NewRole, Body()], caller: Signed, acting: Acts) -> Role:
    """Nobody can give it permissions that they do not have."""
    with ledger(caller) as tx:
        return Role.model_validate(edit_roles.add_role(tx, new.name, new.permissions, acting))


@router.patch("/api/roles/<role_id>", summary="Edit a role", tags=["people"], **needs(MANAGE_ROLES, 200, 409, 413, 415))
def change_role(role_id: UUID, changes: Annotated[RoleChanges, Body()], caller: Signed, acting: Acts) -> Role:
    """Whoever has it may do the other things from now on."""
    with ledger(caller) as tx:
        return Role.model_validate(edit_roles.edit_role(tx, role_id, changes.name, changes.permissions, acting))


@router.delete("/api/roles/<role_id>", summary="Remove a role", tags=["people"], **needs(MANAGE_ROLES, 204, 409))
def remove_role(role_id: UUID, caller: Signed, acting: Acts) -> Response[None]:
    """Only one that nobody has."""
    with ledger(caller) as tx:
        edit_roles.remove_role(tx, role_id, acting)
    return Response(204)
