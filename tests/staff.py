"""People of an organisation beside the one who registered it, signed in without a password: their token is simply issued."""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from purser.access.tokens import Caller, issue
from purser.domain.ids import uuid7
from purser.runtime.keys import signing_keys
from purser.runtime.settings import settings
from purser.store.postgres import TenantTx, tenant_tx

from tests.database import Database
from tests.http import Browser


def hire(  # noqa: PLR0913 - a person is made of this
    database: Database,
    admin: Browser,
    role: str,
    *,
    permissions: Sequence[str] = (),
    account_ids: Sequence[UUID] | None = None,
    email: str = "",
) -> Browser:
    """Add a person with a role, made of `permissions` if there are any; return their client."""
    org_id = UUID(admin.get("/auth/me").json["organization"]["id"])
    with tenant_tx(database.connect("app"), org_id) as tx:
        if permissions:
            tx.execute(
                "INSERT INTO roles (id, org_id, name, permissions) VALUES (:id, :org, :name, :permissions)",
                id=uuid7(), org=org_id, name=role, permissions=list(permissions),
            )  # fmt: skip
        caller = _add(tx, role, email or f"{role}-{uuid7()}@example.com")
        for account_id in account_ids or ():
            tx.execute(
                "INSERT INTO user_accounts (org_id, user_id, account_id) VALUES (:org, :user, :account)",
                org=org_id, user=caller.user_id, account=account_id,
            )  # fmt: skip
        tx.execute("UPDATE users SET all_accounts = :all WHERE id = :id", all=account_ids is None, id=caller.user_id)
    _open_session(database, caller)
    token = issue(caller, signing_keys().current(), issuer=settings().public_origin, now=dt.datetime.now(dt.UTC))
    return Browser(admin.handlers, bearer=token)


def _add(tx: TenantTx, role: str, email: str) -> Caller:
    role_id, permissions = tx.rows("SELECT id, permissions FROM roles WHERE name = :name", name=role)[0]
    user_id = uuid7()
    tx.execute(
        "INSERT INTO users (id, org_id, email, role_id, joined_at) VALUES (:id, :org, :email, :role, now())",
        id=user_id, org=tx.org_id, email=email, role=role_id,
    )  # fmt: skip
    return Caller(user_id=user_id, org_id=tx.org_id, session_id=uuid7(), role=role, permissions=tuple(permissions))


def _open_session(database: Database, caller: Caller) -> None:
    """Routes that touch how a person signs in look whether the session is still open."""
    with tenant_tx(database.connect("auth"), caller.org_id) as tx:
        tx.execute(
            "INSERT INTO sessions (id, org_id, user_id, family, token_hash, expires_at)"
            " VALUES (:id, :org, :user, :id, sha256(gen_random_uuid()::text::bytea), now() + interval '1 day')",
            id=caller.session_id, org=caller.org_id, user=caller.user_id,
        )  # fmt: skip


def user_id_of(person: Browser) -> str:
    found: str = person.get("/auth/me").json["user"]["id"]
    return found
