"""Which way amounts count where nothing declares it: what proves it, what is too little, and what is asked then."""

import pytest

from tests.inferred import mapping, refusal, rows

HEAD = "Date,Description,Amount\n"


def test_one_word_does_not_turn_amounts_that_are_written_with_plus_and_minus() -> None:
    file = f"{HEAD}2026-05-03,Zq Ltd,-8.00\n2026-05-04,Supermarket,+2.50\n"
    assert rows(file) == [("2026-05-03", "-8.00"), ("2026-05-04", "2.50")]


def test_one_word_against_a_minus_is_asked_about() -> None:
    assert refusal(f"{HEAD}2026-05-03,Zq Ltd,-8.00\n2026-05-04,Supermarket,2.50\n").code == "AMBIGUOUS_SIGN"


def test_one_odd_word_among_many_negative_amounts_is_outweighed() -> None:
    many = "".join(f"2026-05-1{day},Zq {day} Ltd,-{day}.00\n" for day in range(1, 7))
    assert rows(f"{HEAD}{many}2026-05-20,Supermarket,2.50\n")[-1] == ("2026-05-20", "2.50")


def test_three_words_turn_amounts_whose_signs_say_the_opposite() -> None:
    shops = "".join(f"2026-05-1{day},{shop},{day}.00\n" for day, shop in enumerate(("Supermarket", "Restaurant", "Pharmacy"), 1))
    file = f"{HEAD}{shops}2026-05-20,Payment received thank you,-3.00\n"
    assert rows(file) == [("2026-05-11", "-1.00"), ("2026-05-12", "-2.00"), ("2026-05-13", "-3.00"), ("2026-05-20", "3.00")]


def test_nothing_turned_is_nothing() -> None:
    file = f"{HEAD}2026-05-03,Supermarket,8.00\n2026-05-04,Restaurant,2.50\n2026-05-05,Pharmacy,0.00\n"
    assert rows(file)[-1] == ("2026-05-05", "0.00")


def test_amounts_without_sign_are_not_all_money_in_because_one_row_is() -> None:
    file = f"{HEAD}2026-05-03,Zq Ltd,8.00\n2026-05-04,Xk Inc,2.50\n2026-05-05,Ww Co,3.00\n2026-05-06,Refund,1.00\n"
    assert refusal(file).code == "AMBIGUOUS_SIGN"


def test_purchase_and_payment_as_types_of_amounts_without_sign_are_asked_about() -> None:
    file = "Fecha,Descripción,Importe,Tipo\n2026-05-03,Compra TIENDA,8.00,Compra\n2026-05-04,Pago tarjeta,2.50,Pago\n"
    assert refusal(file).code == "AMBIGUOUS_SIGN"


def test_numbers_of_cards_are_no_words_for_directions() -> None:
    file = '"Merchant Name","Card Used","Date","Amount"\n"Supermarket","**** 1234","01/20/2026","8.00"\n'
    assert rows(file + '"Pharmacy","**** 5678","01/21/2026","2.50"\n') == [("2026-01-20", "-8.00"), ("2026-01-21", "-2.50")]


@pytest.mark.parametrize(
    ("names", "out", "into"),
    [
        ("Betrag ausgehend;Betrag eingehend", "8,00;", ";2,50"),
        ("[-];[+]", "8,00;", ";2,50"),
        ("お引き出し額;お預け入れ額", "8,00;", ";2,50"),
    ],
)
def test_the_two_sides_have_many_names(names: str, out: str, into: str) -> None:
    head = "日付;摘要" if not names.isascii() else "Date;Description"
    file = f"{head};{names}\n2026-05-13;Zq;{out}\n2026-05-14;Xk;{into}\n"
    assert rows(file) == [("2026-05-13", "-8.00"), ("2026-05-14", "2.50")]


def test_a_column_that_is_always_filled_beside_one_that_is_not_is_no_amount_without_a_header() -> None:
    assert refusal("05/13/2026,COFFEE BAR,10.50,,989.50\n05/12/2026,PAYMENT,,0.00,1000.00\n").code == "UNKNOWN_FORMAT"


def test_an_account_beside_a_counterparty_is_the_counterpartys() -> None:
    file = "Data;Nadawca/Odbiorca;Numer konta;Tytuł;Kwota\n2026-05-03;SKLEP;;zakupy;-8,00\n2026-05-04;FIRMA;PL27;pensja;2,50\n"
    assert "account" not in mapping(file).columns


