"""Linking a bank on the page: signed in at the stand-in's own, read, signed in again, unlinked."""

from playwright.sync_api import Page, expect

from infra.local import linking
from tests.browser.test_statements_page import desk
from tests.cloud import LocalCloud
from tests.plaid import Bank

__all__ = ["desk"]
SYNC_MS = 60_000


def sign_in(page: Page) -> None:
    """Follow the link to the hosted page, and let oneself in."""
    with page.expect_popup() as opened:
        page.get_by_role("link", name="Sign in at your bank").click()
    bank = opened.value
    if bank.get_by_label("First Platypus Bank").count():
        bank.get_by_label("First Platypus Bank").check()
    bank.get_by_role("button", name="Sign in").click()
    expect(bank.get_by_text("You are signed in")).to_be_visible()
    bank.close()


def test_a_bank_is_linked_mended_and_unlinked(desk: Page, cloud: LocalCloud) -> None:
    desk.get_by_role("button", name="Link a bank").click()
    sign_in(desk)
    banks = desk.locator("#banks")
    expect(banks.locator(".say")).to_contain_text("is linked, and its transactions are here", timeout=SYNC_MS)
    expect(banks.get_by_label("Linked banks")).to_contain_text("up to date")
    expect(banks.locator("tbody tr", has_text="Plaid Checking")).to_be_visible()
    expect(desk.locator("#transactions tbody tr").nth(20)).to_be_visible()

    bank = Bank(linking.address(cloud.home))
    (token,) = bank.order("look", item_id=bank.order("look")["items"][-1])["access_tokens"]
    bank.post("/sandbox/item/reset_login", {"access_token": token})
    banks.get_by_role("button", name="Sync now").click()
    expect(banks.get_by_label("Linked banks")).to_contain_text("sign in again; nothing comes", timeout=SYNC_MS)
    banks.get_by_role("button", name="Sign in again").click()
    sign_in(desk)
    banks.get_by_role("button", name="I have signed in").click()
    expect(banks.get_by_label("Linked banks")).to_contain_text("up to date", timeout=SYNC_MS)

    desk.once("dialog", lambda dialog: dialog.accept())
    banks.get_by_role("button", name="Unlink").click()
    expect(banks.locator(".say")).to_contain_text("no longer linked")
    expect(banks.locator("tbody tr", has_text="Plaid Checking")).to_be_visible()
