"""Pending rows: shown, never counted, replaced by what the bank books."""

import datetime as dt
from uuid import UUID

from purser.store.postgres import Connection, tenant_tx

from tests.statements import (
    SEPTEMBER,
    Drop,
    Look,
    column,
    counts,
    entry,
    reader_of,
)


def test_a_pending_row_counts_as_pending_and_in_no_total(drop: Drop, look: Look) -> None:
    outcome = drop(b"x", reader_of(entry(1, "-1.00", "BOOKED"), entry(2, "-9.00", "HELD", pending=True)))
    assert counts(outcome) == (2, 1, 1, 0, 0, 0)
    assert look("SELECT totals, last FROM imports") == [{"totals": {"USD": "-1"}, "last": "2026-09-01"}]
    assert look("SELECT sum(total)::text AS total FROM monthly_totals") == [{"total": "-1.00"}]


def test_a_pending_row_that_is_booked_later_becomes_booked_and_counts_as_imported(drop: Drop, look: Look) -> None:
    drop(b"x", reader_of(entry(2, "-9.00", "HELD", pending=True)))
    outcome = drop(b"y", reader_of(entry(2, "-9.00", "HELD", posted=dt.date(2026, 9, 4))))
    assert (outcome.imported, outcome.duplicates, outcome.pending) == (1, 0, 0)
    assert look("SELECT status, posted FROM transactions") == [{"status": "booked", "posted": "2026-09-04"}]
    assert look("SELECT sum(total)::text AS total FROM monthly_totals") == [{"total": "-9.00"}]
    assert column(look("SELECT status FROM raw_records ORDER BY status"), "status") == ["imported", "pending"]


def test_a_pending_row_that_comes_again_stays_one(drop: Drop, look: Look) -> None:
    held = reader_of(entry(2, "-9.00", "HELD", pending=True))
    assert (drop(b"x", held).pending, drop(b"y", held).pending) == (1, 1)
    assert look("SELECT count(*) FROM transactions") == [{"count": 1}]


def test_an_older_export_does_not_unbook_what_is_booked(drop: Drop, look: Look) -> None:
    drop(b"x", reader_of(entry(2, "-9.00", "HELD")))
    assert drop(b"y", reader_of(entry(2, "-9.00", "HELD", pending=True))).pending == 1
    assert column(look("SELECT status FROM transactions"), "status") == ["booked"]


def test_a_pending_row_that_a_newer_file_no_longer_has_goes(drop: Drop, look: Look) -> None:
    drop(b"x", reader_of(entry(2, "-9.00", "HOLD GAS STATION", pending=True), entry(20, "-3.00", "LATER", pending=True)))
    drop(b"y", reader_of(entry(1, "-1.00", "BEFORE"), entry(2, "-41.07", "GAS STATION"), entry(4, "-1.00", "AFTER")))
    assert column(look("SELECT original_description AS d FROM transactions WHERE status = 'pending'"), "d") == ["LATER"]


def test_a_file_of_one_account_leaves_the_pending_rows_of_another(drop: Drop, look: Look) -> None:
    drop(b"x", reader_of(entry(2, "-9.00", "HELD", pending=True, account="…1111")))
    drop(b"y", reader_of(entry(1, "-1.00", "A", account="…2222"), entry(4, "-1.00", "B", account="…2222")))
    assert look("SELECT count(*) FROM transactions WHERE status = 'pending'") == [{"count": 1}]


def test_a_row_pending_and_booked_in_one_file_is_booked(drop: Drop, look: Look) -> None:
    both = (entry(2, "-9.00", "X", provider_id="P", pending=True), entry(2, "-9.00", "X", provider_id="P"))
    assert counts(drop(b"x", reader_of(*both))) == (2, 1, 1, 0, 0, 0)
    assert column(look("SELECT status FROM transactions"), "status") == ["booked"]


def test_a_deleted_row_stays_deleted_when_its_file_comes_again(
    drop: Drop, look: Look, app_connection: Connection, organization: UUID
) -> None:
    drop(SEPTEMBER)
    with tenant_tx(app_connection, organization) as tx:
        tx.execute("UPDATE transactions SET deleted_at = now() WHERE amount = -4.25")
    assert drop(SEPTEMBER).duplicates == 4
    assert look("SELECT count(*) FROM transactions WHERE deleted_at IS NULL") == [{"count": 3}]