@pytest.mark.parametrize(
    "paid", ["INTERNET PAYMENT - THANK YOU", "Pagamento recebido", "PAIEMENT RECU MERCI", "Zahlung erhalten, besten Dank"]
)
def test_a_payment_received_as_a_negative_amount_is_one_to_a_card(paid: str) -> None:
    file = f'{HEAD}2026-05-13,Zq Ltd,8.00\n2026-05-14,"{paid}",-2.50\n'
    assert rows(file) == [("2026-05-13", "-8.00"), ("2026-05-14", "2.50")]


def test_amounts_without_sign_whose_balances_go_both_ways_are_refused() -> None:
    head = "Date,Description,Amount,Balance\n2026-05-12,Supermarket,1.00,99.00\n"
    error = refusal(f"{head}2026-05-13,Supermarket,8.00,91.00\n2026-05-14,Restaurant,2.50,93.50\n")
    assert error.code == "AMBIGUOUS_SIGN"
    assert "the balances say that some are money in and others money out" in error.message


def test_a_column_that_numbers_the_rows_is_no_side() -> None:
    file = "No,Date,Description,Credit\n1,2026-05-13,Wages,8.00\n2,2026-05-14,Refund,2.50\n"
    assert rows(file) == [("2026-05-13", "8.00"), ("2026-05-14", "2.50")]


def test_a_payment_among_amounts_without_sign_may_be_the_other_way() -> None:
    file = f"{HEAD}2026-05-13,Supermarket,8.00\n2026-05-14,Restaurant,2.50\n2026-05-15,MB PAYMENT 123,9.00\n"
    error = refusal(file)
    assert error.code == "AMBIGUOUS_SIGN"
    assert '"MB PAYMENT 123" may be the other way' in error.message


def test_balances_that_follow_from_nothing_do_not_make_few_amounts_money_in() -> None:
    head = "Date,Description,Amount,Balance\n"
    assert refusal(f"{head}2026-05-13,Zq,8.00,100.00\n2026-05-14,Xk,2.50,500.00\n").code == "AMBIGUOUS_SIGN"
    assert rows(f"{head}2026-05-13,Zq,8.00,100.00\n") == [("2026-05-13", "8.00")]


def test_words_that_say_now_this_and_now_that_are_noise_beside_many_balances() -> None:
    moves = (-8, 5, -3, 7, -2, -4, 6)
    lines = (f"2026-05-{13 + at},Shop,{move}.00,{100 + sum(moves[: at + 1])}.00\n" for at, move in enumerate(moves))
    assert [amount for _, amount in rows("Date,Description,Amount,Balance\n" + "".join(lines))] == [
        f"{move}.00" for move in moves
    ]


@pytest.mark.parametrize("balance", ["", ",Balance"])
def test_words_do_not_turn_many_amounts_that_have_both_signs_about_as_often(balance: str) -> None:
    names = ("Supermarket", "Zq Ltd", "Restaurant", "Xk Inc", "Pharmacy", "Ww Co", "Groceries")
    amounts = (8, -3, 9, -4, 7, -2, 6)
    sums = [100 + sum(amounts[: place + 1]) for place in range(len(amounts))]
    rest = [f",{total}.00" if balance else "" for total in sums]
    lines = zip(names, amounts, rest, strict=True)
    body = "".join(f"2026-05-1{day},{name},{amount}.00{more}\n" for day, (name, amount, more) in enumerate(lines))
    assert refusal(f"{HEAD.strip()}{balance}\n{body}").code == "AMBIGUOUS_SIGN"


def test_one_word_for_each_way_does_not_outweigh_a_written_plus() -> None:
    file = f"{HEAD}2026-05-03,Supermarket,-8.00\n2026-05-04,Restaurant,+2.50\n"
    assert rows(file) == [("2026-05-03", "-8.00"), ("2026-05-04", "2.50")]


def test_a_transfer_that_says_it_comes_in_does_not_go_out_for_the_rent_it_is_of() -> None:
    shop, rent = "2026-05-03;SKLEP ZAKUP KARTĄ;-8,00 PLN", "2026-05-04;czynsz PRZELEW ZEWNĘTRZNY PRZYCHODZĄCY;2,50 PLN"
    assert rows(f"#Data;#Opis;#Kwota\n{shop}\n{rent}\n") == [("2026-05-03", "-8.00"), ("2026-05-04", "2.50")]
