import base64
import datetime as dt
import json
from typing import Any

import jwt
import pytest
from purser.access.cookies import ACCESS
from purser.access.key_making import new_key
from purser.runtime.keys import signing_keys
from purser.runtime.settings import settings
from purser.store.postgres import tenant_tx

from tests.database import Database
from tests.http import Browser
from tests.integration.http.conftest import PASSWORD, Register, organization_of


def test_registering_makes_an_administrator_who_is_signed_in(browser: Browser) -> None:
    answer = browser.post("/auth/register", {"email": " Ada@Example.com", "password": PASSWORD, "organization": "Counting House"})
    assert answer.status == 201
    user = answer.json["user"]
    assert (user["email"], user["role"], user["permissions"]) == ("ada@example.com", "admin", ["*"])
    assert user["organization"] == answer.json["organization"] == {"id": user["organization"]["id"], "name": "Counting House"}
    assert browser.get("/auth/me").json["user"] == user
    assert browser.get("/api/transactions").json == {"items": [], "next_cursor": None}


def test_a_new_organisation_starts_with_roles_and_categories(ada: Browser, database: Database) -> None:
    with tenant_tx(database.connect("app"), organization_of(ada)) as tx:
        roles = {row[0]: row[1] for row in tx.rows("SELECT name, permissions FROM roles")}
    assert roles["admin"] == ["*"]
    assert "read_transactions" in roles["analyst"]
    assert roles["viewer"] == ["read_reports"]
    categories = ada.get("/api/categories", limit="200").json["items"]
    names = {item["id"]: item["name"] for item in categories}
    assert names[next(item["parent_id"] for item in categories if item["name"] == "Groceries")] == "Food"


def test_what_was_done_is_on_the_trail(ada: Browser, database: Database) -> None:
    with tenant_tx(database.connect("app"), organization_of(ada)) as tx:
        trail = tx.rows("SELECT action, ip FROM audit_log ORDER BY id")
    assert trail == [["register", "192.0.2.7"], ["sign_in", "192.0.2.7"]]


def test_an_address_registers_once(ada: Browser, browser: Browser) -> None:
    again = browser.post("/auth/register", {"email": "ADA@example.com", "password": PASSWORD, "organization": "Other"})
    assert (again.status, again.error["code"]) == (409, "EMAIL_TAKEN")
    assert ada.get("/auth/me").status == 200


def test_passwords_have_12_to_128_characters(browser: Browser) -> None:
    for password in ("short", "x" * 11, "x" * 129):
        answer = browser.post("/auth/register", {"email": "a@example.com", "password": password, "organization": "X"})
        assert answer.status == 422
        assert [detail["field"] for detail in answer.error["details"]] == ["password"]


def test_signing_in_sets_cookies_with_the_right_flags(ada: Browser, browser: Browser) -> None:
    answer = browser.post("/auth/login", {"email": "ada@example.com", "password": PASSWORD})
    assert answer.status == 200
    flags = {line.split("=")[0]: line.split("; ")[1:] for line in answer.headers["Set-Cookie"]}
    assert flags == {
        "access_token": ["Path=/", "Max-Age=900", "HttpOnly", "SameSite=Lax"],
        "refresh_token": ["Path=/auth", "Max-Age=2592000", "HttpOnly", "SameSite=Lax"],
        "csrf_token": ["Path=/", "Max-Age=2592000", "SameSite=Lax"],
    }
    assert answer.json["user"] == ada.get("/auth/me").json["user"]


