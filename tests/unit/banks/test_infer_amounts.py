"""What an amount is, and whether a point or a comma stands before its decimals: decided once for a file, else asked."""

import pytest

from tests.inferred import answers, entries, mapping, refusal, rejected, rows

HEAD = "Date;Description;Amount\n"
SHOP = "2024-03-15;Card payment SHOP;"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("-45.60", "-45.60"),
        ("-45,60", "-45.60"),
        ("\u221245.60", "-45.60"),
        ("45.60-", "-45.60"),
        ("45,60 -", "-45.60"),
        ("(45.60)", "-45.60"),
        ("($45.60)", "-45.60"),
        ("-$45.60", "-45.60"),
        ("$-45.60", "-45.60"),
        ("- 45,60 €", "-45.60"),
        ("-45,60 EUR", "-45.60"),
        ("EUR -45.60", "-45.60"),
        ("-CHF 45.60", "-45.60"),
        ("-R$ 45,60", "-45.60"),
        ("-45,60 zł", "-45.60"),
        ("-45,60 Kč", "-45.60"),
        ("-45,60 ₽", "-45.60"),
        ("-₹1,23,456.78", "-123456.78"),
        ("-1,234,567.89", "-1234567.89"),
        ("-1.234.567,89", "-1234567.89"),
        ("-1'234'567.89", "-1234567.89"),
        ("-1’234’567.89", "-1234567.89"),  # noqa: RUF001 - Swiss
        ("-1 234 567,89", "-1234567.89"),
        ("-1\u00a0234\u00a0567,89", "-1234567.89"),
        ("-1\u202f234,50", "-1234.50"),
        ("-1\u2009234,50", "-1234.50"),
        ("-.50", "-0.50"),
        ("-45,-", "-45"),
        ("-45.6", "-45.6"),
        ("-45", "-45"),
    ],
)
def test_an_amount_is_read_however_it_is_written(written: str, read: str) -> None:
    assert rows(f"{HEAD}{SHOP}{written}\n") == [("2024-03-15", read)]


@pytest.mark.parametrize("garbled", ["12..34", "--12.34", "12.34e5", "1,23.45", "12.34.56", "abc", "-(12.34)"])
def test_what_is_no_amount_costs_its_row_alone(garbled: str) -> None:
    file = HEAD + "".join(f"2024-03-{day};Card payment SHOP {day};-4{day}.60\n" for day in range(10, 20)) + SHOP + garbled + "\n"
    assert [(item.code, item.line) for item in rejected(file)] == [("BAD_AMOUNT", 12)]


def test_one_amount_with_decimals_settles_the_mark_of_the_whole_file() -> None:
    assert rows(f"{HEAD}{SHOP}-1.234\n{SHOP}-5,60\n") == [("2024-03-15", "-1234"), ("2024-03-15", "-5.60")]
    assert rows(f"{HEAD}{SHOP}-1,234\n{SHOP}-5.60\n") == [("2024-03-15", "-1234"), ("2024-03-15", "-5.60")]


def test_it_settles_the_mark_wherever_in_the_file_it_stands() -> None:
    assert rows(HEAD + f"{SHOP}-1.234\n" * 3000 + f"{SHOP}-5,60\n")[0] == ("2024-03-15", "-1234")


def test_balances_settle_the_mark_too() -> None:
    file = "Date;Description;Amount;Balance\n2024-03-15;Card payment SHOP;-1.234;2.000,50\n"
    assert rows(file) == [("2024-03-15", "-1234")]


@pytest.mark.parametrize(("written", "whole", "split"), [("-1.234", "-1234", "-1.234"), ("-1,234", "-1234", "-1.234")])
def test_what_nothing_settles_is_asked_with_both_readings(written: str, whole: str, split: str) -> None:
    file = f"{HEAD}{SHOP}{written}\n{SHOP}-2{written[2:]}\n"
    error = refusal(file)
    assert error.code == "AMBIGUOUS_AMOUNTS"
    assert error.message.startswith(f'Is "{written}" ')
    assert {whole.strip("-"), split.strip("-")} == {answer.strip("-") for answer in answers(file)}


