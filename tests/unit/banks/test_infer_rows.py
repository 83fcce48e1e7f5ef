"""Rows of a table of unknown layout: a bad one is rejected alone, and a table may have none."""

import pytest
from purser import banks
from purser.domain.statements import Rejected

from tests.inferred import entries, ignored, refusal, rejected, rows

HEAD = "Date,Description,Amount\n"


def test_a_shorter_row_without_text_in_a_table_without_header_is_no_transaction() -> None:
    file = (
        "05.06.2026;2115,00;IN;Wages June;;1;A\n"
        "08.06.2026;-38,57;OUT;Bookshop by the lake;;2;B\n"
        "13.06.2026;-12,00;OUT;Bakery;;3;B\n"
        "30.06.2026;2064,43\n"
    )
    assert [(item.line, item.code) for item in rejected(file)] == [(4, "BAD_ROW")]


def test_a_total_without_line_end_is_no_row_that_was_cut() -> None:
    file = "Datum,Text,Belastung,Gutschrift\n13.06.2026,Buchladen,38.57,\n05.06.2026,Lohn,,2115.00\nTotal,,38.57,2115.00"
    assert rows(file) == [("2026-06-13", "-38.57"), ("2026-06-05", "2115.00")]
    assert ignored(file) == ["a total, no transaction"]


@pytest.mark.parametrize(
    "words",
    ["SOLDE CREDITEUR AU 30/06/2026", "Saldo na koniec dnia", "Začetno stanje", "Konačno stanje", "Kapanis bakiyesi", "Devir",
     "Saldo primo", "Залишок на початок періоду", "Начално салдо", "Υπόλοιπο εκ μεταφοράς", "Übertrag Saldo", "Sold anterior",
     "Saldo a 30/06/2026"],
)  # fmt: skip
def test_a_balance_in_any_language_is_no_transaction(words: str) -> None:
    shops = "13.06.2026;Kiosk;-45,67;954,33\n15.06.2026;Bar;-4,33;950,00\n"
    file = f"Datum;Text;Betrag;Saldo\n01.06.2026;{words};1.000,00;1.000,00\n{shops}"
    assert rows(file) == [("2026-06-13", "-45.67"), ("2026-06-15", "-4.33")]


@pytest.mark.parametrize("garbled", ["NaN", "", "N/A", "12..34", "none", "inf", "#REF!"])
def test_of_three_rows_a_bad_one_is_rejected_alone(garbled: str) -> None:
    file = f"{HEAD}2026-04-02,Coffee bar,-3.50\n2026-04-03,Bookshop,{garbled}\n2026-04-04,Supermarket,-12.00\n"
    items = list(banks.read(file.encode()).items)
    (bad,) = (item for item in items if isinstance(item, Rejected))
    assert len(items) == 3
    assert (bad.line, bad.code, bad.text) == (3, "BAD_AMOUNT", f"2026-04-03,Bookshop,{garbled}")
    assert bad.message.startswith(f'Column "Amount": "{garbled}" is ')
    assert bad.message.endswith("Correct the row in the file, or add it by hand.")


def test_half_of_the_rows_of_a_named_table_may_be_bad() -> None:
    file = f"{HEAD}2026-04-02,Coffee bar,-3.50\n2026-04-03,Bookshop,abc\n2026-04-31,Bakery,-1.00\n2026-04-04,Market,-2.00\n"
    assert [(item.line, item.code) for item in rejected(file)] == [(3, "BAD_AMOUNT"), (4, "BAD_DATE")]


def test_an_empty_amount_beside_another_column_of_money_refuses_the_file() -> None:
    file = "Date,Description,Amount,Euro\n2026-04-02,Coffee bar,-3.50,\n2026-04-03,Bookshop,,-7.25\n"
    assert refusal(file).code == "UNKNOWN_FORMAT"


def test_nothing_in_one_of_two_sides_is_nothing() -> None:
    file = "Date,Description,Debit,Credit\n2026-04-02,Coffee bar,3.50,NaN\n2026-04-03,Wages,-,8.00\n"
    assert rows(file) == [("2026-04-02", "-3.50"), ("2026-04-03", "8.00")]


@pytest.mark.parametrize(
    "header",
    [
        "Date,Description,Amount\n",
        "Datum;Text;Betrag;Saldo\n",
        "Konto;123\n\nBuchungstag;Empfänger;Soll;Haben\n",
        "Fecha,Concepto,Importe",
    ],
)
def test_a_header_without_rows_is_a_statement_of_nothing(header: str) -> None:
    reading = banks.read(header.encode())
    assert list(reading.items) == []
    assert reading.warnings == ("The table has a header and no rows. Export a period with transactions.",)


