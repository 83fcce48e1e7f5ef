import pytest
from argon2 import PasswordHasher
from purser.store.postgres import tenant_tx

from tests.database import Database
from tests.http import Browser
from tests.integration.http.conftest import PASSWORD, organization_of
from tests.integration.http.sign_in.conftest import login
from tests.integration.http.sign_in.letters import PostOffice, text_of

ANOTHER = "balance sheets at dusk, 1932"


def test_a_weak_password_is_refused_with_advice(browser: Browser) -> None:
    for password in ("password1234", "ada@example.com", "counting house", "aaaaaaaaaaaaaaaa"):
        answer = browser.post(
            "/auth/register", {"email": "ada@example.com", "password": password, "organization": "Counting House"}
        )
        assert answer.status == 422, password
        (detail,) = answer.error["details"]
        assert detail["field"] == "password"
        assert "Add another word or two" in detail["problem"]


def test_changing_the_password_ends_every_other_session(ada: Browser, browser: Browser, post_office: PostOffice) -> None:
    elsewhere = Browser(ada.handlers)
    assert login(elsewhere).status == 200
    wish = {"current_password": PASSWORD, "new_password": ANOTHER}
    assert ada.post("/auth/change-password", wish).status == 204
    assert elsewhere.post("/auth/refresh").status == 401
    assert ada.post("/auth/refresh").status == 200
    assert login(browser).status == 401
    assert login(browser, ANOTHER).status == 200
    assert "Your password was changed" in [letter["Subject"] for letter in post_office.deliver()]


def test_changing_the_password_needs_the_old_one(ada: Browser) -> None:
    answer = ada.post("/auth/change-password", {"current_password": "not mine at all", "new_password": ANOTHER})
    assert (answer.status, answer.error["code"]) == (401, "WRONG_CREDENTIALS")


def test_a_weak_new_password_changes_nothing(ada: Browser, browser: Browser) -> None:
    assert ada.post("/auth/change-password", {"current_password": PASSWORD, "new_password": "password1234"}).status == 422
    assert login(browser).status == 200


def test_a_session_that_has_ended_cannot_change_the_password(ada: Browser) -> None:
    token = ada.cookies["access_token"]
    ada.post("/auth/logout")
    wish = {"current_password": PASSWORD, "new_password": ANOTHER}
    answer = Browser(ada.handlers, bearer=token).post("/auth/change-password", wish)
    assert (answer.status, answer.error["code"]) == (401, "SESSION_ENDED")


def test_a_hash_of_other_costs_is_made_again_at_the_next_sign_in(ada: Browser, browser: Browser, database: Database) -> None:
    older = PasswordHasher(time_cost=1, memory_cost=8 * 1024, parallelism=1).hash(PASSWORD)
    with tenant_tx(database.connect("auth"), organization_of(ada)) as tx:
        tx.execute("UPDATE credentials SET password_hash = :hash", hash=older)
    assert login(browser).status == 200
    with tenant_tx(database.connect("auth"), organization_of(ada)) as tx:
        (stored,) = tx.rows("SELECT password_hash FROM credentials")
    assert "m=19456,t=2,p=1" in stored[0]
    assert login(browser).status == 200


def test_a_forgotten_password_is_reset_by_mail(ada: Browser, browser: Browser, post_office: PostOffice) -> None:
    assert browser.post("/auth/reset-password", {"email": "Ada@Example.com"}).status == 202
    token = post_office.link("reset")
    assert browser.post("/auth/reset-password/confirm", {"token": token, "password": ANOTHER}).status == 204
    assert ada.post("/auth/refresh").status == 401, "every session ends"
    assert login(browser).status == 401
    assert login(browser, ANOTHER).status == 200


def make_key(person: Browser) -> Browser:
    made = person.post("/auth/api-keys", {"name": "nightly", "scopes": ["read_transactions"]})
    program = Browser(person.handlers, bearer=made.json["key"])
    assert program.get("/api/accounts").status == 200
    return program


def test_a_reset_takes_their_keys_from_programs(ada: Browser, post_office: PostOffice) -> None:
    program = make_key(ada)
    ada.post("/auth/reset-password", {"email": "ada@example.com"})
    ada.post("/auth/reset-password/confirm", {"token": post_office.link("reset"), "password": ANOTHER})
    assert program.get("/api/accounts").status == 401
    assert login(ada, ANOTHER).status == 200
    (deed,) = ada.get("/api/audit-log", action="reset_password").json["items"]
    assert [prefix[:7] for prefix in deed["after"]["deleted_api_keys"]] == ["purser_"]


@pytest.mark.parametrize(("delete", "status"), [(False, 200), (True, 401)])
def test_who_changes_the_password_says_whether_programs_keep_their_keys(ada: Browser, delete: bool, status: int) -> None:  # noqa: FBT001
    program = make_key(ada)
    change = {"current_password": PASSWORD, "new_password": ANOTHER, "delete_api_keys": delete}
    assert ada.post("/auth/change-password", change).status == 204
    assert program.get("/api/accounts").status == status


@pytest.mark.usefixtures("ada")
def test_a_reset_link_works_once(browser: Browser, post_office: PostOffice) -> None:
    browser.post("/auth/reset-password", {"email": "ada@example.com"})
    token = post_office.link("reset")
    confirm = {"token": token, "password": ANOTHER}
    assert browser.post("/auth/reset-password/confirm", confirm).status == 204
    again = browser.post("/auth/reset-password/confirm", confirm)
    assert (again.status, again.error["details"][0]["field"]) == (422, "token")


