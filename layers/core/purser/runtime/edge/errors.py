"""One table: which error is which status, and the one form in which every error leaves."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from aws_lambda_powertools.event_handler.openapi.exceptions import RequestUnsupportedContentType, RequestValidationError

from purser.domain.connections import ConnectorBusyError, ConnectorError, GrantEndedError, ReconnectError
from purser.domain.errors import (
    ConflictError,
    FieldProblem,
    ForbiddenError,
    InvalidInputError,
    NotFoundError,
    PurserError,
    TooLargeError,
    TooManyError,
    UnauthenticatedError,
)
from purser.store.postgres import BrokenConnectionError

RETRY_SECONDS = "5"


class MalformedError(PurserError):
    """The request cannot be read at all."""

    code = "MALFORMED"


class MethodNotAllowedError(PurserError):
    """The path exists, this method of it does not."""

    code = "METHOD_NOT_ALLOWED"

    def __init__(self, allowed: Sequence[str]) -> None:
        super().__init__(f"This address answers {', '.join(allowed)} only.")
        self.allowed = allowed


class UnsupportedMediaTypeError(PurserError):
    """The body is of a type that the route does not read."""

    code = "UNSUPPORTED_MEDIA_TYPE"


class UnavailableError(PurserError):
    """A part we stand on does not answer; the same request may work in a moment."""

    code = "UNAVAILABLE"


STATUSES: Mapping[type[Exception], int] = {
    MalformedError: 400,
    UnicodeDecodeError: 400,  # a part of a multipart form that is not UTF-8; nothing of ours decodes a request elsewhere
    UnauthenticatedError: 401,
    ForbiddenError: 403,
    NotFoundError: 404,
    MethodNotAllowedError: 405,
    ConflictError: 409,
    TooLargeError: 413,
    UnsupportedMediaTypeError: 415,
    RequestUnsupportedContentType: 415,
    InvalidInputError: 422,
    RequestValidationError: 422,
    TooManyError: 429,
    GrantEndedError: 409,
    ReconnectError: 409,
    ConnectorError: 502,
    ConnectorBusyError: 503,
    UnavailableError: 503,
    BrokenConnectionError: 503,
}
MESSAGES: Mapping[int, tuple[str, str]] = {
    400: ("MALFORMED", "The request cannot be read."),
    415: ("UNSUPPORTED_MEDIA_TYPE", "The body is of a type that this address does not read."),
    422: ("VALIDATION_FAILED", "Some of what was sent cannot be accepted; see details."),
    500: ("INTERNAL", "Something went wrong on our side. It has been logged; quote the request_id if you write to us."),
    503: ("UNAVAILABLE", "A part of the service does not answer at the moment. Try again."),
}
"""Code and message of errors that bring none of their own."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """An error as it leaves."""

    status: int
    body: dict[str, Any]
    headers: dict[str, str] = field(default_factory=dict)


def refusal(problem: Exception, request_id: str) -> Refusal:
    """Say what went wrong in the form of every error. What is not in the table is ours, a 500, and says nothing of its cause."""
    status = status_of(problem)
    code, message = (problem.code, problem.message) if isinstance(problem, PurserError) else MESSAGES[status]
    error = {
        "code": code,
        "message": message,
        "details": [asdict(one) for one in problems(problem)],
        "timestamp": dt.datetime.now(dt.UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        "request_id": request_id,
    }
    return Refusal(status, {"error": error}, _headers(problem, status))


def status_of(problem: Exception) -> int:
    """Return the status of an error, by its nearest class in the table; 500 if it is not there."""
    return next((STATUSES[kind] for kind in type(problem).__mro__ if kind in STATUSES), 500)


def problems(problem: Exception) -> Sequence[FieldProblem]:
    """Return which fields are wrong and why, as far as the error knows."""
    if isinstance(problem, InvalidInputError):
        return problem.details
    if isinstance(problem, RequestValidationError):
        return [FieldProblem(_field(error["loc"]), str(error["msg"])) for error in problem.errors()]
    return ()


def _field(loc: Sequence[Any]) -> str:
    return ".".join(str(part) for part in loc[1:]) or str(loc[0])


def _headers(problem: Exception, status: int) -> dict[str, str]:
    if isinstance(problem, MethodNotAllowedError):
        return {"Allow": ", ".join(problem.allowed)}
    if isinstance(problem, TooManyError):
        return {"Retry-After": str(problem.seconds)}
    if status == 401:  # noqa: PLR2004 - RFC 9110 wants the challenge
        return {"WWW-Authenticate": "Bearer"}
    return {"Retry-After": RETRY_SECONDS} if status == 503 else {}  # noqa: PLR2004 - a status
