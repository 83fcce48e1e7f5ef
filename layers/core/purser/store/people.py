"""Organisations, roles, users and their credentials. Runs as purser_auth, the only role that can read the last."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from purser.domain.errors import ConflictError
from purser.domain.ids import uuid7
from purser.store.postgres import Connection, TenantTx


@dataclass(frozen=True, slots=True)
class Person:
    """A user, their organisation and what their role allows."""

    id: UUID
    email: str
    role: str
    permissions: tuple[str, ...]
    organization_id: UUID
    organization_name: str
    email_confirmed: bool = False
    second_factor: bool = False
    """Whether a code of an authenticator app is asked for when they sign in."""
    second_factor_required: bool = False
    """Whether the organisation insists on a second factor."""


def find_user(connection: Connection, email: str) -> tuple[UUID, UUID] | None:
    """Return (user, organisation) of an active user, None if nobody has that address: the one look across organisations."""
    found = connection.run("SELECT id, org_id FROM users WHERE email = :email AND active", email=email)
    return (found[0][0], found[0][1]) if found else None


def password_hash(tx: TenantTx, user_id: UUID) -> str | None:
    """Return the stored hash of the user's password, None if there is none."""
    found = tx.one("SELECT password_hash FROM credentials WHERE user_id = :id", id=user_id)
    return str(found[0]) if found else None


def person(tx: TenantTx, user_id: UUID) -> Person | None:
    """Return an active user, None if there is no such."""
    found = tx.one(
        """
        SELECT u.id, u.email, r.name, r.permissions, o.id, o.name, u.email_confirmed_at IS NOT NULL,
               EXISTS (SELECT FROM totp_devices AS d WHERE d.user_id = u.id AND d.confirmed_at IS NOT NULL), o.mfa_required
        FROM users AS u JOIN roles AS r ON r.id = u.role_id JOIN organizations AS o ON o.id = u.org_id
        WHERE u.id = :id AND u.active
        """,
        id=user_id,
    )
    return Person(found[0], found[1], found[2], tuple(found[3]), *found[4:]) if found else None


def insert_organization(tx: TenantTx, name: str) -> None:
    """Insert the organisation of this transaction."""
    tx.execute("INSERT INTO organizations (id, name) VALUES (:id, :name)", id=tx.org_id, name=name)


def insert_built_in_roles(tx: TenantTx, roles: Mapping[str, Iterable[str]]) -> dict[str, UUID]:
    """Insert roles (name to permissions); return their ids by name."""
    ids = {name: uuid7() for name in roles}
    for name, permissions in roles.items():
        tx.execute(
            "INSERT INTO roles (id, org_id, name, permissions, built_in) VALUES (:id, :org, :name, :permissions, true)",
            id=ids[name],
            org=tx.org_id,
            name=name,
            permissions=list(permissions),
        )
    return ids


def insert_user(tx: TenantTx, email: str, role_id: UUID, hashed: str) -> UUID:
    """Insert a user and the hash of their password; ConflictError if the address is taken, in whatever organisation."""
    user_id = uuid7()
    insert_invited(tx, user_id, email, role_id)
    join(tx, user_id)
    set_password(tx, user_id, hashed)
    return user_id


def insert_invited(tx: TenantTx, user_id: UUID, email: str, role_id: UUID) -> None:
    """Insert a user who has no password yet; ConflictError if the address is taken, in whatever organisation."""
    added = tx.rows(
        """
        INSERT INTO users (id, org_id, email, role_id) VALUES (:id, :org, :email, :role)
        ON CONFLICT (email) DO NOTHING RETURNING id
        """,
        id=user_id,
        org=tx.org_id,
        email=email,
        role=role_id,
    )
    if not added:
        raise ConflictError("Someone is registered with this address already.", code="EMAIL_TAKEN")


def join(tx: TenantTx, user_id: UUID) -> None:
    """Note that the user has joined."""
    tx.execute("UPDATE users SET joined_at = coalesce(joined_at, now()) WHERE id = :id", id=user_id)


def confirm_email(tx: TenantTx, user_id: UUID) -> None:
    """Note that the user can read mail sent to their address."""
    tx.execute("UPDATE users SET email_confirmed_at = coalesce(email_confirmed_at, now()) WHERE id = :id", id=user_id)


def set_password(tx: TenantTx, user_id: UUID, hashed: str) -> None:
    """Store the hash of the user's password, the first or another."""
    tx.execute(
        """
        INSERT INTO credentials (user_id, org_id, password_hash) VALUES (:id, :org, :hash)
        ON CONFLICT (user_id) DO UPDATE SET password_hash = excluded.password_hash, changed_at = now()
        """,
        id=user_id,
        org=tx.org_id,
        hash=hashed,
    )