@pytest.mark.parametrize("header", ["Date,Amount\n", "Name,Value\n", "Date,Description\n", "a,b,c\n"])
def test_a_header_of_no_statement_is_refused(header: str) -> None:
    assert refusal(header).code == "UNKNOWN_FORMAT"


def test_a_total_in_the_column_of_dates_is_no_transaction() -> None:
    assert ignored(f"{HEAD}2026-04-02,Coffee bar,-3.50\nTOTAL,,-3.50\n") == ["a total, no transaction"]


def test_a_dated_total_is_known_by_its_sum() -> None:
    head = "Date,Description,Debit,Credit\n2026-04-02,Coffee bar,3.50,\n2026-04-03,Wages,,9.00\n"
    assert ignored(f"{head}2026-04-30,Total,3.50,9.00\n") == ["a total, no transaction"]
    assert rows(f"{head}2026-04-30,Total,4.50,\n")[-1] == ("2026-04-30", "-4.50"), "a petrol station"


@pytest.mark.parametrize("text", ["B/F", "Balance b/f", "c/f", "Opening Balance", "S A L D O"])
def test_a_balance_carried_forward_is_no_transaction(text: str) -> None:
    file = f"Date,Particulars,Withdrawal,Deposit,Balance\n14-04-2026,{text},,,100.00\n15-04-2026,Shop,10.00,,90.00\n"
    assert (ignored(file), rows(file)) == (["a balance, no transaction"], [("2026-04-15", "-10.00")])


@pytest.mark.parametrize(
    ("column", "waiting", "failed", "booked"),
    [
        ("Estado", "En proceso", "Anulado", "Contabilizado"),
        ("Stato", "In sospeso", "Stornato", "Eseguito"),
        ("Statut", "En attente", "Refusé", "Exécuté"),
        ("Status", "Nog niet verwerkt", "Geweigerd", "Verwerkt"),
        ("Status", "Noch nicht gebucht", "Zurückgewiesen", "Gebucht"),
        ("Status", "Nierozliczona", "Odrzucona", "Rozliczona"),
        ("Stav", "Rezervace", "Odmítnuto", "Provedeno"),
        ("Állapot", "Folyamatban", "Elutasított", "Teljesült"),
        ("Status", "În procesare", "Respins", "Finalizat"),
        ("Статус", "Не проведена", "Отмена", "Проведена"),  # noqa: RUF001
        ("Durum", "Bekliyor", "Reddedildi", "Tamamlandi"),
        ("Status", "Reserverat", "Makulerad", "Bokförd"),
        ("Tila", "Odottaa", "Peruutettu", "Kirjattu"),
        ("Κατάσταση", "Σε αναμονή", "Ακυρώθηκε", "Εκτελέστηκε"),
    ],
)
def test_states_of_a_row_in_many_languages(column: str, waiting: str, failed: str, booked: str) -> None:
    lines = [f"2026-04-0{day},Shop {day},-3.50,{state}\n" for day, state in enumerate((waiting, failed, booked, booked), 1)]
    file = f"Date,Description,Amount,{column}\n{''.join(lines)}"
    assert [(entry.date.day, entry.pending) for entry in entries(file)] == [(1, True), (3, False), (4, False)]


@pytest.mark.parametrize(
    ("column", "waiting", "booked"),
    [
        ("Status", "PENDING", "POSTED"),
        ("Pending", "true", "false"),
        ("Is pending", "Yes", "No"),
        ("Booking date", "", "2026-04-03"),
    ],
)
def test_what_is_not_booked_yet_is_pending(column: str, waiting: str, booked: str) -> None:
    head = f"Transaction date,Description,Amount,{column}\n"
    found = entries(f"{head}2026-04-02,Coffee bar,-3.50,{waiting}\n2026-04-01,Supermarket,-4.50,{booked}\n")
    assert [entry.pending for entry in found] == [True, False]


def test_a_date_of_booking_that_is_seldom_filled_says_nothing() -> None:
    file = "Transaction date,Description,Amount,Booking date\n" + "2026-04-02,Coffee bar,-3.50,\n" * 3
    assert not any(entry.pending for entry in entries(file + "2026-04-01,Supermarket,-4.50,2026-04-03\n"))


