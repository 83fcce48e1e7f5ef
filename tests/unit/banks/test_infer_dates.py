"""The order of day, month and year: decided once for a file, by what proves it, else asked."""

import pytest

from tests.inferred import answers, mapping, refusal, rejected, rows

HEAD = "Date,Description,Amount\n"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2024-03-15", "2024-03-15"),
        ("2024/3/5", "2024-03-05"),
        ("2024.03.15.", "2024-03-15"),
        ("20240315", "2024-03-15"),
        ("20240315103000", "2024-03-15"),
        ("15.03.2024", "2024-03-15"),
        ("15.3.24", "2024-03-15"),
        ("15-03-2024", "2024-03-15"),
        ("15/03/24", "2024-03-15"),
        ("03/15/2024", "2024-03-15"),
        ("3/15/24", "2024-03-15"),
        ("15 Mar 2024", "2024-03-15"),
        ("15-MAR-24", "2024-03-15"),
        ("15MAR2024", "2024-03-15"),
        ("15 Mar. 2024", "2024-03-15"),
        ("Mar 15 2024", "2024-03-15"),
        ("March 15th 2024", "2024-03-15"),
        ("Fri 15 Mar 2024", "2024-03-15"),
        ("15. März 2024", "2024-03-15"),
        ("15 mars 2024", "2024-03-15"),
        ("15 de marzo de 2024", "2024-03-15"),
        ("15 marzo 2024", "2024-03-15"),
        ("15 de março de 2024", "2024-03-15"),
        ("15 maart 2024", "2024-03-15"),
        ("15 mrt 2024", "2024-03-15"),
        ("15 marca 2024", "2024-03-15"),
        ("15 марта 2024", "2024-03-15"),
        ("15 martie 2024", "2024-03-15"),
        ("15 Mart 2024", "2024-03-15"),
        ("15 března 2024", "2024-03-15"),
        ("2024年3月15日", "2024-03-15"),
        ("2024-03-15T10:30:00Z", "2024-03-15"),
        ("2024-03-15T10:30:00.123+02:00", "2024-03-15"),
        ("2024-03-15 10:30:00 UTC", "2024-03-15"),
        ("15.03.2024 10:30:00", "2024-03-15"),
        ("03/15/2024 10:30 PM", "2024-03-15"),
        ("29/02/2024", "2024-02-29"),
    ],
)
def test_a_date_is_read_however_it_is_written(written: str, read: str) -> None:
    assert rows(f'{HEAD}"{written}",Card payment SHOP,-45.60\n') == [(read, "-45.60")]


def test_one_day_after_the_12th_settles_the_order_of_the_whole_file() -> None:
    found = rows(HEAD + "03/04/2024,Card payment SHOP,-1.50\n15/04/2024,Salary,2.50\n")
    assert found == [("2024-04-03", "-1.50"), ("2024-04-15", "2.50")]
    found = rows(HEAD + "03/04/2024,Card payment SHOP,-1.50\n03/15/2024,Salary,2.50\n")
    assert found == [("2024-03-04", "-1.50"), ("2024-03-15", "2.50")]


def test_it_settles_the_order_wherever_in_the_file_it_stands() -> None:
    early = "".join(f"0{day}/04/2024,Card payment SHOP {day},-1.50\n" for day in range(1, 10)) * 300
    assert rows(HEAD + early + "15/04/2024,Salary,2.50\n")[0] == ("2024-04-01", "-1.50")


def test_what_nothing_settles_is_asked_with_both_readings() -> None:
    file = HEAD + "03/04/2024,Card payment SHOP,-1.50\n"
    error = refusal(file)
    assert error.code == "AMBIGUOUS_DATES"
    assert error.message.startswith("Is 03/04/2024 3 April or March 4? ")
    assert error.line == 2
    assert answers(file) == ["3 April", "March 4"]


def test_contradicting_dates_are_refused_and_both_quoted() -> None:
    error = refusal(HEAD + "15/04/2024,Card payment SHOP,-1.50\n04/16/2024,Salary,2.50\n")
    assert error.code == "AMBIGUOUS_DATES"
    assert '"15/04/2024"' in error.message
    assert '"04/16/2024"' in error.message


def test_one_garbled_date_among_many_costs_its_row_alone() -> None:
    many = "".join(f"{day}/0{month}/2024,Card payment SHOP,-1.50\n" for month in range(1, 6) for day in range(13, 29))
    found = rejected(HEAD + many + "04/16/2024,Salary,2.50\n")
    assert [(item.code, item.line) for item in found] == [("BAD_DATE", 82)]


