"""What routes take from a request without asking for the request itself, and the types of what they take."""

import datetime as dt
import re
from decimal import Decimal
from typing import Annotated

from aws_lambda_powertools.event_handler import Depends, Request
from aws_lambda_powertools.event_handler.openapi.params import Query
from pydantic import BeforeValidator, Field, StringConstraints, WithJsonSchema

from purser.access.tokens import Caller
from purser.domain.errors import UnauthenticatedError
from purser.runtime.edge.incoming import Incoming
from purser.store.audit import Origin
from purser.usecases.acting import Acting

_ADDRESS = r"^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63})+$"


def _maybe_caller(request: Request) -> Caller | None:
    caller: Caller | None = request.context["caller"]
    return caller


def _caller(request: Request) -> Caller:
    caller = _maybe_caller(request)
    if caller is None:
        raise UnauthenticatedError("Sign in first.")
    return caller


def _incoming(request: Request) -> Incoming:
    incoming: Incoming = request.context["incoming"]
    return incoming


def _origin(request: Request) -> Origin:
    return _incoming(request).origin


def _acting(request: Request) -> Acting:
    caller = _caller(request)
    return Acting(caller.user_id, caller.permissions, _origin(request))


def _cookies(request: Request) -> dict[str, str]:
    return dict(_incoming(request).cookies)


def _day(value: object) -> dt.date:
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value, re.ASCII):
        return dt.date.fromisoformat(value)
    raise ValueError("a date is written 2026-09-18")


Signed = Annotated[Caller, Depends(_caller)]
MaybeSigned = Annotated[Caller | None, Depends(_maybe_caller)]
From = Annotated[Origin, Depends(_origin)]
Acts = Annotated[Acting, Depends(_acting)]
Cookies = Annotated[dict[str, str], Depends(_cookies)]

Limit = Annotated[int, Query(ge=1, le=200, description="How many at most")]
Cursor = Annotated[str | None, Query(max_length=1000, description="`next_cursor` of the page before")]

Email = Annotated[str, StringConstraints(strip_whitespace=True, to_lower=True, max_length=254, pattern=_ADDRESS)]
Day = Annotated[dt.date, BeforeValidator(_day)]
Amount = Annotated[
    Decimal,
    Field(max_digits=30, decimal_places=12),
    WithJsonSchema({"type": "string", "pattern": r"^-?\d{1,15}(\.\d{1,10})?$"}),
]
