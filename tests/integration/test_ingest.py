"""From a file to exact ledger rows, as the application's role."""

from collections.abc import Callable
from uuid import UUID

import pytest
from purser.store.postgres import Connection
from purser.usecases.ingest import Outcome, ingest

from tests.statements import SEPTEMBER, Shelf, address_of, ledger_of

Drop = Callable[..., Outcome]


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
def drop(app_connection: Connection, organization: UUID, shelf: Shelf) -> Drop:
    """Put a file where a bank's files arrive, and read it."""

    def put_and_read(data: bytes, **where: object) -> Outcome:
        return ingest(shelf.put(data, address_of(organization, **where)), shelf, app_connection)

    return put_and_read


def test_a_statement_becomes_ledger(drop: Drop, app_connection: Connection, organization: UUID) -> None:
    outcome = drop(SEPTEMBER)
    assert (outcome.status, outcome.rows_read, outcome.imported) == ("done", 4, 4)
    found = ledger_of(
        app_connection, organization, "SELECT date, amount::text AS amount, merchant, type FROM transactions ORDER BY date"
    )
    assert found[0] == {"date": "2026-09-18", "amount": "-277.66", "merchant": "Online Transfer to SAV", "type": "transfer"}


def test_the_same_file_twice_adds_nothing(drop: Drop) -> None:
    first, again = drop(SEPTEMBER), drop(SEPTEMBER)
    assert (first.imported, again.imported, again.duplicates) == (4, 0, 4)
