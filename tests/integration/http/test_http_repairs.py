"""Rejected rows given out, repaired and sent again: exactly these are added, where they belong, whatever the format."""

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

import openpyxl
import pytest
from purser.usecases.ingest import Outcome, ingest

from tests.database import Database
from tests.http import Browser
from tests.integration.http.conftest import organization_of
from tests.statements import Shelf, address_of, chase_checking

OFX = """OFXHEADER:100
DATA:OFXSGML
VERSION:102

<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>CAD<BANKACCTFROM><BANKID>1<ACCTID>000998877<ACCTTYPE>CHECKING</BANKACCTFROM>
<BANKTRANLIST>
<STMTTRN><TRNTYPE>DEBIT<DTPOSTED>20260928<TRNAMT>-1.50<FITID>f1<NAME>TEA HOUSE</STMTTRN>
<STMTTRN><TRNTYPE>DEBIT<DTPOSTED>20260929<TRNAMT>-2O.00<FITID>f2<NAME>HARBOUR BOOKS</STMTTRN>
</BANKTRANLIST></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>
"""
CAMT = """<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt><Stmt><Id>1</Id>
<Acct><Id><IBAN>DE02120300000000202051</IBAN></Id><Ccy>CAD</Ccy></Acct>
<Ntry><Amt Ccy="CAD">1.50</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>2026-09-28</Dt></BookgDt></Ntry>
<Ntry><Amt Ccy="CAD">2O.00</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>2026-09-29</Dt></BookgDt></Ntry>
</Stmt></BkToCstmrStmt></Document>
"""
MT940 = """:20:STARTUMSE
:25:12030000/0000202051
:28C:1/1
:60F:C260927CAD100,00
:61:2609280928D1,50N024NONREF
:86:TEA HOUSE
:61:2609310931D20,00N024NONREF
:86:HARBOUR BOOKS
-
"""
CHASE = chase_checking(("09/29/2026", "HARBOUR BOOKS", "-2O.00", "78.50"), ("09/28/2026", "TEA HOUSE", "-1.50", "98.50"))
SPARKASSE = (
    '"Auftragskonto";"Buchungstag";"Valutadatum";"Buchungstext";"Verwendungszweck";"Glaeubiger ID";"Mandatsreferenz";'
    '"Kundenreferenz (End-to-End)";"Sammlerreferenz";"Lastschrift Ursprungsbetrag";"Auslagenersatz Ruecklastschrift";'
    '"Beguenstigter/Zahlungspflichtiger";"Kontonummer/IBAN";"BIC (SWIFT-Code)";"Betrag";"Waehrung";"Info"\r\n'
    '"DE02120300000000202051";"28.09.26";"28.09.26";"FOLGE";"Tee; ""gut""";"";"";"";"";"";"";"Tee";"";"";"-1,50";"CAD";""\r\n'
    '"DE02120300000000202051";"29.09.26";"29.09.26";"FOLGE";"Bücher";"";"";"";"";"";"";"Hafen";"";"";"-2O,00";"CAD";""\r\n'
).encode("cp1252")
UNKNOWN = b"Booked on,Shop,Sum (CAD)\n2026-09-28,Tea house,-1.50\n2026-09-27,Kiosk,-3.00\n2026-09-29,Harbour books,-2O.00\n"


def workbook() -> bytes:
    book, sink = openpyxl.Workbook(), io.BytesIO()
    for line in csv.reader(io.StringIO(CHASE.decode())):
        book.active.append(line)
    book.save(sink)
    return sink.getvalue()


@dataclass
class Post:
    """Files read as the queue would have it."""

    ada: Browser
    database: Database

    def drop(self, data: bytes, name: str) -> Outcome:
        shelf = Shelf()
        arrival = shelf.put(data, address_of(organization_of(self.ada), bank="other", filename=name))
        return ingest(arrival, shelf, self.database.connect("app"))

    def rejected(self, outcome: Outcome) -> str:
        answer = self.ada.get(f"/api/imports/{outcome.import_id}/rows", status="rejected", format="csv")
        assert answer.status == 200, answer.body
        return answer.body

    def ledger(self) -> list[tuple[str, Decimal, str]]:
        return [(t["date"], Decimal(t["amount"]), t["account_id"]) for t in self.ada.get("/api/transactions").json["items"]]


