"""What holds of every file: a second time adds nothing, and two overlapping halves are the whole."""

import datetime as dt
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from purser.banks._csv import CsvFormat
from purser.store.postgres import Connection, tenant_tx
from purser.usecases.ingest import Outcome, ingest

from tests.database import Database, make_organization
from tests.layouts import LAYOUTS, Dialect, Row, rows_for, written
from tests.statements import Shelf, address_of, ledger_of

CORPUS = Path(__file__).parents[3] / "shared/corpus"
FILES = sorted(path for path in CORPUS.rglob("*") if path.is_file() and path.parent != CORPUS) if CORPUS.is_dir() else []
DAYS = st.dates(dt.date(2026, 1, 1), dt.date(2026, 1, 9))
MONEY = st.decimals(min_value=-50, max_value=50, places=2).filter(bool)
ROWS = st.lists(st.tuples(DAYS, st.sampled_from(["COFFEE BAR", "CITY GROCER", "RENT"]), MONEY), min_size=1, max_size=12)


def read(connection: Connection, org_id: UUID, data: bytes, name: str = "statement.csv") -> Outcome:
    """Read a file, and forget that its content was seen, so that it is really read the next time."""
    shelf = Shelf()
    outcome = ingest(shelf.put(data, address_of(org_id, "other", name)), shelf, connection)
    with tenant_tx(connection, org_id) as tx:
        tx.execute("UPDATE imports SET content_sha256 = NULL")
    return outcome


def ledger(connection: Connection, org_id: UUID) -> list[dict[str, object]]:
    return ledger_of(
        connection,
        org_id,
        "SELECT date, amount::text AS amount, currency, original_description, status FROM transactions ORDER BY 1, 2, 3, 4, 5",
    )


@pytest.mark.skipif(not FILES, reason="the corpus is not beside this repository")
def test_a_second_reading_of_any_real_file_adds_nothing(
    database: Database, app_connection: Connection, subtests: pytest.Subtests
) -> None:
    connection = app_connection
    for path in FILES:
        with subtests.test(path.name):
            org_id, data = make_organization(database), path.read_bytes()
            first = read(connection, org_id, data, path.name)
            before = ledger(connection, org_id)
            again = read(connection, org_id, data, path.name)
            assert (again.status, again.imported) == (first.status, 0)
            assert again.duplicates == first.imported + first.duplicates
            assert ledger(connection, org_id) == before


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
@settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=ROWS, cuts=st.tuples(DAYS, DAYS))
def test_two_overlapping_halves_are_the_whole_and_a_second_time_adds_nothing(
    database: Database, app_connection: Connection, layout: CsvFormat, rows: list[Row], cuts: tuple[dt.date, dt.date]
) -> None:
    connection, (since, until) = app_connection, sorted(cuts)
    ordered = sorted(rows)
    parts = [[row for row in ordered if row[0] <= until], [row for row in ordered if row[0] >= since], ordered]
    files = [written(layout, rows_for(layout, part), Dialect())[0].encode() for part in parts if part]
    halves, whole = make_organization(database), make_organization(database)
    for data in files[:-1]:
        read(connection, halves, data)
    first, again = read(connection, whole, files[-1]), read(connection, whole, files[-1])
    assert (again.imported, again.duplicates) == (0, first.imported + first.duplicates)
    assert ledger(connection, halves) == ledger(connection, whole)
