"""The committed document is the one the code makes, and it is whole."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from infra import openapi

DOCUMENT: dict[str, Any] = openapi.document()


@pytest.mark.parametrize("path", openapi.WRITTEN, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_the_committed_document_is_fresh(path: Any) -> None:
    assert path.read_text() == openapi.text(), f"{path} is stale: run {openapi.REFRESH}"


def references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            yield value["$ref"]
        for one in value.values():
            yield from references(one)
    elif isinstance(value, list):
        for one in value:
            yield from references(one)


def test_every_reference_leads_somewhere() -> None:
    known = {f"#/components/schemas/{name}" for name in DOCUMENT["components"]["schemas"]}
    assert set(references(DOCUMENT)) <= known


def test_names_of_operations_are_unique() -> None:
    names = [operation["operationId"] for item in DOCUMENT["paths"].values() for operation in item.values()]
    assert len(names) == len(set(names))


def test_every_error_has_the_one_form() -> None:
    for path, item in DOCUMENT["paths"].items():
        for operation in item.values():
            for status, answer in operation["responses"].items():
                if int(status) >= 400 and (path, status) != ("/health", "503"):
                    assert answer["content"]["application/json"]["schema"] == {"$ref": "#/components/schemas/ErrorAnswer"}


def test_unsafe_operations_take_an_idempotency_key_and_say_what_else_it_may_lead_to() -> None:
    for path, item in DOCUMENT["paths"].items():
        for method, operation in item.items():
            takes = "Idempotency-Key" in json.dumps(operation.get("parameters", []))
            assert takes == (method != "get"), f"{method} {path}"
            assert not takes or "409" in operation["responses"]
