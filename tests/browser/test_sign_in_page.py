"""Signing in on the page."""

from playwright.sync_api import Page, expect

from infra.local.samples import EMAIL, PASSWORD


def test_the_demo_signs_in_and_sees_its_ledger(page: Page) -> None:
    page.get_by_label("E-mail").fill(EMAIL)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_text(f"{EMAIL} · Demo")).to_be_visible()
    expect(page.locator("#transactions tbody tr").nth(10)).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_label("Password", exact=True)).to_be_visible()
