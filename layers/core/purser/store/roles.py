"""Roles: permissions under a name."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from purser.domain.errors import ConflictError
from purser.store.paging import Listing, Order, Page, Slice, page
from purser.store.postgres import TenantTx

BY_NAME = Order("name", "name")
_ROLES = Listing(
    "t.id, t.name, t.permissions, t.built_in, (SELECT count(*) FROM users AS u WHERE u.role_id = t.id) AS users", "roles AS t"
)


@dataclass(frozen=True, slots=True)
class Role:
    """What decides about a role."""

    id: UUID
    name: str
    permissions: tuple[str, ...]
    built_in: bool


def roles_page(tx: TenantTx, wanted: Slice) -> Page:
    """Return roles; `users` counts who has them."""
    return page(tx, _ROLES, wanted)


def shown_role(tx: TenantTx, role_id: UUID) -> dict[str, Any]:
    """Return one role that exists, as the list shows it."""
    return tx.items(f"SELECT {_ROLES.columns} FROM {_ROLES.source} WHERE t.id = :id", id=role_id)[0]  # noqa: S608 - our own SQL


def role(tx: TenantTx, role_id: UUID) -> Role | None:
    """Return a role, None if the organisation has no such; locked, so that what is decided about it still holds."""
    return _role(tx.one("SELECT id, name, permissions, built_in FROM roles WHERE id = :id FOR UPDATE", id=role_id))


def role_named(tx: TenantTx, name: str) -> Role | None:
    """Return the role of this name, None if the organisation has no such."""
    return _role(tx.one("SELECT id, name, permissions, built_in FROM roles WHERE name = :name FOR SHARE", name=name))


def save_role(tx: TenantTx, new: Role) -> None:
    """Insert a role, or give an existing one its name and permissions; ConflictError if another has the name."""
    if tx.rows("SELECT FROM roles WHERE name = :name AND id <> :id", name=new.name, id=new.id):
        raise ConflictError("There is a role of this name already.", code="NAME_TAKEN")
    saved = tx.execute(
        """
        INSERT INTO roles (id, org_id, name, permissions) VALUES (:id, :org, :name, :permissions)
        ON CONFLICT (id) DO UPDATE SET name = excluded.name, permissions = excluded.permissions WHERE NOT roles.built_in
        """,
        id=new.id,
        org=tx.org_id,
        name=new.name,
        permissions=list(new.permissions),
    )
    if not saved:
        raise ConflictError("The role cannot be saved.")


def delete_role(tx: TenantTx, role_id: UUID) -> None:
    """Delete a role; ConflictError if somebody has it."""
    if tx.rows("SELECT FROM users WHERE role_id = :id LIMIT 1", id=role_id):
        raise ConflictError("Somebody has this role. Give them another first.", code="ROLE_IN_USE")
    tx.execute("DELETE FROM roles WHERE id = :id AND NOT built_in", id=role_id)


def _role(row: Iterable[Any] | None) -> Role | None:
    if row is None:
        return None
    role_id, name, permissions, built_in = row
    return Role(role_id, name, tuple(permissions), built_in)
