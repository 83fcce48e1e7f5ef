"""What a route says of itself, beside its path: who may call it, and every status it can answer.

    @router.get("/api/accounts", **needs(READ_TRANSACTIONS))
    @router.get("/health", **public(200, 503))

A route that says nothing is not served: `Edge` refuses to be built with it.
"""

from typing import Any

from aws_lambda_powertools.event_handler.router import APIGatewayRouter

ACCESS = "x-permission"
"""The OpenAPI extension that holds the declaration: a permission's name, or one of those below."""
PUBLIC, SIGNED_IN, SESSION = "public", "signed-in", "session"
PERSON, HALF_WAY = "person", "half-way"

BEARER, COOKIE, RENEWAL, ECHO = "bearer", "cookie", "refresh", "csrf"
OK = 200
DESCRIPTIONS = {
    200: "OK",
    201: "Created",
    202: "Accepted",
    204: "Done; there is nothing to say",
    302: "It is there",
    400: "The request cannot be read",
    401: "Not signed in",
    403: "Signed in, but not allowed, or the CSRF token is missing",
    404: "No such thing in this organisation",
    405: "The address does not answer this method",
    409: "It contradicts what is there",
    413: "Too large",
    415: "The body is of another media type",
    422: "Some of what was sent cannot be accepted",
    429: "Too many requests",
    500: "Our mistake",
    502: "The aggregator that banks are linked through refuses",
    503: "A part of the service does not answer",
}
_ANY_ROUTE = (400, 404, 422, 429, 500, 503)
ERROR = {"application/json": {"schema": {"$ref": "#/components/schemas/ErrorAnswer"}}}
"""By reference: a model here would be built for every status of every route when a container starts; `infra.openapi` adds it."""


def resource() -> APIGatewayRouter:
    """Return the router of a module of routes."""
    return APIGatewayRouter()  # type: ignore[no-untyped-call]  # Powertools leaves it untyped


def needs(permission: str, status: int = OK, *errors: int) -> dict[str, Any]:
    """Declare a route for those with a permission; `status` is its success, `errors` are those beside the usual."""
    return _declared(permission, status, (401, 403, *errors), _PROOFS)


def signed_in(status: int = OK, *errors: int) -> dict[str, Any]:
    """Declare a route for whoever is signed in."""
    return _declared(SIGNED_IN, status, (401, 403, *errors), _PROOFS)


def person(status: int = OK, *errors: int) -> dict[str, Any]:
    """Declare a route for who is signed in themselves: no API key speaks for them there."""
    return _declared(PERSON, status, (401, 403, *errors), _PROOFS)


def half_way(status: int = OK, *errors: int) -> dict[str, Any]:
    """Declare a route for who is signed in themselves, or brings in the body what goes on with their sign-in."""
    return _declared(HALF_WAY, status, (401, 403, *errors), [{}, *_PROOFS])


def session(status: int = OK, *errors: int) -> dict[str, Any]:
    """Declare a route whose proof is the refresh token: the access token may have expired."""
    return _declared(SESSION, status, (401, 403, *errors), [{RENEWAL: [], ECHO: []}])


def public(status: int = OK, *errors: int) -> dict[str, Any]:
    """Declare a route for everyone."""
    return _declared(PUBLIC, status, errors, None)


_PROOFS: list[dict[str, list[str]]] = [{BEARER: []}, {COOKIE: [], ECHO: []}]


def _declared(access: str, status: int, errors: tuple[int, ...], security: Any) -> dict[str, Any]:
    refusals = {code: {"description": DESCRIPTIONS[code], "content": ERROR} for code in sorted({*errors, *_ANY_ROUTE})}
    return {
        "status_code": status,
        "responses": {status: {"description": DESCRIPTIONS[status]}, **refusals},
        "security": security,
        "openapi_extensions": {ACCESS: access},
    }
