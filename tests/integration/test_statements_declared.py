"""Files that declare their period and balances: kept with the import, used for coverage and reconciliation, gone with it."""

import datetime as dt
from decimal import Decimal
from typing import Any
from uuid import UUID

from purser.domain.ids import uuid7
from purser.domain.money import format_amount
from purser.store import reconciliations
from purser.store.audit import Origin
from purser.store.postgres import Connection, tenant_tx
from purser.store.reconciliations import Reconciliation
from purser.usecases.reconcile import standing
from purser.usecases.show_coverage import coverage
from purser.usecases.undo_import import undo_import

from tests.statements import Drop, Look

IBAN = "DE89370400440532013000"


def mt940(opened: str, closed: str, before: str, after: str, *bookings: tuple[str, str]) -> bytes:
    """One statement: dates YYMMDD, balances, bookings of (date YYMMDD, amount out)."""
    rows = [f":61:{day}{day[2:]}D{amount}NMSCNONREF\r\n:86:LUNCH" for day, amount in bookings]
    lines = [":20:X", f":25:{IBAN}", ":28C:1/1", f":60F:C{opened}EUR{before}", *rows, f":62F:C{closed}EUR{after}", "-"]
    return "\r\n".join([*lines, ""]).encode()


def ofx(start: str, end: str, as_of: str, balance: str, *rows: tuple[str, str]) -> bytes:
    entries = "".join(
        f"<STMTTRN><TRNTYPE>DEBIT<DTPOSTED>{day}<TRNAMT>{amount}<FITID>F{day}<NAME>LUNCH</STMTTRN>" for day, amount in rows
    )
    return (
        "OFXHEADER:100\r\nDATA:OFXSGML\r\nVERSION:102\r\n\r\n<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>USD<BANKACCTFROM>"
        f"<BANKID>1<ACCTID>5551234<ACCTTYPE>CHECKING</BANKACCTFROM><BANKTRANLIST><DTSTART>{start}<DTEND>{end}{entries}"
        f"</BANKTRANLIST><LEDGERBAL><BALAMT>{balance}<DTASOF>{as_of}</LEDGERBAL></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>"
    ).encode()


def covered(connection: Connection, org_id: UUID) -> dict[str, Any]:
    with tenant_tx(connection, org_id) as tx:
        (account,) = tx.rows("SELECT id FROM accounts")
        return coverage(tx, account[0])


def spans(found: dict[str, Any], what: str) -> list[tuple[str, str]]:
    return [(str(one["from"]), str(one["to"])) for one in found[what]]


def test_months_that_follow_each_other_leave_no_gap_whatever_days_had_transactions(
    drop: Drop, app_connection: Connection, organization: UUID
) -> None:
    drop(mt940("260831", "260930", "100,00", "90,00", ("260910", "10,00")), bank="other", filename="september.sta")
    drop(mt940("260930", "261031", "90,00", "85,00", ("261005", "5,00")), bank="other", filename="october.sta")
    found = covered(app_connection, organization)
    assert spans(found, "statements") == [("2026-09-01", "2026-10-01"), ("2026-10-01", "2026-11-01")]
    assert (found["gaps"], found["overlaps"]) == ([], [])
    assert [(one["opening_balance"], one["closing_balance"]) for one in found["statements"]] == [
        ("100.00", "90.00"), ("90.00", "85.00"),
    ]  # fmt: skip


def test_a_missing_month_is_told_by_the_declared_balances(drop: Drop, app_connection: Connection, organization: UUID) -> None:
    drop(mt940("260731", "260831", "100,00", "90,00", ("260810", "10,00")), bank="other", filename="august.sta")
    drop(mt940("260930", "261031", "60,00", "55,00", ("261005", "5,00")), bank="other", filename="october.sta")
    (gap,) = covered(app_connection, organization)["gaps"]
    assert (str(gap["from"]), str(gap["to"]), gap["verdict"], gap["difference"]) == (
        "2026-09-01", "2026-10-01", "missing", "-30.00",
    )  # fmt: skip


def test_a_statement_without_transactions_covers_its_days_and_tells_the_balance(
    drop: Drop, look: Look, app_connection: Connection, organization: UUID
) -> None:
    drop(mt940("260831", "260930", "100,00", "90,00", ("260910", "10,00")), bank="other", filename="september.sta")
    quiet = drop(mt940("260930", "261031", "90,00", "90,00"), bank="other", filename="october.sta")
    assert (quiet.status, quiet.rows_read) == ("done", 0)
    assert covered(app_connection, organization)["to"] == dt.date(2026, 11, 1)
    assert look("SELECT balance::text AS balance, balance_date FROM accounts") == [
        {"balance": "90.00", "balance_date": "2026-10-31"}
    ]


def test_an_empty_statement_of_an_unknown_account_adds_no_account(drop: Drop, look: Look) -> None:
    drop(mt940("260930", "261031", "90,00", "90,00"), bank="other", filename="october.sta")
    assert look("SELECT id FROM accounts") == []


def test_the_list_of_an_ofx_file_says_what_it_covers(drop: Drop, app_connection: Connection, organization: UUID) -> None:
    drop(ofx("20260901", "20260930", "20260930", "90.00", ("20260910", "-10.00")), bank="other", filename="september.ofx")
    (one,) = covered(app_connection, organization)["statements"]
    assert (str(one["from"]), str(one["to"]), one["opening_balance"], one["closing_balance"]) == (
        "2026-09-01", "2026-10-01", None, "90.00",
    )  # fmt: skip


def test_a_declared_balance_opens_the_next_reconciliation(drop: Drop, app_connection: Connection, organization: UUID) -> None:
    drop(mt940("260831", "260930", "100,00", "90,00", ("260910", "10,00")), bank="other", filename="september.sta")
    drop(mt940("260930", "261031", "90,00", "85,00", ("261005", "5,00")), bank="other", filename="october.sta")
    with tenant_tx(app_connection, organization) as tx:
        (account,) = tx.rows("SELECT id FROM accounts")
        for first, opened, closed in ((9, "100.00", "90.00"), (10, "90.00", "85.00")):
            wanted = Reconciliation(
                id=uuid7(),
                account_id=account[0],
                currency="EUR",
                statement_from=dt.date(2026, first, 1),
                statement_to=dt.date(2026, first + 1, 1),
                opening_balance=None,
                opening_source=None,
                closing_balance=Decimal(closed),
                created_by=None,
                created_at=dt.datetime.now(dt.UTC),
                locked_by=None,
                locked_at=None,
            )
            reconciliations.add(tx, wanted)
            found = standing(tx, wanted.id)
            assert (found["status"], found["opening_balance"], found["opening_source"]) == (
                "balanced", opened, "statement_balance",
            )  # fmt: skip


def test_what_a_file_declared_goes_with_it_and_is_told_once_when_it_is_read_again(
    drop: Drop, look: Look, app_connection: Connection, organization: UUID
) -> None:
    body = mt940("260831", "260930", "100,00", "90,00", ("260910", "10,00"))
    first = drop(body, bank="other", filename="september.sta").import_id
    drop(body, bank="other", filename="september.sta")
    assert look("SELECT count(*) AS n FROM import_statements") == [{"n": 2}]
    with tenant_tx(app_connection, organization) as tx:
        undo_import(tx, first, uuid7(), Origin())
    assert look("SELECT closing_balance::text AS c FROM import_statements") == [{"c": format_amount(Decimal("90.00"))}]
