"""MT940: marks, dates, amounts, descriptions, balances, and the damage of real files."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from purser import banks
from purser.domain.statements import Entry, Reading, Rejected, Tally

HEAD = ":20:TEST\n:25:12345678/1020304050\n:28C:1/1\n:60F:C260831EUR100,00\n"


def read(text: str, encoding: str = "utf-8", **how: str) -> tuple[Reading, list[Entry | Rejected], Tally]:
    reading, tally = banks.read(text.encode(encoding), **how), Tally()
    return reading, [row for row in tally.watch(reading.items) if isinstance(row, Entry | Rejected)], tally


def entry(line: str, *more: str) -> Entry:
    (row,) = read("\n".join([HEAD + f":61:{line}", *more, ":62F:C260930EUR0,\n"]))[1]
    assert isinstance(row, Entry), row
    return row


def refusal(line: str) -> Rejected:
    (row,) = read(f"{HEAD}:61:{line}\n:86:words\n:62F:C260930EUR0,\n")[1]
    assert isinstance(row, Rejected), row
    return row


@pytest.mark.parametrize(
    ("mark", "amount"),
    [("C", "5"), ("D", "-5"), ("RC", "-5"), ("RD", "5"), ("CR", "5"), ("DR", "-5"), ("RCR", "-5"), ("RDR", "5"), ("DD", "-5")],
)
def test_the_mark_decides_the_sign_and_a_currency_letter_does_not(mark: str, amount: str) -> None:
    assert entry(f"2609030903{mark}5,NMSCNONREF").amount == Decimal(amount)


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("9,", "9"),
        ("4,5", "4.5"),
        ("000000001213,28", "1213.28"),
        (",50", "0.50"),
        ("1.213,28", "1213.28"),
        ("12.5", "12.5"),
        ("1,213.28", "1213.28"),
    ],
)
def test_amounts_as_banks_write_them(written: str, amount: str) -> None:
    assert entry(f"260903C{written}NMSCNONREF").amount == Decimal(amount)


@pytest.mark.parametrize("written", ["1.213", "1,2,3", "1.2.3", "-5,00", "5,0x0", "1O0,00", "12,0O", ",", ""])
def test_garbled_amounts_are_rejected_alone(written: str) -> None:
    assert refusal(f"260903C{written}NMSCNONREF").code in {"BAD_AMOUNT", "BAD_ROW"}


@pytest.mark.parametrize("behind", ["", "NONREF", "//REF", " NTRFNONREF", "XABCREF"])
def test_the_kind_of_booking_may_be_missing_or_unheard_of(behind: str) -> None:
    assert entry(f"260903C5,00{behind}").amount == 5


def test_a_debit_of_nothing_is_zero_without_a_sign() -> None:
    assert str(entry("260903D0,00NMSCNONREF").amount) == "0.00"


@pytest.mark.parametrize(
    ("dates", "value", "booked"),
    [
        ("2609030904", (2026, 9, 3), (2026, 9, 4)),
        ("1812310102", (2018, 12, 31), (2019, 1, 2)),
        ("1901011228", (2019, 1, 1), (2018, 12, 28)),
        ("1602300301", (2016, 2, 29), (2016, 3, 1)),
        ("190229    ", (2019, 2, 28), None),
        ("9912311231", (1999, 12, 31), (1999, 12, 31)),
        ("2003030229", (2020, 3, 3), (2020, 2, 29)),
    ],
)
def test_value_date_and_entry_date(dates: str, value: tuple[int, int, int], booked: tuple[int, int, int] | None) -> None:
    found = entry(f"{dates}C5,NMSCNONREF")
    assert (found.date, found.posted) == (dt.date(*value), booked and dt.date(*booked))


@pytest.mark.parametrize("date", ["261301", "260931", "260230x", "000000", "260231"])
def test_impossible_dates_are_rejected_not_guessed(date: str) -> None:
    assert refusal(f"{date}C5,NMSCNONREF").code in {"BAD_DATE", "BAD_ROW"}


def test_a_30_february_is_warned_of() -> None:
    reading = read(f"{HEAD}:61:1602300301DR6,00N024NONREF\n")[0]
    assert "30 February (1)" in reading.warnings[0]


def test_a_29_february_that_exists_is_not() -> None:
    assert read(f"{HEAD}:61:1602290301DR6,00N024NONREF\n")[0].warnings == ()


def test_references_and_supplementary_details() -> None:
    found = entry("2609030903CN45,00NTRFINVOICE 7//MB170201323000", "911-TRANSFER")
    assert (found.reference, found.provider_id, found.memo, found.bank_type) == (
        "INVOICE 7",
        "MB170201323000",
        "911-TRANSFER",
        "NTRF",
    )


@pytest.mark.parametrize("rest", ["NONREF", "NONREF//", "NONREF//NONREF", "KREF+//NONREF", "//0000000"])
def test_placeholders_are_not_references(rest: str) -> None:
    found = entry(f"2609030903C45,00NTRF{rest}")
    assert (found.reference, found.provider_id) == (None, None)


def test_a_bank_reference_used_again_marks_only_the_first() -> None:
    _, rows, _ = read(HEAD + ":61:2609030903D1,NTRFNONREF//A\n" * 3 + ":61:2609030903D2,NTRFNONREF//A\n")
    assert [row.provider_id for row in rows if isinstance(row, Entry)] == ["A", None, None, "A"]


def test_structured_field_86() -> None:
    found = entry(
        "2609030903DR5,NMSCNONREF",
        ":86:105?00FOLGELASTSCHRIFT?109248?20EREF+RG-44 MREF+M-77?21 CRED+DE98?2",
        "2SVWZ+Abschlag?23 Mai?30GENO?31DE02?32Stadtwerke Nordm?33oewe",
    )
    assert (found.description, found.bank_type, found.reference) == (
        "Stadtwerke Nordmoewe Abschlag Mai",
        "FOLGELASTSCHRIFT",
        "RG-44",
    )


def test_code_words_of_field_86() -> None:
    found = entry("2609030903D5,N102EREF", ":86:/TRTP/SEPA/IBAN/NL20/NAME/De Kroon/REMI/Factuur 815/EREF/E-1")
    assert (found.description, found.bank_type, found.reference) == ("De Kroon Factuur 815", "SEPA", "E-1")


def test_free_text_joins_cut_words_and_folds_spaces() -> None:
    cut = "GIRO   428428 KPN - DIGITENNE    BETALINGSKENM.  0000000421886590"
    assert entry("2609030903D5,N102", f":86:{cut}", "5314606715    BETREFT", "MEER").description.endswith(
        "004218865905314606715 BETREFT MEER"
    )


def test_several_fields_86_are_one_description() -> None:
    assert entry("260903D5,N044NONREF          W.P. Jansen   ", ":86:One   ", ":86:two").description == "W.P. Jansen One two"


def test_field_86_misnamed_25_does_not_change_the_account() -> None:
    _, rows, _ = read(f"{HEAD}:61:2609030903D1,NTRFNONREF\n:25:166?00GUTSCHRIFT?32KARL\n:61:2609030903D2,NTRFNONREF\n")
    assert [row.account for row in rows if isinstance(row, Entry)] == ["12345678/1020304050"] * 2


def test_what_the_bank_says_of_the_whole_statement_is_no_description() -> None:
    _, rows, _ = read(f"{HEAD}:61:2609030903D1,NTRFORDER 1\n:62F:C260930EUR99,00\n:86:GENERAL TERMS CHANGE\n-\n")
    assert [row.description for row in rows if isinstance(row, Entry)] == ["ORDER 1"]


@pytest.mark.parametrize(
    "text",
    [
        "{1:F01AAAABB99AXXX0000000000}{2:O9400000000000AAAABB99AXXX0N}{3:{108:X}}{4:\n"
        + HEAD
        + ":61:260903C5,NMSCX\n-}{5:{CHK:1}}",
        "{1:F01AAAABB99AXXX}\n{2:I940AAAABB99XXXN}\n{4:\n" + HEAD + ":61:260903C5,NMSCX\n-}\n",
        "\x01\n" + HEAD + ":61:260903C5,NMSCX\n-\x03\n",
        "ABNANL2A\n940\nABNANL2A\n" + HEAD + ":61:260903C5,NMSCX\n-\n",
        ":940:\n" + HEAD + ":61:260903C5,NMSCX\n-XXX\n",
        "ä4:\n" + HEAD + ":61:260903C5,NMSCX\n-å\nä4:\n",
        "0000 01INGBNL2AXXXX00001\n940 00\n" + HEAD + ":61:260903C5,NMSCX\n",
        "\r\n" + HEAD.replace("\n", "\r\n") + ":61:260903C5,NMSCX\r\n-\r\n",
        (HEAD + ":61:260903C5,NMSCX\n-\n").replace("\n", "\r"),
        "@@" + HEAD.replace("\n", "@@") + ":61:260903C5,NMSCX@@:62F:C260930EUR105,00@@-",
        HEAD + ":61:\n260903C5,NMSCX\n-\n",
    ],
)
def test_wrappers_preambles_and_line_ends(text: str) -> None:
    _, rows, tally = read(text)
    assert (len(rows), tally.totals, tally.accounts) == (1, {"EUR": Decimal(5)}, ["12345678/1020304050"])


@pytest.mark.parametrize(
    ("account", "number", "currency"),
    [
        ("1291.99.348EUR", "1291.99.348", "EUR"),
        ("NL13TEST0123456789 USD", "NL13TEST0123456789", "USD"),
        ("MT84MALT011000012345MTLCAST001S", "MT84MALT011000012345MTLCAST001S", "XXX"),
        ("12345ABC", "12345ABC", "XXX"),
    ],
)
def test_the_currency_behind_an_account_number(account: str, number: str, currency: str) -> None:
    _, rows, _ = read(f":20:X\n:25:{account}\n:61:260903C5,NMSCX\n-\n")
    assert [(row.account, row.currency) for row in rows if isinstance(row, Entry)] == [(number, currency)]


def test_the_callers_currency_counts_where_the_file_is_silent() -> None:
    _, _, tally = read(":20:X\n:25:1\n:61:260903C5,NMSCX\n-\n", currency="SEK")
    assert tally.totals == {"SEK": Decimal(5)}


def test_each_statement_of_a_file_is_checked_against_its_own_balances() -> None:
    second = ":20:T\n:25:12345678/1020304050\n:60M:C260901EUR500,00\n:61:260904D1,NMSCX\n:62M:C260930EUR499,00\n-\n"
    right = f"{HEAD}:61:260903C5,NMSCX\n:62F:C260901EUR105,00\n-\n{second}"
    assert read(right)[2].balance_check() == "ok"
    assert read(right.replace("EUR105", "EUR106"))[2].balance_check() == "failed"


def test_a_statement_cut_short_has_no_balance_to_check() -> None:
    assert read(f"{HEAD}:61:260903C5,NMSCX\n")[2].balance_check() == "absent"


def test_a_booking_that_the_file_stops_inside_is_rejected() -> None:
    _, rows, _ = read(f"{HEAD}:61:260903C5,NMSCX\n:86:a\n:61:260903C1")
    assert [getattr(row, "code", "") for row in rows] == ["", "TRUNCATED"]


def test_legacy_letters_are_read() -> None:
    assert read(f"{HEAD}:61:260903C5,NMSCX\n:86:GEBÜHREN\n", "cp1252")[1][0].text.endswith("GEBÜHREN")


ENTRIES = st.lists(
    st.tuples(
        st.dates(dt.date(1980, 1, 1), dt.date(2079, 12, 31)),
        st.decimals(Decimal("-99999999.99"), Decimal("99999999.99"), places=2),
        st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 .,()", min_size=1, max_size=60).map(str.strip).filter(bool),
    ),
    max_size=20,
)


def write(entries: list[tuple[dt.date, Decimal, str]]) -> str:
    lines = [":20:X", ":25:NL13TEST0123456789", ":60F:C260101EUR0,00"]
    for date, amount, words in entries:
        lines.append(f":61:{date:%y%m%d}{date:%m%d}{'D' if amount < 0 else 'C'}{str(abs(amount)).replace('.', ',')}NTRFNONREF")
        lines.append(f":86:{words}")
    total = sum((amount for _, amount, _ in entries), Decimal(0))
    return "\n".join([*lines, f":62F:{'D' if total < 0 else 'C'}260131EUR{str(abs(total)).replace('.', ',')}", "-", ""])


@settings(max_examples=60, deadline=None)
@given(ENTRIES, st.sampled_from(["\n", "\r\n", "\r"]), st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]))
def test_what_is_written_is_read(entries: list[tuple[dt.date, Decimal, str]], eol: str, encoding: str) -> None:
    _, rows, tally = read(write(entries).replace("\n", eol), encoding)
    found = [(row.date, row.amount, row.original_description) for row in rows if isinstance(row, Entry)]
    assert found == [(date, amount, " ".join(words.split())) for date, amount, words in entries]
    assert tally.balance_check() == "ok"


def test_a_lone_booking_is_recognised() -> None:
    assert read(":61:1409010902DR000000000001,62NTRF0000549855700010//025498557/000001\n")[2].totals == {"XXX": Decimal("-1.62")}


@pytest.mark.parametrize(
    ("words", "encoding"),
    [
        ("Opłata za usługę księgową", "cp1250"),
        ("Opłata za usługę księgową", "iso8859_2"),
        ("Opłata za usługę księgową", "cp852"),
        ("Überweisung für Müller", "cp1252"),
        ("Überweisung für Müller", "cp850"),
        ("Оплата по счёту", "cp1251"),
        ("Оплата по счету", "cp866"),
    ],
)
def test_letters_prove_which_of_the_old_encodings_wrote_them(words: str, encoding: str) -> None:
    data = f":20:A\n:25:1\n:60F:C260101EUR5,00\n:61:2601010101D5,00NTRFNONREF\n:86:{words}\n:62F:C260101EUR0,00\n"
    (found,) = [item for item in banks.read(data.encode(encoding)).items if isinstance(item, Entry)]
    assert found.description == words


def test_a_hungarian_statement_is_not_taken_for_a_western_one() -> None:
    data = ":20:A\n:25:1\n:60F:C260101HUF5,00\n:61:2601010101D5,00NTRFNONREF\n:86:kőműves\n:62F:C260101HUF0,00\n"
    (found,) = [item for item in banks.read(data.encode("cp1250")).items if isinstance(item, Entry)]
    assert found.description == "kőműves"


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("/OCMT/USD6,50/EXCH/1,3/", (Decimal("-6.50"), "USD", Decimal("1.3"))),
        ("/TRTP/SEPA/OCMT/GBP/4,2/", (Decimal("-4.2"), "GBP", None)),
        ("/OCMT/EUR5,00/", (None, None, None)),
        ("/OCMT/USD6.5.0/", (None, None, None)),
    ],
)
def test_what_the_bank_converted_is_told_behind_a_code_word(told: str, expected: tuple[object, ...]) -> None:
    data = f":20:A\n:25:1\n:60F:C260101EUR5,00\n:61:2601010101D5,00NTRFNONREF\n:86:{told}\n:62F:C260101EUR0,00\n"
    (found,) = [item for item in banks.read(data.encode()).items if isinstance(item, Entry)]
    assert (found.original_amount, found.original_currency, found.exchange_rate) == expected