@pytest.mark.parametrize(
    ("why", "file", "first"),
    [
        ("points are never written month first", HEAD + "03.04.2024,Card payment SHOP,-1.50\n", "2024-04-03"),
        ("the header says so", "Date (DD/MM/YYYY),Description,Amount\n03/04/2024,Card payment SHOP,-1.50\n", "2024-04-03"),
        ("the header says so", "Date (MM/DD/YYYY),Description,Amount\n03/04/2024,Card payment SHOP,-1.50\n", "2024-03-04"),
        ("its language", "Fecha;Concepto;Importe\n03/04/2024;Compra TIENDA;-1,50\n", "2024-04-03"),
        ("its country", "Date,Description,Amount (GBP)\n03/04/2024,Card payment SHOP,-1.50\n", "2024-04-03"),
        ("British words", "Date,Description,Paid out,Paid in\n03/04/2024,Standing order,1.50,\n", "2024-04-03"),
        ("a date above it", "Period:,15/03/2024\n\n" + HEAD + "03/04/2024,Card payment SHOP,-1.50\n", "2024-04-03"),
        (
            "it is sorted only so",
            HEAD + "".join(f"{a}/2024,Card payment SHOP,-1.50\n" for a in ("05/01", "09/01", "03/02", "04/02", "01/03", "02/03")),
            "2024-01-05",
        ),
        ("points, beside other dates", HEAD + "03.04.2024,Card payment SHOP,-1.50\n2024-04-05,Salary,2.50\n", "2024-04-03"),
        ("decimal commas", "Date;Description;Amount\n03/04/2024;Card payment SHOP;-1,50\n", "2024-04-03"),
        ("shops of Australia", HEAD + "03/04/2024,EFTPOS WOOLWORTHS,-1.50\n", "2024-04-03"),
        ("transfers of India", HEAD + "03/04/2024,UPI/SWIGGY,-1.50\n", "2024-04-03"),
        ("shops of America", HEAD + "03/04/2024,KROGER #123,-1.50\n", "2024-03-04"),
        (
            "not everything happens on the 3rd",
            HEAD + "03/04/2024,Kiosk,-1.50\n03/08/2024,Bakery,-2.50\n03/06/2024,Hotel,-2.50\n",
            "2024-03-04",
        ),
        (
            "two pairs of dates",
            "Date,Posted date,Description,Amount\n05/02/2024,06/02/2024,Kiosk,-1.50\n03/02/2024,04/02/2024,Kiosk,-1.50\n",
            "2024-02-05",
        ),
        (
            "the two dates of each row are near each other only so",
            "Date,Posted date,Description,Amount\n"
            + "".join(
                f"{a}/2024,{b}/2024,Card payment SHOP,-1.50\n"
                for a, b in (("05/02", "06/02"), ("03/02", "04/02"), ("08/02", "10/02"))
            ),
            "2024-02-05",
        ),
    ],
)
def test_other_evidence_settles_it(why: str, file: str, first: str) -> None:
    assert rows(file)[0][0] == first, why


def test_years_of_two_digits_are_of_this_century_up_to_68() -> None:
    assert rows(HEAD + "15/03/68,Card payment SHOP,-1.50\n")[0][0] == "2068-03-15"
    assert rows(HEAD + "15/03/69,Card payment SHOP,-1.50\n")[0][0] == "1969-03-15"


@pytest.mark.parametrize("date", ["15/03/2567", "15/03/1445", "1403/01/15"])
def test_years_of_other_calendars_are_not_taken_for_ours(date: str) -> None:
    assert refusal(f"{HEAD}{date},Card payment SHOP,-1.50\n").code == "UNKNOWN_FORMAT"


def test_the_year_of_two_digits_may_come_first_where_only_so_it_is_one_year() -> None:
    assert [day for day, _ in rows(f"{HEAD}24/03/01,Card payment SHOP,-1.50\n24/03/02,Salary,2.50\n")] == [
        "2024-03-01",
        "2024-03-02",
    ]
    assert [day for day, _ in rows(f"{HEAD}15/03/02,Card payment SHOP,-1.50\n16/03/02,Salary,2.50\n")] == [
        "2002-03-15",
        "2002-03-16",
    ]


def test_a_date_of_long_ago_that_may_as_well_be_of_now_is_asked_about() -> None:
    assert answers(f"{HEAD}24/03/01,Card payment SHOP,-1.50\n") == ["24 March", "2024 March 1"]


def test_the_same_thing_every_month_may_well_be_on_the_same_day() -> None:
    file = HEAD + "".join(f"01/0{month}/2024,Interest paid,1.50\n" for month in (2, 3, 4))
    assert refusal(file).code == "AMBIGUOUS_DATES"


def test_several_things_every_month_may_well_be_on_the_same_day() -> None:
    many = "".join(f"01/0{month}/2024,{what} 88{month}1,-1.50\n" for month in (2, 3, 4) for what in ("Rent", "Phone", "Gym"))
    assert refusal(HEAD + many).code == "AMBIGUOUS_DATES"
    french = "".join(f"05/0{month}/2026;PRLV {what} {month};-12,00\n" for month, what in enumerate(("NOTION", "GAZ", "EAU"), 1))
    assert [day for day, _ in rows(f"Date;Libellé;Montant\n{french}")] == ["2026-01-05", "2026-02-05", "2026-03-05"]


def test_french_with_points_before_decimals_may_be_of_canada() -> None:
    assert refusal("Date,Nom,Montant\n6/2/2026,Café,-4.25\n6/3/2026,Virement,60\n").code == "AMBIGUOUS_DATES"
    assert rows("Date;Nom;Montant\n6/2/2026;Café;-4,25\n")[0][0] == "2026-02-06"


def test_the_date_of_a_transaction_goes_before_that_of_its_processing() -> None:
    file = "Date Processed,Date of Transaction,Description,Amount\n2026-06-25,2026-06-24,Supermarket,-1.50\n"
    assert rows(file)[0][0] == "2026-06-24"


def test_the_reason_is_kept_with_the_mapping() -> None:
    found = mapping(HEAD + "15/04/2024,Card payment SHOP,-1.50\n")
    assert found.dates == ("%d/%m/%Y",)
    assert found.evidence[0] == "dates: no date can be read in two ways"


def test_american_words_beside_decimal_commas_say_nothing_of_the_order() -> None:
    file = f'{HEAD}12-07-2024,REEMBOLSO IRS,"12,60"\n11-07-2024,Supermarket,"-8,42"\n'
    assert rows(file)[0][0] == "2024-07-12"
