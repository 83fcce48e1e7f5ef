"""One database connection and one client per service in each container, made when first asked for."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from typing import Any

from purser.runtime.settings import database_server, settings
from purser.store.aws import make_client, read_secret
from purser.store.postgres import BrokenConnectionError, Connection, WrongPasswordError, connect, is_alive

Credentials = Mapping[str, str]


@cache
def aws(service: str) -> Any:
    """Return the boto3 client of `service`; the endpoint is AWS_ENDPOINT_URL's where that is set."""
    return make_client(service)


def connection() -> Connection:
    """Return a connection as this function's database role; a broken one is replaced."""
    return _database().connection()


def connect_as(credentials: Credentials, database: str) -> Connection:
    """Connect to the server of the settings as any role; migrations need this."""
    server = database_server()
    return connect(host=server.host, port=server.port, database=database, credentials=credentials, ca=server.ca)


@dataclass(slots=True)
class Database:
    """A connection kept open between invocations, and the credentials it was made with."""

    read_credentials: Callable[[], Credentials]
    open_connection: Callable[[Credentials], Connection]
    _credentials: Credentials | None = None
    _connection: Connection | None = None

    def connection(self) -> Connection:
        """Return the open connection if it still answers, else a new one."""
        if self._connection is None or not is_alive(self._connection):
            self._let_go()
            self._connection = self._connect()
        return self._connection

    def _connect(self) -> Connection:
        """Connect with the credentials known; if the password was rotated meanwhile, read the secret again, once."""
        if self._credentials is not None:
            with suppress(WrongPasswordError):
                return self.open_connection(self._credentials)
        self._credentials = self.read_credentials()
        return self.open_connection(self._credentials)

    def _let_go(self) -> None:
        if self._connection is not None:
            with suppress(BrokenConnectionError):
                self._connection.close()
        self._connection = None


def connection_beside() -> Connection:
    """Return a second connection, for what must be seen while the transaction of the first is open."""
    return _database_beside().connection()


@cache
def _database() -> Database:
    return _database_of_settings()


@cache
def _database_beside() -> Database:
    return _database_of_settings()


def _database_of_settings() -> Database:
    s = settings()
    return Database(
        lambda: read_secret(aws("secretsmanager"), s.database_secret),
        lambda credentials: connect_as(credentials, s.database_name),
    )
