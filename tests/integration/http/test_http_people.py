"""Roles and people: what they may do, who may say so, and that somebody always remains who may do everything."""

import threading
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from purser.access.permissions import MANAGE_ROLES, MANAGE_USERS, PERMISSIONS, READ_REPORTS, READ_TRANSACTIONS
from purser.domain.errors import ConflictError
from purser.store.audit import Origin
from purser.store.postgres import tenant_tx
from purser.usecases.acting import Acting
from purser.usecases.edit_members import MemberChanges, edit_member

from tests.database import Database
from tests.http import Browser
from tests.integration.http.conftest import make_account, organization_of
from tests.staff import hire, user_id_of

Books = Callable[[Browser], Any]


def role_of(person: Browser, name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(role for role in person.get("/api/roles").json["items"] if role["name"] == name)
    return found


def member(person: Browser) -> str:
    return f"/api/users/{user_id_of(person)}"


def test_an_organisation_starts_with_three_roles(ada: Browser) -> None:
    roles = ada.get("/api/roles").json["items"]
    assert [(role["name"], role["built_in"], role["users"]) for role in roles] == [
        ("admin", True, 1),
        ("analyst", True, 0),
        ("viewer", True, 0),
    ]


def test_a_role_is_made_of_named_permissions(ada: Browser) -> None:
    made = ada.post("/api/roles", {"name": " Bookkeeper ", "permissions": [READ_TRANSACTIONS, READ_TRANSACTIONS]})
    assert (made.status, made.json["name"], made.json["permissions"]) == (201, "Bookkeeper", [READ_TRANSACTIONS])
    path = f"/api/roles/{made.json['id']}"
    changed = ada.send("PATCH", path, json={"permissions": [READ_REPORTS]})
    assert (changed.json["name"], changed.json["permissions"]) == ("Bookkeeper", [READ_REPORTS])
    assert ada.send("DELETE", path).status == 204
    assert ada.send("DELETE", path).status == 404


def test_every_permission_is_listed_with_what_it_allows(ada: Browser) -> None:
    listed = {item["name"]: item["allows"] for item in ada.get("/api/permissions").json["items"]}
    assert listed == dict(PERMISSIONS)


def test_what_is_no_role_is_refused(ada: Browser, subtests: pytest.Subtests) -> None:
    for body, status in (
        ({"name": "x", "permissions": ["*"]}, 422),
        ({"name": "x", "permissions": ["fly"]}, 422),
        ({"name": "x", "permissions": []}, 422),
        ({"name": "", "permissions": [READ_REPORTS]}, 422),
        ({"name": "viewer", "permissions": [READ_REPORTS]}, 409),
    ):
        with subtests.test(str(body)):
            assert ada.post("/api/roles", body).status == status


@pytest.mark.parametrize("name", ["admin", "analyst", "viewer"])
def test_built_in_roles_stay_as_they_are(ada: Browser, name: str) -> None:
    path = f"/api/roles/{role_of(ada, name)['id']}"
    for answer in (ada.send("PATCH", path, json={"permissions": [READ_REPORTS]}), ada.send("DELETE", path)):
        assert (answer.status, answer.error["code"]) == (403, "BUILT_IN_ROLE")


def test_a_role_that_somebody_has_cannot_be_removed(ada: Browser, database: Database) -> None:
    hire(database, ada, "clerk", permissions=[READ_TRANSACTIONS])
    answer = ada.send("DELETE", f"/api/roles/{role_of(ada, 'clerk')['id']}")
    assert (answer.status, answer.error["code"]) == (409, "ROLE_IN_USE")


def test_nobody_makes_a_role_that_may_do_more_than_they_may(ada: Browser, database: Database) -> None:
    clerk = hire(database, ada, "clerk", permissions=[MANAGE_ROLES, MANAGE_USERS, READ_REPORTS])
    for answer in (
        clerk.post("/api/roles", {"name": "x", "permissions": [READ_TRANSACTIONS]}),
        clerk.send("PATCH", f"/api/roles/{role_of(ada, 'clerk')['id']}", json={"permissions": [MANAGE_ROLES, READ_TRANSACTIONS]}),
    ):
        assert (answer.status, answer.error["code"]) == (403, "MORE_THAN_YOURS")
    assert clerk.post("/api/roles", {"name": "x", "permissions": [READ_REPORTS]}).status == 201


def test_nobody_gives_a_role_that_may_do_more_than_they_may_nor_changes_who_has_one(ada: Browser, database: Database) -> None:
    clerk = hire(database, ada, "clerk", permissions=[MANAGE_USERS, READ_REPORTS])
    viewer = hire(database, ada, "viewer")
    for answer in (
        clerk.send("PATCH", member(clerk), json={"role": "admin"}),
        clerk.send("PATCH", member(viewer), json={"role": "analyst"}),
        clerk.send("PATCH", member(ada), json={"active": False}),
        clerk.send("DELETE", member(ada)),
        clerk.post("/api/users", {"email": "new@example.com", "role": "admin"}),
    ):
        assert (answer.status, answer.error["code"]) == (403, "MORE_THAN_YOURS")
    assert clerk.send("PATCH", member(viewer), json={"active": False}).status == 200


def test_the_last_administrator_remains(ada: Browser) -> None:
    for answer in (
        ada.send("PATCH", member(ada), json={"role": "viewer"}),
        ada.send("PATCH", member(ada), json={"active": False}),
        ada.send("DELETE", member(ada)),
    ):
        assert (answer.status, answer.error["code"]) == (409, "LAST_ADMIN")
    assert ada.get("/api/users").json["items"][0]["role"] == "admin"


def test_an_invited_administrator_who_never_came_is_not_one_who_remains(ada: Browser) -> None:
    assert ada.post("/api/users", {"email": "ghost@example.com", "role": "admin"}).status == 201
    assert ada.send("DELETE", member(ada)).error["code"] == "LAST_ADMIN"


def test_of_two_administrators_who_remove_each_other_at_once_one_remains(ada: Browser, database: Database) -> None:
    org_id, eve = organization_of(ada), hire(database, ada, "admin")
    pair = [user_id_of(ada), user_id_of(eve)]
    outcomes: list[str] = []
    barrier = threading.Barrier(2)

    def demote(by: str, whom: str) -> None:
        from uuid import UUID  # noqa: PLC0415 - a thread of its own

        barrier.wait(10)
        try:
            with tenant_tx(database.connect("app"), org_id, UUID(by)) as tx:
                edit_member(tx, UUID(whom), MemberChanges(role="viewer"), Acting(UUID(by), ("*",), Origin()))
            outcomes.append("done")
        except ConflictError as refused:
            outcomes.append(refused.code)

    threads = [threading.Thread(target=demote, args=order) for order in (pair, pair[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert sorted(outcomes) == ["LAST_ADMIN", "done"]


def test_a_person_is_invited_into_a_role_and_to_accounts(ada: Browser, books: Books) -> None:
    with books(ada) as tx:
        account = str(make_account(tx))
    invited = ada.post("/api/users", {"email": "Bob@Example.com", "role": "viewer", "account_ids": [account]})
    assert invited.status == 201
    shown = invited.json
    assert (shown["email"], shown["role"], shown["joined"], shown["account_ids"]) == (
        "bob@example.com",
        "viewer",
        False,
        [account],
    )
    assert ada.post("/api/users", {"email": "bob@example.com", "role": "viewer"}).error["code"] == "EMAIL_TAKEN"
    with books(ada) as tx:
        assert tx.rows("SELECT detail ->> 'user_id' FROM outbox WHERE detail ->> 'kind' = 'invitation'") == [[shown["id"]]]


def test_roles_and_accounts_that_do_not_exist_cannot_be_given(ada: Browser, database: Database) -> None:
    viewer = hire(database, ada, "viewer")
    for changes, status in (
        ({"role": "god"}, 422),
        ({"account_ids": [str(uuid4())]}, 404),
        ({"account_ids": ["x"]}, 422),
        ({"email": "other@example.com"}, 422),
    ):
        assert ada.send("PATCH", member(viewer), json=changes).status == status


def test_who_may_do_everything_cannot_be_limited_to_accounts(ada: Browser, books: Books) -> None:
    with books(ada) as tx:
        account = str(make_account(tx))
    assert ada.send("PATCH", member(ada), json={"account_ids": [account]}).status == 422


def test_switched_off_means_out_at_once(ada: Browser, database: Database) -> None:
    analyst = hire(database, ada, "analyst")
    user = user_id_of(analyst)
    assert analyst.get("/api/accounts").status == 200
    assert ada.send("PATCH", f"/api/users/{user}", json={"active": False}).json["active"] is False
    assert analyst.get("/api/accounts").status == 401, "the access token is still young, and good for nothing"
    with tenant_tx(database.connect("auth"), organization_of(ada)) as tx:
        assert tx.rows("SELECT revoked_at IS NOT NULL FROM sessions WHERE user_id = :user", user=user) == [[True]]


def test_a_token_that_says_more_than_the_role_does_now_is_refused(ada: Browser, database: Database) -> None:
    analyst = hire(database, ada, "analyst")
    assert ada.send("PATCH", member(analyst), json={"role": "viewer"}).status == 200
    answer = analyst.get("/api/accounts")
    assert (answer.status, answer.error["code"]) == (401, "TOKEN_OUTDATED")


def test_somebody_removed_is_gone_and_their_deeds_are_not(ada: Browser, database: Database) -> None:
    analyst = hire(database, ada, "analyst")
    user = user_id_of(analyst)
    analyst.post("/api/uploads", {"filename": "a.csv", "size": 1})
    assert ada.send("DELETE", f"/api/users/{user}").status == 204
    assert analyst.get("/api/accounts").status == 401
    assert ada.get(f"/api/users/{user}").status == 404
    (deed,) = ada.get("/api/audit-log", actor_id=user).json["items"]
    assert (deed["action"], deed["actor"]) == ("upload", None)


def test_a_viewer_calls_no_route_of_an_analyst(ada: Browser, database: Database, subtests: pytest.Subtests) -> None:
    viewer = hire(database, ada, "viewer")
    for method, path in (
        ("GET", "/api/transactions"),
        ("GET", "/api/transactions/analyze"),
        ("GET", "/api/accounts"),
        ("POST", "/api/uploads"),
        ("POST", "/api/transactions/upload"),
        ("GET", "/api/users"),
        ("GET", "/api/audit-log"),
        ("DELETE", "/api/organizations/current"),
    ):
        with subtests.test(f"{method} {path}"):
            assert (viewer.send(method, path).status, viewer.send(method, path).error["code"]) == (403, "FORBIDDEN")


def test_an_analyst_manages_nobody(ada: Browser, database: Database) -> None:
    analyst = hire(database, ada, "analyst")
    for method, path in (("GET", "/api/users"), ("POST", "/api/roles"), ("GET", "/api/audit-log"), ("GET", "/api/roles")):
        assert analyst.send(method, path).status == 403
