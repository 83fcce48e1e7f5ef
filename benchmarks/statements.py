"""The same seeded transactions written as a Chase export, as beancount and as OFX."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import islice
from pathlib import Path

FIRST_DAY = date(2025, 1, 1)
SHOPS = ("COFFEE BAR", "CITY GROCER", "BOOK SHOP", "FUEL STOP", "WATER WORKS", "POWER CO", "TRAIN LINE", "CORNER BAKERY")
HEADER = "Details,Posting Date,Description,Amount,Type,Balance,Check or Slip #\n"


def rows(count: int) -> Iterator[tuple[date, str, Decimal]]:
    """Yield (day, description, signed amount), oldest first, the same for every run."""
    draw = random.Random(20260918)  # noqa: S311 - sample data, not secrets
    for n in range(count):
        yield (
            FIRST_DAY + timedelta(days=n * 330 // count),
            f"{draw.choice(SHOPS)} #{draw.randrange(1000, 9999)}",
            -Decimal(draw.randrange(100, 20000)) / 100,
        )


def write_chase(path: Path, count: int, *, skip: int = 0, beyond: int = 0) -> Path:
    """Chase checking, newest first, with the running balance and the comma at the end of each row.

    Of an account that has `beyond` more rows than `count`, those after the first `skip`: two such files overlap.
    """
    balance, lines = Decimal(1_000_000), []
    for day, text, amount in islice(rows(count + beyond), skip, skip + count):
        balance += amount
        lines.append(f'DEBIT,{day:%m/%d/%Y},"{text}",{amount},DEBIT_CARD,{balance},,\n')
    path.write_text(HEADER + "".join(reversed(lines)))
    return path


def write_beancount(path: Path, count: int) -> Path:
    """Write the equivalent beancount ledger."""
    opened = "2025-01-01 open Assets:Checking USD\n2025-01-01 open Expenses:All USD\n"
    path.write_text(
        opened
        + "".join(f'{day} * "{text}"\n  Assets:Checking  {amount} USD\n  Expenses:All\n' for day, text, amount in rows(count))
    )
    return path


def write_hledger(path: Path, count: int) -> Path:
    """Write the equivalent hledger journal."""
    entries = (f"{day} {text}\n    assets:checking  USD {amount}\n    expenses:all\n\n" for day, text, amount in rows(count))
    path.write_text("".join(entries))
    return path


def write_ofx(path: Path, count: int) -> Path:
    """Write the equivalent OFX 1.02 statement."""
    head = (
        "OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\nSECURITY:NONE\nENCODING:USASCII\nCHARSET:1252\nCOMPRESSION:NONE\n"
        "OLDFILEUID:NONE\nNEWFILEUID:NONE\n\n<OFX><SIGNONMSGSRSV1><SONRS><STATUS><CODE>0<SEVERITY>INFO</STATUS>"
        "<DTSERVER>20260101000000<LANGUAGE>ENG</SONRS></SIGNONMSGSRSV1><BANKMSGSRSV1><STMTTRNRS><TRNUID>0<STATUS><CODE>0"
        "<SEVERITY>INFO</STATUS><STMTRS><CURDEF>USD<BANKACCTFROM><BANKID>1<ACCTID>1234<ACCTTYPE>CHECKING</BANKACCTFROM>"
        "<BANKTRANLIST><DTSTART>20250101<DTEND>20251231\n"
    )
    body = "".join(
        f"<STMTTRN><TRNTYPE>DEBIT<DTPOSTED>{day:%Y%m%d}<TRNAMT>{amount}<FITID>{n}<NAME>{text}</STMTTRN>\n"
        for n, (day, text, amount) in enumerate(rows(count))
    )
    tail = "</BANKTRANLIST><LEDGERBAL><BALAMT>0<DTASOF>20251231</LEDGERBAL></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>\n"
    path.write_text(head + body + tail)
    return path
