"""No organisation sees or touches another's rows: asked of the catalogue, and tried as each role."""

from uuid import UUID

import pytest
from purser.domain.ids import uuid7
from purser.store.postgres import Connection, DatabaseError, sqlstate, tenant_tx
from purser.usecases.ingest import ingest

from tests.database import Database, make_organization
from tests.statements import SEPTEMBER, Shelf, address_of

# The last two are written before anyone knows whose sign-in it is, and hold nothing that names anybody.
NOT_OF_ONE_ORGANISATION = {
    "organizations",  # its own id takes the place of org_id
    "schema_migrations",  # the owner's
    "passkey_challenges",  # written before anyone knows whose sign-in it is
    "sign_in_attempts",  # same
    "sign_in_requests",  # same
    "exchange_rates",  # what a central bank publishes is the same for all; organization_rates holds what one loads itself
}
CREDENTIALS = {
    "credentials", "sessions", "mailed_links", "totp_devices", "recovery_codes", "passkeys", "half_sign_ins", "api_keys",
    "passkey_challenges", "sign_in_attempts",
}  # fmt: skip
ROW_SECURITY = NO_PRIVILEGE = "42501"


def tenant_tables(connection: Connection) -> list[str]:
    found = connection.run(
        "SELECT c.oid::regclass::text FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid"
        " WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND a.attname = 'org_id' ORDER BY 1"
    )
    return [row[0] for row in found]


def readable_tables(connection: Connection) -> list[str]:
    """Those with an org_id that the connection's role may read at all; partitions are read through their parent only."""
    return [
        table
        for table in tenant_tables(connection)
        if connection.run("SELECT has_table_privilege(CAST(:name AS regclass), 'SELECT')", name=table) == [[True]]
    ]


@pytest.fixture
def two(database: Database) -> tuple[UUID, UUID]:
    """Two organisations, each with a statement in its ledger."""
    both = make_organization(database, "Ours"), make_organization(database, "Theirs")
    shelf, connection = Shelf(), database.connect("app")
    for organization in both:
        ingest(shelf.put(SEPTEMBER, address_of(organization)), shelf, connection)
    return both


def test_every_table_is_of_one_organisation_or_says_why_not(owner_connection: Connection) -> None:
    found = owner_connection.run(
        "SELECT oid::regclass::text FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')"
    )
    unexplained = {row[0] for row in found} - set(tenant_tables(owner_connection)) - NOT_OF_ONE_ORGANISATION
    assert not unexplained, "give the table an org_id and CALL protect(…), or say above why it has none"


def test_row_level_security_is_forced_on_every_table_with_an_org_id(owner_connection: Connection) -> None:
    tables = [*tenant_tables(owner_connection), "organizations"]
    assert len(tables) > 20
    for table in tables:
        (state,) = owner_connection.run(
            "SELECT relrowsecurity, relforcerowsecurity,"
            " (SELECT count(*) FROM pg_policy WHERE polrelid = c.oid AND polname = 'tenant')"
            " FROM pg_class AS c WHERE oid = CAST(:t AS regclass)",
            t=table,
        )
        assert state == [True, True, 1], f"{table}: CALL protect('{table}') in a migration"


def test_no_role_of_the_product_can_step_over_row_level_security(owner_connection: Connection) -> None:
    names = ["purser_app", "purser_auth", "purser_owner"]
    found = owner_connection.run(
        "SELECT rolname, rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb FROM pg_roles"
        " WHERE rolname = ANY(:names) ORDER BY 1",
        names=names,
    )
    assert found == [[name, False] for name in names]


# The owner's sweep must see whose events wait; users and sessions are looked up before the organisation is known.
SEEN_BEFOREHAND = {("owner", "outbox"), ("owner", "users"), ("auth", "users"), ("auth", "sessions")}


@pytest.mark.parametrize("role", ["app", "auth", "owner"])
def test_one_organisation_sees_nothing_of_another(database: Database, two: tuple[UUID, UUID], role: str) -> None:
    connection, ours = database.connect(role), two[0]
    with tenant_tx(connection, ours) as tx:
        for table in readable_tables(connection):
            owners = tx.rows(f"SELECT DISTINCT org_id FROM {table}")  # noqa: S608 - from the catalogue
            assert owners in ([], [[ours]]) or (role, table) in SEEN_BEFOREHAND, table


def test_the_walk_above_has_something_to_see(database: Database, two: tuple[UUID, UUID]) -> None:
    with tenant_tx(database.connect("app"), two[0]) as tx:
        for table in (
            "accounts",
            "imports",
            "institutions",
            "merchants",
            "monthly_totals",
            "outbox",
            "raw_records",
            "transactions",
        ):
            assert tx.rows(f"SELECT count(*) > 0 FROM {table}") == [[True]], table  # noqa: S608 - named above


