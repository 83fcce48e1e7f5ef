"""Bring a server to the state the code expects: roles, database, schema. Safe to run at every deployment."""

import re
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from purser.store.migrations import Migration, MigrationError, apply, ensure_database, ensure_role, turn
from purser.store.postgres import Connection

Credentials = Mapping[str, str]
"""A role's {username, password}."""
Connect = Callable[[Credentials, str], Connection]
"""Connect as a role to a database."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Roles:
    """The three roles of the product, and the administrator who makes them."""

    admin: Credentials
    owner: Credentials
    app: Credentials
    auth: Credentials


def migrate(connect: Connect, roles: Roles, database: str, folder: Path, *, admin_database: str = "postgres") -> list[str]:
    """Make roles and database, apply the migrations in `folder`; return the names of those that were new."""
    migrations = read_migrations(folder)
    with closing(connect(roles.admin, admin_database)) as admin, turn(admin):
        for role in (roles.owner, roles.app, roles.auth):
            ensure_role(admin, role)
        ensure_database(admin, database, roles.owner["username"], [roles.app["username"], roles.auth["username"]])
    with closing(connect(roles.owner, database)) as owner, turn(owner):
        return apply(owner, migrations)


def read_migrations(folder: Path) -> list[Migration]:
    """Read NNNN_what.sql files in order; a gap, a repeat or a stray name is an error, for order is all they have."""
    paths = sorted(folder.glob("*.sql"))
    for expected, path in enumerate(paths, start=1):
        if not re.fullmatch(rf"{expected:04}_[a-z0-9_]+\.sql", path.name):
            raise MigrationError(
                f"{path.name}: expected a name like {expected:04}_what_it_does.sql here. Number without gaps or repeats."
            )
    if not paths:
        raise MigrationError(f"No migrations in {folder}.")
    return [Migration(path.name, path.read_text(encoding="utf-8")) for path in paths]
