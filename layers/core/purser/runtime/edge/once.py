"""The Idempotency-Key header, for every unsafe route of an organisation: a middleware of the resolver."""

import hashlib
import json
from typing import Any

from aws_lambda_powertools.event_handler import Response

from purser.access.tokens import Caller
from purser.runtime.edge.incoming import MULTIPART, Incoming
from purser.runtime.ledger import ledger
from purser.usecases.once import Answer, once

HEADER = "idempotency-key"


def answer_once(app: Any, next_middleware: Any) -> Response[Any]:
    """Answer a repeated request as it was answered the first time."""
    incoming: Incoming = app.context["incoming"]
    caller: Caller | None = app.context["caller"]
    if not incoming.unsafe or caller is None or HEADER not in incoming.headers:
        return next_middleware(app)  # type: ignore[no-any-return]  # Powertools leaves it untyped

    def act() -> Answer:
        response = next_middleware(app)
        body = response.body if isinstance(response.body, str) else json.dumps(response.body, separators=(",", ":"))
        return Answer(response.status_code, body)

    answer = once(lambda: ledger(caller), incoming.headers[HEADER], fingerprint(incoming, caller), act)
    return Response(answer.status, "application/json", answer.body)


def fingerprint(incoming: Incoming, caller: Caller) -> bytes:
    """Hash what makes two requests the same. A multipart boundary is not: clients make a new one for each attempt."""
    body = incoming.body
    if incoming.media_type == MULTIPART:
        body = body.replace(incoming.boundary.encode(), b"")
    query = json.dumps(sorted(incoming.query.items()))
    head = "\n".join([str(caller.user_id), incoming.method, incoming.path, query])
    return hashlib.sha256(head.encode() + b"\n\n" + body).digest()
