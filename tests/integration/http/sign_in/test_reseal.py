"""Secrets sealed anew under other data keys: they open as before, for the same organisation, and the trail says so."""

import datetime as dt
from typing import Any

import pytest
from purser.runtime import connections, sign_in
from purser.store.postgres import INSUFFICIENT_PRIVILEGE, DatabaseError, sqlstate
from purser.store.sealed import BANK_TOKENS, SEEDS
from purser.usecases.reseal_secrets import reseal_secrets

from tests.database import Database
from tests.http import CONTEXT, Browser
from tests.integration.http.sign_in.conftest import App, enrol, half
from tests.plaid import Bank


def moment() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def seals(database: Database, column: str, table: str) -> list[bytes]:
    return [bytes(row[0]) for row in database.connect("admin").run(f"SELECT {column} FROM {table}") or []]  # noqa: S608 - ours


def reseal(person: Browser, before: dt.datetime) -> dict[str, Any]:
    """What the command asks of the function that may open seeds."""
    return person.handlers["auth"]({"reseal": before.isoformat()}, CONTEXT)


def test_a_seed_is_sealed_anew_once_and_its_app_goes_on(ada: Browser, browser: Browser, app: App, database: Database) -> None:
    enrol(ada, app)
    (old,), before = seals(database, "seed", "totp_devices"), moment()
    assert reseal(ada, before) == {"resealed": 1, "broken": 0, "more": False}
    (new,) = seals(database, "seed", "totp_devices")
    assert old != new
    assert reseal(ada, before)["resealed"] == 0, "what was sealed since is left alone"
    told = half(browser)
    assert browser.post("/auth/mfa/verify", {"mfa_token": told["mfa_token"], "code": app.code()}).status == 200
    (entry,) = ada.get("/api/audit-log", action="reseal").json["items"]
    assert (entry["actor"], entry["subject_type"], entry["after"]) == (None, "authenticator_seeds", {"secrets": 1})


def test_a_seal_that_does_not_open_is_counted_and_stops_nobody(ada: Browser, app: App, register: Any, database: Database) -> None:
    eve = register("eve@example.com", "Elsewhere")
    for person in (ada, eve):
        enrol(person, app)
    admin = database.connect("admin")
    admin.run("UPDATE totp_devices SET seed = '\\x01'::bytea WHERE user_id = :id", id=ada.get("/auth/me").json["user"]["id"])
    assert reseal(ada, moment()) == {"resealed": 1, "broken": 1, "more": False}


@pytest.mark.usefixtures("orders")
def test_tokens_of_banks_are_sealed_anew_organisation_by_organisation(register: Any, bank: Bank, database: Database) -> None:
    people = [register(), register("eve@example.com", "Elsewhere")]
    for person in people:
        assert person.post("/api/plaid/exchange", {"public_token": bank.public_token(transactions=5)}).status == 201
    old, before, app_role = seals(database, "access_token", "connections"), moment(), database.connect("app")
    first = reseal_secrets(app_role, connections.vault(), BANK_TOKENS, before, most=1)
    second = reseal_secrets(app_role, connections.vault(), BANK_TOKENS, before, most=1)
    assert (first.resealed, first.more, second.resealed, second.more) == (1, True, 1, False)
    assert not set(old) & set(seals(database, "access_token", "connections"))
    (item,) = people[0].get("/api/plaid/items").json["items"]
    assert people[0].send("DELETE", f"/api/plaid/items/{item['id']}").status == 204, "the token opens, and Plaid knows it"


def test_the_application_cannot_reseal_seeds(ada: Browser, app: App, database: Database) -> None:
    enrol(ada, app)
    with pytest.raises(DatabaseError) as refused:
        reseal_secrets(database.connect("app"), sign_in.vault(), SEEDS, moment())
    assert sqlstate(refused.value) == INSUFFICIENT_PRIVILEGE