@pytest.mark.usefixtures("ada")
def test_using_one_reset_link_ends_the_others(browser: Browser, post_office: PostOffice) -> None:
    browser.post("/auth/reset-password", {"email": "ada@example.com"})
    first = post_office.link("reset")
    browser.post("/auth/reset-password", {"email": "ada@example.com"})
    second = post_office.link("reset")
    assert first != second
    assert browser.post("/auth/reset-password/confirm", {"token": second, "password": ANOTHER}).status == 204
    assert browser.post("/auth/reset-password/confirm", {"token": first, "password": ANOTHER}).status == 422


def test_a_reset_link_is_over_after_30_minutes(ada: Browser, post_office: PostOffice, database: Database) -> None:
    ada.post("/auth/reset-password", {"email": "ada@example.com"})
    token = post_office.link("reset")
    with tenant_tx(database.connect("auth"), organization_of(ada)) as tx:
        (left,) = tx.rows("SELECT extract(epoch FROM expires_at - now()) FROM mailed_links WHERE purpose = 'reset'")
        assert 29 * 60 < left[0] <= 30 * 60
        tx.execute("UPDATE mailed_links SET expires_at = now()")
    assert ada.post("/auth/reset-password/confirm", {"token": token, "password": ANOTHER}).status == 422


@pytest.mark.usefixtures("ada")
def test_a_refused_password_leaves_the_link_as_it_was(browser: Browser, post_office: PostOffice) -> None:
    browser.post("/auth/reset-password", {"email": "ada@example.com"})
    token = post_office.link("reset")
    assert browser.post("/auth/reset-password/confirm", {"token": token, "password": "password1234"}).status == 422
    assert browser.post("/auth/reset-password/confirm", {"token": token, "password": ANOTHER}).status == 204


@pytest.mark.usefixtures("ada")
def test_a_link_for_one_purpose_does_nothing_else(browser: Browser, post_office: PostOffice) -> None:
    browser.post("/auth/reset-password", {"email": "ada@example.com"})
    token = post_office.link("reset")
    assert browser.post("/auth/invitations/accept", {"token": token, "password": ANOTHER}).status == 422
    assert browser.post("/auth/confirm-email", {"token": token}).status == 422


@pytest.mark.usefixtures("ada")
def test_asking_for_a_reset_answers_alike_for_everyone(browser: Browser, post_office: PostOffice) -> None:
    known = browser.post("/auth/reset-password", {"email": "ada@example.com"})
    unknown = browser.post("/auth/reset-password", {"email": "nobody@example.com"})
    assert (known.status, known.body) == (unknown.status, unknown.body) == (202, "")
    assert [detail["email"] for detail in post_office.asked] == ["ada@example.com", "nobody@example.com"]
    resets = [letter["To"] for letter in post_office.deliver() if letter["Subject"] == "Choose a new password"]
    assert resets == ["ada@example.com"]


@pytest.mark.usefixtures("ada")
def test_nobodys_mailbox_is_filled(browser: Browser, post_office: PostOffice) -> None:
    for _ in range(7):
        browser.post("/auth/reset-password", {"email": "ada@example.com"})
    resets = [letter for letter in post_office.deliver() if letter["Subject"] == "Choose a new password"]
    assert len(resets) == 4


def test_only_hashes_of_links_are_stored(ada: Browser, post_office: PostOffice, database: Database) -> None:
    ada.post("/auth/reset-password", {"email": "ada@example.com"})
    token = post_office.link("reset")
    rows = database.connect("admin").run("SELECT l::text, o.detail::text FROM mailed_links AS l, outbox AS o")
    assert rows
    assert token not in str(rows)


def test_the_same_event_twice_is_one_letter(ada: Browser, post_office: PostOffice) -> None:
    detail = {"event_id": "e-1", "kind": "confirmation", "org_id": str(organization_of(ada))}
    detail["user_id"] = ada.get("/auth/me").json["user"]["id"]
    before = len(post_office.deliver())
    for _ in range(2):
        post_office.hand_over(detail)
    assert len(post_office.deliver()) == before + 1


def test_an_address_is_confirmed_by_mail(ada: Browser, post_office: PostOffice) -> None:
    assert ada.get("/auth/me").json["email_confirmed"] is False
    token = post_office.link("confirmation")
    assert ada.post("/auth/confirm-email", {"token": token}).status == 204
    assert ada.get("/auth/me").json["email_confirmed"] is True
    assert ada.post("/auth/confirm-email", {"token": token}).status == 422


def test_the_letter_that_confirms_can_be_asked_for_again(ada: Browser, post_office: PostOffice) -> None:
    first = post_office.link("confirmation")
    assert ada.post("/auth/confirm-email/request").status == 202
    assert post_office.link("confirmation") != first


def test_header_injection_in_mail_is_impossible(register: object, post_office: PostOffice) -> None:
    assert callable(register)
    register("eve@example.com", "Evil\r\nBcc: victim@example.com\r\n\r\n<script>alert(1)</script>")
    (letter,) = [one for one in post_office.deliver() if one["To"] == "eve@example.com"]
    assert letter["Bcc"] is None
    assert letter["Subject"] == "Confirm your address"
    assert "<script>" not in text_of(letter, "html")
    answer = Browser({"auth": post_office.auth, "api": post_office.auth}).post(
        "/auth/reset-password", {"email": "eve@example.com\r\nBcc: victim@example.com"}
    )
    assert answer.status == 422


@pytest.mark.parametrize("token", ["x", "é" * 20, "A" * 64, "A" * 200])
def test_what_is_no_token_opens_nothing(browser: Browser, token: str) -> None:
    assert browser.post("/auth/reset-password/confirm", {"token": token, "password": ANOTHER}).status == 422
