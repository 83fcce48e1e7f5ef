"""How one signs in, on the page: an app, passkeys of a virtual authenticator, sign-ins, keys of programs, a new password."""

from typing import Any
from uuid import uuid4
from zipfile import ZipFile

import httpx
import pyotp
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.test_people_pages import letter
from tests.browser.test_statements_page import PASSWORD
from tests.cloud import LocalCloud

ANOTHER = "balance sheets at dusk, 1932"
MACHINE: dict[str, Any] = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def email(page: Page) -> str:
    """Who has just registered, and has their page of security open."""
    made = f"{uuid4().hex[:12]}@example.com"
    person = {"email": made, "password": PASSWORD, "organization": "Counting House"}
    assert page.request.post("/auth/register", data=person).status == 201
    page.goto("/#security")
    page.reload()
    expect(panel(page, "Password")).to_be_visible()
    return made


def panel(page: Page, title: str) -> Locator:
    return page.locator("section", has=page.get_by_role("heading", name=title, exact=True))


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="Sign out").click()
    expect(page.locator("#sign-in").get_by_label("Password")).to_be_visible()


def sign_in(page: Page, email: str, password: str = PASSWORD) -> None:
    page.get_by_label("E-mail").fill(email)
    page.locator("#sign-in").get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()


def test_an_app_is_set_up_asked_for_recovered_from_and_switched_off(page: Page, email: str) -> None:
    app = panel(page, "Authenticator app")
    app.get_by_role("button", name="Set up an app").click()
    picture = app.get_by_alt_text("QR code for an authenticator app")
    assert picture.evaluate("async (image) => { await image.decode(); return image.naturalWidth; }") > 0
    seed = pyotp.TOTP(app.locator("code").inner_text())
    app.get_by_label("Code").fill("000000")
    app.get_by_role("button", name="Switch on").click()
    expect(app.get_by_role("alert")).to_contain_text("not right")
    app.get_by_label("Code").fill(seed.now())
    app.get_by_role("button", name="Switch on").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    codes = page.get_by_role("dialog").locator("code").all_text_contents()
    assert len(set(codes)) == 10
    page.get_by_role("button", name="I have kept them").click()
    expect(app.get_by_text("On.")).to_be_visible()

    sign_out(page)
    sign_in(page, email)
    page.get_by_label("Code of your app").fill(codes[0])
    page.get_by_role("button", name="Go on").click()
    app.get_by_label("Password").fill(PASSWORD)
    app.get_by_label("Code").fill(codes[1])
    app.get_by_role("button", name="Switch off").click()
    expect(app.get_by_text("Off.")).to_be_visible()


def test_who_must_have_a_second_factor_sets_one_up_on_the_way_in(page: Page, email: str) -> None:
    page.get_by_role("link", name="Organisation").click()
    page.get_by_label("Everybody needs a second factor").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    sign_out(page)
    sign_in(page, email)
    expect(page.get_by_alt_text("QR code for an authenticator app")).to_be_visible()
    page.get_by_label("Code of your app").fill(pyotp.TOTP(page.locator("#app-setup code").inner_text()).now())
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("dialog").locator("code")).to_have_count(10)
    page.get_by_role("button", name="I have kept them").click()
    expect(page.get_by_role("heading", name="Erasure")).to_be_visible()


def test_a_passkey_is_added_signs_in_alone_and_is_forgotten(page: Page, email: str) -> None:
    machine = page.context.new_cdp_session(page)
    machine.send("WebAuthn.enable")
    machine.send("WebAuthn.addVirtualAuthenticator", {"options": MACHINE})
    passkeys = panel(page, "Passkeys")
    passkeys.get_by_label("Name of a new one").fill("Desk")
    passkeys.get_by_role("button", name="Add a passkey").click()
    expect(passkeys.get_by_role("row", name="Desk")).to_be_visible()

    sign_out(page)
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_text(f"{email} · Counting House")).to_be_visible()
    page.once("dialog", lambda dialog: dialog.accept())
    passkeys.get_by_role("button", name="Forget").click()
    expect(passkeys.get_by_text("None yet.")).to_be_visible()


def test_sign_ins_elsewhere_end_and_keys_of_programs_are_made_and_deleted(page: Page, email: str, cloud: LocalCloud) -> None:
    elsewhere = httpx.Client(base_url=cloud.origin, headers={"User-Agent": "Elsewhere"}, trust_env=False)
    assert elsewhere.post("/auth/login", json={"email": email, "password": PASSWORD}).status_code == 200
    page.reload()
    devices = panel(page, "Where you are signed in")
    devices.get_by_role("row", name="Elsewhere").get_by_role("button", name="End").click()
    expect(devices.get_by_text("Elsewhere")).to_have_count(0)
    assert elsewhere.post("/auth/refresh", headers={"X-CSRF-Token": elsewhere.cookies["csrf_token"]}).status_code == 401

    keys = panel(page, "API keys")
    keys.get_by_label("Name").fill("Nightly download")
    keys.get_by_label("read transactions").check()
    keys.get_by_role("button", name="Make a key").click()
    key = keys.locator("code.secret").inner_text()
    program = {"Authorization": f"Bearer {key}"}
    assert httpx.get(f"{cloud.origin}/api/accounts", headers=program, trust_env=False).status_code == 200
    page.once("dialog", lambda dialog: dialog.accept())
    keys.get_by_role("row", name="Nightly download").get_by_role("button", name="Delete").click()
    expect(keys.get_by_text("None yet.")).to_be_visible()
    assert httpx.get(f"{cloud.origin}/api/accounts", headers=program, trust_env=False).status_code == 401


def test_a_password_is_changed_forgotten_and_reset_by_mail(page: Page, email: str, cloud: LocalCloud) -> None:
    password = panel(page, "Password")
    password.get_by_label("Password now").fill("not at all what it was")
    password.get_by_label("New password").fill(ANOTHER)
    password.get_by_role("button", name="Change it").click()
    expect(password.get_by_role("alert")).to_contain_text("wrong")
    password.get_by_label("Password now").fill(PASSWORD)
    password.get_by_label("New password").fill(ANOTHER)
    password.get_by_role("button", name="Change it").click()
    expect(password.get_by_text("Changed.")).to_be_visible()

    sign_out(page)
    page.get_by_role("button", name="Forgot password?").click()
    page.get_by_label("E-mail").fill(email)
    page.get_by_role("button", name="Send me a link").click()
    expect(page.get_by_text("a letter is on its way")).to_be_visible()
    page.goto(letter(cloud, email, "reset"))
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Set the new password").click()
    expect(page.get_by_text("Your password is set.")).to_be_visible()
    sign_in(page, email)
    expect(page.get_by_text(f"{email} · Counting House")).to_be_visible()


def test_what_is_about_oneself_is_taken_along_and_the_last_administrator_stays(page: Page, email: str) -> None:
    data = panel(page, "Your data")
    data.get_by_role("button", name="Export").click()
    with page.expect_download() as download:
        data.get_by_role("link", name="Download what is about you").click()
    with ZipFile(download.value.path()) as archive:
        assert email in archive.read("csv/user.csv").decode()
    page.once("dialog", lambda dialog: dialog.accept())
    data.get_by_role("button", name="Leave").click()
    expect(data.get_by_role("alert")).to_contain_text("Somebody must remain")
