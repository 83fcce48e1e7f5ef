"""A request as API Gateway tells it, checked before anyone acts on it: size, encoding, media type, characters."""

import base64
import binascii
import json
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from ipaddress import ip_address
from typing import Any

from purser.access.cookies import read_cookies
from purser.domain.errors import FieldProblem, InvalidInputError, TooLargeError
from purser.runtime.edge.errors import MalformedError, UnsupportedMediaTypeError
from purser.runtime.settings import settings
from purser.store.audit import Origin

JSON, MULTIPART = "application/json", "multipart/form-data"
LARGEST = {JSON: 256_000, MULTIPART: 5_100_000}
"""Bytes of a body. A multipart one carries a file of up to 5 MB and its frame."""
ANNOUNCE = "Announce larger files with POST /api/uploads, and send them to the address that it answers."
UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})

_BOUNDARY = re.compile(r';\s*boundary="?([^";\s]+)')
_CONTROL = re.compile(r"[^\x20-\x7e]")


@dataclass(frozen=True)
class Incoming:
    """One request. Header names are lower case."""

    event: Mapping[str, Any]

    @property
    def method(self) -> str:
        """The method, upper case."""
        return str(self.event["httpMethod"]).upper()

    @property
    def path(self) -> str:
        """The path, without the stage."""
        return str(self.event["path"])

    @cached_property
    def headers(self) -> Mapping[str, str]:
        """Headers by lower-case name; of several of one name, the last."""
        several = {name: values[-1] for name, values in (self.event.get("multiValueHeaders") or {}).items() if values}
        return {name.lower(): value for name, value in {**several, **(self.event.get("headers") or {})}.items()}

    @cached_property
    def query(self) -> Mapping[str, list[str]]:
        """Query parameters with all their values."""
        several = self.event.get("multiValueQueryStringParameters") or {}
        return {name: [value] for name, value in (self.event.get("queryStringParameters") or {}).items()} | several

    @cached_property
    def cookies(self) -> Mapping[str, str]:
        """Cookies by name."""
        several = {name.lower(): values for name, values in (self.event.get("multiValueHeaders") or {}).items()}
        return read_cookies(several.get("cookie") or [self.headers.get("cookie", "")])

    @property
    def unsafe(self) -> bool:
        """Whether the method may change something."""
        return self.method in UNSAFE

    @property
    def request_id(self) -> str:
        """API Gateway's name of the request, which runs through every log as the correlation id."""
        return str((self.event.get("requestContext") or {}).get("requestId") or "")

    @property
    def origin(self) -> Origin:
        """Where it comes from."""
        return Origin(self._address, _CONTROL.sub("", self.headers.get("user-agent", ""))[:300], self.request_id)

    @property
    def _address(self) -> str:
        """The client's address as our own proxy tells it, else the connection's; what clients say of themselves is nothing."""
        told = self.headers.get(settings().client_address_header, "")
        with suppress(ValueError):
            return str(ip_address(told))
        identity = (self.event.get("requestContext") or {}).get("identity") or {}
        return str(identity.get("sourceIp") or "")

    @property
    def media_type(self) -> str:
        """The body's type without parameters, lower case."""
        return self.headers.get("content-type", "").split(";")[0].strip().lower()

    @cached_property
    def body(self) -> bytes:
        """The body's bytes; TooLargeError before a large one is decoded."""
        text = self.event.get("body") or ""
        if len(text) > 4 * max(LARGEST.values()) // 3 + 4:
            raise TooLargeError(f"The body is too large. {self._another_way}".strip())
        try:
            return base64.b64decode(text, validate=True) if self.event.get("isBase64Encoded") else text.encode()
        except (binascii.Error, UnicodeEncodeError) as wrong:
            raise MalformedError("The body cannot be decoded.") from wrong

    @property
    def _another_way(self) -> str:
        return ANNOUNCE if self.media_type == MULTIPART else ""

    @property
    def boundary(self) -> str:
        """What separates the parts of a multipart body; MalformedError if the header does not say."""
        found = _BOUNDARY.search(self.headers.get("content-type", ""))
        if found is None:
            raise MalformedError("The Content-Type names no boundary.")
        return found[1]

    def refuse_unstorable(self) -> None:
        """InvalidInputError if path, query or headers have characters that no database holds."""
        storable(self.path, "path")
        for text in (*self.query, *(value for values in self.query.values() for value in values)):
            storable(text, "query")
        for name, text in self.headers.items():
            storable(text, name)

    def checked(self, expected: str | None) -> dict[str, Any]:
        """Return the event for the resolver, its body of the `expected` media type and decodable."""
        tidy = {
            "headers": dict(self.headers),
            "multiValueHeaders": {name: [value] for name, value in self.headers.items()},
            "multiValueQueryStringParameters": dict(self.query),
        }
        return {**self.event, **tidy, **self._body_as(expected)}

    def _body_as(self, expected: str | None) -> dict[str, Any]:
        if not self.body or expected is None:
            return {"body": None, "isBase64Encoded": True}
        if self.media_type != expected:
            raise UnsupportedMediaTypeError(f"Send {expected}.")
        if len(self.body) > LARGEST[expected]:
            raise TooLargeError(f"The body is larger than {LARGEST[expected]:,} bytes. {self._another_way}".strip())
        if expected == MULTIPART:
            _ = self.boundary
            return {"body": base64.b64encode(self.body).decode(), "isBase64Encoded": True}
        return {"body": _utf8(self.body), "isBase64Encoded": False}


def strict_json(text: str) -> Any:
    """Read JSON: no NaN, no bottomless nesting, no endless digits, no text that a database cannot hold."""
    try:
        value = json.loads(text, parse_constant=_no_constant)
        for one in _texts(value):
            storable(one, "body")
    except (ValueError, RecursionError) as wrong:
        raise MalformedError("The body is not JSON.") from wrong
    return value


def _no_constant(name: str) -> Any:
    raise ValueError(name)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)
    elif isinstance(value, dict):
        for name, one in value.items():
            yield name
            yield from _texts(one)


def storable(text: str, where: str) -> str:
    """Return the text; InvalidInputError if it has characters that no database holds."""
    if "\x00" in text or not _is_unicode(text):
        problem = FieldProblem(where, "NUL or half a surrogate pair")
        raise InvalidInputError("The request has characters that are not text.", (problem,))
    return text


def _is_unicode(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _utf8(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError as wrong:
        raise MalformedError("The body is not UTF-8.") from wrong
