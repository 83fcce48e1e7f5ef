"""A member limited to some accounts: the database shows them those, whatever is asked, and nothing is changed elsewhere."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from purser.access.permissions import PERMISSIONS
from purser.domain.ids import uuid7
from purser.store.postgres import DatabaseError, sqlstate, tenant_tx

from tests.database import Database
from tests.http import Browser
from tests.integration.http.conftest import make_account, make_transaction, organization_of
from tests.staff import hire, user_id_of

Books = Callable[[Browser], Any]
Shown = dict[str, str]


@pytest.fixture
def shown(ada: Browser, books: Books) -> Shown:
    """Two accounts, `open` and `closed`, each with a transaction and an import; and an import of no single account."""
    found: Shown = {}
    with books(ada) as tx:
        for name in ("open", "closed"):
            account = make_account(tx, name.title())
            found[name] = str(account)
            amounts = {"open": "-10.00", "closed": "-99.00"}
            details = {"description": f"{name} thing", "merchant": f"{name} merchant"}
            found[f"{name}_transaction"] = str(make_transaction(tx, account, "2026-09-10", amounts[name], **details))
            found[f"{name}_import"] = str(make_import(tx, account))
        found["mixed_import"] = str(make_import(tx, None))
    return found


def make_import(tx: Any, account: UUID | None) -> UUID:
    import_id = uuid7()
    tx.execute(
        "INSERT INTO imports (id, org_id, bank, account_id, filename, object_key, status, rows_read, imported)"
        " VALUES (:id, :org, 'chase', :account, 'a.csv', 'k', 'done', 1, 1)",
        id=import_id, org=tx.org_id, account=account,
    )  # fmt: skip
    tx.execute(
        "INSERT INTO raw_records (org_id, import_id, bank, ordinal, line, status, text)"
        " VALUES (:org, :id, 'chase', 1, 2, 'imported', 'x')",
        id=import_id, org=tx.org_id,
    )  # fmt: skip
    return import_id


@pytest.fixture
def clerk(ada: Browser, database: Database, shown: Shown) -> Browser:
    """May do everything that has a name, with one of the accounts."""
    return hire(database, ada, "clerk", permissions=list(PERMISSIONS), account_ids=[UUID(shown["open"])])


def ids(answer: Any) -> set[str]:
    return {item["id"] for item in answer.json["items"]}


def test_lists_show_the_accounts_they_may_see(clerk: Browser, shown: Shown) -> None:
    assert ids(clerk.get("/api/accounts")) == {shown["open"]}
    assert ids(clerk.get("/api/transactions")) == {shown["open_transaction"]}
    assert ids(clerk.get("/api/transactions", account_id=shown["closed"])) == set()
    assert ids(clerk.get("/api/transactions", q="closed")) == set()
    assert ids(clerk.get("/api/imports")) == {shown["open_import"]}


def test_details_beyond_them_are_not_found(clerk: Browser, shown: Shown) -> None:
    for path in (
        f"/api/accounts/{shown['closed']}",
        f"/api/transactions/{shown['closed_transaction']}",
        f"/api/imports/{shown['closed_import']}",
        f"/api/imports/{shown['closed_import']}/rows",
        f"/api/imports/{shown['mixed_import']}",
    ):
        assert clerk.get(path).status == 404, path
    assert clerk.get(f"/api/imports/{shown['open_import']}/rows").json["items"]


def test_sums_are_of_the_accounts_they_may_see(ada: Browser, clerk: Browser) -> None:
    for query in ({}, {"period": "2026-09"}, {"from": "2026-09-02"}):
        assert clerk.get("/api/transactions/analyze", **query).json["expenses"] == "-10.00"
        assert ada.get("/api/transactions/analyze", **query).json["expenses"] == "-109.00"
    merchants = clerk.get("/api/transactions/analyze").json["by_merchant"]
    assert [one["merchant"] for one in merchants] == ["open merchant"]


def test_nothing_is_changed_beyond_them(clerk: Browser, ada: Browser, shown: Shown) -> None:
    assert clerk.send("PATCH", f"/api/accounts/{shown['closed']}", json={"name": "Mine"}).status == 404
    assert clerk.post("/api/uploads", {"filename": "a.csv", "size": 1, "account_id": shown["closed"]}).status == 404
    anywhere = clerk.post("/api/uploads", {"filename": "a.csv", "size": 1})
    assert (anywhere.status, anywhere.error["details"][0]["field"]) == (422, "account_id")
    assert ada.get(f"/api/accounts/{shown['closed']}").json["name"] == "Closed"
    assert clerk.post("/api/uploads", {"filename": "a.csv", "size": 1, "account_id": shown["open"]}).status == 201


def test_who_sees_some_accounts_lets_others_see_no_more(ada: Browser, clerk: Browser, database: Database, shown: Shown) -> None:
    analyst = hire(database, ada, "analyst")
    limited = hire(database, ada, "viewer", account_ids=[UUID(shown["open"])])
    assert (
        clerk.send("PATCH", f"/api/users/{user_id_of(analyst)}", json={"active": False}).error["code"] == "BEYOND_YOUR_ACCOUNTS"
    )
    path = f"/api/users/{user_id_of(limited)}"
    assert clerk.send("PATCH", path, json={"account_ids": None}).error["code"] == "BEYOND_YOUR_ACCOUNTS"
    assert clerk.send("PATCH", path, json={"account_ids": [shown["closed"]]}).status == 404
    assert clerk.send("PATCH", f"/api/users/{user_id_of(clerk)}", json={"account_ids": None}).status == 403
    invited = clerk.post("/api/users", {"email": "new@example.com", "role": "viewer"})
    assert (invited.status, invited.error["code"]) == (403, "BEYOND_YOUR_ACCOUNTS")


def test_a_limit_set_by_an_administrator_holds_at_once_and_is_lifted_again(
    ada: Browser, database: Database, shown: Shown
) -> None:
    analyst = hire(database, ada, "analyst")
    path = f"/api/users/{user_id_of(analyst)}"
    assert ids(analyst.get("/api/accounts")) == {shown["open"], shown["closed"]}
    for account_ids in ([shown["closed"]], []):
        assert ada.send("PATCH", path, json={"account_ids": account_ids}).json["account_ids"] == account_ids
        assert ids(analyst.get("/api/accounts")) == set(account_ids)
    assert ada.send("PATCH", path, json={"account_ids": None}).json["account_ids"] is None
    assert ids(analyst.get("/api/accounts")) == {shown["open"], shown["closed"]}


CONFINED_OTHERWISE = {"accounts", "raw_records", "connections", "merchants"}


def test_the_database_itself_confines_every_table_of_an_account(owner_connection: Any) -> None:
    found = owner_connection.run(
        "SELECT c.relname FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attname = 'account_id'"
        " WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition"
    )
    for table in {row[0] for row in found} - {"user_accounts"} | CONFINED_OTHERWISE:
        policies = owner_connection.run(
            "SELECT polpermissive FROM pg_policy WHERE polrelid = CAST(:t AS regclass) AND polname = 'account'", t=table
        )
        assert policies == [[False]], f"{table}: CALL confine('{table}') in a migration"


def test_a_person_who_is_unknown_or_switched_off_sees_nothing(ada: Browser, database: Database, shown: Shown) -> None:
    analyst = UUID(user_id_of(hire(database, ada, "analyst")))
    org_id = organization_of(ada)
    for person in (uuid4(), analyst):
        with tenant_tx(database.connect("app"), org_id) as tx:
            tx.execute("UPDATE users SET active = false WHERE id = :id", id=analyst)
        with tenant_tx(database.connect("app"), org_id, person) as tx:
            assert tx.permissions is None
            for table in ("accounts", "transactions", "monthly_totals", "imports", "raw_records"):
                assert tx.rows(f"SELECT count(*) FROM {table}") == [[0]], table  # noqa: S608 - named above
    assert shown


def test_rows_of_other_accounts_cannot_be_written(ada: Browser, clerk: Browser, database: Database, shown: Shown) -> None:
    connection = database.connect("app")
    with (
        pytest.raises(DatabaseError) as refused,
        tenant_tx(connection, organization_of(ada), UUID(user_id_of(clerk))) as tx,
    ):
        make_transaction(tx, UUID(shown["closed"]), "2026-09-11", "-1.00")
    assert sqlstate(refused.value) == "42501"


def test_merchants_are_seen_with_their_transactions_and_counted_for_everyone(
    ada: Browser, clerk: Browser, books: Books, database: Database, shown: Shown
) -> None:
    with books(ada) as tx:
        later = {"merchant": "open merchant", "description": "later"}
        make_transaction(tx, UUID(shown["closed"]), "2026-10-10", "-1.00", **later)
        tx.execute("SELECT recount_merchants(ARRAY['open merchant', 'closed merchant'])")
    changed = clerk.send("PATCH", f"/api/transactions/{shown['open_transaction']}", json={"merchant": "another merchant"})
    assert changed.status == 200, changed.body
    seen = "SELECT name, first_seen::text FROM merchants ORDER BY name"
    with tenant_tx(database.connect("app"), organization_of(ada), UUID(user_id_of(clerk))) as tx:
        assert tx.rows(seen) == [["another merchant", "2026-09-10"]]
    with books(ada) as tx:
        assert tx.rows(seen) == [
            ["another merchant", "2026-09-10"],
            ["closed merchant", "2026-09-10"],
            ["open merchant", "2026-10-10"],
        ]


def test_the_limit_of_one_transaction_is_forgotten_in_the_next(ada: Browser, clerk: Browser, database: Database) -> None:
    connection, org_id = database.connect("app"), organization_of(ada)
    with tenant_tx(connection, org_id, UUID(user_id_of(clerk))) as tx:
        assert tx.rows("SELECT count(*) FROM accounts") == [[1]]
    with tenant_tx(connection, org_id) as tx:
        assert tx.rows("SELECT count(*) FROM accounts") == [[2]]