@pytest.mark.parametrize(
    ("why", "file"),
    [
        ("amounts below a thousand have no mark", f"{HEAD}{SHOP}-1.234\n{SHOP}-500\n"),
        ("the currency has no decimals", "Date;Description;Amount (JPY)\n2024-03-15;Card payment SHOP;-1.234\n"),
        ("its language", "Buchungstag;Verwendungszweck;Betrag\n15.03.2024;Kartenzahlung;-1.234\n"),
    ],
)
def test_other_evidence_settles_it(why: str, file: str) -> None:
    assert rows(file)[0][1] == "-1234", why


def test_contradicting_marks_are_refused_and_both_quoted() -> None:
    error = refusal(f"{HEAD}{SHOP}-1.50\n{SHOP}-2,50\n")
    assert error.code == "AMBIGUOUS_AMOUNTS"
    assert '"-1.50"' in error.message
    assert '"-2,50"' in error.message


def test_a_column_in_the_original_currency_is_not_the_amount() -> None:
    file = (
        "Date;Description;Original amount;Original currency;Amount;Currency\n"
        "2024-03-15;Card payment SHOP;-50.00;USD;-46.10;EUR\n2024-03-16;Salary;10.00;EUR;10.00;EUR\n"
    )
    assert [(str(entry.amount), entry.currency) for entry in entries(file)] == [("-46.10", "EUR"), ("10.00", "EUR")]


def test_of_gross_fee_and_net_the_net_counts() -> None:
    file = (
        "Date;Description;Gross;Fee;Net;Currency\n"
        "2024-03-15;Payment received;100.00;-3.20;96.80;GBP\n2024-03-16;Card payment;-5.00;0;-5.00;GBP\n"
    )
    assert [amount for _, amount in rows(file)] == ["96.80", "-5.00"]


def test_a_fee_that_the_balance_proves_to_come_on_top_is_part_of_the_amount() -> None:
    file = (
        "Date;Description;Amount;Fee;Balance\n"
        "2024-03-15;Card payment;-10.00;0.50;89.50\n2024-03-16;Card payment;-20.00;0.50;69.00\n"
    )
    assert [amount for _, amount in rows(file)] == ["-10.50", "-20.50"]


def test_a_fee_that_the_balance_proves_to_be_in_the_amount_is_not_taken_twice() -> None:
    file = (
        "Date;Description;Amount;Fee;Balance\n"
        "2024-03-15;Card payment;-10.00;0.50;90.00\n2024-03-16;Card payment;-20.00;0.50;70.00\n"
    )
    assert [amount for _, amount in rows(file)] == ["-10.00", "-20.00"]


def test_a_fee_of_which_nothing_says_whether_it_comes_on_top_is_asked_about() -> None:
    error = refusal("Date;Description;Amount;Fee;Currency\n2024-03-15;Card payment;-10.00;0.50;EUR\n")
    assert error.code == "AMBIGUOUS_AMOUNTS"
    assert "does it come on top?" in error.message


def test_two_columns_that_may_both_be_the_amount_are_asked_about() -> None:
    error = refusal("Date;Description;Amount;Amount 2\n2024-03-15;Card payment;-10.00;-11.00\n")
    assert error.code == "AMBIGUOUS_AMOUNTS"
    assert error.message.startswith('Which is the amount of 2024-03-15, "Card payment": "-10.00" in "Amount" or ')


def test_an_amount_that_is_nothing_where_another_column_moves_is_not_taken_for_proven() -> None:
    head = "Date;Description;Amount;Amount 2;Balance\n"
    file = f"{head}2024-03-15;Card payment;0.00;10.00;90.00\n2024-03-16;Salary;20.00;0.00;110.00\n"
    assert refusal(file).code == "AMBIGUOUS_AMOUNTS"


