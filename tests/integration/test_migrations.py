"""A server becomes the one the code expects: from nothing, again, from two sides at once, and not from a changed past."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from purser.store.migrations import MigrationError
from purser.store.postgres import Connection, WrongPasswordError, connect
from purser.usecases.migrate import Credentials, Roles, migrate, read_migrations

from infra.local.postgres import PostgresServer

NAME = "purser_migrations"
Run = Callable[..., list[str]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "0001_people.sql").write_text("CREATE TABLE people (id integer); INSERT INTO people VALUES (1);")
    return tmp_path


@pytest.fixture
def run(postgres_server: PostgresServer, roles: Roles, folder: Path) -> Iterator[Run]:
    """Migrate a database of this test alone, which does not exist yet."""

    def connect_to(credentials: Credentials, database: str) -> Connection:
        return connect(host=postgres_server.host, port=postgres_server.port, database=database, credentials=credentials)

    yield lambda with_roles=roles: migrate(connect_to, with_roles, NAME, folder)
    with closing(connect_to(roles.admin, "postgres")) as admin:
        admin.run(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")


def ask(server: PostgresServer, credentials: Credentials, sql: str) -> list[list[Any]]:
    with closing(connect(host=server.host, port=server.port, database=NAME, credentials=credentials)) as connection:
        found: list[list[Any]] = connection.run(sql)
        return found


def test_everything_is_made_from_nothing_and_then_left_alone(run: Run, folder: Path) -> None:
    assert run() == ["0001_people.sql"]
    assert run() == []
    (folder / "0002_more.sql").write_text("ALTER TABLE people ADD COLUMN name text;")
    assert run() == ["0002_more.sql"]


def test_the_real_migrations_apply_and_every_role_can_connect(database: Any) -> None:
    for role in ("app", "auth", "owner"):
        assert database.connect(role).run("SELECT current_user") == [[f"purser_{role}"]]


def test_tables_belong_to_the_owner_and_nobody_else_gets_in(run: Run, postgres_server: PostgresServer, roles: Roles) -> None:
    run()
    found = ask(postgres_server, roles.owner, "SELECT tableowner FROM pg_tables WHERE tablename = 'people'")
    assert found == [["purser_owner"]]
    public = "SELECT bool_or(p.grantee = 0) FROM pg_database, aclexplode(datacl) AS p WHERE datname = current_database()"
    assert ask(postgres_server, roles.admin, public) == [[False]]


def test_a_migration_that_changed_after_it_was_applied_is_an_error_that_says_what_to_do(run: Run, folder: Path) -> None:
    run()
    (folder / "0001_people.sql").write_text("CREATE TABLE persons (id integer);")
    with pytest.raises(MigrationError, match=r"0001_people\.sql has changed .* new migration with the next number"):
        run()


def test_a_migration_that_fails_leaves_nothing_and_names_itself(
    run: Run, folder: Path, postgres_server: Any, roles: Roles
) -> None:
    (folder / "0002_bad.sql").write_text("CREATE TABLE half (id integer); SELECT no_such_function();")
    with pytest.raises(MigrationError, match=r"0002_bad\.sql was not applied .* no_such_function"):
        run()
    assert ask(postgres_server, roles.owner, "SELECT number FROM schema_migrations") == [[1]]
    assert ask(postgres_server, roles.owner, "SELECT to_regclass('half')") == [[None]]
    (folder / "0002_bad.sql").write_text("CREATE TABLE half (id integer);")
    assert run() == ["0002_bad.sql"]


def test_two_deployments_at_once_take_turns(run: Run, folder: Path) -> None:
    run()
    for number in range(2, 8):
        (folder / f"{number:04}_more.sql").write_text(f"SELECT pg_sleep(0.02); CREATE TABLE more_{number} (id integer);")
    with ThreadPoolExecutor(2) as pool:
        both = [future.result(timeout=30) for future in [pool.submit(run), pool.submit(run)]]
    assert sorted(both[0] + both[1]) == [f"{number:04}_more.sql" for number in range(2, 8)]


def test_code_older_than_the_database_still_deploys(run: Run, folder: Path) -> None:
    (folder / "0002_more.sql").write_text("SELECT 1;")
    run()
    (folder / "0002_more.sql").unlink()
    assert run() == []


def test_a_rotated_password_takes_the_place_of_the_old(run: Run, postgres_server: PostgresServer, roles: Roles) -> None:
    old = dict(roles.app)
    new = {**old, "password": "päßwörd 'quoted' \\ and new"}
    try:
        run(Roles(admin=roles.admin, owner=roles.owner, app=new, auth=roles.auth))
        assert ask(postgres_server, new, "SELECT 1") == [[1]]
        with pytest.raises(WrongPasswordError):
            ask(postgres_server, old, "SELECT 1")
    finally:
        run()


@pytest.mark.parametrize(
    "names", [["0001_a.sql", "0003_b.sql"], ["0001_a.sql", "0001_b.sql"], ["0002_a.sql"], ["1_a.sql"], ["0001-a.sql"], []]
)
def test_numbers_without_gaps_or_repeats_are_all_the_order_there_is(tmp_path: Path, names: list[str]) -> None:
    for name in names:
        (tmp_path / name).write_text("SELECT 1;")
    with pytest.raises(MigrationError):
        read_migrations(tmp_path)


def test_the_repositorys_migrations_are_numbered() -> None:
    assert read_migrations(Path(__file__).parents[2] / "infra/migrations")
