import hashlib

import pytest
from purser.store.postgres import DatabaseError, sqlstate, tenant_tx

from tests.database import Database
from tests.http import Browser
from tests.integration.http.conftest import organization_of


def make(person: Browser, *scopes: str, **wish: object) -> dict[str, str]:
    answer = person.post("/auth/api-keys", {"name": "nightly", "scopes": list(scopes), **wish})
    assert answer.status == 201, answer.body
    told: dict[str, str] = answer.json
    return told


def test_a_key_does_what_its_scopes_say_and_nothing_else(ada: Browser) -> None:
    program = Browser(ada.handlers, bearer=make(ada, "read_transactions")["key"])
    assert program.get("/api/transactions").status == 200
    answer = program.post("/api/uploads", {"filename": "a.csv", "size": 3})
    assert (answer.status, answer.error["code"]) == (403, "FORBIDDEN")
    assert program.get("/auth/me").json["permissions"] == ["read_transactions"]


def test_a_key_of_everything_needs_no_csrf_token(ada: Browser) -> None:
    program = Browser(ada.handlers, bearer=make(ada, "*")["key"])
    assert program.post("/api/uploads", {"filename": "a.csv", "size": 3}).status == 201


def test_a_key_is_shown_once_and_known_by_its_beginning(ada: Browser) -> None:
    made = make(ada, "read_reports")
    assert made["key"].startswith(made["prefix"])
    assert made["prefix"].startswith("purser_")
    (listed,) = ada.get("/auth/api-keys").json["items"]
    assert "key" not in listed
    assert (listed["prefix"], listed["name"], listed["scopes"]) == (made["prefix"], "nightly", ["read_reports"])


def test_two_keys_have_two_beginnings(ada: Browser) -> None:
    assert make(ada, "*")["prefix"] != make(ada, "*")["prefix"]


def test_a_key_tells_when_it_was_last_used(ada: Browser) -> None:
    made = make(ada, "read_transactions")
    assert made["last_used_at"] is None
    Browser(ada.handlers, bearer=made["key"]).get("/api/transactions")
    (listed,) = ada.get("/auth/api-keys").json["items"]
    assert listed["last_used_at"] is not None


def test_nobody_gives_a_key_more_than_they_have(ada: Browser, database: Database) -> None:
    with tenant_tx(database.connect("app"), organization_of(ada)) as tx:
        tx.execute("UPDATE users SET role_id = (SELECT id FROM roles WHERE name = 'viewer')")
    for scope in ("read_transactions", "*", "no_such_permission"):
        answer = ada.post("/auth/api-keys", {"name": "x", "scopes": ["read_reports", scope]})
        assert answer.status == 422
        assert answer.error["details"] == [{"field": "scopes", "problem": scope}]


def test_a_role_that_loses_a_permission_takes_it_from_its_keys(ada: Browser, database: Database) -> None:
    keys = [Browser(ada.handlers, bearer=make(ada, *scopes)["key"]) for scopes in (("*",), ("read_transactions",))]
    with tenant_tx(database.connect("app"), organization_of(ada)) as tx:
        tx.execute("UPDATE users SET role_id = (SELECT id FROM roles WHERE name = 'viewer')")
    assert [program.get("/api/transactions").status for program in keys] == [403, 403]


def test_a_key_of_somebody_switched_off_is_over(ada: Browser, database: Database) -> None:
    program = Browser(ada.handlers, bearer=make(ada, "*")["key"])
    with tenant_tx(database.connect("app"), organization_of(ada)) as tx:
        tx.execute("UPDATE users SET active = false")
    assert program.get("/api/transactions").status == 401
    assert program.get("/auth/me").status == 401


def test_a_key_expires(ada: Browser, database: Database) -> None:
    program = Browser(ada.handlers, bearer=make(ada, "*", expires_in_days=1)["key"])
    assert program.get("/api/accounts").status == 200
    with tenant_tx(database.connect("auth"), organization_of(ada)) as tx:
        tx.execute("UPDATE api_keys SET expires_at = now()")
    assert program.get("/api/accounts").status == 401


def test_a_deleted_key_is_over(ada: Browser) -> None:
    made = make(ada, "*")
    program = Browser(ada.handlers, bearer=made["key"])
    assert ada.send("DELETE", f"/auth/api-keys/{made['id']}").status == 204
    assert program.get("/api/accounts").status == 401
    assert ada.send("DELETE", f"/auth/api-keys/{made['id']}").status == 404


def test_a_key_cannot_touch_how_its_owner_signs_in(ada: Browser) -> None:
    program = Browser(ada.handlers, bearer=make(ada, "*")["key"])
    attempts = [
        program.post("/auth/api-keys", {"name": "another", "scopes": ["*"]}),
        program.post("/auth/change-password", {"current_password": "x", "new_password": "x" * 12}),
        program.post("/auth/mfa/setup"),
        program.get("/auth/sessions"),
        program.post("/auth/passkeys/register/options"),
        program.post("/auth/logout"),
    ]
    assert [(answer.status, answer.error["code"]) for answer in attempts] == [(403, "PERSON_ONLY")] * len(attempts)


def test_what_is_no_key_is_refused(ada: Browser) -> None:
    key = make(ada, "*")["key"]
    for wrong in ("purser_", "purser_x", key[:-1], key + "A", key[:20] + ("A" if key[20] != "A" else "B") + key[21:]):
        assert Browser(ada.handlers, bearer=wrong).get("/api/accounts").status == 401


def test_another_organisation_sees_and_deletes_no_key_of_ours(ada: Browser, register: object) -> None:
    assert callable(register)
    made = make(ada, "*")
    eve = register("eve@example.com", "Elsewhere")
    assert eve.get("/auth/api-keys").json["items"] == []
    assert eve.send("DELETE", f"/auth/api-keys/{made['id']}").status == 404


def test_the_application_learns_of_no_key_that_it_is_not_shown(ada: Browser, database: Database) -> None:
    made = make(ada, "*")
    connection = database.connect("app")
    with pytest.raises(DatabaseError) as refused, tenant_tx(connection, organization_of(ada)) as tx:
        tx.rows("SELECT * FROM api_keys")
    assert sqlstate(refused.value) == "42501"
    with tenant_tx(connection, organization_of(ada)) as tx:
        assert tx.rows("SELECT * FROM use_api_key(:hash)", hash=made["key"].encode()) == []
    stored = database.connect("admin").run("SELECT key_hash FROM api_keys")
    assert made["key"].encode() not in bytes(stored[0][0])


def test_a_key_is_found_in_its_own_organisation_only(ada: Browser, register: object, database: Database) -> None:
    assert callable(register)
    made = make(ada, "*")
    eve = register("eve@example.com", "Elsewhere")
    hashed = hashlib.sha256(made["key"].encode()).digest()
    with tenant_tx(database.connect("app"), organization_of(eve)) as tx:
        assert tx.rows("SELECT * FROM use_api_key(:hash)", hash=hashed) == []
    with tenant_tx(database.connect("app"), organization_of(ada)) as tx:
        assert len(tx.rows("SELECT * FROM use_api_key(:hash)", hash=hashed)) == 1
