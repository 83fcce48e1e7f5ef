"""Connections and tenant transactions. Queries are functions in the sibling modules; each takes a `TenantTx` or a connection."""

import json
import select
import socket
import ssl
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from typing import IO, Any
from uuid import UUID

from pg8000.native import Connection as Pg8000Connection
from pg8000.native import DatabaseError
from pg8000.native import InterfaceError as BrokenConnectionError

__all__ = [
    "INSUFFICIENT_PRIVILEGE",
    "BrokenConnectionError",
    "Connection",
    "DatabaseError",
    "TenantTx",
    "WrongPasswordError",
    "connect",
    "is_alive",
    "sqlstate",
    "tenant_tx",
]

CONNECT_SECONDS = 5
ANSWER_SECONDS = 120
"""How long a statement may keep us waiting; a function's own time limit is usually shorter."""
INVALID_PASSWORD = "28P01"  # noqa: S105 - an SQLSTATE
INSUFFICIENT_PRIVILEGE = "42501"
"""SQLSTATE of what privileges, row-level security and our own triggers refuse."""


class WrongPasswordError(Exception):
    """The server refuses these credentials: perhaps they were rotated."""


class Connection(Pg8000Connection):  # type: ignore[misc] # pg8000 ships no types
    """A connection that knows one error for a broken network, where pg8000 lets some of the socket's own through."""

    def run(self, sql: str, stream: Any = None, types: Any = None, **params: Any) -> Any:
        """Run SQL with `:name` parameters; without any, several statements at once. Raises BrokenConnectionError."""
        try:
            return super().run(sql, stream=stream, types=types, **params)
        except DatabaseError as refused:
            _forget_rows(refused)
            raise
        except OSError as broken:
            raise BrokenConnectionError(f"The connection to PostgreSQL broke: {broken}") from broken


def _forget_rows(refused: DatabaseError) -> None:
    """Drop detail, hint and context, which quote what is or would be stored: errors go to logs, where nobody's data belong."""
    if refused.args and isinstance(refused.args[0], dict):
        for quoting in ("D", "H", "W"):
            refused.args[0].pop(quoting, None)


@dataclass(frozen=True, slots=True)
class TenantTx:
    """An open transaction that sees one organisation only. Made by `tenant_tx` and by nothing else."""

    org_id: UUID
    _connection: Connection
    permissions: tuple[str, ...] | None = None
    """What the role of the acting person allows at this moment; None if nobody acts, or who does may not any more."""

    def rows(self, sql: str, **values: Any) -> list[list[Any]]:
        """Run a query with `:name` parameters; return its rows."""
        return self._connection.run(sql, **values) or []

    def one(self, sql: str, **values: Any) -> list[Any] | None:
        """Return the first row, or None."""
        found = self.rows(sql, **values)
        return found[0] if found else None

    def items(self, sql: str, **values: Any) -> list[dict[str, Any]]:
        """Return the rows as dicts, by one JSON text made by PostgreSQL: half the cost of decoding rows here.

        Money must be cast to text in `sql`, or JSON would carry it as a number.
        """
        found = self.rows(f"SELECT coalesce(json_agg(t), '[]')::text FROM ({sql}) AS t", **values)  # noqa: S608 - our own SQL
        items: list[dict[str, Any]] = json.loads(found[0][0])
        return items

    def execute(self, sql: str, **values: Any) -> int:
        """Run a statement; return how many rows it touched."""
        self._connection.run(sql, **values)
        touched: int = self._connection.row_count
        return touched

    def copy_out(self, sql: str, sink: IO[bytes]) -> int:
        """Run `COPY (SELECT …) TO STDOUT` into `sink`; return how many rows there were. Row-level security holds."""
        self._connection.run(sql, stream=sink)
        copied: int = self._connection.row_count
        return copied

    def copy(self, sql: str, chunks: Iterable[bytes]) -> None:
        """Run `COPY … FROM STDIN` over chunks of it. Not into a table with row-level security: PostgreSQL refuses that.

        What `chunks` raises is raised here, once the COPY has ended in order: half way through it the connection answers nothing.
        """
        failures: list[Exception] = []
        self._connection.run(sql, stream=_until_failure(chunks, failures))
        if failures:
            raise failures[0]


def _until_failure(chunks: Iterable[bytes], failures: list[Exception]) -> Iterator[bytes]:
    try:
        yield from chunks
    except Exception as failure:  # noqa: BLE001 - handed to `copy`, which raises it
        failures.append(failure)


@contextmanager
def tenant_tx(connection: Connection, org_id: UUID, user_id: UUID | None = None) -> Iterator[TenantTx]:
    """Open a transaction scoped to `org_id`, and to what `user_id` may see; commit on leaving, roll back on an exception."""
    connection.run("BEGIN")
    try:
        yield TenantTx(org_id, connection, _scope(connection, org_id, user_id))
    except BaseException:
        _roll_back(connection)
        raise
    connection.run("COMMIT")


def _scope(connection: Connection, org_id: UUID, user_id: UUID | None) -> tuple[str, ...] | None:
    if user_id is None:
        connection.run("SELECT set_config('app.org_id', :org, true)", org=str(org_id))
        return None
    granted = connection.run("SELECT act_as(:org, :user)", org=org_id, user=user_id)[0][0]
    return None if granted is None else tuple(granted)


def _roll_back(connection: Connection) -> None:
    """Roll back; a connection that cannot even do that is closed, and the server rolls back on its own."""
    try:
        connection.run("ROLLBACK")
    except BrokenConnectionError:
        with suppress(BrokenConnectionError):
            connection.close()


def connect(*, host: str, port: int, database: str, credentials: Mapping[str, str], ca: str = "") -> Connection:
    """Connect as the role in `credentials` (username, password); `ca` is the file of the authority to trust, "" for no TLS."""
    try:
        connection = Connection(
            credentials["username"],
            password=credentials.get("password"),
            host=host,
            port=port,
            database=database,
            timeout=CONNECT_SECONDS,
            ssl_context=_trusting(ca) if ca else False,
            tcp_keepalive=True,
        )
    except DatabaseError as refused:
        if sqlstate(refused) == INVALID_PASSWORD:
            raise WrongPasswordError(f"PostgreSQL refuses the password of {credentials['username']}.") from refused
        raise
    except OSError as broken:
        raise BrokenConnectionError(f"PostgreSQL at {host}:{port} does not answer: {broken}") from broken
    sock = connection._usock  # noqa: SLF001 - pg8000 offers no settings of its own
    sock.settimeout(ANSWER_SECONDS)  # it would apply the time for connecting to every answer
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # it writes in small pieces, which would wait 40 ms for each other
    return connection


def is_alive(connection: Connection) -> bool:
    """Say whether an idle connection can be used again, without a round trip.

    Between statements the server has nothing to say, unless it is saying goodbye.
    """
    sock, status = connection._usock, connection._transaction_status  # noqa: SLF001 - pg8000 offers no public way to ask
    if sock is None or status not in {None, b"I"}:
        return False
    readable, _, _ = select.select([sock], [], [], 0)
    return not readable


def sqlstate(error: DatabaseError) -> str:
    """The five characters by which PostgreSQL names an error."""
    said = error.args[0] if error.args else None
    return str(said.get("C", "")) if isinstance(said, dict) else ""


@cache
def _trusting(ca: str) -> ssl.SSLContext:
    """Build the TLS context once: loading the system's certificates instead costs 29 ms a connection."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(ca)
    return context
