"""OFX as banks really write it. Whole files are in tests/golden/ofx."""

import datetime as dt
import time
from decimal import Decimal

import pytest
from purser import banks
from purser.banks._records import MOST_CHARACTERS
from purser.domain.errors import StatementError
from purser.domain.statements import Balance, Covers, Entry, Ignored, Item, Reading, Rejected

HEAD = "OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\nENCODING:USASCII\nCHARSET:1252\n\n"
ACCOUNT = "<CURDEF>USD<BANKACCTFROM><BANKID>1<ACCTID>77<ACCTTYPE>CHECKING</BANKACCTFROM>"


def reading(text: str, *, currency: str | None = None, encoding: str = "utf-8", bank: str | None = None) -> Reading:
    return banks.read(text.encode(encoding), filename="x.qfx", currency=currency, bank=bank)


def statement(body: str, head: str = HEAD, account: str = ACCOUNT) -> str:
    return f"{head}<OFX><BANKMSGSRSV1><STMTRS>{account}<BANKTRANLIST>{body}</BANKTRANLIST></STMTRS></BANKMSGSRSV1></OFX>"


def transaction(day: str = "20260928", amount: str = "-1.50", fitid: str = "f1", rest: str = "<NAME>SHOP") -> str:
    return f"<STMTTRN><TRNTYPE>DEBIT<DTPOSTED>{day}<TRNAMT>{amount}<FITID>{fitid}{rest}</STMTTRN>\n"


def items(text: str, **options: str) -> list[Item]:
    return list(reading(text, **options).items)


def entries(text: str, **options: str) -> list[Entry]:
    found = items(text, **options)
    assert all(isinstance(item, Entry) for item in found), found
    return [item for item in found if isinstance(item, Entry)]


def entry(body: str) -> Entry:
    (only,) = entries(statement(body))
    return only


def rejected(body: str) -> Rejected:
    (only,) = items(statement(body))
    assert isinstance(only, Rejected), only
    return only


@pytest.mark.parametrize(
    "written",
    [
        "20260928",
        "202609281200",
        "20260928235959",
        "20260928120000.000",
        "20260928120000.000[-5:EST]",
        "20260928[-7:PDT]",
        "20260928000000[0:GMT]",
        "20260928120000 [-3:BRT]",
        "20260928120000-0500",
        "20260928120000.000Z",
        "20260928 12:00",
        "2026-09-28",
        "2026/09/28",
        "2026-09-28T12:00:00",
    ],
)
def test_the_day_is_the_one_the_bank_wrote_whatever_the_time_zone(written: str) -> None:
    assert entry(transaction(written)).date == dt.date(2026, 9, 28)


@pytest.mark.parametrize("written", ["", "2026-0928", "28/09/2026", "20261328", "20260230", "2026092", "yesterday", "00000000"])
def test_a_day_that_is_none_rejects_its_row(written: str) -> None:
    assert rejected(transaction(written)).code == "BAD_DATE"


@pytest.mark.parametrize(
    ("written", "amount"),
    [("-1.50", "-1.50"), ("+2.00", "2.00"), ("-1,50", "-1.50"), ("-1.234,50", "-1234.50"), ("-1,234.50", "-1234.50"),
     ("31.2500000000000000", "31.25"), ("-00000000001500.0000", "-1500"), ("7", "7")],
)  # fmt: skip
def test_amounts_come_with_either_mark_and_many_digits(written: str, amount: str) -> None:
    assert entry(transaction(amount=written)).amount == Decimal(amount)


def test_the_decimal_mark_is_decided_once_for_the_file() -> None:
    dots = entries(statement(transaction(amount="1,234", fitid="a") + transaction(amount="5.00", fitid="b")))
    commas = entries(statement(transaction(amount="1,234", fitid="a") + transaction(amount="5,00", fitid="b")))
    assert (dots[0].amount, commas[0].amount) == (Decimal(1234), Decimal("1.234"))


def test_a_comma_that_may_be_either_mark_is_not_guessed() -> None:
    assert "decimals or thousands" in rejected(transaction(amount="1,234")).message