@pytest.mark.usefixtures("ada")
def test_cookies_are_secure_on_https(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PURSER_PUBLIC_ORIGIN", "https://purser.example.com")
    settings.cache_clear()
    answer = browser.post("/auth/login", {"email": "ada@example.com", "password": PASSWORD})
    assert all("Secure" in line.split("; ") for line in answer.headers["Set-Cookie"])
    assert answer.headers["Strict-Transport-Security"]


@pytest.mark.usefixtures("ada")
def test_wrong_address_and_wrong_password_are_told_apart_by_nobody(browser: Browser) -> None:
    for email, password in (("ada@example.com", "wrong but long enough"), ("nobody@example.com", PASSWORD)):
        answer = browser.post("/auth/login", {"email": email, "password": password})
        assert (answer.status, answer.error["code"]) == (401, "WRONG_CREDENTIALS")
        assert answer.error["message"] == "The address or the password is wrong."
        assert "Set-Cookie" not in answer.headers


def test_somebody_switched_off_cannot_sign_in(ada: Browser, browser: Browser, database: Database) -> None:
    with tenant_tx(database.connect("app"), organization_of(ada)) as tx:
        tx.execute("UPDATE users SET active = false")
    assert browser.post("/auth/login", {"email": "ada@example.com", "password": PASSWORD}).status == 401
    assert ada.post("/auth/refresh").status == 401
    assert ada.get("/auth/me").status == 401


def test_a_refresh_token_works_once_and_its_second_use_ends_the_session(ada: Browser) -> None:
    stolen = Browser(ada.handlers, dict(ada.cookies))
    first = ada.cookies["refresh_token"]
    assert ada.post("/auth/refresh").status == 200
    assert ada.cookies["refresh_token"] != first
    reused = stolen.post("/auth/refresh")
    assert (reused.status, reused.error["code"]) == (401, "SESSION_ENDED")
    assert ada.post("/auth/refresh").status == 401, "the whole family is revoked"


def test_only_hashes_of_refresh_tokens_are_stored(ada: Browser, database: Database) -> None:
    with tenant_tx(database.connect("auth"), organization_of(ada)) as tx:
        stored = tx.rows("SELECT token_hash FROM sessions")
    assert all(ada.cookies["refresh_token"].encode() not in row[0] for row in stored)


def test_an_expired_refresh_token_renews_nothing(ada: Browser, database: Database) -> None:
    with tenant_tx(database.connect("auth"), organization_of(ada)) as tx:
        tx.execute("UPDATE sessions SET expires_at = now() - interval '1 second'")
    assert ada.post("/auth/refresh").status == 401


def test_a_made_up_refresh_token_renews_nothing(ada: Browser) -> None:
    ada.cookies["refresh_token"] = "made-up"
    assert ada.post("/auth/refresh").status == 401


def test_signing_out_ends_the_session_and_clears_the_cookies(ada: Browser) -> None:
    kept = Browser(ada.handlers, dict(ada.cookies))
    answer = ada.post("/auth/logout")
    assert (answer.status, answer.body) == (204, "")
    assert ada.cookies == {}
    assert kept.post("/auth/refresh").status == 401


def test_signing_out_with_a_bearer_token_ends_its_session(ada: Browser) -> None:
    client = Browser(ada.handlers, bearer=ada.cookies["access_token"])
    assert client.post("/auth/logout").status == 204
    assert ada.post("/auth/refresh").status == 401


def test_a_change_by_cookie_must_echo_the_csrf_token(ada: Browser) -> None:
    ada.echo = False
    for path in ("/auth/logout", "/auth/refresh", "/api/uploads"):
        answer = ada.post(path, {"filename": "a.csv", "size": 3})
        assert (answer.status, answer.error["code"]) == (403, "CSRF_REFUSED")
        wrong = ada.post(path, {"filename": "a.csv", "size": 3}, headers={"X-CSRF-Token": "guess"})
        assert wrong.status == 403
    assert ada.get("/auth/me").status == 200, "reading needs no echo"


def test_the_csrf_token_of_another_session_is_refused_although_cookie_and_header_agree(ada: Browser, register: Register) -> None:
    eve = register("eve@example.com", "Elsewhere")
    planted = Browser(ada.handlers, {**ada.cookies, "csrf_token": eve.cookies["csrf_token"]})
    for path in ("/auth/logout", "/auth/refresh", "/api/uploads", "/auth/mfa/setup"):
        answer = planted.post(path, {"filename": "a.csv", "size": 3})
        assert (answer.status, answer.error["code"]) == (403, "CSRF_REFUSED"), path
    assert ada.post("/auth/refresh").status == 200
    assert ada.post("/api/uploads", {"filename": "a.csv", "size": 3}).status == 201


def test_a_bearer_token_needs_no_echo(ada: Browser) -> None:
    client = Browser(ada.handlers, bearer=ada.cookies["access_token"])
    assert client.post("/api/uploads", {"filename": "a.csv", "size": 3}).status == 201


def test_without_a_token_nobody_is_told_anything(browser: Browser) -> None:
    answer = browser.get("/api/transactions", limit="nonsense")
    assert (answer.status, answer.error["code"]) == (401, "UNAUTHENTICATED")
    assert answer.headers["WWW-Authenticate"] == ["Bearer"]


def _claims(token: str) -> dict[str, Any]:
    found: dict[str, Any] = jwt.decode(token, options={"verify_signature": False})
    return found


def _refused(ada: Browser, token: str) -> str:
    for attempt in (Browser(ada.handlers, bearer=token), Browser(ada.handlers, {ACCESS: token})):
        answer = attempt.get("/api/transactions")
        assert answer.status == 401
    return str(answer.error["code"])


def test_an_expired_token_is_refused(ada: Browser) -> None:
    claims = _claims(ada.cookies[ACCESS]) | {"exp": dt.datetime.now(dt.UTC) - dt.timedelta(seconds=1)}
    key = signing_keys().current()
    assert _refused(ada, jwt.encode(claims, key.private_pem, "EdDSA", {"kid": key.kid})) == "TOKEN_EXPIRED"


def test_a_token_of_another_issuer_or_for_another_audience_is_refused(ada: Browser) -> None:
    key = signing_keys().current()
    for change in ({"aud": "somebody-else"}, {"iss": "https://elsewhere.example"}):
        _refused(ada, jwt.encode(_claims(ada.cookies[ACCESS]) | change, key.private_pem, "EdDSA", {"kid": key.kid}))


def test_a_token_that_says_less_than_it_must_is_refused(ada: Browser, subtests: pytest.Subtests) -> None:
    key = signing_keys().current()
    for missing in ("exp", "aud", "iss", "sub", "org", "sid", "permissions"):
        claims = {name: value for name, value in _claims(ada.cookies[ACCESS]).items() if name != missing}
        with subtests.test(missing):
            _refused(ada, jwt.encode(claims, key.private_pem, "EdDSA", {"kid": key.kid}))


def test_a_tampered_token_is_refused(ada: Browser) -> None:
    head, claims, signature = ada.cookies[ACCESS].split(".")
    forged = json.loads(base64.urlsafe_b64decode(claims + "==")) | {"role": "god"}
    _refused(ada, f"{head}.{base64.urlsafe_b64encode(json.dumps(forged).encode()).decode().rstrip('=')}.{signature}")


def test_a_token_without_a_signature_is_refused(ada: Browser) -> None:
    kid = jwt.get_unverified_header(ada.cookies[ACCESS])["kid"]
    _refused(ada, jwt.encode(_claims(ada.cookies[ACCESS]), "", "none", {"kid": kid}))


def test_a_token_signed_with_the_public_key_as_a_shared_secret_is_refused(ada: Browser) -> None:
    kid = jwt.get_unverified_header(ada.cookies[ACCESS])["kid"]
    _refused(
        ada, jwt.encode(_claims(ada.cookies[ACCESS]), "public keys are known to everybody, all of them", "HS256", {"kid": kid})
    )


def test_a_token_signed_with_somebody_elses_key_is_refused(ada: Browser) -> None:
    other = new_key(dt.datetime.now(dt.UTC))
    claims = _claims(ada.cookies[ACCESS])
    known = jwt.get_unverified_header(ada.cookies[ACCESS])["kid"]
    for kid in (known, other["kid"]):
        _refused(ada, jwt.encode(claims, other["private_key_pem"], "EdDSA", {"kid": kid}))


def test_what_is_no_token_is_refused(ada: Browser, subtests: pytest.Subtests) -> None:
    for token in (" ", "x", "a.b.c", "é.é.é", "x" * 5000):
        with subtests.test(token[:10]):
            _refused(ada, token)


def test_another_scheme_is_refused(ada: Browser) -> None:
    answer = Browser(ada.handlers).send("GET", "/auth/me", headers={"Authorization": "Basic YWRhOmFkYQ=="})
    assert answer.status == 401


def test_a_role_without_the_permission_is_refused(ada: Browser) -> None:
    claims = _claims(ada.cookies[ACCESS])
    key = signing_keys().current()
    viewer = jwt.encode(claims | {"role": "viewer", "permissions": ["read_reports"]}, key.private_pem, "EdDSA", {"kid": key.kid})
    client = Browser(ada.handlers, bearer=viewer)
    answer = client.get("/api/transactions")
    assert (answer.status, answer.error["code"]) == (403, "FORBIDDEN")
    assert client.get("/auth/me").status == 200
