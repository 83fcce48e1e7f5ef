"""Statements on the page: dropped, taken back, repaired, asked about, suspected, reconciled."""

from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.statements import chase_checking

PASSWORD = "a ledger is a promise"
AUGUST = chase_checking(("08/31/2026", "RENT", "-900.00", "100.00"), ("08/01/2026", "PAYROLL", "500.00", "1000.00"))
SEPTEMBER = chase_checking(
    ("09/28/2026", "PAYROLL", "500.00", "540.00"),
    ("09/10/2026", "CITY GROCER 42", "-50.00", "40.00"),
    ("09/02/2026", "LUNCH", "-10.00", "90.00"),
)
DAMAGED = SEPTEMBER.replace(b"-50.00", b"-5O.00")
UNSAID = b"Date,Details,Amount,Currency\n03/04/2024,Coffee bar,-4.25,USD\n05/06/2024,City grocer,-80.10,USD\n"


@pytest.fixture
def desk(page: Page) -> Page:
    """The page of somebody who has just registered an organisation."""
    person = {"email": f"{uuid4().hex}@example.com", "password": PASSWORD, "organization": "Counting House"}
    assert page.request.post("/auth/register", data=person).status == 201
    page.goto("/")
    expect(page.get_by_text("Drop statements here")).to_be_visible()
    return page


def drop(desk: Page, name: str, body: bytes) -> Locator:
    """Drop a file; return its row once it has been read."""
    file = {"name": name, "mimeType": "text/csv", "buffer": body}
    desk.locator("#imports input[type=file]").set_input_files([file])
    row = desk.locator("#imports tbody tr", has_text=name).first
    expect(row.locator("td").nth(2)).to_contain_text(("done", "rejected")[body is UNSAID])
    return row


def figures(row: Locator) -> list[str]:
    """New, known, pending, rejected and ignored rows."""
    return row.locator("td.n").all_text_contents()


def test_a_statement_is_dropped_taken_back_and_dropped_again(desk: Page) -> None:
    row = drop(desk, "Chase1234_Activity.CSV", SEPTEMBER)
    assert figures(row) == ["3", "0", "0", "0", "0"]
    expect(desk.locator("#transactions tbody tr")).to_have_count(3)
    desk.once("dialog", lambda dialog: dialog.accept())
    row.get_by_role("button", name="Undo").click()
    expect(row).to_contain_text("undone")
    expect(desk.locator("#transactions tbody")).to_contain_text("Nothing here yet")
    assert figures(drop(desk, "Chase1234_Activity_again.CSV", SEPTEMBER))[:2] == ["3", "0"]


def test_a_rejected_row_is_fetched_repaired_and_dropped_again(desk: Page, tmp_path: Path) -> None:
    row = drop(desk, "Chase1234_Activity.CSV", DAMAGED)
    assert figures(row)[3] == "1"
    with desk.expect_download() as fetched:
        row.get_by_title("The rejected rows").click()
    fetched.value.save_as(tmp_path / "rejected.csv")
    repaired = (tmp_path / "rejected.csv").read_bytes()
    assert b"Purser reason" in repaired
    again = drop(desk, "Chase1234_repaired.CSV", repaired.replace(b"-5O.00", b"-50.00"))
    assert figures(again)[:4] == ["1", "0", "0", "0"]
    expect(desk.locator("#transactions tbody tr")).to_have_count(3)


def test_a_question_is_answered_by_a_click_and_the_file_is_read(desk: Page) -> None:
    row = drop(desk, "village.csv", UNSAID)
    row.get_by_role("button", name="Answer and read it").click()
    desk.locator(".ask label", has_text="3 April").get_by_role("radio").check()
    desk.get_by_role("button", name="Show me").click()
    expect(desk.get_by_label("First rows as they would be read")).to_contain_text("2024-04-03")
    desk.get_by_role("button", name="Right: read it so").click()
    expect(desk.locator("#transactions tbody tr")).to_have_count(2)
    expect(desk.locator("#imports tbody tr", has_text="village.csv")).to_contain_text("done")
    later = drop(desk, "later.csv", UNSAID.replace(b"2024", b"2025"))
    assert figures(later)[0] == "2", "the answer is kept for later files"


