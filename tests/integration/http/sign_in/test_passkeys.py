from typing import Any

import pytest
from purser.store.postgres import tenant_tx

from tests.authenticator import Authenticator
from tests.database import Database
from tests.http import ORIGIN, Answer, Browser
from tests.integration.http.conftest import PASSWORD, organization_of
from tests.integration.http.sign_in.conftest import App, enrol, half, login


def register(person: Browser, device: Authenticator, name: str = "Phone") -> Answer:
    options = person.post("/auth/passkeys/register/options").json["options"]
    return person.post("/auth/passkeys/register/verify", {"credential": device.create(options), "name": name})


def sign_in(browser: Browser, device: Authenticator, mfa_token: str = "") -> Answer:
    told = browser.post("/auth/passkeys/sign-in/options", {"mfa_token": mfa_token}).json["options"]
    return browser.post("/auth/passkeys/sign-in/verify", {"credential": device.get(told), "mfa_token": mfa_token})


@pytest.fixture
def phone(ada: Browser) -> Authenticator:
    made = Authenticator(ORIGIN)
    assert register(ada, made).status == 201
    return made


def test_a_passkey_signs_in_without_a_password(browser: Browser, phone: Authenticator) -> None:
    answer = sign_in(browser, phone)
    assert answer.status == 200
    assert browser.get("/auth/me").json["user"]["email"] == "ada@example.com"
    assert sign_in(Browser(browser.handlers), phone).status == 200


def test_a_passkey_stands_in_for_the_code_of_an_app(ada: Browser, browser: Browser, phone: Authenticator, app: App) -> None:
    enrol(ada, app)
    told = half(browser)
    assert told["methods"] == ["app", "passkey"]
    assert sign_in(browser, phone, told["mfa_token"]).status == 200
    assert browser.get("/auth/me").status == 200


def test_a_passkey_is_what_an_organisation_requires(
    ada: Browser, browser: Browser, phone: Authenticator, database: Database
) -> None:
    with tenant_tx(database.connect("app"), organization_of(ada)) as tx:
        tx.execute("UPDATE organizations SET mfa_required = true")
    told = half(browser)
    assert told["methods"] == ["passkey"]
    setup = browser.post("/auth/mfa/setup", {"mfa_token": told["mfa_token"]})
    assert (setup.status, setup.error["code"]) == (409, "MFA_ON"), "the password alone sets up nothing beside it"
    assert browser.post("/auth/mfa/verify", {"mfa_token": told["mfa_token"], "code": "000000"}).status == 401
    assert sign_in(browser, phone, told["mfa_token"]).status == 200
    assert browser.post("/auth/refresh").status == 200


@pytest.mark.usefixtures("phone")
def test_a_passkey_alone_does_not_make_the_password_need_one(browser: Browser) -> None:
    assert "access_token" in login(browser).json


def test_what_a_person_sees_of_their_passkeys(ada: Browser, browser: Browser, phone: Authenticator) -> None:
    (listed,) = ada.get("/auth/passkeys").json["items"]
    assert (listed["name"], listed["last_used_at"]) == ("Phone", None)
    sign_in(browser, phone)
    (listed,) = ada.get("/auth/passkeys").json["items"]
    assert listed["last_used_at"] is not None
    assert ada.send("DELETE", f"/auth/passkeys/{listed['id']}").status == 204
    assert sign_in(Browser(browser.handlers), phone).status == 401
    assert ada.send("DELETE", f"/auth/passkeys/{listed['id']}").status == 404


def test_a_passkey_is_registered_once(ada: Browser, phone: Authenticator) -> None:
    assert register(ada, phone).status == 409


def refused(answer: Answer) -> bool:
    return (answer.status, answer.error["code"]) == (401, "PASSKEY_REFUSED")


def test_a_signature_counts_once(browser: Browser, phone: Authenticator) -> None:
    options = browser.post("/auth/passkeys/sign-in/options").json["options"]
    signed = {"credential": phone.get(options)}
    assert browser.post("/auth/passkeys/sign-in/verify", signed).status == 200
    assert refused(Browser(browser.handlers).post("/auth/passkeys/sign-in/verify", signed))


def test_a_copied_passkey_whose_count_stands_still_is_refused(browser: Browser, phone: Authenticator) -> None:
    assert sign_in(browser, phone).status == 200
    phone.signatures -= 1
    assert refused(sign_in(Browser(browser.handlers), phone))


