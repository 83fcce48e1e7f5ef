"""Roles, the database and its schema: the only queries that run without an organisation."""

import base64
import hashlib
import hmac
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from pg8000.native import DatabaseError, identifier, literal

from purser.domain.errors import PurserError
from purser.store.postgres import Connection

LOCK = 5_063_712_384_402_561
"""Key of the advisory lock; any number that nothing else in this database uses."""
SCRAM_ROUNDS = 4096


class MigrationError(PurserError):
    """The schema cannot be brought up to date; the message says what to do."""

    code = "MIGRATION_FAILED"


@dataclass(frozen=True, slots=True)
class Migration:
    """One file of infra/migrations. `name` is the file's name and begins with its number."""

    name: str
    sql: str

    @property
    def number(self) -> int:
        """The four digits the name begins with."""
        return int(self.name[:4])

    @property
    def sha256(self) -> str:
        """What the file was when it was applied."""
        return hashlib.sha256(self.sql.encode()).hexdigest()


def ensure_role(admin: Connection, credentials: Mapping[str, str]) -> None:
    """Make the role if need be and give it the password; rights come from the migrations."""
    name = credentials["username"]
    if not admin.run("SELECT 1 FROM pg_roles WHERE rolname = :name", name=name):
        admin.run(f"CREATE ROLE {identifier(name)} LOGIN")
    admin.run(f"ALTER ROLE {identifier(name)} WITH LOGIN PASSWORD {literal(scram_verifier(credentials['password']))}")


def ensure_database(admin: Connection, database: str, owner: str, users: Sequence[str]) -> None:
    """Make the database if need be; only its owner and the `users` may connect. `admin` may act as the owner afterwards."""
    admin.run(f"GRANT {identifier(owner)} TO CURRENT_USER")
    if not admin.run("SELECT 1 FROM pg_database WHERE datname = :name", name=database):
        admin.run(f"CREATE DATABASE {identifier(database)} OWNER {identifier(owner)}")
    admin.run(f"REVOKE ALL ON DATABASE {identifier(database)} FROM PUBLIC")
    for user in users:
        admin.run(f"GRANT CONNECT, TEMPORARY ON DATABASE {identifier(database)} TO {identifier(user)}")


@contextmanager
def turn(connection: Connection) -> Iterator[None]:
    """Wait until no other deployment is at work in this database."""
    connection.run("SELECT pg_advisory_lock(:key)", key=LOCK)
    try:
        yield
    finally:
        connection.run("SELECT pg_advisory_unlock(:key)", key=LOCK)


def apply(owner: Connection, migrations: Sequence[Migration]) -> list[str]:
    """Apply what is not applied yet, in order, one transaction each; return the names."""
    owner.run(
        "CREATE TABLE IF NOT EXISTS schema_migrations (number integer PRIMARY KEY, name text NOT NULL, sha256 text NOT NULL,"
        " applied_at timestamptz NOT NULL DEFAULT now())"
    )
    applied = dict(owner.run("SELECT number, sha256 FROM schema_migrations"))
    _refuse_changed(migrations, applied)
    return [_apply_one(owner, migration) for migration in migrations if migration.number not in applied]


def _refuse_changed(migrations: Sequence[Migration], applied: Mapping[int, str]) -> None:
    for migration in migrations:
        if applied.get(migration.number, migration.sha256) != migration.sha256:
            raise MigrationError(
                f"{migration.name} has changed since it was applied. Restore the file as it was"
                " and put the change into a new migration with the next number."
            )


def _apply_one(owner: Connection, migration: Migration) -> str:
    owner.run("BEGIN")
    try:
        owner.run(migration.sql)
        owner.run(
            "INSERT INTO schema_migrations (number, name, sha256) VALUES (:number, :name, :sha256)",
            number=migration.number,
            name=migration.name,
            sha256=migration.sha256,
        )
    except DatabaseError as error:
        owner.run("ROLLBACK")
        said = error.args[0].get("M", "") if error.args and isinstance(error.args[0], dict) else str(error)
        raise MigrationError(f"{migration.name} was not applied and nothing of it remains: {said}") from error
    owner.run("COMMIT")
    return migration.name


def scram_verifier(password: str, salt: bytes | None = None) -> str:
    """What PostgreSQL stores instead of the password (RFC 5803), made here so that no server log can ever hold the password."""
    salt = salt or os.urandom(16)
    salted = hashlib.pbkdf2_hmac("sha256", password.encode(), salt, SCRAM_ROUNDS)
    client_key, server_key = (hmac.digest(salted, name, "sha256") for name in (b"Client Key", b"Server Key"))
    stored, server, public = (base64.b64encode(b).decode() for b in (hashlib.sha256(client_key).digest(), server_key, salt))
    return f"SCRAM-SHA-256${SCRAM_ROUNDS}:{public}${stored}:{server}"
