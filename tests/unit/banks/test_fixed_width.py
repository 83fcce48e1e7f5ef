"""Records of fixed width: Norma 43, CFONB 120, CODA, ABO, and 1C's text; what the samples do not show."""

from decimal import Decimal
from pathlib import Path

import pytest
from purser import banks
from purser.domain.statements import Entry, Ignored, Rejected, Row, Tally

GOLDEN = Path(__file__).parents[2] / "golden"


def read(data: bytes, **how: str) -> tuple[list[Row], Tally]:
    tally = Tally()
    return list(tally.watch(banks.read(data, **how).items)), tally


def sample(name: str) -> bytes:
    return (GOLDEN / name).read_bytes()


@pytest.mark.parametrize(
    ("name", "accounts"),
    [
        ("aeb43/two_accounts.n43", ["ES9121000418450200051332"]),
        ("cfonb120/two_accounts.txt", ["FR1420041010050500013M02606"]),
        ("coda/two_accounts.cod", ["139138536152", "BE68539007547034"]),
        ("abo_gpc/month.gpc", ["19-2000145399"]),
        ("clientbank_1c/kazakhstan.txt", ["KZ79722S000000000001"]),
    ],
)
def test_an_account_is_called_as_in_other_exports(name: str, accounts: list[str]) -> None:
    assert set(accounts) <= set(read(sample(name))[1].accounts)


@pytest.mark.parametrize(
    ("name", "amount", "currency"), [("aeb43/two_accounts.n43", "-20.10", "GBP"), ("cfonb120/two_accounts.txt", "-20.10", "GBP")]
)
def test_an_amount_in_another_currency_is_kept_beside(name: str, amount: str, currency: str) -> None:
    found = [row for row in read(sample(name))[0] if isinstance(row, Entry) and row.original_currency]
    assert [(row.amount, row.original_amount, row.original_currency) for row in found] == [
        (Decimal("-23.45"), Decimal(amount), currency)
    ]


def test_a_booking_taken_back_moves_money_the_other_way() -> None:
    found = {row.bank_type: row.amount for row in read(sample("abo_gpc/month.gpc"))[0] if isinstance(row, Entry)}
    assert (found["4"], found["5"]) == (Decimal("0.45"), Decimal("-1.00"))


def test_the_details_of_a_batch_are_no_bookings() -> None:
    rows, tally = read(sample("coda/two_accounts.cod"))
    assert [row.reason for row in rows if isinstance(row, Ignored)] == ["A detail of the booking above, which has the sum."] * 2
    assert tally.balance_check() == "ok"


def test_a_file_without_line_ends_is_the_same_file() -> None:
    data = sample("cfonb120/two_accounts.txt")
    joined = b"".join(data.split(b"\r\n"))
    assert [row.amount for row in read(joined)[0] if isinstance(row, Entry)] == [
        row.amount for row in read(data)[0] if isinstance(row, Entry)
    ]


def test_a_wrong_balance_is_told() -> None:
    data = sample("coda/two_accounts.cod").replace(b"0000000001770210", b"0000000001770220")
    assert read(data)[1].balance_check() == "failed"


def test_a_transfer_between_own_accounts_is_a_row_of_each_whether_told_once_or_twice() -> None:
    rows, tally = read(sample("clientbank_1c/between_own_accounts.txt"))
    assert [row.amount for row in rows if isinstance(row, Entry)] == [Decimal(n) for n in ("-30.00", "30.00", "-10.00", "10.00")]
    assert tally.balance_check() == "ok"


def test_a_document_between_strangers_is_rejected() -> None:
    rows, _ = read(sample("clientbank_1c/between_own_accounts.txt"))
    assert [row.code for row in rows if isinstance(row, Rejected)] == ["BAD_DATE", "BAD_AMOUNT", "BAD_ROW"]


def test_the_old_russian_encodings_read_alike() -> None:
    windows, dos = (read(sample(f"clientbank_1c/{name}.txt"))[0] for name in ("russia", "russia_dos"))
    assert [row.description for row in windows if isinstance(row, Entry)] == [
        row.description for row in dos if isinstance(row, Entry)
    ]
    assert any("Пекарня" in row.description for row in windows if isinstance(row, Entry))


def test_the_currency_that_nothing_says_is_the_callers() -> None:
    data = sample("abo_gpc/month.gpc").replace(b"00203", b"01101")
    assert read(data, currency="CZK")[1].totals == {"CZK": Decimal("1127.00")}
    assert set(read(data)[1].totals) == {"XXX"}
