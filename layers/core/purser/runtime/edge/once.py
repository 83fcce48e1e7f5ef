"""The Idempotency-Key header, for every unsafe route: a middleware of the resolver."""

import hashlib
import json
from collections.abc import Callable
from typing import Any

from aws_lambda_powertools.event_handler import Response

from purser.access.tokens import Caller
from purser.runtime.edge.incoming import MULTIPART, Incoming
from purser.usecases.once import Answer, Shelf, once

HEADER = "idempotency-key"


def answering_once(shelf_of: Callable[[Incoming, Caller | None], Shelf]) -> Callable[[Any, Any], Response[Any]]:
    """Return what answers a repeated request as it was answered the first time, as the shelf for it remembers."""

    def answer_once(app: Any, next_middleware: Any) -> Response[Any]:
        incoming: Incoming = app.context["incoming"]
        caller: Caller | None = app.context["caller"]
        if not incoming.unsafe or HEADER not in incoming.headers:
            return next_middleware(app)  # type: ignore[no-any-return]  # Powertools leaves it untyped
        answered: list[Response[Any]] = []

        def act() -> Answer:
            answered.append(next_middleware(app))
            return Answer(answered[0].status_code, _text(answered[0].body))

        answer = once(shelf_of(incoming, caller), incoming.headers[HEADER], fingerprint(incoming, caller), act)
        return answered[0] if answered else Response(answer.status, "application/json", answer.body)

    return answer_once


def fingerprint(incoming: Incoming, caller: Caller | None) -> bytes:
    """Hash what makes two requests the same. A multipart boundary is not: clients make a new one for each attempt."""
    body = incoming.body
    if incoming.media_type == MULTIPART:
        body = body.replace(incoming.boundary.encode(), b"")
    query = json.dumps(sorted(incoming.query.items()))
    head = "\n".join([str(caller.user_id) if caller else "", incoming.method, incoming.path, query])
    return hashlib.sha256(head.encode() + b"\n\n" + body).digest()


def _text(body: Any) -> str:
    if body is None or isinstance(body, str):
        return body or ""
    return json.dumps(body, separators=(",", ":"))