def test_a_bank_that_writes_both_marks_is_read_where_an_amount_proves_its_own() -> None:
    body = transaction(amount="            -12.80", fitid="a") + transaction(amount="-1200,00", fitid="b")
    *read, doubtful = items(statement(body + transaction(amount="1.000", fitid="c")))
    assert [one.amount for one in read if isinstance(one, Entry)] == [Decimal("-12.80"), Decimal(-1200)]
    assert isinstance(doubtful, Rejected)


def test_the_day_of_the_purchase_stands_in_for_a_day_of_booking_that_is_missing() -> None:
    assert entry(transaction("00000000<DTUSER>20260927")).date == dt.date(2026, 9, 27)


@pytest.mark.parametrize(
    "head",
    [
        "DATA:OFXSGML\nVERSION:102\n\n",
        "HTTP/1.1 200 OK\nContent-Type: application/x-ofx\n\n",
        '<?xml version="1.0"?>\n<!-- made by the bank -->\n<?OFX OFXHEADER="200"?>\n',
        '<?xml version="1.0"?>\n<!DOCTYPE OFX SYSTEM "OFX160.DTD">\n',
    ],
)
def test_a_header_may_be_damaged_or_have_other_lines_above_it(head: str) -> None:
    assert len(entries(statement(transaction(), head))) == 1


def test_parts_of_a_file_and_prefixes_are_read_too() -> None:
    assert len(entries(transaction() + transaction(fitid="f2"))) == 2
    prefixed = statement(transaction()).replace("</", "</ofx:").replace("<", "<ofx:").replace("<ofx:/ofx:", "</ofx:")
    assert [(one.account, one.currency) for one in entries(prefixed)] == [("77", "USD")]


def test_loans_have_movements_and_an_account_of_their_own() -> None:
    loan = "<LOANSTMTRS><CURDEF>USD<LOANACCTFROM><LOANACCTID>L1</LOANACCTFROM><LOANTRANLIST>"
    text = f"{HEAD}<OFX>{loan}{transaction().replace('STMTTRN', 'LOANSTMTTRN')}</LOANTRANLIST></LOANSTMTRS></OFX>"
    assert [(one.account, one.amount) for one in entries(text)] == [("L1", Decimal("-1.50"))]


def test_the_format_before_ofx_is_read() -> None:
    account = "<ACCTSTMT><ACCTFROM><BANKID>341<BRANCHID>1<ACCTID>{}<ACCTTYPE>0</ACCTFROM><STMTRS><DTSTART>20260901<LEDGER>9.50"
    row = "<STMTTRN><GENTRN><TRNTYPE>1<DTPOSTED>20260917<TRNAMT>{}<FITID>7<CHKNUM>12<MEMO>CH COMPENSADO</GENTRN></STMTTRN>"
    parts = [
        f"{account.format(one)}{row.format(amount)}</STMTRS></ACCTSTMT>" for one, amount in (("5", "-151.00"), ("6", "2.00"))
    ]
    found = entries(f"<OFC>\n<DTD>2\n<CPAGE>1252\n{''.join(parts)}</OFC>", currency="BRL")
    assert [(one.account, one.amount, one.reference) for one in found] == [("5", Decimal(-151), "12"), ("6", Decimal(2), "12")]


@pytest.mark.parametrize("written", ["", "abc", "12..34", "1e5", "NaN", "1 2"])
def test_an_amount_that_is_none_rejects_its_row(written: str) -> None:
    assert rejected(transaction(amount=written)).code == "BAD_AMOUNT"


def test_leaves_and_aggregates_may_lose_their_end_tags() -> None:
    one = "<STMTTRN><TRNTYPE>DEBIT<DTPOSTED>20260901<TRNAMT>-1<FITID>a<NAME>A\n"
    two = "<STMTTRN><TRNTYPE>DEBIT<DTPOSTED>20260902<TRNAMT>-2<FITID>b"
    first, second = entries(statement(one + two))
    assert (first.description, first.amount) == ("A", Decimal(-1))
    assert (second.description, second.amount) == ("DEBIT", Decimal(-2))


