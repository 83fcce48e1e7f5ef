"""People, roles, the organisation and the audit log on the page."""

from uuid import uuid4

from playwright.sync_api import Page, expect

from tests.browser.test_statements_page import AUGUST, PASSWORD, desk, drop
from tests.cloud import LocalCloud, wait_for

__all__ = ["desk"]


def letter(cloud: LocalCloud, to: str, kind: str) -> str:
    """Wait for the letter to somebody; return the link in it, as the page's own address."""

    def arrived() -> str | None:
        texts = [one.text for one in cloud.letters() if one.message["To"] == to and f"#{kind}=" in one.text]
        return texts[-1].split(f"#{kind}=")[1].split()[0] if texts else None

    return f"/#{kind}={wait_for(arrived, 90, f'the letter to {to}')}"


def test_somebody_is_invited_given_a_role_of_ones_own_and_limited_to_an_account(desk: Page, cloud: LocalCloud) -> None:
    drop(desk, "Chase1234_Activity.CSV", AUGUST)
    guest = f"{uuid4().hex[:12]}@example.com"
    desk.get_by_role("link", name="People").click()
    desk.get_by_text("Make a role").click()
    roles = desk.locator("section", has=desk.get_by_role("heading", name="Roles"))
    roles.get_by_label("Name", exact=True).fill("Bookkeeper")
    roles.get_by_label("See accounts, transactions, categories and imports").last.check()
    roles.get_by_role("button", name="Add the role").click()
    expect(roles.get_by_text("The role Bookkeeper can be given now.")).to_be_visible()

    invite = desk.locator("section", has=desk.get_by_role("heading", name="Invite somebody"))
    invite.get_by_label("E-mail").fill(guest)
    invite.get_by_label("Role").select_option("Bookkeeper")
    invite.get_by_role("button", name="Send the invitation").click()
    expect(invite.get_by_text(f"A letter is on its way to {guest}.")).to_be_visible()
    row = desk.get_by_role("table", name="People").locator("tr", has_text=guest)
    expect(row).to_contain_text("invited")
    row.get_by_label("sees").click()
    row.get_by_label("Only these:").check()
    row.get_by_role("button", name="Save").click()
    expect(row).to_contain_text("no account")

    desk.context.clear_cookies()
    desk.goto(letter(cloud, guest, "invitation"))
    desk.get_by_label("Password", exact=True).fill(PASSWORD)
    desk.get_by_role("button", name="Choose this password and sign in").click()
    expect(desk.get_by_text(f"{guest} · Counting House")).to_be_visible()
    expect(desk.get_by_role("link", name="People")).to_have_count(0)
    expect(desk.locator("#banks tbody")).to_contain_text("No account yet")


def test_what_an_administrator_changes_is_on_the_trail_and_proved(desk: Page) -> None:
    desk.get_by_role("link", name="Organisation").click()
    settings = desk.locator("section", has=desk.get_by_role("heading", name="Settings"))
    settings.get_by_label("Name", exact=True).fill("Counting House & Sons")
    settings.get_by_label("Days that original files are kept").fill("400")
    settings.get_by_role("button", name="Save").click()
    expect(settings.get_by_text("Saved.")).to_be_visible()

    desk.get_by_role("link", name="Audit log").click()
    desk.get_by_label("Did").fill("edit")
    desk.get_by_role("button", name="Show", exact=True).click()
    rows = desk.get_by_role("table", name="Audit log").locator("tbody tr")
    expect(rows).to_have_count(1)
    rows.locator("summary").click()
    expect(rows).to_contain_text("name: Counting House → Counting House & Sons")
    desk.get_by_role("button", name="Prove it").click()
    expect(desk.get_by_text("entries are as they were written")).to_be_visible()
    with desk.expect_download() as download:
        desk.get_by_role("button", name="Export as CSV").click()
    assert "Counting House & Sons" in download.value.path().read_text()


def test_everything_is_taken_along_and_the_end_asked_for_and_called_off(desk: Page) -> None:
    desk.get_by_role("link", name="Organisation").click()
    desk.get_by_role("button", name="Export").click()
    with desk.expect_download() as download:
        desk.get_by_role("link", name="Download the export").click()
    assert download.value.path().read_bytes().startswith(b"PK")

    ends = desk.locator("section", has=desk.get_by_role("heading", name="Erasure"))
    ends.get_by_label("Type the name").fill("Somebody else's")
    ends.get_by_role("button", name="Erase the organisation").click()
    expect(ends.get_by_text("That is not its name")).to_be_visible()
    ends.get_by_label("Type the name").fill("Counting House")
    ends.get_by_role("button", name="Erase the organisation").click()
    expect(ends.get_by_text("will be erased after")).to_be_visible()
    ends.get_by_role("button", name="Call it off").click()
    expect(ends.get_by_text("Nothing will be erased.")).to_be_visible()
