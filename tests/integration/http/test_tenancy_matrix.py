"""Every route of the OpenAPI document, called with another organisation's ids as every role: not there, and nothing changed.

It walks the document that the code makes, so a new route is in it as soon as it exists.
"""

import itertools
import json
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from purser.access.permissions import PERMISSIONS
from purser.domain.ids import uuid7

from infra import openapi
from tests.database import Database
from tests.http import Answer, Browser, multipart
from tests.integration.http.conftest import make_account
from tests.openapi_samples import Operation, operations
from tests.staff import hire
from tests.tenant_rows import MARK, Victim, make_victim

OPERATIONS = operations(openapi.document())
WITH_IDS = [one for one in OPERATIONS if one.path_parameters or one.query_ids or one.body_has_ids]
LISTS = [one for one in OPERATIONS if one.method == "GET" and not one.path_parameters]
REFUSALS = {403, 404, 422}
ROLES = ("admin", "analyst", "viewer", "limited")


@pytest.fixture
def victim(database: Database) -> Victim:
    return make_victim(database.connect("admin"), uuid7())


@pytest.fixture
def bank() -> Any:
    """An aggregator that is never reached: whose connection it is comes first."""
    return SimpleNamespace(url="http://127.0.0.1:9")


@pytest.fixture
def attackers(orders: object, ada: Browser, database: Database, books: Any) -> dict[str, Browser]:
    """Somebody of another organisation with each role; `limited` may do everything that has a name, with one account."""
    assert orders, "the routes that speak with an aggregator must have one"
    with books(ada) as tx:
        account = make_account(tx)
    limited = hire(database, ada, "limited", permissions=list(PERMISSIONS), account_ids=[account])
    return {"limited": limited} | {role: hire(database, ada, role) for role in ROLES if role != "limited"}


def ids_for(victim: Victim, name: str, every: list[UUID]) -> list[UUID]:
    """The victim's id that a parameter of this name means; all there are if none is called so."""
    meant = victim.id(name.removesuffix("_ids").removesuffix("_id"))
    return [meant] if meant in every else every


def send(person: Browser, operation: Operation, path: str, foreign: str) -> Answer:
    query = dict.fromkeys(operation.query_ids, foreign)
    if operation.body is None:
        return person.send(operation.method, path, query=query)
    body = operation.sample(lambda _: foreign)
    if operation.body[0] == "multipart/form-data":
        fields = {name: str(value) for name, value in body.items() if name != "file"}
        media, content = multipart(fields, "a.csv", b"x")
        return person.send(operation.method, path, query=query, headers={"Content-Type": media}, body=content)
    return person.send(operation.method, path, query=query, json=body)


def paths(operation: Operation, victim: Victim, every: list[UUID]) -> Iterator[str]:
    choices = [ids_for(victim, name, every) for name in operation.path_parameters]
    for chosen in itertools.product(*choices):
        path = operation.path
        for name, value in zip(operation.path_parameters, chosen, strict=True):
            path = path.replace(f"{{{name}}}", str(value))
        yield path


def foreign_ids(operation: Operation, victim: Victim, every: list[UUID]) -> list[UUID]:
    """What to put where query or body want an id."""
    names: list[str] = list(operation.query_ids)
    operation.sample(lambda name: names.append(name) or "")  # type: ignore[func-returns-value] # append, then ""
    return sorted({one for name in names for one in ids_for(victim, name, every)}) or every[:1]


@pytest.mark.parametrize("role", ROLES)
def test_nothing_of_another_organisation_is_reached_by_its_ids(
    attackers: dict[str, Browser], victim: Victim, role: str, subtests: pytest.Subtests
) -> None:
    before, every, answers = victim.checksum(), victim.ids(), 0
    for operation in WITH_IDS:
        with subtests.test(operation.name):
            for path in paths(operation, victim, every):
                for foreign in foreign_ids(operation, victim, every):
                    answer = send(attackers[role], operation, path, str(foreign))
                    answers += 1
                    if operation.path_parameters or operation.method != "GET":
                        assert answer.status in REFUSALS, f"{operation.name} {foreign}: {answer.status} {answer.body}"
                    else:
                        assert answer.status in REFUSALS | {200}, f"{operation.name}: {answer.status} {answer.body}"
                        assert MARK not in answer.body
    changed = {table for table, checksum in victim.checksum().items() if checksum != before[table]}
    assert not changed
    assert answers >= len(WITH_IDS)


@pytest.mark.parametrize("role", ROLES)
def test_nothing_of_another_organisation_is_in_a_list_an_analysis_or_an_export(
    attackers: dict[str, Browser], victim: Victim, role: str, subtests: pytest.Subtests
) -> None:
    every = {str(one) for one in victim.ids()}
    for operation in LISTS:
        with subtests.test(operation.name):
            answer = attackers[role].get(operation.path)
            assert answer.status < 500
            assert MARK not in answer.body
            assert not [one for one in every if one in answer.body]


def test_the_matrix_reaches_what_it_should(attackers: dict[str, Browser], victim: Victim) -> None:
    """It would be worth nothing if a missing permission, or a body that does not fit, kept the administrator out."""
    every = victim.ids()
    statuses = {
        operation.name: send(attackers["admin"], operation, path, str(foreign_ids(operation, victim, every)[0])).status
        for operation in WITH_IDS
        for path in [next(paths(operation, victim, every))]
    }
    assert not [name for name, status in statuses.items() if status in (401, 403)]
    assert len([name for name, status in statuses.items() if status == 404]) > len(WITH_IDS) / 2, statuses
    assert {
        "PATCH /api/accounts/{account_id}",
        "GET /api/transactions",
        "POST /api/uploads",
        "PATCH /api/users/{user_id}",
    } <= set(statuses)


def test_the_victim_itself_does_reach_its_rows(database: Database, ada: Browser, books: Any) -> None:
    """And 404 would mean nothing if ids were wrong: with the organisation's own, the same requests are answered."""
    with books(ada) as tx:
        account = str(make_account(tx))
    admin = hire(database, ada, "admin")
    for operation in WITH_IDS:
        if operation.path == "/api/accounts/{account_id}":
            assert send(admin, operation, f"/api/accounts/{account}", account).status == 200, json.dumps(operation.spec)
