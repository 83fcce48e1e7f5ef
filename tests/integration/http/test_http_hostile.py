"""Hostile text in every field of every operation: it is data, or it is refused; it is never SQL, a header, or a 500."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from infra import openapi
from tests.database import Database
from tests.http import Browser, multipart
from tests.openapi_samples import Operation, operations
from tests.staff import hire
from tests.statements import SEPTEMBER

OPERATIONS = operations(openapi.document())
ID = "0198f0c4-0000-7000-8000-000000000000"
FORM = "multipart/form-data"
SQL = "x'); DROP TABLE accounts; --"
HOSTILE = {
    "sql": SQL,
    "sql in a cast": "1::int); SELECT pg_sleep(5); --",
    "a named parameter": "x :org %s %(a)s ${a} {{7*7}}",
    "nul": "a\x00b",
    "half a surrogate pair": "a\ud800b",
    "right to left": "\u202egpj.exe\u2066",
    "many combining marks": "a" + "\u0301" * 150,
    "a new line and a header": "a\r\nSet-Cookie: access_token=x",
    "a formula": '=HYPERLINK("http://evil.example")',
    "a script": "<script>alert(1)</script>",
}


def places(body: Any, so_far: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Where text stands in a body, however deep."""
    if isinstance(body, str):
        yield so_far
    for key, inner in body.items() if isinstance(body, dict) else enumerate(body) if isinstance(body, list) else ():
        yield from places(inner, (*so_far, key))


def put(body: Any, place: tuple[Any, ...], text: str) -> Any:
    """The body with something else in that place."""
    if not place:
        return text
    changed = dict(body) if isinstance(body, dict) else list(body)
    changed[place[0]] = put(changed[place[0]], place[1:], text)
    return changed


def hostile_bodies(operation: Operation, text: str) -> Iterator[Any]:
    """Bodies that are hostile in one text field after the other, among what must be there and among all that may be."""
    if operation.body is None or operation.body[0] == FORM:
        return
    least, whole = (operation.sample(lambda _: ID, whole=whole) for whole in (False, True))
    for sample in (least, whole):
        yield from (put(sample, place, text) for place in places(sample))
    yield from ({**least, name: text} for name in operation.body[1].get("properties", {}))


def hostile_forms(operation: Operation, text: str) -> Iterator[tuple[str, bytes]]:
    """The same of a form with a file: the name of the file, each field, and a name of a field."""
    if operation.body is None or operation.body[0] != FORM:
        return
    yield multipart({}, text, SEPTEMBER)
    for name in (*operation.body[1].get("properties", {}), text):
        yield multipart({name: text}, "a.csv", SEPTEMBER)


def text_parameters(operation: Operation) -> list[str]:
    return [one["name"] for one in operation.spec.get("parameters", []) if one["in"] == "query"]


def paths(operation: Operation, text: str) -> Iterator[str]:
    """The path with an id of nothing, and with the text in place of one after the other."""
    yield re.sub(r"\{\w+\}", ID, operation.path)
    for name in operation.path_parameters:
        yield re.sub(r"\{\w+\}", ID, operation.path.replace(f"{{{name}}}", text))


def requests(operation: Operation, text: str) -> Iterator[dict[str, Any]]:
    """Every request of one operation that is hostile in one place."""
    path, *others = paths(operation, text)
    yield from ({"path": other} for other in others)
    yield from ({"path": path, "query": {name: text}} for name in text_parameters(operation))
    yield from ({"path": path, "json": body} for body in hostile_bodies(operation, text))
    yield from ({"path": path, "headers": {"Content-Type": kind}, "body": body} for kind, body in hostile_forms(operation, text))


@pytest.mark.usefixtures("orders", "mail")
@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_text_in_any_field_is_data_or_refused(
    ada: Browser, database: Database, kind: str, subtests: pytest.Subtests
) -> None:
    person, asked = hire(database, ada, "admin"), 0
    tables = database.connect("admin").run("SELECT count(*) FROM pg_class WHERE relkind = 'r'")
    for operation in OPERATIONS:
        with subtests.test(operation.name):
            for request in requests(operation, HOSTILE[kind]):
                answer = person.send(operation.method, request.pop("path"), **request)
                assert answer.status < 500, f"{request}: {answer.body}"
                assert "syntax error" not in answer.body
                assert all("\r" not in value and "\n" not in value for values in answer.headers.values() for value in values)
                asked += 1
    assert asked > 300
    assert database.connect("admin").run("SELECT count(*) FROM pg_class WHERE relkind = 'r'") == tables


def test_sql_that_was_accepted_is_stored_as_it_was_written(ada: Browser) -> None:
    assert ada.post("/api/roles", {"name": SQL, "permissions": ["read_reports"]}).json["name"] == SQL
    assert ada.send("PATCH", "/api/organizations/current", json={"name": SQL}).json["name"] == SQL
    assert ada.get("/api/transactions", q=SQL).json["items"] == []


@pytest.mark.parametrize(
    "name", ["a\r\nX-Evil: 1\r\n\r\n.csv", 'a"; filename="b.csv', "a\u2028b.csv", "../../../other-org/a.csv"]
)
def test_the_name_of_a_file_becomes_no_header_and_no_path(ada: Browser, name: str) -> None:
    answer = ada.post("/api/uploads", {"filename": name, "size": 1})
    assert answer.status == 201
    url, headers = answer.json["upload_url"], answer.json["headers"]
    assert re.fullmatch(r"[\w:/.-]+", url.split("?")[0])
    assert ".." not in url
    assert all("\r" not in one and "\n" not in one for one in (url, *headers, *headers.values()))


def test_headers_that_would_split_an_answer_are_not_repeated_in_it(ada: Browser) -> None:
    for header in ("Origin", "User-Agent", "Idempotency-Key", "X-CSRF-Token"):
        answer = ada.send("GET", "/api/accounts", headers={header: "x\r\nSet-Cookie: a=b"})
        assert not [value for values in answer.headers.values() for value in values if "\n" in value or "a=b" in value]
