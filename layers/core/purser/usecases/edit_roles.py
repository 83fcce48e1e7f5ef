"""Make, change and remove roles. Built-in ones stay as they are, and nobody makes a role that may do more than they may."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from purser.domain.errors import ForbiddenError, NotFoundError
from purser.domain.ids import uuid7
from purser.store import roles
from purser.store.audit import Deed
from purser.store.postgres import TenantTx
from purser.store.roles import Role
from purser.usecases.acting import Acting


def add_role(tx: TenantTx, name: str, permissions: Sequence[str], acting: Acting) -> dict[str, Any]:
    """Add a role; ConflictError if the name is taken, ForbiddenError beyond one's own permissions."""
    new = Role(uuid7(), name, _ordered(permissions), built_in=False)
    acting.refuse_more(new.permissions)
    roles.save_role(tx, new)
    acting.record(tx, Deed(action="add", subject_type="role", subject_id=new.id, after=_told(new)))
    return roles.shown_role(tx, new.id)


def edit_role(tx: TenantTx, role_id: UUID, name: str | None, permissions: Sequence[str] | None, acting: Acting) -> dict[str, Any]:
    """Give a role another name or other permissions; what is None stays."""
    before = _own(tx, role_id, acting)
    after = Role(
        role_id, name or before.name, before.permissions if permissions is None else _ordered(permissions), built_in=False
    )
    acting.refuse_more(after.permissions)
    roles.save_role(tx, after)
    acting.record(tx, Deed(action="edit", subject_type="role", subject_id=role_id, before=_told(before), after=_told(after)))
    return roles.shown_role(tx, role_id)


def remove_role(tx: TenantTx, role_id: UUID, acting: Acting) -> None:
    """Delete a role that nobody has."""
    before = _own(tx, role_id, acting)
    roles.delete_role(tx, role_id)
    acting.record(tx, Deed(action="remove", subject_type="role", subject_id=role_id, before=_told(before)))


def _own(tx: TenantTx, role_id: UUID, acting: Acting) -> Role:
    found = roles.role(tx, role_id)
    if found is None:
        raise NotFoundError("There is no such role.")
    if found.built_in:
        raise ForbiddenError(f"{found.name} is built in and stays as it is. Make a role of your own.", code="BUILT_IN_ROLE")
    acting.refuse_more(found.permissions)
    return found


def _ordered(permissions: Sequence[str]) -> tuple[str, ...]:
    return tuple(sorted(set(permissions)))


def _told(role: Role) -> dict[str, Any]:
    return {"name": role.name, "permissions": list(role.permissions)}