def test_a_transaction_cut_by_the_end_of_the_file_is_truncated_and_the_file_warned_about() -> None:
    text = statement(transaction() + transaction(fitid="f2", amount="-1234.56"))
    read = reading(text[: text.rindex("34.56")])
    good, cut = read.items
    assert isinstance(good, Entry)
    assert isinstance(cut, Rejected)
    assert (cut.code, cut.text) == ("TRUNCATED", "<STMTTRN><TRNTYPE>DEBIT<DTPOSTED>20260928<TRNAMT>-12")
    assert "cut short" in read.warnings[0]


def test_a_file_that_stops_after_its_header_is_unreadable() -> None:
    with pytest.raises(StatementError) as refusal:
        reading(HEAD)
    assert refusal.value.code == "UNREADABLE"


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_the_charset_of_the_bytes_wins_over_the_one_declared(encoding: str) -> None:
    for declared in ("CHARSET:1252", "CHARSET:8859-1", "CHARSET:UTF-8", "CHARSET:NONE", "CHARSET:nonsense"):
        text = statement(transaction(rest="<NAME>Carte prépayée"), HEAD.replace("CHARSET:1252", declared))
        assert entries(text, encoding=encoding)[0].description == "Carte prépayée"


def test_a_declared_charset_decides_where_the_bytes_cannot() -> None:
    text = statement(transaction(rest="<NAME>Хлеб"), HEAD.replace("1252", "1251"))
    assert entries(text, encoding="cp1251")[0].description == "Хлеб"
    xml = '<?xml version="1.0" encoding="iso-8859-2"?>\n<?OFX OFXHEADER="200"?>\n'
    assert entries(statement(transaction(rest="<NAME>Łódź"), xml), encoding="iso8859-2")[0].description == "Łódź"


def test_entities_and_cdata_are_resolved_and_nothing_else_is() -> None:
    named = entry(transaction(rest="<NAME>A &amp; B&#39;s &lt;3&nbsp;&#x263A; &unknown; &#0;"))
    assert named.description == "A & B's <3 ☺ &unknown; &#0;"
    quoted = entry(transaction(rest="<NAME><![CDATA[A <b> & &amp; ]]></NAME><MEMO>x<!-- not said -->y"))
    assert (quoted.description, quoted.memo) == ("A <b> & &amp;", "xy")


def test_a_lone_angle_bracket_is_text() -> None:
    assert entry(transaction(rest="<NAME>A < B <3")).description == "A < B <3"


def test_a_cdata_that_never_closes_swallows_no_other_transaction() -> None:
    body = transaction(rest="<NAME><![CDATA[open") + transaction(fitid="f2", rest="<NAME><![CDATA[closed]]></NAME>")
    assert len(entries(statement(body))) == 2


def test_empty_elements_say_nothing() -> None:
    xml = (
        "<STMTTRN><TRNTYPE>Credit</TRNTYPE><DTPOSTED>20260507</DTPOSTED><TRNAMT>12.34</TRNAMT><FITID></FITID><NAME/><CHECKNUM>0</CHECKNUM>"
        "<REFNUM></REFNUM><MEMO>Transfer</MEMO></STMTTRN>"
    )
    (read,) = entries(statement(xml, account="<CURDEF></CURDEF><BANKACCTFROM><ACCTID></ACCTID></BANKACCTFROM>"))
    assert (read.description, read.currency, read.account) == ("Transfer", "XXX", "")
    assert (read.provider_id, read.reference) == (None, None)


def test_the_currency_is_the_entrys_then_the_statements_then_the_callers() -> None:
    foreign = transaction(rest="<NAME>A<CURRENCY><CURRATE>1<CURSYM>CAD</CURRENCY>")
    converted = transaction(fitid="f2", rest="<NAME>B<ORIGCURRENCY><CURRATE>1<CURSYM>EUR</ORIGCURRENCY>")
    assert [one.currency for one in entries(statement(foreign + converted))] == ["CAD", "USD"]
    assert entries(statement(transaction(), account="<CURDEF>"), currency="GBP")[0].currency == "GBP"
    assert entries(statement(transaction(), account="<CURDEF>US$"))[0].currency == "USD"
    (bad,) = items(statement(transaction(rest="<NAME>A<CURRENCY><CURRATE>1<CURSYM>??</CURRENCY>")))
    assert isinstance(bad, Rejected)
    assert bad.code == "BAD_CURRENCY"


