"""Hostile text in every field of every operation: it is data, or it is refused; it is never SQL, a header, or a 500."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from infra import openapi
from tests.database import Database
from tests.http import Browser
from tests.openapi_samples import Operation, operations
from tests.staff import hire

Books = Callable[[Browser], Any]
OPERATIONS = [
    one
    for one in operations(openapi.document())
    if one.path.startswith("/api/") and not one.path.startswith("/api/plaid") and "multipart/form-data" not in (one.body or ("",))
]
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


def hostile_bodies(operation: Operation, text: str) -> Iterator[Any]:
    """The sample body, hostile in one text field after the other."""
    sample = operation.sample(lambda _: "0198f0c4-0000-7000-8000-000000000000")
    if isinstance(sample, dict):
        for name, value in sample.items():
            if isinstance(value, str):
                yield {**sample, name: text}
        for name in operation.body[1].get("properties", {}) if operation.body else ():
            yield {**sample, name: text}


def text_parameters(operation: Operation) -> list[str]:
    return [one["name"] for one in operation.spec.get("parameters", []) if one["in"] == "query"]


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_text_in_any_field_is_data_or_refused(
    ada: Browser, database: Database, kind: str, subtests: pytest.Subtests
) -> None:
    person, text, asked = hire(database, ada, "admin"), HOSTILE[kind], 0
    tables = database.connect("admin").run("SELECT count(*) FROM pg_class WHERE relkind = 'r'")
    for operation in OPERATIONS:
        path = re.sub(r"\{\w+\}", "0198f0c4-0000-7000-8000-000000000000", operation.path)
        with subtests.test(operation.name):
            for name in text_parameters(operation):
                answer = person.send(operation.method, path, query={name: text})
                assert answer.status < 500, f"{name}: {answer.body}"
                asked += 1
            for body in hostile_bodies(operation, text):
                answer = person.send(operation.method, path, json=body)
                assert answer.status < 500, f"{body}: {answer.body}"
                assert "syntax error" not in answer.body
                assert all("\r" not in value and "\n" not in value for values in answer.headers.values() for value in values)
                asked += 1
    assert asked > 50
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