def test_a_passkey_that_does_not_count_is_taken(ada: Browser, browser: Browser) -> None:
    synced = Authenticator(ORIGIN, counts=False)
    assert register(ada, synced).status == 201
    for _ in range(2):
        assert sign_in(browser, synced).status == 200


def test_passkeys_of_one_machine_are_localhosts_for_browsers_take_no_ip_address(ada: Browser) -> None:
    options = ada.post("/auth/passkeys/register/options").json["options"]
    assert options["rp"]["id"] == "localhost"
    credential = Authenticator(ORIGIN.replace("127.0.0.1", "localhost")).create(options)
    assert ada.post("/auth/passkeys/register/verify", {"credential": credential}).status == 201


def test_another_page_gets_no_signature_of_use(browser: Browser, phone: Authenticator) -> None:
    phone.origin = "https://purser.example.net"
    assert refused(sign_in(browser, phone))


def test_whoever_holds_the_phone_must_show_a_finger(ada: Browser, browser: Browser, phone: Authenticator) -> None:
    phone.verifies = False
    assert refused(sign_in(browser, phone))
    assert refused(register(ada, Authenticator(ORIGIN, verifies=False)))


def test_another_key_under_the_same_name_is_refused(browser: Browser, phone: Authenticator) -> None:
    forged = Authenticator(ORIGIN, credential_id=phone.credential_id, user_handle=phone.user_handle, signatures=9)
    assert refused(sign_in(browser, forged))


def test_a_passkey_of_somebody_else_is_no_second_factor(
    ada: Browser, browser: Browser, app: App, register_other: Authenticator
) -> None:
    enrol(ada, app)
    assert refused(sign_in(browser, register_other, half(browser)["mfa_token"]))


@pytest.fixture
def register_other(ada: Browser) -> Authenticator:
    eve = Browser(ada.handlers)
    eve.post("/auth/register", {"email": "eve@example.com", "password": PASSWORD, "organization": "Elsewhere"})
    made = Authenticator(ORIGIN)
    assert register(eve, made).status == 201
    return made


def test_a_challenge_for_one_is_not_for_another(ada: Browser, browser: Browser, phone: Authenticator, app: App) -> None:
    enrol(ada, app)
    told = half(browser)
    anyones = browser.post("/auth/passkeys/sign-in/options").json["options"]
    answer = {"credential": phone.get(anyones), "mfa_token": told["mfa_token"]}
    assert refused(browser.post("/auth/passkeys/sign-in/verify", answer))
    hers = browser.post("/auth/passkeys/sign-in/options", {"mfa_token": told["mfa_token"]}).json["options"]
    assert refused(browser.post("/auth/passkeys/sign-in/verify", {"credential": phone.get(hers)}))


def test_a_challenge_is_over_after_five_minutes(browser: Browser, phone: Authenticator, database: Database) -> None:
    options = browser.post("/auth/passkeys/sign-in/options").json["options"]
    database.connect("admin").run("UPDATE passkey_challenges SET expires_at = now()")
    assert refused(browser.post("/auth/passkeys/sign-in/verify", {"credential": phone.get(options)}))


def test_a_passkey_of_somebody_switched_off_opens_nothing(
    ada: Browser, browser: Browser, phone: Authenticator, database: Database
) -> None:
    with tenant_tx(database.connect("app"), organization_of(ada)) as tx:
        tx.execute("UPDATE users SET active = false")
    assert sign_in(browser, phone).status == 401


@pytest.mark.parametrize(
    "credential",
    [
        {},
        {"id": 1, "rawId": 2, "response": 3, "type": "public-key"},
        {"rawId": "é", "response": {"clientDataJSON": "e30", "userHandle": "AAAA"}},
        {"rawId": "AAAA", "response": {"clientDataJSON": "bm90IGpzb24", "userHandle": "A" * 43}},
        {"rawId": "AAAA", "response": {"clientDataJSON": "WzFd", "userHandle": "A" * 43}},
        {"rawId": "AAAA", "response": None},
    ],
)
def test_what_is_no_credential_is_refused(ada: Browser, browser: Browser, credential: dict[str, Any]) -> None:
    assert browser.post("/auth/passkeys/sign-in/verify", {"credential": credential}).status == 401
    assert ada.post("/auth/passkeys/register/verify", {"credential": credential}).status == 401


def test_a_damaged_attestation_is_refused(ada: Browser) -> None:
    device = Authenticator(ORIGIN)
    made = device.create(ada.post("/auth/passkeys/register/options").json["options"])
    made["response"]["attestationObject"] = made["response"]["attestationObject"][:-9]
    assert refused(ada.post("/auth/passkeys/register/verify", {"credential": made}))
