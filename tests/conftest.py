"""A real PostgreSQL and a whole local cloud for the tests that need them, each started once for the run."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from uuid import UUID

import pytest
from purser.store.postgres import Connection, connect
from purser.usecases.migrate import Credentials, Roles, migrate

from infra.local import postgres
from tests.cloud import QUICK_RETRIES, LocalCloud
from tests.database import Database, Wiper, make_organization

MIGRATIONS = Path(__file__).parents[1] / "infra/migrations"
NAME = "purser_tests"


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[postgres.PostgresServer]:
    """A server of our own, for the length of the run; DATABASE_URL is left alone, for tests set passwords of roles."""
    home = Path(tempfile.mkdtemp(prefix="purser-tests-"))
    home.chmod(0o755)
    server = postgres.start(home, forgetful=True, url="")
    yield server
    server.stop()
    shutil.rmtree(home)


@pytest.fixture(scope="session")
def roles(postgres_server: postgres.PostgresServer) -> Roles:
    names = {"owner": "purser_owner", "app": "purser_app", "auth": "purser_auth"}
    made = {role: {"username": name, "password": f"{name} of the tests"} for role, name in names.items()}
    return Roles(admin={"username": postgres_server.user, "password": postgres_server.password}, **made)


@pytest.fixture(scope="session")
def migrated(postgres_server: postgres.PostgresServer, roles: Roles) -> Iterator[Wiper]:
    """The database that the tests use one after the other, and what empties it between them."""

    def connect_to(credentials: Credentials, database: str) -> Connection:
        return connect(host=postgres_server.host, port=postgres_server.port, database=database, credentials=credentials)

    migrate(connect_to, roles, NAME, MIGRATIONS, admin_database=postgres_server.database)
    with closing(connect_to(roles.admin, NAME)) as admin:
        yield Wiper(admin)


@pytest.fixture
def database(postgres_server: postgres.PostgresServer, roles: Roles, migrated: Wiper) -> Iterator[Database]:
    """A migrated database with nothing in it."""
    migrated.wipe()
    made = Database(postgres_server, NAME, roles)
    yield made
    made.close()


@pytest.fixture
def app_connection(database: Database) -> Connection:
    return database.connect("app")


@pytest.fixture
def auth_connection(database: Database) -> Connection:
    return database.connect("auth")


@pytest.fixture
def owner_connection(database: Database) -> Connection:
    return database.connect("owner")


@pytest.fixture
def organization(database: Database) -> UUID:
    """An organisation with nothing in it, made the way registration makes one."""
    return make_organization(database)


@pytest.fixture(scope="session")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalCloud]:
    """The cloud that end-to-end tests and browsers share, with the sample statements in it."""
    made = LocalCloud(tmp_path_factory.mktemp("cloud"), QUICK_RETRIES)
    try:
        made.up()
        yield made
    finally:
        left = made.end()
    assert not left, f"left behind: {left}"
