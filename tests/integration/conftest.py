"""Fixtures of the ledger's tests: put a file where files arrive, and look at what became of it."""

from typing import Any
from uuid import UUID

import pytest
from purser.store.postgres import Connection
from purser.usecases.ingest import Outcome, Reader, ingest

from tests.statements import Drop, Look, Shelf, address_of, ledger_of


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
def drop(app_connection: Connection, organization: UUID, shelf: Shelf) -> Drop:
    """Put a file where a bank's files arrive, and read it."""

    def put_and_read(data: bytes, read: Reader | None = None, **where: Any) -> Outcome:
        arrival = shelf.put(data, address_of(organization, **where))
        return ingest(arrival, shelf, app_connection, read) if read else ingest(arrival, shelf, app_connection)

    return put_and_read


@pytest.fixture
def look(app_connection: Connection, organization: UUID) -> Look:
    def query(sql: str, **values: Any) -> list[dict[str, Any]]:
        return ledger_of(app_connection, organization, sql, **values)

    return query