@pytest.mark.parametrize(
    ("date", "amount"),
    [("١٥/٠٤/٢٠٢٦", "-٥٠.٢٥"), ("２０２６/０４/１５", "－５０．２５"), ("۱۵/۰۴/۲۰۲۶", "-۵۰٫۲۵")],  # noqa: RUF001
)
def test_digits_may_be_those_of_other_scripts(date: str, amount: str) -> None:
    assert rows(f"{HEAD}{date},Coffee bar,{amount}\n") == [("2026-04-15", "-50.25")]


def test_turnovers_each_way_are_known_by_their_sums() -> None:
    head = "Data;Paaiškinimai;Suma;D/K\n2026-04-15;Atlyginimas;9,00;K\n2026-04-29;Pirkinys;3,50;D\n2026-04-29;Pirkinys;1,00;D\n"
    assert ignored(f"{head}2026-04-30;Apyvarta;4,50;D\n2026-04-30;Apyvarta;9,00;K\n") == ["a total, no transaction"] * 2


def test_a_balance_named_in_any_column_is_no_transaction() -> None:
    head = "Datum;Empfänger;Text;Betrag;S/H\n29.04.2026;Stadtwerke;Strom;3,50;S\n30.04.2026;Studio;Lohn;9,00;H\n"
    assert ignored(f"{head}30.04.2026;;Endsaldo;5,50;H\n") == ["a balance, no transaction"]


def test_a_column_of_states_may_have_any_name() -> None:
    head = "Buchungstag;Text;Betrag;Info\n"
    found = entries(f"{head}29.04.2026;Laden;-3,50;Umsatz vorgemerkt\n28.04.2026;Laden;-4,50;Umsatz gebucht\n")
    assert [entry.pending for entry in found] == [True, False]


def test_a_heading_among_the_rows_says_that_they_are_pending() -> None:
    file = f"{HEAD}Pending transactions,,\n2026-04-02,Shop,-3.50\nPosted transactions,,\n2026-04-01,Shop,-4.50\n"
    assert [entry.pending for entry in entries(file)] == [True, False]


@pytest.mark.parametrize("name", ["Amount (cents)", "amount_cents", "Amount in pence", "Betrag in Tausend"])
def test_amounts_in_other_units_are_refused(name: str) -> None:
    error = refusal(f"Date,Description,{name}\n2026-04-02,Supermarket,-350\n")
    assert error.code == "UNKNOWN_FORMAT"
    assert name in error.message


def test_an_apostrophe_that_keeps_a_spreadsheet_from_reading_a_cell_is_none_of_it() -> None:
    assert rows(f"{HEAD}'25/06/2026,Supermarket,-3.50\n'26/06/2026,Restaurant,-4.50\n")[1] == ("2026-06-26", "-4.50")


def test_a_description_may_be_a_number() -> None:
    found = entries("Date,Memo,Amount\n2026-04-01,101,-3.50\n2026-04-02,102,-4.50\n")
    assert [entry.description for entry in found] == ["101", "102"]


def test_texts_may_run_over_the_last_column() -> None:
    head = "Datum;Betrag;Buchungstext;Umsatztext\n2026-04-01;-3,50;Auftrag;Text;noch ein Text;und noch einer\n"
    assert rows(f"{head}2026-04-02;-4,50;Auftrag;Text\n") == [("2026-04-01", "-3.50"), ("2026-04-02", "-4.50")]
    head = "Datum;Umsatztext;Betrag\n2026-04-01;Text;noch einer;-3,50\n2026-04-02;Text;-4,50\n2026-04-03;Text;-5,50\n"
    assert [item.line for item in rejected(head)] == [2]


def test_a_balance_in_the_column_of_dates_is_no_transaction() -> None:
    assert ignored(f"{HEAD}2026-04-02,Coffee bar,-3.50\nBalance at start of period,,40.00\n") == ["a balance, no transaction"]


def test_authorisations_are_pending_unless_balances_count_them() -> None:
    head = "Date,Description,Type,Amount"
    lines = ("2026-06-28,Supermarket,General Authorization,-20.00", "2026-06-29,Supermarket,Mobile Payment,-20.00")
    assert [entry.pending for entry in entries("\n".join((head, *lines, "")))] == [True, False]
    counted = (f"{head},Balance", f"{lines[0]},80.00", f"{lines[1]},60.00", "")
    assert [entry.pending for entry in entries("\n".join(counted))] == [False, False]
