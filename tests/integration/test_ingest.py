"""From a file to exact ledger rows, as the application's role."""

from uuid import UUID

from purser.domain.ids import uuid7
from purser.domain.statements import Ignored, Rejected
from purser.store.postgres import Connection, tenant_tx

from tests.statements import (
    SEPTEMBER,
    Drop,
    Look,
    chase_checking,
    column,
    counts,
    entry,
    reader_of,
)


def test_a_statement_becomes_ledger(drop: Drop, look: Look) -> None:
    outcome = drop(SEPTEMBER)
    assert (outcome.status, counts(outcome)) == ("done", (4, 4, 0, 0, 0, 0))
    found = look(
        "SELECT t.date, t.amount::text AS amount, t.merchant, t.type, t.status, t.source, t.bank,"
        " c.name AS category, t.provenance"
        " FROM transactions AS t LEFT JOIN categories AS c ON c.id = t.category_id ORDER BY date"
    )
    assert found[1] == {
        "date": "2026-09-20",
        "amount": "-4.25",
        "merchant": "Starbucks",
        "type": "expense",
        "status": "booked",
        "source": "bank",
        "bank": "chase",
        "category": None,
        "provenance": {},
    }
    assert column(found, "type") == ["transfer", "expense", "expense", "income"]


def test_categories_are_the_organisations_own(drop: Drop, look: Look, app_connection: Connection, organization: UUID) -> None:
    coffee = uuid7()
    with tenant_tx(app_connection, organization) as tx:
        tx.execute(
            "INSERT INTO categories (id, org_id, name, type) VALUES (:i, :o, 'Coffee', 'expense')", i=coffee, o=organization
        )
    drop(SEPTEMBER)
    assert look("SELECT category_id, provenance FROM transactions WHERE category_id IS NOT NULL") == [
        {"category_id": str(coffee), "provenance": {"category": "rule"}}
    ]


def test_every_row_is_kept_as_it_was_with_what_became_of_it(drop: Drop, look: Look) -> None:
    items = (
        entry(1, "-1.00", "a\ttab, a\\backslash\r\nand a line", line=2),
        Rejected(4, "99/99/2026,x", "BAD_DATE", "99/99/2026 is no date"),
        Ignored(5, "Total -1.00", "a total"),
        entry(1, "-2.00", "nothing odd", line=6),
    )
    assert counts(drop(b"x", reader_of(*items))) == (4, 2, 0, 0, 1, 1)
    rows = look("SELECT ordinal, line, status, code, reason, text FROM raw_records ORDER BY ordinal")
    assert rows[0]["text"] == "a\ttab, a\\backslash\r\nand a line"
    assert rows[1] == {
        "ordinal": 2,
        "line": 4,
        "status": "rejected",
        "code": "BAD_DATE",
        "reason": "99/99/2026 is no date",
        "text": "99/99/2026,x",
    }
    assert column(rows, "status") == ["imported", "rejected", "ignored", "imported"]


def test_the_import_tells_counts_dates_totals_and_the_balance_check(drop: Drop, look: Look) -> None:
    drop(SEPTEMBER)
    (found,) = look("SELECT *, encode(content_sha256, 'hex') AS sha256 FROM imports")
    assert found["totals"] == {"USD": "2132.89"}
    assert (found["first"], found["last"], found["balance_check"]) == ("2026-09-18", "2026-09-28", "ok")
    assert (found["format"], found["bank"], found["size"], len(found["sha256"])) == (
        "chase_checking",
        "chase",
        len(SEPTEMBER),
        64,
    )
    assert found["finished_at"] is not None


def test_totals_are_of_the_booked_rows_read_whether_new_or_not(drop: Drop, look: Look) -> None:
    drop(SEPTEMBER)
    drop(SEPTEMBER)
    assert column(look("SELECT totals FROM imports ORDER BY created_at"), "totals") == [{"USD": "2132.89"}] * 2


def test_monthly_totals_are_the_sums_of_the_ledger(drop: Drop, look: Look) -> None:
    drop(SEPTEMBER)
    drop(chase_checking(("10/02/2026", "RENT", "-900.00", "2232.89"), ("09/28/2026", "PAYROLL ACME INC", "2500.00", "3132.89")))
    kept = look(
        "SELECT month, type, sum(count)::int AS count, sum(total)::text AS total FROM monthly_totals GROUP BY 1, 2 ORDER BY 1, 2"
    )
    summed = look(
        "SELECT date_trunc('month', date)::date AS month, type, count(*)::int AS count, sum(amount)::text AS total"
        " FROM transactions GROUP BY 1, 2 ORDER BY 1, 2"
    )
    assert kept == summed
    assert len(kept) == 4


def test_merchants_know_when_they_were_first_and_last_seen(drop: Drop, look: Look) -> None:
    coffee = "STARBUCKS STORE 05512 SEATTLE WA"
    drop(SEPTEMBER)
    drop(chase_checking(("09/30/2026", coffee, "-4.00", "3128.89"), ("09/02/2026", coffee, "-4.00", "1000.00")))
    assert look("SELECT first_seen, last_seen FROM merchants WHERE name = 'Starbucks'") == [
        {"first_seen": "2026-09-02", "last_seen": "2026-09-30"}
    ]


def test_an_empty_statement_is_done_with_nothing(drop: Drop, look: Look) -> None:
    outcome = drop(chase_checking())
    assert (outcome.status, counts(outcome)) == ("done", (0, 0, 0, 0, 0, 0))
    assert look("SELECT * FROM outbox") == []
