"""Imports that wait for their file, and what is told to others when it came."""

from uuid import UUID

import pytest
from purser.domain.ids import uuid7
from purser.store.postgres import Connection, tenant_tx
from purser.usecases.ingest import ingest

from tests.database import Database, make_organization
from tests.statements import (
    SEPTEMBER,
    Drop,
    Look,
    Shelf,
    address_of,
    arrival_of,
    chase_checking,
    column,
)


@pytest.fixture
def announced(app_connection: Connection, organization: UUID) -> UUID:
    """An import that waits for its file, as the API makes one."""
    import_id = uuid7()
    with tenant_tx(app_connection, organization) as tx:
        tx.execute(
            "INSERT INTO imports (id, org_id, bank, filename, object_key, status, correlation_id)"
            " VALUES (:id, :org, 'chase', 'Chase1234_Activity_20260930.CSV', '-', 'waiting', 'request-1')",
            id=import_id,
            org=organization,
        )
    return import_id


def test_the_import_that_waits_for_a_file_is_used(drop: Drop, announced: UUID, look: Look) -> None:
    outcome = drop(SEPTEMBER, import_id=announced, filename="sanitised.csv")
    assert (outcome.import_id, outcome.correlation_id) == (announced, "request-1")
    assert look("SELECT status, filename FROM imports") == [{"status": "done", "filename": "Chase1234_Activity_20260930.CSV"}]


def test_a_second_file_at_the_same_address_is_an_import_of_its_own(drop: Drop, announced: UUID, look: Look) -> None:
    assert drop(SEPTEMBER, import_id=announced).import_id == announced
    assert drop(chase_checking(("10/02/2026", "RENT", "-900.00", "1.00")), import_id=announced).import_id != announced
    assert look("SELECT count(*) FROM transactions") == [{"count": 5}]


def test_the_import_of_another_organisation_is_never_used(
    database: Database, app_connection: Connection, announced: UUID, shelf: Shelf
) -> None:
    other = make_organization(database, "Other")
    outcome = ingest(shelf.put(SEPTEMBER, address_of(other, import_id=announced)), shelf, app_connection)
    assert (outcome.org_id, outcome.imported) == (other, 4)
    assert outcome.import_id != announced


def test_the_request_that_announced_a_file_is_named_to_the_last(drop: Drop, shelf: Shelf, look: Look) -> None:
    shelf.correlation_id = "request-7"
    assert drop(SEPTEMBER).correlation_id == "request-7"
    assert look("SELECT correlation_id, detail->>'correlation_id' AS detail FROM outbox") == [
        {"correlation_id": "request-7", "detail": "request-7"}
    ]
    assert column(look("SELECT correlation_id FROM imports"), "correlation_id") == ["request-7"]


def test_without_versions_a_second_arrival_under_one_key_is_still_read(
    app_connection: Connection, organization: UUID, shelf: Shelf
) -> None:
    address = address_of(organization)
    shelf.files[address.key, ""] = SEPTEMBER
    one = arrival_of(address)
    first = ingest(type(one)(bucket="b", key=one.key, version=None, stamp="01", message_id="m1"), shelf, app_connection)
    second = ingest(type(one)(bucket="b", key=one.key, version=None, stamp="02", message_id="m2"), shelf, app_connection)
    assert (first.imported, second.duplicates) == (4, 4)


def test_what_changed_is_told_to_others(drop: Drop, look: Look) -> None:
    outcome = drop(chase_checking(("10/02/2026", "RENT", "-900.00", "1.00"), ("09/28/2026", "PAYROLL", "1.00", "901.00")))
    (event,) = look("SELECT type, detail FROM outbox")
    accounts = column(look("SELECT id FROM accounts"), "id")
    assert event["type"] == "ledger.changed"
    assert event["detail"]["import_id"] == str(outcome.import_id)
    assert (event["detail"]["months"], event["detail"]["account_ids"]) == (["2026-09", "2026-10"], accounts)


def test_a_file_that_changes_nothing_is_no_news(drop: Drop, look: Look) -> None:
    drop(SEPTEMBER)
    drop(SEPTEMBER)
    assert look("SELECT count(*) FROM outbox") == [{"count": 1}]
