"""A real PostgreSQL for the tests that need one: started once, each test with a database of its own."""

import itertools
import os
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
from tests.database import Database, make_organization

MIGRATIONS = Path(__file__).parents[1] / "infra/migrations"
TEMPLATE = f"purser_template_{os.getpid()}"


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
def template(postgres_server: postgres.PostgresServer, roles: Roles) -> str:
    def connect_to(credentials: Credentials, database: str) -> Connection:
        return connect(host=postgres_server.host, port=postgres_server.port, database=database, credentials=credentials)

    migrate(connect_to, roles, TEMPLATE, MIGRATIONS, admin_database=postgres_server.database)
    return TEMPLATE


_numbers = itertools.count(1)


@pytest.fixture
def database(postgres_server: postgres.PostgresServer, roles: Roles, template: str) -> Iterator[Database]:
    """A fresh migrated database for this test alone."""
    name = f"{template}_{next(_numbers)}"
    server = postgres_server
    with closing(connect(host=server.host, port=server.port, database=server.database, credentials=roles.admin)) as admin:
        admin.run(f"CREATE DATABASE {name} TEMPLATE {template} OWNER purser_owner")
        admin.run(f"REVOKE ALL ON DATABASE {name} FROM PUBLIC")
        admin.run(f"GRANT CONNECT, TEMPORARY ON DATABASE {name} TO purser_app, purser_auth")
        made = Database(server, name, roles)
        yield made
        made.close()
        admin.run(f"DROP DATABASE {name} WITH (FORCE)")


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