def test_without_an_organisation_nothing_is_seen(database: Database, two: tuple[UUID, UUID]) -> None:
    connection = database.connect("app")
    for table in readable_tables(connection):
        assert connection.run(f"SELECT count(*) FROM {table}") == [[0]], table  # noqa: S608 - from the catalogue
    assert connection.run("SELECT count(*) FROM organizations") == [[0]]
    assert two


def test_the_organisation_of_one_transaction_is_forgotten_in_the_next(database: Database, two: tuple[UUID, UUID]) -> None:
    connection = database.connect("app")
    with tenant_tx(connection, two[0]) as tx:
        assert tx.rows("SELECT count(*) FROM transactions") == [[4]]
    assert connection.run("SELECT count(*) FROM transactions") == [[0]]


INSERTS = {
    "institutions": "(id, org_id, bank, name) VALUES (:id, :org, 'chase', 'x')",
    "outbox": "(id, org_id, type, detail) VALUES (:id, :org, 'x', '{}')",
    "imports": "(id, org_id, bank, filename, object_key, status) VALUES (:id, :org, 'chase', 'x', 'x', 'waiting')",
    "error_log": "(id, org_id, source, code, message) VALUES (:id, :org, 'x', 'x', 'x')",
    "raw_records": "(org_id, import_id, bank, ordinal, line, status, text) VALUES (:org, :id, 'chase', 1, 1, 'ignored', 'x')",
}


@pytest.mark.parametrize("table", INSERTS)
def test_nothing_can_be_written_for_another_organisation(database: Database, two: tuple[UUID, UUID], table: str) -> None:
    ours, theirs = two
    with pytest.raises(DatabaseError) as refused, tenant_tx(database.connect("app"), ours) as tx:
        tx.execute(f"INSERT INTO {table} {INSERTS[table]}", id=uuid7(), org=theirs)
    assert sqlstate(refused.value) == ROW_SECURITY


def test_rows_cannot_be_given_to_another_organisation(database: Database, two: tuple[UUID, UUID]) -> None:
    ours, theirs = two
    with pytest.raises(DatabaseError) as refused, tenant_tx(database.connect("app"), ours) as tx:
        tx.execute("UPDATE accounts SET org_id = :theirs", theirs=theirs)
    assert sqlstate(refused.value) == ROW_SECURITY


def test_another_organisations_rows_cannot_be_changed_or_deleted(database: Database, two: tuple[UUID, UUID]) -> None:
    ours, theirs = two
    with tenant_tx(database.connect("app"), ours) as tx:
        assert tx.execute("UPDATE transactions SET notes = 'x' WHERE org_id = :theirs", theirs=theirs) == 0
        assert tx.execute("DELETE FROM transactions WHERE org_id = :theirs", theirs=theirs) == 0


@pytest.mark.parametrize("table", sorted(CREDENTIALS))
def test_the_application_cannot_read_credentials(app_connection: Connection, organization: UUID, table: str) -> None:
    with pytest.raises(DatabaseError) as refused, tenant_tx(app_connection, organization) as tx:
        tx.rows(f"SELECT * FROM {table}")  # noqa: S608 - named above
    assert sqlstate(refused.value) == NO_PRIVILEGE


@pytest.mark.parametrize("table", ["transactions", "accounts", "raw_records"])
def test_sign_in_cannot_read_the_ledger(auth_connection: Connection, organization: UUID, table: str) -> None:
    with pytest.raises(DatabaseError) as refused, tenant_tx(auth_connection, organization) as tx:
        tx.rows(f"SELECT * FROM {table}")  # noqa: S608 - named above
    assert sqlstate(refused.value) == NO_PRIVILEGE


def test_the_sweeper_learns_whose_events_wait_and_nothing_else(database: Database, two: tuple[UUID, UUID]) -> None:
    connection = database.connect("app")
    assert {row[0] for row in connection.run("SELECT organizations_with_events()")} == set(two)
    assert connection.run("SELECT count(*) FROM outbox") == [[0]]


def test_a_failure_that_belongs_to_nobody_is_seen_by_nobody(database: Database, two: tuple[UUID, UUID]) -> None:
    connection = database.connect("app")
    connection.run("INSERT INTO error_log (id, org_id, source, code, message) VALUES (:id, NULL, 'x', 'x', 'x')", id=uuid7())
    with tenant_tx(connection, two[0]) as tx:
        assert tx.rows("SELECT count(*) FROM error_log") == [[0]]