def test_an_amount_in_some_currency_goes_behind_the_amount() -> None:
    file = "Date;Description;Amount;Amount Currency\n2024-03-15;Card payment;-10.00;-11.00\n2024-03-16;Shop;-5.00;0.00\n"
    assert [amount for _, amount in rows(file)] == ["-10.00", "-5.00"]


def test_the_word_behind_an_amount_goes_before_the_name_of_its_column() -> None:
    file = "Date;Description;Credit;Debit\n2024-03-15;Card payment;10.00Dr;EUR\n2024-03-16;Salary;25.00Cr;EUR\n"
    assert [amount for _, amount in rows(file)] == ["-10.00", "25.00"]
    error = refusal("Date;Description;Credit;Debit\n2024-03-15;Card payment;10.00Dr;\n2024-03-16;Salary;;25.00Dr\n")
    assert error.code == "AMBIGUOUS_SIGN"


@pytest.mark.parametrize(
    ("file", "currency"),
    [
        ("Date;Description;Amount (CHF)\n2024-03-15;Card payment;-10.00\n", "CHF"),
        ("Date;Description;Amount\n2024-03-15;Card payment;-10.00 €\n", "EUR"),
        ("Date;Description;Amount;Currency\n2024-03-15;Card payment;-10.00;SEK\n", "SEK"),
        ("Date;Description;Amount;Monn.\n2024-03-15;Card payment;-10.00;CHF\n", "CHF"),
        ("Date;Description;Amount;Xyz\n2024-03-15;Card payment;-10.00;NOK\n", "NOK"),
        ("Pvm;Selitys;Määrä EUROA\n15.3.2024;Korttiosto;-10,00\n", "EUR"),
        ("取引日,摘要,入金（円）,出金（円）\n2024-03-15,コンビニ,,1000\n", "JPY"),  # noqa: RUF001
        ("Currency:;NOK\n\nDate;Description;Amount\n2024-03-15;Card payment;-10.00\n", "NOK"),
        ("Date;Description;Amount\n2024-03-15;Card payment;-10.00\n", "XXX"),
        ("Date;Description;Amount\n2024-03-15;Card payment;-$10.00\n", "XXX"),
    ],
)
def test_the_currency_is_what_the_file_says(file: str, currency: str) -> None:
    assert [entry.currency for entry in entries(file)] == [currency]


def test_a_currency_in_the_name_of_the_amount_goes_before_the_column_of_another_amount() -> None:
    file = "Date,Description,Amount (USD),Local amount,Local currency\n2024-03-15,Supermarket,-10.00,-9.00,EUR\n"
    assert [(str(entry.amount), entry.currency) for entry in entries(file)] == [("-10.00", "USD")]


def test_a_currency_in_the_name_of_the_amount_goes_before_one_beside_another_amount() -> None:
    own = "2024-03-15,Supermarket,,,,-10.00\n2024-03-16,Restaurant,,,,-9.50"
    found = entries(f"Date,Description,Currency,Amount,Rate,Amount in EUR\n{own}\n2024-03-17,Hotel,USD,-100.00,1.1,-90.91\n")
    assert [(str(entry.amount), entry.currency) for entry in found] == [("-10.00", "EUR"), ("-9.50", "EUR"), ("-90.91", "EUR")]


def test_each_row_may_have_its_own_currency() -> None:
    file = "Date;Description;Amount;Currency\n2024-03-15;Card payment;-10.00;EUR\n2024-03-16;Card payment;-20.00;USD\n"
    assert [(str(entry.amount), entry.currency) for entry in entries(file)] == [("-10.00", "EUR"), ("-20.00", "USD")]
    assert mapping(file).columns["currency"] == (3,)


def test_a_currency_beside_one_amount_is_not_that_of_the_others() -> None:
    file = f"{HEAD}2024-03-15;Supermarket;-10.00\n2024-03-16;Restaurant;-9.00\n2024-03-17;Pharmacy;-8.00 USD\n"
    assert [entry.currency for entry in entries(file)] == ["XXX", "XXX", "USD"]
