"""Which account a file's rows are filed to, and its balance."""

import datetime as dt
from decimal import Decimal
from pathlib import Path
from uuid import UUID

from purser.domain.accounts import Account
from purser.domain.ids import uuid7
from purser.domain.statements import Balance
from purser.store.accounts import add_accounts
from purser.store.postgres import Connection, tenant_tx

from tests.statements import (
    SEPTEMBER,
    Drop,
    Look,
    chase_card,
    chase_checking,
    column,
    entry,
    reader_of,
)


def test_an_account_is_added_from_the_files_name_and_found_again(drop: Drop, look: Look) -> None:
    drop(SEPTEMBER)
    drop(SEPTEMBER, filename="Chase1234_Activity_20261031.CSV")
    assert look("SELECT a.name, a.kind, a.currency, a.number_masked, i.name AS institution FROM accounts AS a"
                " JOIN institutions AS i ON i.id = a.institution_id") == [
        {"name": "Chase checking …1234", "kind": "checking", "currency": "USD", "number_masked": "…1234", "institution": "Chase"}
    ]  # fmt: skip


def test_a_file_that_names_no_account_goes_to_one_account_of_its_kind(drop: Drop, look: Look) -> None:
    drop(SEPTEMBER, filename="export.csv")
    drop(SEPTEMBER, filename="export (2).csv")
    drop(chase_card(("09/20/2026", "STARBUCKS", "-4.25")), filename="export (3).csv")
    assert sorted(column(look("SELECT name FROM accounts"), "name")) == ["Chase card", "Chase checking"]


def test_the_same_row_in_two_accounts_is_two_transactions(drop: Drop) -> None:
    drop(SEPTEMBER, filename="Chase1111_Activity_20260930.CSV")
    assert drop(SEPTEMBER, filename="Chase2222_Activity_20260930.CSV").imported == 4


def test_a_file_of_several_accounts_is_filed_to_each(drop: Drop, look: Look) -> None:
    drop(b"x", reader_of(entry(1, "-1.00", "A", account="000011112222"), entry(1, "-1.00", "A", account="000033334444")))
    assert sorted(column(look("SELECT number_masked AS n FROM accounts"), "n")) == ["…2222", "…4444"]
    assert look("SELECT account_id FROM imports") == [{"account_id": None}]


def test_the_chosen_account_gets_every_row(drop: Drop, look: Look) -> None:
    drop(SEPTEMBER)
    (account,) = look("SELECT id FROM accounts")
    outcome = drop(SEPTEMBER, filename="Chase9999_Activity.CSV", account_id=UUID(account["id"]))
    assert outcome.duplicates == 4
    assert look("SELECT count(*) FROM accounts") == [{"count": 1}]


def test_a_file_that_names_another_account_than_the_chosen_one_is_filed_with_a_warning(drop: Drop, look: Look) -> None:
    drop(SEPTEMBER)
    (account,) = look("SELECT id FROM accounts")
    drop(b"x", reader_of(entry(1, "-1.00", "A", account="…9999")), account_id=UUID(account["id"]))
    drop(b"y", reader_of(entry(1, "-1.00", "B", account="…1234")), account_id=UUID(account["id"]))
    assert sorted(column(look("SELECT warnings FROM imports"), "warnings")) == [
        [],
        [],
        ["The file names account …9999; it was filed to the chosen one, …1234."],
    ]


def test_a_chosen_account_that_does_not_exist_is_a_refusal(drop: Drop, look: Look) -> None:
    assert drop(SEPTEMBER, account_id=uuid7()).status == "rejected"
    assert look("SELECT error->>'code' AS code FROM imports") == [{"code": "UNKNOWN_ACCOUNT"}]


def test_several_accounts_are_not_poured_into_the_chosen_one(drop: Drop, look: Look) -> None:
    drop(SEPTEMBER)
    (account,) = look("SELECT id FROM accounts")
    two = reader_of(entry(1, "-1.00", "A", account="000011112222"), entry(1, "-1.00", "A", account="000033334444"))
    assert drop(b"x", two, account_id=UUID(account["id"])).status == "rejected"
    assert look("SELECT error->>'code' AS code FROM imports WHERE status = 'rejected'") == [{"code": "SEVERAL_ACCOUNTS"}]


