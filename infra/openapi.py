"""Write the OpenAPI document of all functions that answer HTTP.

Refresh it with `.venv/bin/python -m infra.openapi`. It is written twice: docs/openapi.json for readers,
functions/api/openapi.json for the function that serves it.
"""

import datetime as dt
import json
from pathlib import Path
from typing import Any

from aws_lambda_powertools.event_handler.api_gateway import Route
from aws_lambda_powertools.event_handler.openapi.models import HTTPBearer
from purser import __version__
from purser.runtime.edge.declare import BEARER, COOKIE, DESCRIPTIONS, ECHO, ERROR, RENEWAL
from purser.runtime.edge.incoming import UNSAFE
from purser.runtime.edge.resolver import Edge
from pydantic import BaseModel

ROOT = Path(__file__).parents[1]
WRITTEN = (ROOT / "docs/openapi.json", ROOT / "functions/api/openapi.json")
REFRESH = ".venv/bin/python -m infra.openapi"

DESCRIPTION = """Every bank's statements in, one exact ledger and its answers out.

Sign in at `/auth/login`. Browsers are known by cookies and repeat the `csrf_token` cookie in `X-CSRF-Token` when they change
something; other clients send the `access_token`, or an API key of `/auth/api-keys`, as a Bearer token.
Money is a decimal string, signed: money out is negative."""

KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "The same request with the same key is done once, for a day, and answered alike, or with 409 if secret",
    "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"},
}
PROOFS = {
    BEARER: {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"},
    COOKIE: {"type": "apiKey", "in": "cookie", "name": "access_token"},
    RENEWAL: {"type": "apiKey", "in": "cookie", "name": "refresh_token"},
    ECHO: {"type": "apiKey", "in": "header", "name": "X-CSRF-Token", "description": "The csrf_token cookie, on unsafe methods"},
}


class FieldProblem(BaseModel):
    """What is wrong with one field."""

    field: str
    problem: str


class ErrorDescription(BaseModel):
    """`code` is for programs, `message` for people, `request_id` finds it in our logs."""

    code: str
    message: str
    details: list[FieldProblem]
    timestamp: dt.datetime
    request_id: str


class ErrorAnswer(BaseModel):
    """The form of every error of every route."""

    error: ErrorDescription


def document() -> dict[str, Any]:
    """Return the document of all routes of all functions."""
    from api.handler import app as api  # noqa: PLC0415 - the functions are on the path of tools and tests, not of this package
    from auth.handler import app as auth  # noqa: PLC0415 - same

    parts = [_part(app) for app in (auth, api)]
    _refuse_homonyms(*(part["components"]["schemas"] for part in parts))
    schemas = {**_error_schemas(), **{name: schema for part in parts for name, schema in part["components"]["schemas"].items()}}
    for name, schema in schemas.items():
        if name.startswith("Body_"):  # the parts of a form
            schema["properties"] = {field: _without_null(part) for field, part in schema["properties"].items()}
    for name in ("HTTPValidationError", "ValidationError", "ResponseValidationError"):
        schemas.pop(name, None)
    return {
        **parts[0],
        "info": {
            "title": "Purser",
            "version": __version__,
            "description": DESCRIPTION,
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "paths": {path: item for part in parts for path, item in sorted(part["paths"].items())},
        "components": {"schemas": dict(sorted(schemas.items())), "securitySchemes": PROOFS},
    }


def _refuse_homonyms(ours: dict[str, Any], theirs: dict[str, Any]) -> None:
    """LookupError if two functions call different shapes by one name: the document could show one of them only."""
    homonyms = [name for name in ours.keys() & theirs.keys() if ours[name] != theirs[name]]
    if homonyms:
        raise LookupError(f"Two functions mean different shapes by {', '.join(sorted(homonyms))}: rename one.")


def text() -> str:
    """Return the document as it is committed."""
    return json.dumps(document(), indent=1, ensure_ascii=False) + "\n"


def _part(app: Edge) -> dict[str, Any]:
    schemes: Any = {name: HTTPBearer(bearerFormat="JWT") for name in PROOFS}
    part: dict[str, Any] = json.loads(app.get_openapi_json_schema(openapi_version="3.1.0", security_schemes=schemes))
    for route in app.routes:
        if route.include_in_schema:
            _finish(route, part["paths"][route.openapi_path][route.method.lower()])
    return part


def _finish(route: Route, operation: dict[str, Any]) -> None:
    """Say what Powertools cannot: the Idempotency-Key, no echo where nothing changes, no body of a 204, our form of a 500."""
    operation["operationId"] = route.func.__name__
    for parameter in operation.get("parameters", []):
        parameter["schema"] = _without_null(parameter["schema"])
    if route.method in UNSAFE:
        operation.setdefault("parameters", []).append(KEY)
        operation["responses"].setdefault("409", {"description": DESCRIPTIONS[409], "content": ERROR})
    if route.method not in UNSAFE and "security" in operation:
        operation["security"] = [{name: [] for name in proof if name != ECHO} for proof in operation["security"]]
    responses = operation["responses"]
    for answer in responses.values():
        if _says_nothing(answer):
            del answer["content"]
    responses.get("204", {}).pop("content", None)
    responses["500"] = {"description": "Our mistake", "content": ERROR}
    operation["responses"] = dict(sorted(responses.items()))


def _says_nothing(answer: dict[str, Any]) -> bool:
    """Tell an answer whose body is None, and so is not there at all."""
    content: dict[str, Any] = answer.get("content", {}).get("application/json", {})
    return bool(content.get("schema", {}).get("type") == "null")


def _without_null(schema: dict[str, Any]) -> dict[str, Any]:
    """A parameter is there or it is not: it cannot be null."""
    kinds = [kind for kind in schema.pop("anyOf", []) if kind != {"type": "null"}]
    return schema | (kinds[0] if len(kinds) == 1 else {"anyOf": kinds} if kinds else {})


def _error_schemas() -> dict[str, Any]:
    schema = ErrorAnswer.model_json_schema(ref_template="#/components/schemas/{model}")
    definitions: dict[str, Any] = schema.pop("$defs")
    return {**definitions, "ErrorAnswer": schema}


if __name__ == "__main__":
    written = text()
    for path in WRITTEN:
        path.write_text(written)
