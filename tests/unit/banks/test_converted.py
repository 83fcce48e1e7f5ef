from decimal import Decimal

import pytest
from purser import banks
from purser.domain.statements import Entry

N26 = (
    "Booking Date,Value Date,Partner Name,Partner Iban,Type,Payment Reference,Account Name,Amount (EUR),"
    "Original Amount,Original Currency,Exchange Rate\n"
)


def read(cells: str) -> Entry:
    data = f"{N26}2026-04-02,2026-04-01,Shop,,Presentment,,Main,-9.20,{cells}\n".encode()
    (item,) = banks.read(data, filename="n26.csv").items
    assert isinstance(item, Entry)
    return item


def test_what_the_bank_converted_has_the_sign_of_what_it_booked() -> None:
    found = read("10.00,USD,0.92")
    assert (found.original_amount, found.original_currency, found.exchange_rate) == (Decimal("-10.00"), "USD", Decimal("0.92"))


@pytest.mark.parametrize("cells", ["9.20,EUR,1", ",,", "10.00,,0.92", "10.00,points,", "ten,USD,0.92"])
def test_what_was_not_converted_or_cannot_be_read_is_left_out_and_the_row_stays(cells: str) -> None:
    found = read(cells)
    assert (found.amount, found.original_amount, found.original_currency) == (Decimal("-9.20"), None, None)
    assert found.exchange_rate is None
