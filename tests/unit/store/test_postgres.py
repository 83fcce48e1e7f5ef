import socket
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from purser.store.postgres import BrokenConnectionError, connect, is_alive, tenant_tx


class Recorder:
    """A connection that remembers what it was told and breaks when it is asked to."""

    def __init__(self, *breaks: str) -> None:
        self.told: list[str] = []
        self.breaks = breaks
        self.closed = False

    def run(self, sql: str, **_: Any) -> list[Any]:
        self.told.append(sql.split(maxsplit=1)[0])
        if any(word in sql for word in self.breaks):
            raise BrokenConnectionError("gone")
        return []

    def close(self) -> None:
        self.closed = True


def test_a_transaction_commits() -> None:
    connection: Any = Recorder()
    with tenant_tx(connection, uuid4()):
        pass
    assert connection.told == ["BEGIN", "SELECT", "COMMIT"]


def test_a_transaction_that_fails_rolls_back_and_the_error_goes_on() -> None:
    connection: Any = Recorder()
    with pytest.raises(KeyError), tenant_tx(connection, uuid4()):
        raise KeyError
    assert connection.told == ["BEGIN", "SELECT", "ROLLBACK"]


def test_a_connection_that_cannot_even_roll_back_is_closed_and_the_first_error_goes_on() -> None:
    connection: Any = Recorder("ROLLBACK")
    with pytest.raises(KeyError), tenant_tx(connection, uuid4()):
        raise KeyError
    assert connection.closed


def wire(sock: socket.socket | None, status: bytes | None = b"I") -> Any:
    """As much of a pg8000 connection as `is_alive` looks at, over a real socket pair."""
    return SimpleNamespace(_usock=sock, _transaction_status=status)


@pytest.fixture
def pair() -> Iterator[tuple[socket.socket, socket.socket]]:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        yield ours, theirs


def test_an_idle_silent_connection_is_alive(pair: tuple[socket.socket, socket.socket]) -> None:
    assert is_alive(wire(pair[0]))
    assert is_alive(wire(pair[0], None))


def test_a_connection_that_the_server_closed_is_not(pair: tuple[socket.socket, socket.socket]) -> None:
    pair[1].close()
    assert not is_alive(wire(pair[0]))


def test_a_connection_with_a_goodbye_waiting_is_not(pair: tuple[socket.socket, socket.socket]) -> None:
    pair[1].send(b"E: terminating connection")
    assert not is_alive(wire(pair[0]))


@pytest.mark.parametrize("status", [b"T", b"E"])
def test_a_connection_left_in_a_transaction_is_not(pair: tuple[socket.socket, socket.socket], status: bytes) -> None:
    assert not is_alive(wire(pair[0], status))


def test_a_closed_connection_is_not() -> None:
    assert not is_alive(wire(None))


def test_a_server_that_hangs_up_while_greeting_is_a_broken_connection() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        server.close()
        with pytest.raises(BrokenConnectionError):
            connect(host="127.0.0.1", port=port, database="x", credentials={"username": "x", "password": "x"})
