import datetime as dt
import io
import zipfile
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some
from purser.banks._ecb_rates import read_rates
from purser.domain.errors import StatementError
from purser.domain.exchange import Rate

HISTORY = b"Date,USD,JPY,CYP,\n2024-01-05,1.0921,158.35,N/A,\n2024-01-04,1.0953,158.14,N/A,\n"
DAILY = b"Date, USD, JPY, \n05 January 2024, 1.0921, 158.35, \n"
XML = b"""<?xml version="1.0" encoding="UTF-8"?>
<gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01" xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref">
<gesmes:subject>Reference rates</gesmes:subject>
<Cube><Cube time='2024-01-05'><Cube currency='USD' rate='1.0921'/><Cube currency='JPY' rate='158.35'/></Cube></Cube>
</gesmes:Envelope>"""
FRIDAY = [Rate("USD", dt.date(2024, 1, 5), Decimal("1.0921")), Rate("JPY", dt.date(2024, 1, 5), Decimal("158.35"))]


def zipped(*contents: bytes) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, content in enumerate(contents):
            archive.writestr(f"eurofxref-{number}.csv", content)
    return sink.getvalue()


@pytest.mark.parametrize("data", [DAILY, XML, zipped(DAILY), b"\xef\xbb\xbf" + DAILY], ids=["csv", "xml", "zip", "bom"])
def test_every_file_of_a_day_says_the_same(data: bytes) -> None:
    assert list(read_rates(data)) == FRIDAY


def test_history_is_read_and_what_has_no_rate_is_left_out() -> None:
    found = list(read_rates(HISTORY))
    assert found[:2] == FRIDAY
    assert [rate.date.day for rate in found] == [5, 5, 4, 4]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"Transaction Date,Amount\n01/02/2024,3\n", "not a file of exchange rates"),
        (b"", "not a file of exchange rates"),
        (b"\xff\xfe\x00", "not a file of exchange rates"),
        (b"<html><p>moved</p></html>", "not a file of exchange rates"),
        (b"<html>", "cannot be read"),
        (XML.replace(b"<gesmes:subject>", b"<!DOCTYPE x><gesmes:subject>", 1), "cannot be read"),
        (HISTORY.replace(b"1.0953", b"1,0953x"), "is not a rate"),
        (HISTORY.replace(b"1.0953", b"-1"), "is not a rate"),
        (HISTORY.replace(b"1.0953", b"NaN"), "is not a rate"),
        (HISTORY.replace(b"2024-01-04", b"04/01/2024"), "is not a date"),
        (zipped(HISTORY, HISTORY), "2 files instead of one"),
        (zipped(HISTORY)[:60], "cannot be opened"),
        (zipped(b" " * 41_000_000), "unpacks to more"),
    ],
)
def test_whatever_is_not_rates_is_refused_with_what_to_take_instead(data: bytes, says: str) -> None:
    with pytest.raises(StatementError, match=says):
        list(read_rates(data))


@given(some.binary(max_size=200), some.integers(0, len(HISTORY)))
def test_damage_ends_in_a_statement_error_or_rates(noise: bytes, place: int) -> None:
    for data in (HISTORY[:place] + noise + HISTORY[place:], zipped(HISTORY)[:place] + noise, XML[:place] + noise + XML[place:]):
        try:
            assert all(rate.rate > 0 for rate in read_rates(data))
        except StatementError:
            continue
