"""What a bank converted is in the ledger as the file tells it."""

from tests.statements import Drop, Look

CARD = b"""OFXHEADER:100
DATA:OFXSGML
VERSION:102
SECURITY:NONE
ENCODING:USASCII
CHARSET:1252

<OFX><CREDITCARDMSGSRSV1><CCSTMTTRNRS><CCSTMTRS><CURDEF>USD<CCACCTFROM><ACCTID>4111222233334444</CCACCTFROM><BANKTRANLIST>
<STMTTRN><TRNTYPE>DEBIT<DTPOSTED>20260910<TRNAMT>-11.00<FITID>A1<NAME>CAFE ROMA
<ORIGCURRENCY><CURRATE>1.1000<CURSYM>EUR</ORIGCURRENCY></STMTTRN>
<STMTTRN><TRNTYPE>DEBIT<DTPOSTED>20260911<TRNAMT>-6.87<FITID>A2<NAME>TOKYO METRO
<ORIGCURRENCY><CURRATE>0.00687<CURSYM>JPY</ORIGCURRENCY></STMTTRN>
<STMTTRN><TRNTYPE>DEBIT<DTPOSTED>20260912<TRNAMT>-3.00<FITID>A3<NAME>CORNER SHOP</STMTTRN>
</BANKTRANLIST></CCSTMTRS></CCSTMTTRNRS></CREDITCARDMSGSRSV1></OFX>
"""


def test_original_amount_currency_and_rate_are_kept(drop: Drop, look: Look) -> None:
    drop(CARD, bank="other", filename="card.ofx")
    found = look(
        "SELECT amount::text, original_amount::text, original_currency, exchange_rate::text FROM transactions ORDER BY date"
    )
    assert [tuple(row.values()) for row in found] == [
        ("-11.00", "-10.00", "EUR", "1.1000"),
        ("-6.87", "-1000", "JPY", "0.00687"),
        ("-3.00", None, None, None),
    ]
