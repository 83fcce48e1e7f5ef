"""The people of an organisation, as those see them who manage them. Runs as purser_app, which reads no credentials."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from purser.store.paging import Listing, Order, Page, Slice, page
from purser.store.postgres import Connection, TenantTx

BY_EMAIL = Order("email", "email")
_MEMBERS = Listing(
    columns="""
        t.id, t.email, t.role_id, r.name AS role, t.active, t.joined_at IS NOT NULL AS joined, t.created_at,
        CASE WHEN NOT t.all_accounts THEN
            (SELECT coalesce(json_agg(a.account_id ORDER BY a.account_id), '[]') FROM user_accounts AS a WHERE a.user_id = t.id)
        END AS account_ids
    """,
    source="users AS t JOIN roles AS r ON r.id = t.role_id",
)


@dataclass(frozen=True, slots=True)
class Member:
    """What decides about a person. `account_ids` is None for somebody who sees all accounts."""

    id: UUID
    email: str
    role: str
    permissions: tuple[str, ...]
    active: bool
    account_ids: frozenset[UUID] | None


def members_page(tx: TenantTx, wanted: Slice) -> Page:
    """Return people, those who are switched off too; `account_ids` is null for somebody who sees all accounts."""
    return page(tx, _MEMBERS, wanted)


def shown_member(tx: TenantTx, user_id: UUID) -> dict[str, Any] | None:
    """Return one person as the list shows them, None if the organisation has no such."""
    found = tx.items(f"SELECT {_MEMBERS.columns} FROM {_MEMBERS.source} WHERE t.id = :id", id=user_id)  # noqa: S608 - our own SQL
    return found[0] if found else None


def lock_members(tx: TenantTx) -> None:
    """Let nobody else change who has which role until the transaction ends: of two last administrators one must remain."""
    tx.rows("SELECT FROM organizations WHERE id = :org FOR NO KEY UPDATE", org=tx.org_id)


def member(tx: TenantTx, user_id: UUID) -> Member | None:
    """Return a person, None if the organisation has no such."""
    row = tx.one(
        """
        SELECT u.id, u.email, r.name, r.permissions, u.active, u.all_accounts,
               ARRAY(SELECT a.account_id FROM user_accounts AS a WHERE a.user_id = u.id)
        FROM users AS u JOIN roles AS r ON r.id = u.role_id WHERE u.id = :id
        """,
        id=user_id,
    )
    if row is None:
        return None
    found, email, role, permissions, active, all_accounts, account_ids = row
    return Member(found, email, role, tuple(permissions), active, None if all_accounts else frozenset(account_ids))


def set_role(tx: TenantTx, user_id: UUID, role_id: UUID) -> None:
    """Give a person another role."""
    tx.execute("UPDATE users SET role_id = :role WHERE id = :id", role=role_id, id=user_id)


def set_active(tx: TenantTx, user_id: UUID, *, active: bool) -> None:
    """Switch a person on or off; switching off ends their sessions."""
    tx.execute("UPDATE users SET active = :active WHERE id = :id", active=active, id=user_id)


def set_accounts(tx: TenantTx, user_id: UUID, account_ids: Sequence[UUID] | None) -> None:
    """Limit a person to some accounts, or to none in particular: None."""
    tx.execute("UPDATE users SET all_accounts = :all WHERE id = :id", all=account_ids is None, id=user_id)
    tx.execute("DELETE FROM user_accounts WHERE user_id = :id", id=user_id)
    tx.execute(
        "INSERT INTO user_accounts (org_id, user_id, account_id) SELECT :org, :id, a FROM unnest(CAST(:accounts AS uuid[])) AS a",
        org=tx.org_id,
        id=user_id,
        accounts=[str(account_id) for account_id in account_ids or ()],
    )


def delete_member(tx: TenantTx, user_id: UUID) -> None:
    """Delete a person with their credentials and sessions; what they did stays on the trail."""
    tx.execute("DELETE FROM users WHERE id = :id", id=user_id)


def ask_for_erasure(tx: TenantTx, user_id: UUID, days: int) -> bool:
    """Have a person erased in so many days; False if that was asked for already, which stands."""
    asked = tx.execute(
        "UPDATE users SET erase_after = now() + make_interval(days => :days) WHERE id = :id AND erase_after IS NULL",
        id=user_id,
        days=days,
    )
    return asked > 0


def call_off_erasure(tx: TenantTx, user_id: UUID) -> bool:
    """Let a person stay; False if they were not to be erased."""
    return tx.execute("UPDATE users SET erase_after = NULL WHERE id = :id AND erase_after IS NOT NULL", id=user_id) > 0


def users_to_erase(connection: Connection) -> list[tuple[UUID, UUID]]:
    """Return organisation and person of those whose time has come."""
    return [(row[0], row[1]) for row in connection.run("SELECT org_id, user_id FROM users_to_erase()")]


def administrators(tx: TenantTx) -> int:
    """Count the people who may do everything, have joined and do not leave."""
    found = tx.rows(
        "SELECT count(*) FROM users AS u JOIN roles AS r ON r.id = u.role_id"
        " WHERE u.active AND u.joined_at IS NOT NULL AND u.erase_after IS NULL AND '*' = ANY(r.permissions)"
    )
    return int(found[0][0])


def visible_accounts(tx: TenantTx) -> frozenset[UUID] | None:
    """Return the accounts that the acting person may see, None for all."""
    found = tx.rows("SELECT visible_accounts()")[0][0]
    return None if found is None else frozenset(found)


def unknown_accounts(tx: TenantTx, account_ids: Sequence[UUID]) -> set[UUID]:
    """Return those of the accounts that the acting person cannot see, which includes other organisations'."""
    found = tx.rows("SELECT id FROM accounts WHERE id = ANY(:ids)", ids=list(account_ids))
    return set(account_ids) - {row[0] for row in found}