def test_currency_and_payee_written_as_leaves_swallow_nothing_behind_them() -> None:
    told = entry(transaction(rest="<CURRENCY>CAD\n<NAME>Shop\n<MEMO>m"))
    assert (told.currency, told.description, told.memo) == ("CAD", "Shop", "m")
    assert entry(transaction(rest="<PAYEE>Harbour Light</PAYEE><MEMO>Bill 7</MEMO>")).description == "Harbour Light"
    assert rejected(transaction(rest="<CURRENCY>??</CURRENCY><NAME>A")).code == "BAD_CURRENCY"


def test_a_statements_currency_that_is_none_is_unknown_and_warned_about() -> None:
    read = reading(statement(transaction(), account="<CURDEF>986"))
    assert [one.currency for one in read.items if isinstance(one, Entry)] == ["XXX"]
    assert read.warnings == ('The statement\'s currency, "986", is not a code like USD.',)


def test_every_statement_of_the_file_has_its_own_account_and_currency() -> None:
    other = statement(transaction(), head="", account="<CURDEF>EUR<BANKACCTFROM><ACCTID>88</BANKACCTFROM>")
    text = (
        statement(transaction() + "<LEDGERBAL><BALAMT>9.50<DTASOF>20260930</LEDGERBAL>").replace("</OFX>", "")
        + other[len("<OFX>") :]
    )
    first, balance, second = items(text)
    assert isinstance(first, Entry)
    assert isinstance(second, Entry)
    assert balance == Balance("77", "closing", Decimal("9.50"), "USD", dt.date(2026, 9, 30))
    assert ((first.account, first.currency), (second.account, second.currency)) == (("77", "USD"), ("88", "EUR"))


def test_a_repeated_id_identifies_only_the_first_of_otherwise_equal_transactions() -> None:
    body = transaction(rest="<NAME>A") + transaction(rest="<NAME>B") + transaction(amount="-2.00", rest="<NAME>C")
    assert [one.provider_id for one in entries(statement(body))] == ["f1", None, "f1"]


def test_pending_transactions_are_marked() -> None:
    pending = "<STMTTRNP><TRNTYPE>DEBIT<DTTRAN>20260929<TRNAMT>-4.00<NAME>HOLD</STMTTRNP>"
    assert [(one.pending, one.date.day) for one in entries(statement(transaction() + pending))] == [(False, 28), (True, 29)]


def test_a_correction_is_left_to_a_person() -> None:
    assert (
        "corrects an earlier transaction, old7" in rejected(transaction(rest="<CORRECTFITID>old7<CORRECTACTION>REPLACE")).message
    )


def test_trades_are_counted_and_not_read_as_cash() -> None:
    trade = "<BUYSTOCK><INVBUY><INVTRAN><FITID>T<DTTRADE>20260702</INVTRAN><TOTAL>-205.00</INVBUY></BUYSTOCK>"
    text = (
        f"{HEAD}<OFX><INVSTMTRS><CURDEF>USD<INVACCTFROM><ACCTID>Z1</INVACCTFROM><INVTRANLIST>{trade}<INVBANKTRAN>{transaction()}"
    )
    ignored, cash = items(text + "</INVBANKTRAN></INVTRANLIST></INVSTMTRS></OFX>")
    assert isinstance(ignored, Ignored)
    assert isinstance(cash, Entry)
    assert cash.account == "Z1"


def test_transfers_as_they_were_ordered_are_told_and_no_entries() -> None:
    order = "<CURDEF>CAD<XFERINFO><TRNAMT>45.00<BANKACCTFROM><ACCTID>1</BANKACCTFROM></XFERINFO><DTPOSTED>20260324"
    orders = f"<INTRARS>{order}</INTRARS><INTERRS>{order}</INTERRS><STMTRS>"
    found = items(statement(transaction()).replace("<STMTRS>", orders))
    assert [isinstance(one, Ignored) for one in found] == [True, True, False]
    assert [(one.account, one.currency) for one in found if isinstance(one, Entry)] == [("77", "USD")]


def test_line_numbers_and_text_are_those_of_the_file() -> None:
    for end in ("\n", "\r\n", "\r"):
        text = statement(transaction() + "\n" + transaction(fitid="f2")).replace("\n", end)
        assert [one.line for one in entries(text)] == [7, 9]
    assert entry(transaction()).text == transaction().strip()


