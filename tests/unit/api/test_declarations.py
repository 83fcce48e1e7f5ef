"""What every route must say of itself, whichever function serves it."""

from collections.abc import Iterator
from types import ModuleType
from typing import Any, get_args

import api.handler
import auth.handler
import pytest
from api.routes.uploads import Bank
from aws_lambda_powertools.event_handler.api_gateway import Route
from purser.access.permissions import BUILT_IN_ROLES, EVERYTHING, PERMISSIONS
from purser.domain.uploads import WITH_FILES
from purser.runtime.edge.declare import HALF_WAY, PERSON, PUBLIC, SESSION, SIGNED_IN, resource
from purser.runtime.edge.resolver import Edge, access_of
from purser.runtime.logging import logger_of
from purser.usecases.upload import UNDECIDED

from infra.command import upload

ROUTES = [*api.handler.app.routes, *auth.handler.app.routes]
PUBLIC_ROUTES = {
    ("GET", "/health"), ("GET", "/openapi.json"), ("GET", "/docs"), ("POST", "/auth/login"), ("POST", "/auth/register"),
    ("POST", "/auth/reset-password"), ("POST", "/auth/reset-password/confirm"), ("POST", "/auth/confirm-email"),
    ("POST", "/auth/invitations/accept"), ("POST", "/auth/passkeys/sign-in/options"), ("POST", "/auth/passkeys/sign-in/verify"),
}  # fmt: skip


def name(route: Route) -> str:
    return f"{route.method} {route.path}"


@pytest.mark.parametrize("route", ROUTES, ids=name)
def test_every_route_says_who_may_call_it(route: Route) -> None:
    assert access_of(route) in {*PERMISSIONS, PUBLIC, SIGNED_IN, SESSION, PERSON, HALF_WAY}


def test_only_these_routes_are_public() -> None:
    assert {(route.method, route.path) for route in ROUTES if access_of(route) == PUBLIC} == PUBLIC_ROUTES


def test_routes_of_the_ledger_need_a_named_permission() -> None:
    for route in ROUTES:
        if route.path.startswith("/api/") and not route.path.startswith("/api/users/me"):
            assert access_of(route) in PERMISSIONS, name(route)


@pytest.mark.parametrize("route", ROUTES, ids=name)
def test_every_route_documents_what_it_can_refuse(route: Route) -> None:
    documented = set(route.responses or {})
    assert documented >= {route.status_code, 400, 404, 422, 429, 500, 503}
    if access_of(route) != PUBLIC:
        assert documented >= {401, 403}
    if route.body_field is not None:
        assert documented >= {413, 415}
    if route.path.startswith("/api/") and route.method != "GET":
        assert 409 in documented, "an Idempotency-Key can be reused"
    assert route.summary
    assert route.tags


def test_a_route_that_says_nothing_is_not_served(monkeypatch: pytest.MonkeyPatch) -> None:
    silent = resource()
    silent.get("/api/secrets")(lambda: {"everything": True})

    def only_silent(_package: ModuleType, _attribute: str) -> dict[str, Any]:
        return {"silent": silent}

    monkeypatch.setattr("purser.runtime.edge.resolver.discover", only_silent)
    with pytest.raises(LookupError, match=r"GET /api/secrets does not say who may call it"):
        Edge(ModuleType("routes"), lambda _: None, logger_of("test"))


def test_built_in_roles_consist_of_permissions_that_exist() -> None:
    def granted() -> Iterator[str]:
        for permissions in BUILT_IN_ROLES.values():
            yield from permissions

    assert set(granted()) <= {*PERMISSIONS, EVERYTHING}


def test_banks_of_uploads_are_those_that_have_a_queue_and_give_out_files() -> None:
    assert set(get_args(Bank)) == {*WITH_FILES, UNDECIDED} == set(upload.BANKS)
