"""What tests hold of a database: connections as its roles, and organisations in it."""

from contextlib import closing, suppress
from dataclasses import dataclass, field
from uuid import UUID

from purser.domain.ids import uuid7
from purser.store.postgres import BrokenConnectionError, Connection, connect, tenant_tx
from purser.usecases.migrate import Credentials, Roles

from infra.local.postgres import PostgresServer


class Wiper:
    """Empties every table, by far quicker than making a database; as the administrator, whom no policy binds."""

    def __init__(self, admin: Connection) -> None:
        self._admin = admin
        tables = admin.run(
            "SELECT oid::regclass::text FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"
            " AND relname <> 'schema_migrations'"
        )
        self._statements = "; ".join(f"DELETE FROM {table}" for (table,) in tables)  # noqa: S608 - names from the catalogue
        admin.run("SET session_replication_role = replica; SET lock_timeout = '10s'")

    def wipe(self) -> None:
        self._admin.run(self._statements)


@dataclass
class Database:
    """One migrated database of a running server; connect as "app", "auth", "owner", or "admin" (never in a tenancy test)."""

    server: PostgresServer
    name: str
    roles: Roles
    opened: list[Connection] = field(default_factory=list)

    def credentials(self, role: str) -> Credentials:
        found: Credentials = getattr(self.roles, role)
        return found

    def connect(self, role: str) -> Connection:
        connection = connect(host=self.server.host, port=self.server.port, database=self.name, credentials=self.credentials(role))
        self.opened.append(connection)
        return connection

    def close(self) -> None:
        for connection in self.opened:
            with suppress(BrokenConnectionError):  # closed by the test, or broken by it
                connection.close()


def make_organization(database: Database, name: str = "Counting House") -> UUID:
    org_id = uuid7()
    with closing(database.connect("auth")) as auth, tenant_tx(auth, org_id) as tx:
        tx.execute("INSERT INTO organizations (id, name) VALUES (:id, :name)", id=org_id, name=name)
    return org_id