def test_a_question_stays_open_while_other_files_arrive(desk: Page) -> None:
    row = drop(desk, "village.csv", UNSAID)
    row.get_by_role("button", name="Answer and read it").click()
    desk.locator(".ask label", has_text="March 4").get_by_role("radio").check()
    drop(desk, "Chase1234_Activity.CSV", SEPTEMBER)
    expect(desk.locator("#transactions tbody tr")).to_have_count(3)
    expect(desk.locator(".ask label", has_text="March 4").get_by_role("radio")).to_be_checked()
    desk.get_by_role("button", name="Show me").click()
    desk.get_by_role("button", name="Right: read it so").click()
    expect(desk.locator("#transactions tbody")).to_contain_text("2024-03-04")


def test_a_file_is_fetched_as_it_came_and_read_again_after_an_undo(desk: Page, tmp_path: Path) -> None:
    row = drop(desk, "Chase1234_Activity.CSV", SEPTEMBER)
    with desk.expect_download() as fetched:
        row.get_by_role("link", name="Chase1234_Activity.CSV").click()
    fetched.value.save_as(tmp_path / "original.csv")
    assert (tmp_path / "original.csv").read_bytes() == SEPTEMBER
    desk.once("dialog", lambda dialog: dialog.accept())
    row.get_by_role("button", name="Undo").click()
    expect(row).to_contain_text("undone")
    row.get_by_role("button", name="Read again").click()
    expect(row).to_contain_text("done")
    expect(desk.locator("#transactions tbody tr")).to_have_count(3)


def test_files_that_name_no_account_go_to_the_one_that_was_chosen(desk: Page) -> None:
    drop(desk, "Chase1234_Activity.CSV", SEPTEMBER)
    desk.get_by_label("They are of").select_option(label="Chase checking …1234")
    drop(desk, "statement.csv", AUGUST)
    expect(desk.locator("#banks tbody").get_by_role("button", name="Statements")).to_have_count(1)
    expect(desk.locator("#banks tbody tr").first).to_contain_text("5")


def test_cash_is_typed_in_found_again_at_the_bank_and_parted(desk: Page) -> None:
    desk.get_by_text("Add cash, or what the bank has not told yet").click()
    draft = desk.locator("#draft")
    draft.get_by_label("Day").fill("2026-09-09")
    draft.get_by_label("What").fill("City Grocer 42")
    draft.get_by_label("Amount").fill("-50.005")
    draft.get_by_role("button", name="Add").click()
    expect(draft.get_by_role("alert")).to_contain_text("USD has 2 decimals")
    draft.get_by_label("Amount").fill("-50")
    draft.get_by_role("button", name="Add").click()
    expect(desk.locator("#transactions tbody tr", has_text="city grocer")).to_contain_text("draft")
    drop(desk, "Chase1234_Activity.CSV", SEPTEMBER)
    rows = desk.locator("#transactions tbody tr")
    expect(rows).to_have_count(3)
    rows.get_by_role("button", name="your draft: it is not").click()
    expect(rows).to_have_count(4)


def test_a_vouched_balance_holds_or_says_by_how_much_not(desk: Page) -> None:
    drop(desk, "Chase1234_Activity.CSV", SEPTEMBER)
    desk.locator("#banks").get_by_role("button", name="Statements").click()
    vouched = desk.get_by_label("Vouched balances of Chase checking …1234")
    for day, balance in (("2026-09-01", "100.00"), ("2026-10-01", "541.00")):
        desk.get_by_label("Day, before anything of it").fill(day)
        desk.get_by_label("Balance", exact=True).fill(balance)
        desk.get_by_role("button", name="Vouch for it").click()
        expect(vouched).to_contain_text(day)
    expect(vouched.locator("li").first).to_contain_text("the chain begins here")
    expect(vouched.locator("li").last).to_contain_text("fails: the ledger says US$540.00")
    vouched.get_by_role("button", name="Withdraw").last.click()
    expect(vouched.locator("li")).to_have_count(1)


