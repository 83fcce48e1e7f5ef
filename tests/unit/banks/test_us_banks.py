"""The facts about each bank's layouts that decide signs, dates and accounts. Whole files are in tests/golden."""

import datetime as dt
from decimal import Decimal

import pytest
from purser import banks
from purser.domain.statements import Entry, Ignored, Item, Rejected, Tally

CHECKING = "Details,Posting Date,Description,Amount,Type,Balance,Check or Slip #\n"
CARD = "Transaction Date,Post Date,Description,Category,Type,Amount,Memo\n"
DISCOVER = "Trans. Date,Post Date,Description,Amount,Category\n"
DISCOVER_BANK = "Transaction Date,Transaction Description,Transaction Type,Debit,Credit,Balance\n"
CAPITAL_ONE = "Transaction Date,Posted Date,Card No.,Description,Category,Debit,Credit\n"
CAPITAL_ONE_360 = "Account Number,Transaction Description,Transaction Date,Transaction Type,Transaction Amount,Balance\n"


def items(text: str, filename: str = "") -> list[Item]:
    return list(banks.read(text.encode(), filename=filename).items)


def entry(text: str, filename: str = "") -> Entry:
    (only,) = items(text, filename)
    assert isinstance(only, Entry), only
    return only


def rejected(text: str) -> Rejected:
    (only,) = items(text)
    assert isinstance(only, Rejected), only
    return only


def test_chase_checking_keeps_the_sign_and_forgives_the_extra_comma() -> None:
    read = entry(CHECKING + 'DEBIT,01/27/2026,"WIRE FEE",-5.00,FEE_TRANSACTION,5088.02,,\n')
    assert (read.date, read.posted) == (dt.date(2026, 1, 27), dt.date(2026, 1, 27))
    assert (read.amount, read.currency, read.balance) == (Decimal("-5.00"), "USD", Decimal("5088.02"))
    assert (read.bank_type, read.reference, read.pending) == ("FEE_TRANSACTION", None, False)


def test_chase_checking_takes_the_account_from_the_file_name() -> None:
    row = CHECKING + 'CHECK,01/27/2026,"CHECK 176",-5.00,CHECK_PAID,88.02,176,\n'
    assert entry(row, "Chase4821_Activity_20260930.CSV").account == "4821"
    assert entry(row, "chase4821_activity_20260930 (1).csv").account == "4821"
    assert entry(row, "export.csv").account == ""


def test_chase_checking_rows_above_the_first_balance_are_pending() -> None:
    rows = [",09/30/2026,A,-1.00,X, ,,", ",09/29/2026,B,-2.00,X,,,", ",09/28/2026,C,-3.00,X,10.00,,", ",09/27/2026,D,-4.00,X, ,,"]
    read = items(CHECKING + "\n".join(rows) + "\n")
    assert [one.pending for one in read if isinstance(one, Entry)] == [True, True, False, False]


def test_chase_checking_without_any_balance_has_nothing_pending() -> None:
    assert not entry(CHECKING + "CREDIT,09/09/2026,PAYOUT,85.59,ACH_CREDIT, ,,\n").pending


def test_chase_card_dates_a_row_by_the_purchase_and_keeps_when_it_was_posted() -> None:
    read = entry(CARD + "04/03/2026,04/05/2026,BAKERY,Food & Drink,Sale,-1.23,by hand\n")
    assert (read.date, read.posted) == (dt.date(2026, 4, 3), dt.date(2026, 4, 5))
    assert (read.amount, read.bank_category, read.bank_type, read.memo) == (Decimal("-1.23"), "Food & Drink", "Sale", "by hand")


def test_chase_card_column_wins_over_the_file_name() -> None:
    read = entry("Card," + CARD + "3301,04/03/2026,04/05/2026,BAKERY,,Sale,-1.23,\n", "Chase9999_Activity.CSV")
    assert read.account == "3301"


def test_discover_card_charges_are_positive_in_the_file_and_money_out_in_the_ledger() -> None:
    assert entry(DISCOVER + "07/02/2026,07/03/2026,FUEL,42.10,Gasoline\n").amount == Decimal("-42.10")
    assert entry(DISCOVER + "07/02/2026,07/03/2026,PAYMENT,-200.00,Payments and Credits\n").amount == Decimal("200.00")