@pytest.fixture
def post(ada: Browser, database: Database) -> Post:
    return Post(ada, database)


def corrected(file: str) -> bytes:
    return file.replace("-2O", "-20").encode()


def filled_in(file: str) -> bytes:
    """Write date, amount and description into the row, and nothing else."""
    rows = list(csv.reader(io.StringIO(file.lstrip("\ufeff"))))
    names = rows[0]
    for row in rows[1:]:
        row[names.index("Date")], row[names.index("Amount")] = "2026-09-29", "-20.00"
        row[names.index("Description")] = "Harbour Books"
    sink = io.StringIO()
    csv.writer(sink).writerows(rows)
    return sink.getvalue().encode()


Repair = Callable[[str], bytes]


@pytest.mark.parametrize(
    ("name", "data", "repair"),
    [
        ("x.ofx", OFX.encode(), filled_in),
        ("x.xml", CAMT.encode(), filled_in),
        ("x.sta", MT940.encode(), filled_in),
        ("Chase1234_Activity.CSV", CHASE, corrected),
        ("Chase1234_Activity.xlsx", workbook(), corrected),
        ("20260930-202051-umsatz.CSV", SPARKASSE, corrected),
        ("village.csv", UNKNOWN, filled_in),
    ],
)
def test_what_is_repaired_is_added_and_nothing_else(post: Post, name: str, data: bytes, repair: Repair) -> None:
    first = post.drop(data, name)
    assert (first.status, first.rejected) == ("done", 1)
    before = post.ledger()
    (account,) = {account for _, _, account in before}
    again = post.drop(repair(post.rejected(first)), "put right.csv")
    assert (again.status, again.rows_read, again.imported) == ("done", 1, 1)
    assert sorted(post.ledger()) == sorted([*before, ("2026-09-29", Decimal("-20.00"), account)])
    assert {(t["bank"], t["currency"]) for t in post.ada.get("/api/transactions").json["items"]} in (
        {("chase", "USD")}, {("other", "CAD")},
    )  # fmt: skip


def test_a_row_sent_again_without_a_repair_is_rejected_again(post: Post) -> None:
    first = post.drop(OFX.encode(), "x.ofx")
    again = post.drop(post.rejected(first).encode(), "x_rejected.csv")
    assert (again.rows_read, again.rejected, again.imported) == (1, 1, 0)
    assert len(post.ada.get("/api/accounts").json["items"]) == 1


def test_the_banks_own_correction_later_finds_the_repaired_row(post: Post) -> None:
    first = post.drop(OFX.encode(), "x.ofx")
    post.drop(filled_in(post.rejected(first)), "x_rejected.csv")
    later = post.drop(OFX.replace("-2O.00", "-20.00").encode(), "x_corrected.ofx")
    assert (later.imported, later.duplicates) == (0, 2)


def test_of_a_file_of_several_accounts_a_person_says_which(post: Post) -> None:
    other = OFX.replace("000998877", "000112233").replace("-2O.00", "-3.00").split("<BANKMSGSRSV1>")[1].removesuffix("</OFX>\n")
    first = post.drop(OFX.replace("</OFX>", f"<BANKMSGSRSV1>{other}</OFX>").encode(), "x.ofx")
    assert (first.imported, first.rejected) == (3, 1)
    file = post.rejected(first)
    assert file.startswith("\ufeffPurser reason,Date,")
    row = b",2026-09-29,-20.00,CAD,Harbour Books,8877,,,,"
    again = post.drop(f"{file.splitlines()[0]}\n".encode() + row + b"\n", "x_rejected.csv")
    assert again.imported == 1
    assert len(post.ada.get("/api/accounts").json["items"]) == 2
