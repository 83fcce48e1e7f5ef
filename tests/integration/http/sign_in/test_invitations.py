from uuid import UUID

import pytest
from purser.domain.errors import ConflictError
from purser.store.audit import Origin
from purser.store.postgres import tenant_tx
from purser.usecases.invite import invite, want_invitation

from tests.database import Database
from tests.http import Browser
from tests.integration.http.conftest import organization_of
from tests.integration.http.sign_in.conftest import App, login
from tests.integration.http.sign_in.letters import PostOffice, text_of

CHOSEN = "balance sheets at dusk, 1932"
BOB = "bob@example.com"


def invite_bob(ada: Browser, database: Database, email: str = BOB) -> UUID:
    """As the api function does: as purser_app."""
    inviting = UUID(ada.get("/auth/me").json["user"]["id"])
    with tenant_tx(database.connect("app"), organization_of(ada)) as tx:
        (role,) = tx.rows("SELECT id FROM roles WHERE name = 'viewer'")
        return invite(tx, email, role[0], inviting, Origin("192.0.2.7"))


def test_an_invited_person_chooses_a_password_and_is_in(
    ada: Browser, browser: Browser, database: Database, post_office: PostOffice
) -> None:
    invite_bob(ada, database)
    token = post_office.link("invitation")
    answer = browser.post("/auth/invitations/accept", {"token": token, "password": CHOSEN})
    assert answer.status == 200
    user = answer.json["user"]
    assert (user["email"], user["role"], user["organization"]["name"]) == (BOB, "viewer", "Counting House")
    assert browser.get("/auth/me").json["email_confirmed"] is True
    assert login(Browser(ada.handlers), CHOSEN, BOB).status == 200


def test_the_letter_says_who_invites_to_what(ada: Browser, database: Database, post_office: PostOffice) -> None:
    invite_bob(ada, database)
    (letter,) = [one for one in post_office.deliver() if one["To"] == BOB]
    assert (letter["Subject"], letter["From"]) == ("Invitation to Counting House", "purser@example.com")
    assert "ada@example.com invites you" in text_of(letter)
    assert "Accept the invitation" in text_of(letter, "html")


def test_an_invitation_works_once(ada: Browser, browser: Browser, database: Database, post_office: PostOffice) -> None:
    invite_bob(ada, database)
    accepted = {"token": post_office.link("invitation"), "password": CHOSEN}
    assert browser.post("/auth/invitations/accept", accepted).status == 200
    assert Browser(ada.handlers).post("/auth/invitations/accept", accepted).status == 422


def test_whoever_has_not_accepted_cannot_sign_in_or_reset(
    ada: Browser, browser: Browser, database: Database, post_office: PostOffice
) -> None:
    invite_bob(ada, database)
    assert login(browser, CHOSEN, BOB).status == 401
    browser.post("/auth/reset-password", {"email": BOB})
    assert [one["Subject"] for one in post_office.deliver() if one["To"] == BOB] == ["Invitation to Counting House"]


def test_an_invitation_can_be_sent_again(ada: Browser, browser: Browser, database: Database, post_office: PostOffice) -> None:
    bob = invite_bob(ada, database)
    first = post_office.link("invitation")
    with tenant_tx(database.connect("app"), organization_of(ada)) as tx:
        want_invitation(tx, bob, bob, Origin())
    second = post_office.link("invitation")
    assert browser.post("/auth/invitations/accept", {"token": second, "password": CHOSEN}).status == 200
    assert browser.post("/auth/invitations/accept", {"token": first, "password": CHOSEN}).status == 422


def test_an_invitation_to_an_organisation_that_requires_a_second_factor_ends_with_one(
    ada: Browser, browser: Browser, database: Database, post_office: PostOffice, app: App
) -> None:
    invite_bob(ada, database)
    with tenant_tx(database.connect("app"), organization_of(ada)) as tx:
        tx.execute("UPDATE organizations SET mfa_required = true")
    told = browser.post("/auth/invitations/accept", {"token": post_office.link("invitation"), "password": CHOSEN}).json
    assert (told["mfa_required"], told["methods"]) == (True, [])
    app.secret = browser.post("/auth/mfa/setup", {"mfa_token": told["mfa_token"]}).json["secret"]
    assert browser.post("/auth/mfa/verify", {"mfa_token": told["mfa_token"], "code": app.code()}).status == 200


@pytest.mark.usefixtures("post_office")
def test_nobody_is_invited_who_belongs_somewhere_already(ada: Browser, database: Database, register: object) -> None:
    assert callable(register)
    register("eve@example.com", "Elsewhere")
    with pytest.raises(ConflictError):
        invite_bob(ada, database, "eve@example.com")


def test_the_inviting_function_never_sees_the_link(ada: Browser, database: Database) -> None:
    invite_bob(ada, database)
    with tenant_tx(database.connect("app"), organization_of(ada)) as tx:
        (event,) = tx.rows("SELECT detail FROM outbox WHERE detail->>'kind' = 'invitation'")
    assert set(event[0]) == {"org_id", "correlation_id", "kind", "user_id", "invited_by"}
