"""Powertools' resolver with our edge around it: every request is admitted before it is read, every answer leaves in one form."""

import json
from collections.abc import Callable, Mapping
from http import HTTPStatus
from types import ModuleType
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import APIGatewayRestResolver, Response
from aws_lambda_powertools.event_handler.api_gateway import Route

from purser.access.signatures import PublicKey
from purser.discover import discover
from purser.domain.errors import NotFoundError
from purser.runtime.edge.declare import ACCESS
from purser.runtime.edge.errors import MethodNotAllowedError, Refusal, refusal
from purser.runtime.edge.headers import protective
from purser.runtime.edge.identity import admit
from purser.runtime.edge.incoming import Incoming, strict_json

FindKey = Callable[[str], PublicKey | None]


class Edge(APIGatewayRestResolver):
    """All routes of a package of resource modules, each of which defines `router`. `find_key` knows the keys of access tokens."""

    def __init__(self, routes: ModuleType, find_key: FindKey, logger: Logger) -> None:
        super().__init__(
            enable_validation=True,
            response_validation_error_http_code=HTTPStatus.INTERNAL_SERVER_ERROR,
            json_body_deserializer=strict_json,
        )
        self._find_key = find_key
        self._log = logger
        self.exception_handler(Exception)(self._refuse)
        for router in discover(routes, "router").values():
            self.include_router(router)
        for route in self.routes:
            access_of(route)

    @property
    def routes(self) -> list[Route]:
        """Every route, those without parameters in their path first, as they are tried."""
        return [*self._static_routes, *self._dynamic_routes]

    def resolve(self, event: Mapping[str, Any], context: Any) -> dict[str, Any]:
        """Answer one request."""
        incoming = Incoming(event)
        preflight = incoming.method == "OPTIONS"
        answer = _plain(Refusal(HTTPStatus.NO_CONTENT, {})) if preflight else self._answer(incoming, context)
        standing = {**protective(incoming.headers.get("origin", ""), preflight=preflight), "X-Request-Id": incoming.request_id}
        answer["body"] = answer["body"] or ""
        headers: dict[str, list[str]] = answer["multiValueHeaders"]
        for name, value in standing.items():
            headers.setdefault(name, [value])
        return answer

    def _answer(self, incoming: Incoming, context: Any) -> dict[str, Any]:
        try:
            incoming.refuse_unstorable()
            route = self._route_of(incoming)
            caller = admit(incoming, access_of(route), self._find_key)
            event = incoming.checked(_media_type(route))
            self.context.update(incoming=incoming, caller=caller)
            return super().resolve(event, context)
        except Exception as problem:  # noqa: BLE001 - the edge: whatever it is leaves in the form of errors
            return _plain(self._refusal(problem, incoming))

    def _route_of(self, incoming: Incoming) -> Route:
        found = [route for route in self.routes if route.rule.match(incoming.path)]
        if not found:
            raise NotFoundError("There is nothing at this address.")
        methods = {route.method: route for route in reversed(found)}
        if incoming.method not in methods:
            raise MethodNotAllowedError(sorted(methods))
        return methods[incoming.method]

    def _refuse(self, problem: Exception) -> Response[str]:
        told = self._refusal(problem, self.context["incoming"])
        return Response(told.status, "application/json", json.dumps(told.body), headers=told.headers)

    def _refusal(self, problem: Exception, incoming: Incoming) -> Refusal:
        told = refusal(problem, incoming.request_id)
        if told.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            self._log.error("could not answer", method=incoming.method, path=incoming.path, exc_info=problem)
        return told


def access_of(route: Route) -> str:
    """Return what a route declares of who may call it; LookupError if it declares nothing."""
    declared = (route.openapi_extensions or {}).get(ACCESS)
    if declared is None:
        raise LookupError(
            f"{route.method} {route.path} does not say who may call it: add **needs(…) or **public() beside its path"
        )
    return str(declared)


def _media_type(route: Route) -> str | None:
    return None if route.body_field is None else str(getattr(route.body_field.field_info, "media_type", "application/json"))


def _plain(told: Refusal) -> dict[str, Any]:
    headers = {"Content-Type": "application/json", **told.headers} if told.body else told.headers
    return {
        "statusCode": int(told.status),
        "multiValueHeaders": {name: [value] for name, value in headers.items()},
        "body": json.dumps(told.body) if told.body else "",
        "isBase64Encoded": False,
    }