@pytest.mark.parametrize(
    ("said", "kind"),
    [("CHECKING", "checking"), ("SAVINGS", "savings"), ("MONEYMRKT", "savings"), ("CREDITLINE", "loan"), ("", "other")],
)
def test_the_kind_of_account_is_what_the_statement_says(said: str, kind: str) -> None:
    to = "<BANKACCTTO><ACCTID>9<ACCTTYPE>SAVINGS</BANKACCTTO>"
    assert reading(statement(transaction(rest=to), account=f"<BANKACCTFROM><ACCTTYPE>{said}</BANKACCTFROM>")).kind == kind


def test_cards_and_investments_say_so_and_a_mixed_file_is_other() -> None:
    card = "<CCSTMTRS><CCACCTFROM><ACCTID>1</CCACCTFROM></CCSTMTRS>"
    assert reading(f"{HEAD}<OFX>{card}</OFX>").kind == "card"
    assert reading(f"{HEAD}<OFX><INVSTMTRS></INVSTMTRS></OFX>").kind == "investment"
    assert reading(statement(transaction()).replace("</OFX>", card + "</OFX>")).kind == "other"


@pytest.mark.parametrize(
    ("organisation", "bank"),
    [("B1", "chase"), ("Discover Financial Services", "discover"), ("Hibernia", "capital_one"), ("WF", "other")],
)
def test_the_bank_is_the_organisation_that_signed_it(organisation: str, bank: str) -> None:
    signed = f"<SIGNONMSGSRSV1><SONRS><FI><ORG>{organisation}<FID>1</FI></SONRS></SIGNONMSGSRSV1>"
    assert reading(statement(transaction()).replace("<OFX>", "<OFX>" + signed)).bank == bank


def test_a_file_of_nobody_in_particular_belongs_to_the_bank_it_was_filed_under() -> None:
    assert reading(statement(transaction()), bank="capital_one").bank == "capital_one"
    assert reading(statement(transaction()), bank="other").bank == "other"


def test_an_answer_with_an_error_is_an_empty_statement_with_a_warning() -> None:
    read = reading(f"{HEAD}<OFX><SONRS><STATUS><CODE>15500<SEVERITY>ERROR<MESSAGE>Signon invalid</STATUS></SONRS></OFX>")
    assert (list(read.items), read.warnings) == ([], ("The bank reported an error: Signon invalid.",))


@pytest.mark.parametrize("declaration", ["<!DOCTYPE OFX [", '<!ENTITY lol "lol">'])
def test_an_xml_bomb_is_refused_before_it_is_read(declaration: str) -> None:
    bomb = f'<?xml version="1.0"?>\n<?OFX OFXHEADER="200"?>\n{declaration}\n<OFX><STMTTRN><NAME>&lol;</NAME></STMTTRN></OFX>'
    with pytest.raises(StatementError, match="entities") as refusal:
        reading(bomb)
    assert refusal.value.code == "UNREADABLE"


def test_a_transaction_of_endless_text_is_rejected_and_shown_in_part() -> None:
    found = rejected(transaction(rest="<MEMO>" + "x" * 1_000_000))
    assert (found.code, len(found.text)) == ("BAD_ROW", MOST_CHARACTERS)


@pytest.mark.parametrize("hostile", ["<![CDATA[", "<!--", "<A ", "<", "<STMTTRN>", "]]>", "<![CDATA[]", "&#", "<STMTRS>"])
def test_endless_repetition_does_not_take_endless_time(hostile: str) -> None:
    text = statement(hostile * (2_000_000 // len(hostile)))
    start = time.monotonic()
    assert sum(1 for _ in reading(text).items) <= 2_000_000
    assert time.monotonic() - start < 20


@pytest.mark.parametrize("period", ["<DTSTART>20260901<DTEND>20260930", "<DTSTART>20260901</DTSTART><DTEND>20260930</DTEND>"])
def test_the_period_of_a_list_is_read_with_its_tags_closed_or_not(period: str) -> None:
    covers, _ = items(statement(period + transaction()))
    assert covers == Covers("77", "USD", dt.date(2026, 9, 1), dt.date(2026, 9, 30))
