from typing import Any

import pytest
from purser.runtime import clients
from purser.runtime.clients import Credentials, Database
from purser.store.postgres import BrokenConnectionError, WrongPasswordError


class Server:
    """Hands out connections to whoever has today's password."""

    def __init__(self) -> None:
        self.password, self.secrets_read, self.opened = "one", 0, 0

    def read_credentials(self) -> Credentials:
        self.secrets_read += 1
        return {"username": "purser_app", "password": self.password}

    def open_connection(self, credentials: Credentials) -> Any:
        if credentials["password"] != self.password:
            raise WrongPasswordError
        self.opened += 1
        return Line()


class Line:
    """A connection that can be cut."""

    cut = False

    def close(self) -> None:
        raise BrokenConnectionError("already gone")


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Server:
    monkeypatch.setattr(clients, "is_alive", lambda line: not line.cut)
    return Server()


def test_one_connection_serves_many_invocations(server: Server) -> None:
    database = Database(server.read_credentials, server.open_connection)
    assert database.connection() is database.connection()
    assert (server.opened, server.secrets_read) == (1, 1)


def test_a_broken_connection_is_replaced_without_reading_the_secret_again(server: Server) -> None:
    database = Database(server.read_credentials, server.open_connection)
    database.connection().cut = True
    assert not database.connection().cut
    assert (server.opened, server.secrets_read) == (2, 1)


def test_a_rotated_password_is_read_again(server: Server) -> None:
    database = Database(server.read_credentials, server.open_connection)
    database.connection().cut = True
    server.password = "two"
    database.connection()
    assert server.secrets_read == 2


def test_a_password_that_stays_wrong_is_an_error_and_not_a_loop(server: Server) -> None:
    database = Database(lambda: {"username": "purser_app", "password": "stale"}, server.open_connection)
    with pytest.raises(WrongPasswordError):
        database.connection()