def test_discover_bank_subtracts_debit_from_credit_and_reads_dollar_signs() -> None:
    assert entry(DISCOVER_BANK + '03/02/2026,CHECK,Debit,"$1,100.00",0,$68.47\n').amount == Decimal("-1100.00")
    assert entry(DISCOVER_BANK + "03/02/2026,INTEREST,Credit,,$4.12,$72.59\n").amount == Decimal("4.12")


def test_capital_one_card_reads_both_generations_of_dates() -> None:
    new = entry(CAPITAL_ONE + "2018-10-01,2018-10-02,5502,BOOKS,Merchandise,12.99,\n")
    old = entry(CAPITAL_ONE + "10/1/18,10/2/18,5502,BOOKS,Merchandise,12.99,\n")
    assert (new.date, new.posted, new.amount, new.account) == (old.date, old.posted, old.amount, old.account)
    assert (new.date, new.amount, new.account) == (dt.date(2018, 10, 1), Decimal("-12.99"), "5502")


@pytest.mark.parametrize(("debit", "credit"), [("", ""), ("5.00", "3.00"), ("-5.00", ""), ("", "-5.00"), ("x", "")])
def test_capital_one_card_refuses_a_row_whose_direction_is_not_clear(debit: str, credit: str) -> None:
    assert rejected(CAPITAL_ONE + f"2026-10-01,2026-10-02,5502,BOOKS,Merchandise,{debit},{credit}\n").code == "BAD_AMOUNT"


def test_capital_one_360_takes_the_direction_from_the_type() -> None:
    debit, credit = items(
        CAPITAL_ONE_360 + "1122,COFFEE,05/28/26,Debit,5.4,1270.02\n" + "1122,PAYROLL,05/22/26,Credit,664.5,1275.42\n"
    )
    assert isinstance(debit, Entry)
    assert isinstance(credit, Entry)
    assert (debit.amount, credit.amount, debit.account) == (Decimal("-5.4"), Decimal("664.5"), "1122")


def test_capital_one_360_ignores_prenotes_and_says_why() -> None:
    (prenote,) = items(CAPITAL_ONE_360 + "1122,PRENOTE,05/20/26,Debit,0.00,610.92\n")
    assert isinstance(prenote, Ignored)
    assert "prenote" in prenote.reason


def test_capital_one_360_refuses_a_type_it_does_not_know_and_a_sign_it_does_not_write() -> None:
    assert "none of Credit, Debit" in rejected(CAPITAL_ONE_360 + "1122,COFFEE,05/28/26,Hold,5.4,1270.02\n").message
    assert "without a sign" in rejected(CAPITAL_ONE_360 + "1122,COFFEE,05/28/26,Credit,-5.4,1270.02\n").message


def test_capital_one_360_debits_may_have_the_minus_that_their_type_says() -> None:
    older = "Account Number,Transaction Date,Transaction Amount,Transaction Type,Transaction Description,Balance\n"
    assert entry(older + "1122,05/28/26,-5.4,Debit,COFFEE,1270.02\n").amount == Decimal("-5.4")
    assert entry(older + "1122,05/28/26,$5.40,Debit,COFFEE,1270.02\n").amount == Decimal("-5.40")


def test_an_older_schwab_export_tells_pending_rows_by_what_they_lack() -> None:
    older = '"Date","Type","Check #","Description","Withdrawal (-)","Deposit (+)","RunningBalance"\n'
    assert entry(older + '"05/09/2023","","","COFFEE","$13.00","",""\n').pending
    assert not entry(older + '"05/09/2023","VISA","","COFFEE","$13.00","","$5.00"\n').pending


def test_balances_of_a_whole_export_prove_its_amounts() -> None:
    tally = Tally()
    rows = ["03/31/2026,Interest,Credit,0,$4.12,$104.12", "03/27/2026,Rent,Debit,$50.00,0,$100.00"]
    for item in items(DISCOVER_BANK + "\n".join(rows) + "\n"):
        tally.add(item)
    assert (tally.balance_check(), tally.totals) == ("ok", {"USD": Decimal("-45.88")})
