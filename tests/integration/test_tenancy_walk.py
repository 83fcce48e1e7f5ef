"""Every table there is, walked as every role of the product: another organisation's row is neither seen, changed nor made."""

import json
from uuid import UUID

import pytest
from purser.domain.ids import uuid7
from purser.store.postgres import Connection, DatabaseError, sqlstate, tenant_tx

from tests.database import Database, make_organization
from tests.tenant_rows import Victim, make_victim, tenant_tables

REFUSED = "42501"
# The owner's sweeps must see whose turn it is; users and sessions are looked up before the organisation is known.
SEEN_BEFOREHAND = {
    ("owner", "outbox"),
    ("owner", "connections"),
    ("owner", "totp_devices"),
    ("owner", "users"),
    ("owner", "erasures"),
    ("owner", "import_parts"),
    ("auth", "users"),
    ("auth", "sessions"),
}


@pytest.fixture
def victim(database: Database) -> Victim:
    return make_victim(database.connect("admin"), uuid7())


@pytest.fixture
def ours(database: Database, victim: Victim) -> UUID:
    assert victim
    return make_organization(database, "Ours")


def may(connection: Connection, table: str, privilege: str) -> bool:
    found = connection.run("SELECT has_table_privilege(CAST(:table AS regclass), :privilege)", table=table, privilege=privilege)
    return bool(found[0][0])


def test_the_walk_has_a_row_to_find_in_every_table(victim: Victim) -> None:
    for table in tenant_tables(victim.admin):
        found = victim.admin.run(f"SELECT count(*) FROM {table} WHERE org_id = :org", org=victim.org_id)  # noqa: S608 - catalogue
        assert found == [[1]], f"tests/tenant_rows.py must know how to fill {table}"


@pytest.mark.parametrize("role", ["app", "auth", "owner"])
def test_no_row_of_another_organisation_is_seen(
    database: Database, victim: Victim, ours: UUID, role: str, subtests: pytest.Subtests
) -> None:
    connection = database.connect(role)
    for table in tenant_tables(connection):
        if may(connection, table, "SELECT") and (role, table) not in SEEN_BEFOREHAND:
            with subtests.test(table), tenant_tx(connection, ours) as tx:
                found = tx.rows(f"SELECT count(*) FROM {table} WHERE org_id = :org", org=victim.org_id)  # noqa: S608 - catalogue
                assert found == [[0]], f"{table}: CALL protect('{table}') in a migration"


@pytest.mark.parametrize("role", ["app", "auth", "owner"])
def test_no_row_of_another_organisation_is_changed_or_deleted(
    database: Database, victim: Victim, ours: UUID, role: str, subtests: pytest.Subtests
) -> None:
    connection, before = database.connect(role), victim.checksum()
    for table in tenant_tables(connection):
        for privilege, sql in (
            ("UPDATE", f"UPDATE {table} SET org_id = org_id WHERE org_id = :org"),  # noqa: S608 - from the catalogue
            ("DELETE", f"DELETE FROM {table} WHERE org_id = :org"),  # noqa: S608 - same
        ):
            if may(connection, table, privilege):
                with subtests.test(f"{privilege} {table}"), tenant_tx(connection, ours) as tx:
                    assert tx.execute(sql, org=victim.org_id) == 0
    assert victim.checksum() == before


@pytest.mark.parametrize("role", ["app", "auth", "owner"])
def test_no_row_is_made_for_another_organisation(
    database: Database, victim: Victim, ours: UUID, role: str, subtests: pytest.Subtests
) -> None:
    connection, before = database.connect(role), victim.checksum()
    for table in tenant_tables(connection):
        if not may(connection, table, "INSERT"):
            continue
        row = victim.admin.run(f"SELECT to_jsonb(t)::text FROM {table} AS t WHERE org_id = :org", org=victim.org_id)  # noqa: S608 - same
        copy = json.dumps(json.loads(row[0][0]) | {"id": str(uuid7())})
        with subtests.test(table), pytest.raises(DatabaseError) as refused, tenant_tx(connection, ours) as tx:
            tx.execute(f"INSERT INTO {table} SELECT * FROM jsonb_populate_record(NULL::{table}, CAST(:row AS jsonb))", row=copy)  # noqa: S608 - same
        assert sqlstate(refused.value) == REFUSED, f"{table}: {refused.value}"
    assert victim.checksum() == before


def test_a_table_whose_policy_was_dropped_is_noticed(database: Database, victim: Victim, ours: UUID) -> None:
    """The walk above would fail: with the policy gone, in a transaction that is rolled back, the row is there to see."""
    owner = database.connect("owner")
    owner.run("BEGIN")
    owner.run("SELECT set_config('app.org_id', :org, true)", org=str(ours))
    count = "SELECT count(*) FROM accounts WHERE org_id = :org"
    assert owner.run(count, org=victim.org_id) == [[0]]
    owner.run("DROP POLICY tenant ON accounts; ALTER TABLE accounts NO FORCE ROW LEVEL SECURITY")
    assert owner.run(count, org=victim.org_id) == [[1]]
    owner.run("ROLLBACK")