def test_a_statement_of_another_bank_than_the_chosen_accounts_is_a_refusal(drop: Drop, look: Look) -> None:
    drop(SEPTEMBER)
    (account,) = look("SELECT id FROM accounts")
    discover = reader_of(entry(1, "-1.00", "A"), bank="discover")
    assert drop(b"x", discover, bank="other", account_id=UUID(account["id"])).status == "rejected"
    assert look("SELECT error->>'code' AS code FROM imports WHERE status = 'rejected'") == [{"code": "WRONG_BANK"}]


def test_the_balance_of_an_account_is_the_newest_that_any_file_gave(drop: Drop, look: Look) -> None:
    drop(SEPTEMBER)
    drop(chase_checking(("09/02/2026", "OLDER", "-1.00", "1000.00")))
    assert look("SELECT balance::text AS balance, balance_date FROM accounts") == [
        {"balance": "3132.89", "balance_date": "2026-09-28"}
    ]


def test_a_closing_balance_counts_from_its_day(drop: Drop, look: Look) -> None:
    closing = Balance("", "closing", Decimal("77.10"), "USD", dt.date(2026, 9, 30))
    drop(b"x", reader_of(entry(1, "-1.00", "A", balance=Decimal(50)), closing))
    assert look("SELECT balance::text AS balance, balance_date FROM accounts") == [
        {"balance": "77.10", "balance_date": "2026-09-30"}
    ]


def test_rows_filed_under_other_belong_to_the_bank_that_they_name(drop: Drop, look: Look) -> None:
    drop(SEPTEMBER, bank="other")
    assert look("SELECT DISTINCT i.bank AS import, t.bank AS transaction, r.bank AS raw, a.bank AS account"
                " FROM imports AS i, transactions AS t, raw_records AS r, accounts AS a") == [
        {"import": "chase", "transaction": "chase", "raw": "chase", "account": "chase"}
    ]  # fmt: skip


def test_a_file_of_drafts_goes_to_the_account_for_cash(drop: Drop, look: Look) -> None:
    cash = Path(__file__).parents[1] / "golden/purser/cash_book.csv"
    outcome = drop(cash.read_bytes(), bank="draft", filename="cash.csv")
    assert (outcome.imported, outcome.rejected) == (3, 1)
    found = look("SELECT DISTINCT t.source, t.bank, a.kind FROM transactions AS t JOIN accounts AS a ON a.id = t.account_id")
    assert found == [{"source": "draft", "bank": "draft", "kind": "cash"}]


def test_a_person_names_accounts_as_people_do(drop: Drop, look: Look) -> None:
    drop(SEPTEMBER, filename="Chase1234_Activity.CSV")
    written = "Date,Amount,Currency,Description,Account,Category,Reference,Notes,Row as it was\n" + "".join(
        f"2026-10-0{day},-{day}.00,USD,Lunch {day},{account},,,,\n"
        for day, account in enumerate(("chase CHECKING …1234", "1234", "****1234", "Piggy bank", "Autumn 1234", ""), 1)
    )
    outcome = drop(written.encode(), bank="draft", filename="notes.csv")
    assert outcome.imported == 6
    found = look(
        "SELECT t.date, a.name FROM transactions AS t JOIN accounts AS a ON a.id = t.account_id WHERE t.source = 'draft'"
    )
    named = [row["name"] for row in sorted(found, key=lambda row: str(row["date"]))]
    assert named[:3] == ["Chase checking …1234"] * 3
    assert "Chase checking …1234" not in named[3:]


def test_an_account_that_a_linked_bank_may_have_told_of_already_is_pointed_at(
    drop: Drop, look: Look, app_connection: Connection, organization: UUID
) -> None:
    linked = Account(id=uuid7(), bank="plaid", kind="checking", name="Everyday", currency="USD", number_masked="…1234")
    with tenant_tx(app_connection, organization) as tx:
        add_accounts(tx, [linked])
    for name in ("Chase1234_Activity.CSV", "Chase1234_Activity_2.CSV", "Chase5678_Activity.CSV"):
        drop(SEPTEMBER, filename=name)
    first, again, other = column(look("SELECT warnings FROM imports ORDER BY created_at"), "warnings")
    assert first[0].startswith("Everyday, of a linked bank, ends in …1234 too.")
    assert (again, other) == ([], [])
