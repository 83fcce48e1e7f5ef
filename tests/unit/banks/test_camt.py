"""camt.052, 053 and 054: what is a row, its sign and day, ids, balances, and XML that is refused."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from purser import banks
from purser.domain.errors import StatementError
from purser.domain.statements import Entry, Ignored, Reading, Rejected, Row, Tally

BOOK = "<Sts>BOOK</Sts><BookgDt><Dt>2026-09-30</Dt></BookgDt>"


def bal(code: str, amount: str, indicator: str = "CRDT") -> str:
    kind = f"<Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp>"
    return f'<Bal>{kind}<Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>{indicator}</CdtDbtInd><Dt><Dt>2026-09-30</Dt></Dt></Bal>'


def ntry(amount: str = "5.00", indicator: str = "CRDT", rest: str = BOOK) -> str:
    return f'<Ntry><Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>{indicator}</CdtDbtInd>{rest}</Ntry>'


def statement(*parts: str, account: str = "<IBAN>DE02120300000000202051</IBAN>") -> str:
    return f"<Stmt><CreDtTm>2026-10-01T02:00:00Z</CreDtTm><Acct><Id>{account}</Id></Acct>{''.join(parts)}</Stmt>"


def document(*statements: str, attributes: str = "", head: str = "") -> str:
    return f"{head}<Document{attributes}><BkToCstmrStmt>{''.join(statements)}</BkToCstmrStmt></Document>"


def read(xml: str | bytes, **how: str) -> tuple[Reading, list[Row], Tally]:
    reading, tally = banks.read(xml if isinstance(xml, bytes) else xml.encode(), **how), Tally()
    return reading, list(tally.watch(reading.items)), tally


def only(*parts: str) -> Row:
    (row,) = read(document(statement(*parts)))[1]
    return row


def entry(*parts: str) -> Entry:
    row = only(*parts)
    assert isinstance(row, Entry), row
    return row


@pytest.mark.parametrize(
    ("root", "inner"),
    [("BkToCstmrStmt", "Stmt"), ("BkToCstmrAcctRpt", "Rpt"), ("BkToCstmrDbtCdtNtfctn", "Ntfctn"), ("BkToCstmrStmtV01", "Stmt")],
)
@pytest.mark.parametrize(
    ("prefix", "attributes"),
    [("", ""), ("", ' xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.13"'), ("n:", ' xmlns:n="urn:made:up"')],
)
def test_every_message_under_any_namespace_or_none(root: str, inner: str, prefix: str, attributes: str) -> None:
    xml = (
        document(statement(ntry()))
        .replace("BkToCstmrStmt", root)
        .replace("Stmt>", f"{inner}>")
        .replace(f"BkToCstmr{inner}>", f"{root}>")
    )
    xml = xml.replace("</", "\0").replace("<", f"<{prefix}").replace("\0", f"</{prefix}")
    _, rows, tally = read(xml.replace("Document>", f"Document{attributes}>", 1))
    assert (len(rows), tally.totals, tally.accounts) == (1, {"EUR": Decimal(5)}, ["DE02120300000000202051"])


def test_a_batch_of_many_transactions_is_one_row() -> None:
    details = "".join(f"<TxDtls><Refs><EndToEndId>E{n}</EndToEndId></Refs><Amt Ccy='EUR'>1</Amt></TxDtls>" for n in range(50))
    found = entry(ntry("50", "DBIT", f"{BOOK}<NtryDtls><Btch><PmtInfId>RUN-9</PmtInfId></Btch>{details}</NtryDtls>"))
    assert (found.amount, found.reference, found.description) == (Decimal(-50), "RUN-9", "RUN-9")
    assert found.text.count("<TxDtls>") <= 10


@pytest.mark.parametrize("status", ["<Sts>PDNG</Sts>", "<Sts><Cd>PDNG</Cd></Sts>", "<Sts><Cd>FUTR</Cd></Sts>"])
def test_pending_by_text_or_code(status: str) -> None:
    found = entry(ntry(rest=f"{status}<BookgDt><Dt>2026-09-30</Dt></BookgDt>"))
    assert (found.pending, found.posted) == (True, None)


def test_information_is_no_transaction() -> None:
    assert isinstance(only(ntry(rest="<Sts>INFO</Sts>")), Ignored)


@pytest.mark.parametrize(
    ("dates", "day"),
    [
        ("<BookgDt><Dt>2026-09-30</Dt></BookgDt><ValDt><Dt>2026-10-02</Dt></ValDt>", (2026, 9, 30)),
        ("<BookgDt><DtTm>2026-09-30T23:59:59.000+02:00</DtTm></BookgDt>", (2026, 9, 30)),
        ("<BookgDt><Dt>2026-09-30Z</Dt></BookgDt>", (2026, 9, 30)),
        ("<ValDt><Dt>2026-10-02</Dt></ValDt>", (2026, 10, 2)),
        ("", (2026, 10, 1)),
    ],
)
def test_the_day_is_the_booking_day_as_written(dates: str, day: tuple[int, int, int]) -> None:
    assert entry(ntry(rest=f"<Sts>BOOK</Sts>{dates}")).date == dt.date(*day)


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (ntry("12..34"), "BAD_AMOUNT"),
        (ntry("12,34"), "BAD_AMOUNT"),
        (ntry("-5"), "BAD_AMOUNT"),
        (ntry("1e3"), "BAD_AMOUNT"),
        (ntry("NaN"), "BAD_AMOUNT"),
        (ntry(""), "BAD_AMOUNT"),
        (ntry("9" * 30), "BAD_AMOUNT"),
        (ntry(indicator=""), "BAD_AMOUNT"),
        (ntry(indicator="DEBIT"), "BAD_AMOUNT"),
        (ntry().replace("EUR", "EURO"), "BAD_CURRENCY"),
        (ntry(rest="<Sts>BOOK</Sts><BookgDt><Dt>2026-02-30</Dt></BookgDt>"), "BAD_DATE"),
        (ntry(rest="<Sts>BOOK</Sts><BookgDt><Dt>30.09.2026</Dt></BookgDt>"), "BAD_DATE"),
        (ntry(rest="<Sts>SOON</Sts>"), "BAD_ROW"),
        ("<Ntry/>", "BAD_AMOUNT"),
    ],
)
def test_what_the_schema_forbids_is_rejected_alone_and_never_zero(row: str, code: str) -> None:
    _, rows, tally = read(document(statement(row, ntry("1"))))
    assert [(type(found), getattr(found, "code", "")) for found in rows] == [(Rejected, code), (Entry, "")]
    assert tally.totals == {"EUR": Decimal(1)}


def test_a_debit_of_nothing_has_no_sign() -> None:
    assert str(entry(ntry("0.00", "DBIT")).amount) == "0.00"


def detail(inner: str) -> str:
    return f"{BOOK}<NtryDtls><TxDtls>{inner}</TxDtls></NtryDtls>"


PARTIES = "<RltdPties><Dbtr><Nm>Payer</Nm></Dbtr><Cdtr><Pty><Nm>Payee</Nm></Pty></Cdtr></RltdPties>"


@pytest.mark.parametrize(("indicator", "who"), [("CRDT", "Payer"), ("DBIT", "Payee")])
def test_the_other_party_and_what_it_is_for(indicator: str, who: str) -> None:
    found = entry(ntry("5", indicator, detail(f"{PARTIES}<RmtInf><Ustrd>Invoice  7</Ustrd><Ustrd>Part 2</Ustrd></RmtInf>")))
    assert found.description == f"{who} Invoice 7 Part 2"


@pytest.mark.parametrize(
    ("own", "inner", "found"),
    [
        ("<AcctSvcrRef>A1</AcctSvcrRef>", "", "A1"),
        ("<AcctSvcrRef>NOTPROVIDED</AcctSvcrRef>", "<Refs><AcctSvcrRef>A2</AcctSvcrRef></Refs>", "A2"),
        ("<AcctSvcrRef>NONREF</AcctSvcrRef>", "", None),
        ("<AcctSvcrRef>0000</AcctSvcrRef>", "", None),
        ("", "<Refs><EndToEndId>E1</EndToEndId></Refs>", None),
    ],
)
def test_only_the_banks_own_reference_is_an_id(own: str, inner: str, found: str | None) -> None:
    assert entry(ntry(rest=own + detail(inner))).provider_id == found


def test_not_provided_is_no_reference() -> None:
    assert entry(ntry(rest=detail("<Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs>"))).reference is None


def test_a_reference_used_again_marks_only_the_first() -> None:
    same = ntry(rest=f"{BOOK}<AcctSvcrRef>A</AcctSvcrRef>")
    assert [row.provider_id for row in read(document(statement(same, same)))[1] if isinstance(row, Entry)] == ["A", None]


@pytest.mark.parametrize("opening", ["OPBD", "PRCD"])
@pytest.mark.parametrize(("closing", "check"), [("105.00", "ok"), ("106.00", "failed")])
def test_booked_entries_lead_from_opening_to_closing(opening: str, closing: str, check: str) -> None:
    pending = ntry("99", rest="<Sts>PDNG</Sts>")
    _, _, tally = read(document(statement(bal(opening, "100.00"), bal("CLBD", closing), bal("CLAV", "1"), ntry(), pending)))
    assert tally.balance_check() == check


def test_opening_booked_is_believed_over_the_close_of_the_day_before() -> None:
    balances = (bal("PRCD", "1"), bal("OPBD", "100"), bal("PRCD", "2"), bal("CLBD", "105"))
    assert read(document(statement(*balances, ntry())))[2].balance_check() == "ok"


def test_an_overdrawn_account_is_below_zero() -> None:
    assert read(document(statement(bal("OPBD", "3", "DBIT"), bal("CLBD", "2"), ntry())))[2].balance_check() == "ok"


def test_a_statement_without_both_balances_proves_nothing() -> None:
    first = statement(bal("CLBD", "1"), ntry())
    assert read(document(first, statement(bal("OPBD", "7"), bal("CLBD", "12"), ntry())))[2].balance_check() == "ok"
    assert read(document(first))[2].balance_check() == "absent"


REVERSED = ntry("20", "DBIT", f"<RvslInd>true</RvslInd>{BOOK}")


def test_a_reversal_states_its_own_direction() -> None:
    reading, _, tally = read(document(statement(REVERSED)))
    assert (tally.totals, reading.warnings) == ({"EUR": Decimal(-20)}, ())


def test_a_bank_whose_balances_prove_otherwise_is_believed() -> None:
    reading, _, tally = read(document(statement(bal("OPBD", "100"), bal("CLBD", "120"), REVERSED)))
    assert (tally.totals, tally.balance_check(), len(reading.warnings)) == ({"EUR": Decimal(20)}, "ok", 1)


def test_reversals_that_neither_reading_explains_follow_the_standard() -> None:
    _, _, tally = read(document(statement(bal("OPBD", "100"), bal("CLBD", "777"), REVERSED)))
    assert (tally.totals, tally.balance_check()) == ({"EUR": Decimal(-20)}, "failed")


@pytest.mark.parametrize(
    ("account", "number"),
    [("<IBAN>CH28 0123 4000</IBAN>", "CH2801234000"), ("<Othr><Id>4711</Id></Othr>", "4711"), ("<BBAN>99</BBAN>", "99")],
)
def test_the_account_is_its_iban_or_another_number(account: str, number: str) -> None:
    assert read(document(statement(ntry(), account=account)))[2].accounts == [number]


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("UTF-8", "utf-8"),
        ("UTF-8", "utf-8-sig"),
        ("UTF-8", "cp1252"),
        ("ISO-8859-1", "latin-1"),
        ("ISO-8859-1", "utf-8"),
        ("windows-1252", "cp1252"),
        ("UTF-16", "utf-16"),
    ],
)
def test_declared_and_actual_encodings(declared: str, encoding: str) -> None:
    xml = document(
        statement(ntry(rest=f"{BOOK}<AddtlNtryInf>Möwe</AddtlNtryInf>")), head=f'<?xml version="1.0" encoding="{declared}"?>'
    )
    (row,) = read(xml.encode(encoding))[1]
    assert isinstance(row, Entry)
    assert row.description == "Möwe"


@pytest.mark.parametrize(
    "xml",
    [
        document(statement(ntry()), head='<!DOCTYPE Document [<!ENTITY a "b">]>'),
        document(statement(ntry()), head='<!DOCTYPE Document SYSTEM "http://127.0.0.1/x.dtd">'),
        document(statement(ntry(rest="&boom;"))),
        document(statement(ntry()))[:-20],
        document(statement(ntry())).replace("</Ntry>", ""),
        document(statement("<a>" * 500 + "</a>" * 500)),
        document(statement(ntry())).replace("<Document", "<x:Document"),
        document(statement(ntry()), head='<?xml version="1.0" encoding="klingon"?>') + "\xff",
    ],
)
def test_xml_that_is_refused_whole(xml: str) -> None:
    with pytest.raises(StatementError) as refusal:
        read(xml.encode("latin-1"))
    assert refusal.value.code == "UNREADABLE"


def test_documents_behind_each_other_in_one_file_are_all_read() -> None:
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    booked = bal("OPBD", "1.00"), bal("CLBD", "6.00"), ntry()
    one, other = (document(statement(*booked, account=f"<IBAN>{iban}</IBAN>"), head=head) for iban in ("A1", "B2"))
    rows, tally = read(f"{one}\n\n{other}\n")[1:]
    assert [(row.account, row.amount) for row in rows if isinstance(row, Entry)] == [("A1", 5), ("B2", 5)]
    assert tally.balance_check() == "ok"
    with pytest.raises(StatementError, match="unfinished") as refused:
        read(f"{one}\n{other[:-20]}")
    assert refused.value.line == 4
    with pytest.raises(StatementError, match="more than 1000 XML documents"):
        read(one * 1001)


def test_a_message_without_entries_is_empty_not_wrong() -> None:
    _, rows, tally = read(document(statement(bal("OPBD", "1"))))
    assert (rows, tally.balance_check()) == ([], "absent")


def test_another_message_is_named() -> None:
    with pytest.raises(StatementError, match=r"pain\.001"):
        read('<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.03"><CstmrCdtTrfInitn/></Document>')


ENTRIES = st.lists(
    st.tuples(
        st.dates(dt.date(1950, 1, 1), dt.date(2100, 1, 1)),
        st.decimals(Decimal("-99999999.99999"), Decimal("99999999.99999"), places=5),
        st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co"), exclude_characters="<&>\ufffe\uffff"), max_size=40),
    ),
    max_size=15,
)


@settings(max_examples=60, deadline=None)
@given(ENTRIES, st.sampled_from(["utf-8", "utf-16"]))
def test_what_is_written_is_read(entries: list[tuple[dt.date, Decimal, str]], encoding: str) -> None:
    written = "".join(
        ntry(
            f"{abs(amount):f}",
            "DBIT" if amount < 0 else "CRDT",
            f"<Sts>BOOK</Sts><BookgDt><Dt>{date}</Dt></BookgDt><AddtlNtryInf>{words}</AddtlNtryInf>",
        )
        for date, amount, words in entries
    )
    total = sum((amount for _, amount, _ in entries), Decimal(0))
    closing = bal("CLBD", f"{abs(total):f}", "DBIT" if total < 0 else "CRDT")
    _, rows, tally = read(document(statement(bal("OPBD", "0"), closing, written)).encode(encoding))
    found = [(row.date, row.amount, row.memo or row.description) for row in rows if isinstance(row, Entry)]
    wanted = [(date, amount, " ".join(words.split()) or ("DBIT" if amount < 0 else "CRDT")) for date, amount, words in entries]
    assert found == wanted
    assert tally.balance_check() == "ok"


def test_a_status_is_known_in_any_case_and_an_amount_may_begin_with_its_point() -> None:
    found = entry(ntry(".50", "DBIT", "<Sts><Cd>book</Cd></Sts><BookgDt><Dt>2026-09-30</Dt></BookgDt>"))
    assert (found.amount, found.pending) == (Decimal("-0.50"), False)


RATE = "<CcyXchg><SrcCcy>USD</SrcCcy><TrgtCcy>EUR</TrgtCcy><XchgRate>1.25</XchgRate></CcyXchg>"
IN_TRANSACTION = "<NtryDtls><TxDtls>{}</TxDtls></NtryDtls>"


def amounts(**kinds: str) -> str:
    return "<AmtDtls>" + "".join(f"<{kind}>{inner}</{kind}>" for kind, inner in kinds.items()) + "</AmtDtls>"


USD, EUR = '<Amt Ccy="USD">6.25</Amt>', '<Amt Ccy="EUR">5.00</Amt>'


@pytest.mark.parametrize(
    ("rest", "rate"),
    [
        (IN_TRANSACTION.format(amounts(InstdAmt=USD, TxAmt=EUR + RATE)), Decimal("1.25")),
        (IN_TRANSACTION.format(amounts(InstdAmt=EUR, CntrValAmt=USD + RATE)), Decimal("1.25")),
        (IN_TRANSACTION.format(amounts(TxAmt=USD)), None),
        (IN_TRANSACTION.format(USD), None),
        (amounts(InstdAmt=USD + RATE), Decimal("1.25")),
    ],
)
def test_what_the_bank_converted_is_told_in_the_other_currency(rest: str, rate: Decimal | None) -> None:
    found = entry(ntry("5.00", "DBIT", BOOK + rest))
    assert (found.amount, found.original_amount, found.original_currency) == (Decimal("-5.00"), Decimal("-6.25"), "USD")
    assert found.exchange_rate == rate


@pytest.mark.parametrize("rest", [IN_TRANSACTION.format(EUR), 2 * IN_TRANSACTION.format(USD), amounts(InstdAmt="<Amt>1</Amt>")])
def test_one_currency_or_a_batch_of_several_tells_no_conversion(rest: str) -> None:
    found = entry(ntry("5.00", "DBIT", BOOK + rest))
    assert (found.original_amount, found.original_currency, found.exchange_rate) == (None, None, None)
