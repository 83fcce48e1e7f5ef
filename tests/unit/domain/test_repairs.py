"""Rejected rows go out with a reason before each and come back without it."""

from uuid import UUID

import pytest
from purser import banks
from purser.domain.repairs import REASON, Rest, account_of_repaired, repair_lines
from purser.domain.statements import Entry, Heading, Rejected

CHASE = "Details,Posting Date,Description,Amount,Type,Balance,Check or Slip #"
BROKEN = 'DEBIT,99/99/2026,"SHOP, WITH COMMA",-4.25,DEBIT_CARD,,,'
WHY = 'Column "Posting Date": "99/99/2026" is no date, say what it is.'


def given_out(heading: Heading | None, *rows: tuple[str, str]) -> bytes:
    return "".join(f"{line}\n" for line in repair_lines(heading, rows)).encode()


def test_a_repaired_row_is_read_as_the_bank_would_have_written_it() -> None:
    file = given_out(Heading((CHASE,), ","), (WHY, BROKEN)).replace(b"99/99/2026,", b"09/20/2026,")
    (found,) = banks.read(file, filename="Chase1234_Activity_rejected.csv").items
    assert isinstance(found, Entry)
    assert (str(found.date), str(found.amount), found.description, found.account) == (
        "2026-09-20",
        "-4.25",
        "SHOP, WITH COMMA",
        "1234",
    )
    assert REASON not in found.text


def test_a_row_that_was_not_repaired_is_rejected_again() -> None:
    (found,) = banks.read(given_out(Heading((CHASE,), ","), (WHY, BROKEN)), filename="x.csv").items
    assert isinstance(found, Rejected)
    assert (found.text, found.code) == (BROKEN, "BAD_DATE")


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_spreadsheet_may_have_quoted_everything(mark: str) -> None:
    cells = [f'"{cell}"' for cell in ("why, again", "DEBIT", "09/20/2026", "SHOP", "-4.25", "X", "", "", "")]
    file = f'{mark}"{REASON}",{CHASE}\r\n{",".join(cells)}\r\n'.encode()
    (found,) = banks.read(file, filename="x.csv").items
    assert isinstance(found, Entry)


def test_lines_above_the_names_of_columns_stay_above_them() -> None:
    heading = Heading(("Konto;123", "Datum;Betrag"), ";")
    assert list(repair_lines(heading, [("why", "1;2")])) == [f"{REASON};Konto;123", ";Datum;Betrag", '"why";1;2']


def test_rows_of_files_that_are_no_tables_are_filled_in_by_a_person() -> None:
    file = given_out(None, ('say "when"', ":61:2613\nD3,20")).replace(b',,,,,,,,":61', b'2026-09-03,-3.20,EUR,Bus,,,,,":61')
    (found,) = banks.read(file, filename="x.csv").items
    assert isinstance(found, Entry)
    assert (str(found.date), str(found.amount), found.currency) == ("2026-09-03", "-3.20", "EUR")


@pytest.mark.parametrize("heading", [None, Heading((CHASE,), ",")])
def test_the_file_says_which_account_it_is_of(heading: Heading | None) -> None:
    account = UUID(int=7)
    lines = "\n".join(repair_lines(heading, [(WHY, BROKEN)], Rest(account, "CAD")))
    for file in (lines, f"\ufeff{lines}", lines.replace(f"{REASON} {account}", f'"{REASON} {account}"')):
        assert account_of_repaired(file.encode()) == account
        assert [item.line for item in banks.read(file.encode(), filename="x.csv").items] == [2]


@pytest.mark.parametrize("data", [b"", b"Date,Amount\n", f"{REASON},Date".encode(), f"{REASON} {'-' * 36},Date".encode()])
def test_other_files_say_none(data: bytes) -> None:
    assert account_of_repaired(data) is None
