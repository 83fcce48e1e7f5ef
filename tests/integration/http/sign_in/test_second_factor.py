import pytest
from purser.store.postgres import tenant_tx

from tests.database import Database
from tests.http import Browser
from tests.integration.http.conftest import PASSWORD, organization_of
from tests.integration.http.sign_in.conftest import App, enrol, half, login
from tests.integration.http.sign_in.letters import PostOffice


def require(person: Browser, database: Database) -> None:
    with tenant_tx(database.connect("app"), organization_of(person)) as tx:
        tx.execute("UPDATE organizations SET mfa_required = true")


def test_setting_up_an_app_shows_it_three_ways_and_asks_for_nothing_yet(ada: Browser, browser: Browser) -> None:
    told = ada.post("/auth/mfa/setup").json
    assert len(told["secret"]) == 32
    assert told["otpauth_uri"].startswith("otpauth://totp/Purser:ada%40example.com?secret=" + told["secret"])
    assert told["qr_svg"].startswith("<svg")
    assert "access_token" in login(browser).json, "not before a right code was seen"


def test_a_sign_in_with_an_app_takes_password_and_code(ada: Browser, browser: Browser, app: App) -> None:
    codes = enrol(ada, app)
    assert len(set(codes)) == 10
    assert ada.get("/auth/me").json["mfa"] is True
    told = half(browser)
    assert told["methods"] == ["app"]
    assert browser.cookies == {}, "no session before the second factor"
    answer = browser.post("/auth/mfa/verify", {"mfa_token": told["mfa_token"], "code": app.code()})
    assert (answer.status, answer.json["recovery_codes"]) == (200, None)
    assert browser.get("/auth/me").status == 200


def test_a_replayed_totp_code_is_refused(ada: Browser, browser: Browser, app: App) -> None:
    enrol(ada, app)
    code = app.code()
    assert browser.post("/auth/mfa/verify", {"mfa_token": half(browser)["mfa_token"], "code": code}).status == 200
    thief = Browser(ada.handlers)
    replayed = thief.post("/auth/mfa/verify", {"mfa_token": half(thief)["mfa_token"], "code": code})
    assert (replayed.status, replayed.error["code"]) == (401, "WRONG_CODE")


def test_the_code_that_switched_the_app_on_signs_nobody_in(ada: Browser, browser: Browser, app: App) -> None:
    enrol(ada, app)
    answer = browser.post("/auth/mfa/verify", {"mfa_token": half(browser)["mfa_token"], "code": app.shown()})
    assert answer.status == 401


def test_an_older_code_is_refused_after_a_newer_one(ada: Browser, browser: Browser, app: App) -> None:
    enrol(ada, app)
    app.code(4)
    assert browser.post("/auth/mfa/verify", {"mfa_token": half(browser)["mfa_token"], "code": app.shown(+30)}).status == 200
    late = Browser(ada.handlers)
    assert late.post("/auth/mfa/verify", {"mfa_token": half(late)["mfa_token"], "code": app.shown()}).status == 401


@pytest.mark.parametrize(("off", "status"), [(-60, 401), (-30, 200), (0, 200), (30, 200), (60, 401)])
def test_a_clock_may_be_half_a_minute_off(ada: Browser, browser: Browser, app: App, off: float, status: int) -> None:
    enrol(ada, app)
    app.code(4)
    told = half(browser)
    assert browser.post("/auth/mfa/verify", {"mfa_token": told["mfa_token"], "code": app.shown(off)}).status == status


def test_a_recovery_code_works_once_however_it_is_typed(ada: Browser, browser: Browser, app: App) -> None:
    code = enrol(ada, app)[3]
    typed = f" {code.upper().replace('-', ' ')} "
    assert browser.post("/auth/mfa/verify", {"mfa_token": half(browser)["mfa_token"], "code": typed}).status == 200
    again = Browser(ada.handlers)
    assert again.post("/auth/mfa/verify", {"mfa_token": half(again)["mfa_token"], "code": code}).status == 401


def test_a_half_way_sign_in_is_finished_once(ada: Browser, browser: Browser, app: App) -> None:
    enrol(ada, app)
    token = half(browser)["mfa_token"]
    assert browser.post("/auth/mfa/verify", {"mfa_token": token, "code": app.code()}).status == 200
    again = Browser(ada.handlers).post("/auth/mfa/verify", {"mfa_token": token, "code": app.code()})
    assert (again.status, again.error["code"]) == (401, "MFA_TOKEN_ENDED")


def test_a_half_way_sign_in_is_over_after_five_minutes(ada: Browser, browser: Browser, app: App, database: Database) -> None:
    enrol(ada, app)
    token = half(browser)["mfa_token"]
    with tenant_tx(database.connect("auth"), organization_of(ada)) as tx:
        tx.execute("UPDATE half_sign_ins SET expires_at = now()")
    assert browser.post("/auth/mfa/verify", {"mfa_token": token, "code": app.code()}).status == 401


