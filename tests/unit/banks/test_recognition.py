"""Which files are statements, of which format and bank, and what a person is told when they are not."""

import bz2
import gzip
import io
import lzma
import tarfile
import time
import zipfile
from dataclasses import dataclass

import pytest
from purser import banks
from purser.banks._recognise import recognise
from purser.banks._text import Document, open_document
from purser.domain.errors import StatementError
from purser.domain.statements import Reading

CHASE = b"Transaction Date,Post Date,Description,Category,Type,Amount,Memo\n04/09/2026,04/09/2026,SHOP,,Sale,-1.23,\n"


def refusal(data: bytes, **hints: str) -> StatementError:
    with pytest.raises(StatementError) as caught:
        banks.read(data, **hints)
    return caught.value


def zipped(name: str, content: bytes) -> bytes:
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return memory.getvalue()


def tarred(content: bytes) -> bytes:
    memory = io.BytesIO()
    with tarfile.open(fileobj=memory, mode="w") as archive:
        info = tarfile.TarInfo("statement.csv")
        info.size = len(content)
        archive.addfile(info, io.BytesIO(content))
    return memory.getvalue()


@pytest.mark.parametrize("data", [b"", b" \r\n\n\t", b"\xef\xbb\xbf", b"\xef\xbb\xbf\n", b"\xff\xfe", b"\xff\xfe\n\x00"])
def test_an_empty_file_is_named_as_such(data: bytes) -> None:
    assert refusal(data).code == "EMPTY_FILE"


ARCHIVES = {
    "zip": zipped("x.csv", CHASE),
    "tar": tarred(CHASE),
    "gzip": gzip.compress(CHASE),
    "bzip2": bz2.compress(CHASE),
    "xz": lzma.compress(CHASE),
    "7z": b"7z\xbc\xaf\x27\x1c\0",
    "rar": b"Rar!\x1a\x07\0",
}


@pytest.mark.parametrize("archive", ARCHIVES.values(), ids=ARCHIVES)
def test_an_archive_is_never_unpacked(archive: bytes) -> None:
    found = refusal(archive, filename="statement.csv")
    assert found.code == "ARCHIVE"
    assert "Unpack it" in found.message


def test_a_zip_bomb_costs_nothing() -> None:
    bomb = zipped("x.csv", b"0" * 100_000_000)
    start = time.monotonic()
    assert refusal(bomb).code == "ARCHIVE"
    assert time.monotonic() - start < 1


@pytest.mark.parametrize("data", [zipped("xl/workbook.xml", b"<workbook/>"), b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100])
def test_a_damaged_workbook_is_refused(data: bytes) -> None:
    found = refusal(data, filename="statement.xls")
    assert found.code == "UNREADABLE"
    assert "save it as CSV" in found.message


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"%PDF-1.7\n\xe2\xe3", "This is a PDF"),
        (b"\r\n<HTML><p>Sign in", "web page"),
        (b"<html><table><tr><td>Trans. Date</td>", "no statement"),
        (b"<!DOCTYPE html>\n<html>", "web page"),
        (b"\xef\xbb\xbf<table border=1>", "web page"),
        (b'{"transactions": []}', "no statement"),
        (b"entry1,entry2\n1,2\n", "no statement"),
        (CHASE.replace(b",Memo", b"").replace(b"-1.23,", b"none"), 'looks like chase_card, but "Memo" is missing'),
        (
            b"Description,Transaction Date,Post Date,Category,Type,Amount,Memo\nSHOP,04/09/2026,04/09/2026,,Sale,none,\n",
            "looks like chase_card, but the columns",
        ),
        (b"Date,Description,Amount\n04/09/2026,SHOP,none\n", "no column of its table is clearly an amount"),
    ],
)
def test_an_unknown_file_is_refused_with_what_to_do(data: bytes, says: str) -> None:
    found = refusal(data, filename="statement.xls")
    assert found.code == "UNKNOWN_FORMAT"
    assert says in found.message
    assert "CSV" in found.message


def test_a_refusal_repeats_nothing_of_the_content() -> None:
    assert "4111" not in refusal(b"4111111111111111,SECRET,1.00\n").message


def test_nul_bytes_are_refused_with_their_line() -> None:
    found = refusal(CHASE + b"04/09/2026,\0\n")
    assert (found.code, found.line) == ("NUL_BYTES", 3)
    wide = refusal((CHASE.decode() + "\0").encode("utf-16"))
    assert (wide.code, wide.line) == ("NUL_BYTES", 3)


def test_damaged_utf16_is_unreadable() -> None:
    assert refusal("Transaction".encode("utf-16") + b"\x00\xd8a\x00").code == "UNREADABLE"


def test_recognition_goes_by_content_and_not_by_name() -> None:
    assert banks.recognise(CHASE, "discover.ofx").name == "chase_card"


def test_a_file_of_another_bank_than_it_was_filed_under_is_refused() -> None:
    found = refusal(CHASE, bank="discover")
    assert found.code == "WRONG_BANK"
    assert "a file of chase, not of discover" in found.message
    assert banks.read(CHASE, bank="chase").bank == banks.read(CHASE, bank="other").bank == banks.read(CHASE).bank == "chase"


@dataclass(frozen=True)
class Greedy:
    name: str
    bank: str

    def claims(self, document: Document) -> bool:
        return document.data.startswith(b"Date")

    def resembles(self, _document: Document) -> str:
        return ""

    def read(self, _document: Document, _currency: str | None) -> Reading:
        raise NotImplementedError


DATED = open_document(b"Date,Amount\n", "")


def test_two_claims_are_refused_and_the_contenders_named() -> None:
    with pytest.raises(StatementError, match="could be amex and generic") as caught:
        recognise(DATED, [Greedy("generic", "other"), Greedy("amex", "amex")])
    assert caught.value.code == "AMBIGUOUS_FORMAT"


def test_the_bank_decides_between_two_claims_only() -> None:
    formats = [Greedy("amex", "amex"), Greedy("barclays", "barclays")]
    assert recognise(DATED, formats, "barclays").name == "barclays"
    with pytest.raises(StatementError, match="could be"):
        recognise(DATED, formats, "chase")