def test_what_the_bank_converted_is_shown_beside_what_it_booked(desk: Page) -> None:
    header = "Transaction ID,Date,Time,Type,Name,Emoji,Category,Amount,Currency,Local amount,Local currency,Notes and #tags"
    rest = "Address,Receipt,Description,Category split,Money Out,Money In"
    row = "tx_1,18/09/2026,09:00:00,Card payment,Harbour Books,,Shopping,-8.50,GBP,-10.00,EUR,,,,HARBOUR BOOKS,,-8.50,"
    drop(desk, "monzo.csv", f"{header},{rest}\n{row}\n".encode())
    expect(desk.locator("#transactions tbody tr")).to_contain_text("-£8.50")
    expect(desk.locator("#transactions tbody tr")).to_contain_text("-€10.00")


def test_on_a_telephone_nothing_is_beyond_the_edge(desk: Page) -> None:
    drop(desk, "Chase1234_Activity.CSV", DAMAGED)
    desk.locator("#banks").get_by_role("button", name="Statements").click()
    desk.set_viewport_size({"width": 360, "height": 740})
    assert desk.evaluate("document.documentElement.scrollWidth") <= 360
    hidden = "[...document.querySelectorAll('#ledger .table')].filter((e) => e.scrollWidth > e.clientWidth + 1).length"
    assert desk.evaluate(hidden) == 0


def test_two_rows_that_may_be_one_are_decided(desk: Page) -> None:
    drop(desk, "Chase1234_Activity.CSV", SEPTEMBER)
    drop(desk, "Chase1234_Activity_2.CSV", SEPTEMBER.replace(b"CITY GROCER 42", b"SQ *City Grocer 42 TX"))
    pair = desk.locator("#duplicates li")
    expect(pair).to_contain_text("SQ *City Grocer 42 TX")
    expect(desk.locator("#transactions tbody tr")).to_have_count(4)
    pair.get_by_role("button", name="They are one").click()
    expect(desk.locator("#duplicates")).to_be_hidden()
    expect(desk.locator("#transactions tbody tr")).to_have_count(3)


def test_a_statement_is_reconciled_and_its_period_locked(desk: Page) -> None:
    drop(desk, "Chase1234_Activity_20260831.CSV", AUGUST)
    drop(desk, "Chase1234_Activity_20260930.CSV", SEPTEMBER)
    desk.locator("#banks").get_by_role("button", name="Statements").click()
    statements = desk.get_by_label("Statements of Chase checking …1234")
    statements.locator("tr", has_text="20260930").get_by_role("button", name="Reconcile").click()
    desk.get_by_label("First day").fill("2026-09-01")
    desk.get_by_label("Last day").fill("2026-09-30")
    desk.get_by_label("Closing balance").fill("550.00")
    desk.get_by_role("button", name="Compare").click()
    standing = desk.locator("#reconciliation .standing")
    expect(standing).to_contain_text("It differs: the ledger lacks US$10.00")
    expect(standing.get_by_label("What may explain")).to_contain_text("Without this one it would agree")
    desk.get_by_label("Closing balance").fill("540.00")
    desk.get_by_role("button", name="Compare").click()
    expect(standing).to_contain_text("It agrees to the last digit.")
    standing.get_by_text("Tick what is on the statement").click()
    standing.get_by_role("checkbox").first.check()
    expect(standing.locator(".ticked")).to_contain_text("1 ticked")
    standing.get_by_role("button", name="Lock the period").click()
    expect(standing).to_contain_text("It agrees and is locked")
    desk.once("dialog", lambda dialog: dialog.accept())
    row = desk.locator("#imports tbody tr", has_text="20260930")
    row.get_by_role("button", name="Undo").click()
    expect(row).to_contain_text("reconciled and locked")
    standing.get_by_role("button", name="Unlock").click()
    expect(standing).to_contain_text("It agrees to the last digit.")