def test_the_token_of_a_half_way_sign_in_is_no_access_token(ada: Browser, browser: Browser, app: App) -> None:
    enrol(ada, app)
    client = Browser(ada.handlers, bearer=half(browser)["mfa_token"])
    assert client.get("/auth/me").status == 401
    assert client.get("/api/transactions").status == 401


def test_codes_cannot_be_guessed_on_and_on(ada: Browser, browser: Browser, app: App) -> None:
    enrol(ada, app)
    token = half(browser)["mfa_token"]
    statuses = [browser.post("/auth/mfa/verify", {"mfa_token": token, "code": f"{n:06}"}).status for n in range(8)]
    assert statuses[:4] == [401] * 4
    assert statuses[-1] == 429


def test_a_wrong_code_does_not_switch_the_app_on(ada: Browser) -> None:
    ada.post("/auth/mfa/setup")
    answer = ada.post("/auth/mfa/verify", {"code": "000000"})
    assert (answer.status, answer.error["details"][0]["field"]) == (422, "code")
    assert ada.get("/auth/me").json["mfa"] is False


def test_an_app_that_is_on_cannot_be_replaced_by_who_is_signed_in(ada: Browser, app: App) -> None:
    enrol(ada, app)
    assert ada.post("/auth/mfa/setup").error["code"] == "MFA_ON"
    assert ada.post("/auth/mfa/verify", {"code": app.code()}).error["code"] == "MFA_ON"


def test_taking_the_app_off_takes_password_and_code(ada: Browser, browser: Browser, app: App, post_office: PostOffice) -> None:
    enrol(ada, app)
    wrong = {"password": "not my password", "code": app.code()}
    assert ada.send("DELETE", "/auth/mfa", json=wrong).status == 401
    assert ada.send("DELETE", "/auth/mfa", json={"password": PASSWORD, "code": "000000"}).status == 401
    assert ada.send("DELETE", "/auth/mfa", json={"password": PASSWORD, "code": app.code()}).status == 204
    assert "access_token" in login(browser).json
    assert [letter["Subject"] for letter in post_office.deliver()].count("How you sign in was changed") == 2


def test_seeds_are_sealed_and_recovery_codes_hashed(ada: Browser, app: App, database: Database) -> None:
    codes = enrol(ada, app)
    stored = database.connect("admin").run("SELECT d.seed, r.code_hash FROM totp_devices AS d, recovery_codes AS r")
    raw = b"".join(bytes(value) for row in stored for value in row)
    assert app.secret.encode() not in raw
    assert all(code.replace("-", "").encode() not in raw for code in codes)


def test_an_organisation_that_requires_it_lets_nobody_in_without(
    ada: Browser, browser: Browser, app: App, database: Database
) -> None:
    require(ada, database)
    refused = ada.post("/auth/refresh")
    assert (refused.status, refused.error["code"]) == (401, "SESSION_ENDED")
    told = half(browser)
    assert told["methods"] == []
    setup = browser.post("/auth/mfa/setup", {"mfa_token": told["mfa_token"]})
    app.secret = setup.json["secret"]
    answer = browser.post("/auth/mfa/verify", {"mfa_token": told["mfa_token"], "code": app.code()})
    assert answer.status == 200
    assert len(answer.json["recovery_codes"]) == 10
    assert browser.post("/auth/refresh").status == 200
    kept = browser.send("DELETE", "/auth/mfa", json={"password": PASSWORD, "code": app.code()})
    assert (kept.status, kept.error["code"]) == (409, "MFA_REQUIRED")


def test_who_set_an_app_up_while_signed_in_stays_signed_in(ada: Browser, app: App, database: Database) -> None:
    enrol(ada, app)
    require(ada, database)
    assert ada.post("/auth/refresh").status == 200


def test_the_password_alone_replaces_no_second_factor(ada: Browser, browser: Browser, app: App, database: Database) -> None:
    enrol(ada, app)
    require(ada, database)
    answer = browser.post("/auth/mfa/setup", {"mfa_token": half(browser)["mfa_token"]})
    assert (answer.status, answer.error["code"]) == (409, "MFA_ON")


def test_an_old_cookie_does_not_stand_in_the_way_of_a_code(ada: Browser, app: App) -> None:
    enrol(ada, app)
    ada.cookies["access_token"] = "of.another.key"
    token = half(ada)["mfa_token"]
    assert ada.post("/auth/mfa/verify", {"mfa_token": token, "code": app.code()}).status == 200


def test_nobody_is_told_to_sign_in(browser: Browser) -> None:
    assert browser.post("/auth/mfa/setup").status == 401
    assert browser.post("/auth/mfa/verify", {"code": "123456"}).status == 401
