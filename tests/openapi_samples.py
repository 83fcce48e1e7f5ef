"""Requests made from the OpenAPI document: bodies that fit their schema, with the ids one wants in them."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Schema = Mapping[str, Any]
PickId = Callable[[str], str]


@dataclass(frozen=True)
class Operation:
    """One method of one path."""

    document: Mapping[str, Any]
    method: str
    path: str
    spec: Mapping[str, Any]

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def path_parameters(self) -> list[str]:
        return [one["name"] for one in self.spec.get("parameters", []) if one["in"] == "path"]

    @property
    def query_ids(self) -> list[str]:
        """Query parameters that are ids."""
        return [one["name"] for one in self.spec.get("parameters", []) if one["in"] == "query" and self._is_id(one["schema"])]

    @property
    def permission(self) -> str:
        return str(self.spec["x-permission"])

    @property
    def body(self) -> tuple[str, Schema] | None:
        """Media type and schema of the body."""
        content = self.spec.get("requestBody", {}).get("content", {})
        return next(((media, self._resolved(one["schema"])) for media, one in content.items()), None)

    @property
    def body_has_ids(self) -> bool:
        found: list[str] = []
        self.sample(lambda name: found.append(name) or "")  # type: ignore[func-returns-value] # append, then ""
        return bool(found)

    def sample(self, pick: PickId, *, whole: bool = False) -> Any:
        """Return a small body that fits, optional ids included, or one with every field there is; None without one."""
        return None if self.body is None else self._sample("", self.body[1], pick, whole=whole)

    def _sample(self, name: str, schema: Schema, pick: PickId, *, whole: bool = False) -> Any:  # noqa: PLR0911 - one for each type of JSON
        schema = self._resolved(schema)
        if "enum" in schema or "const" in schema:
            return schema.get("enum", [schema.get("const")])[0]
        if self._is_id(schema):
            return pick(name)
        match schema.get("type"):
            case "object":
                return dict(self._fields(schema, pick, whole=whole))
            case "array":
                return [self._sample(name, schema["items"], pick, whole=whole)]
            case "string":
                return _text(name, schema)
            case "integer" | "number":
                return schema.get("minimum", 1)
            case kind:
                return {"boolean": False, "null": None}.get(str(kind), "x")

    def _fields(self, schema: Schema, pick: PickId, *, whole: bool) -> Iterator[tuple[str, Any]]:
        for name, one in schema.get("properties", {}).items():
            inner = self._resolved(one)
            holds_id = self._is_id(inner) or self._is_id(self._resolved(inner.get("items", {})))
            if whole or name in schema.get("required", []) or holds_id:
                yield name, self._sample(name, one, pick, whole=whole)

    def _resolved(self, schema: Schema) -> Schema:
        for choice in schema.get("anyOf", []) + schema.get("allOf", []) + schema.get("oneOf", []):
            if choice != {"type": "null"}:
                return self._resolved(choice)
        if "$ref" in schema:
            return self._resolved(self.document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]])
        return schema

    def _is_id(self, schema: Schema) -> bool:
        return self._resolved(schema).get("format") == "uuid"


def operations(document: Mapping[str, Any]) -> list[Operation]:
    """Every operation of a document."""
    return [
        Operation(document, method.upper(), path, spec)
        for path, item in document["paths"].items()
        for method, spec in item.items()
    ]


def _text(name: str, schema: Schema) -> str:
    by_name = {"email": "somebody@example.com", "currency": "USD", "base_currency": "USD", "filename": "a.csv", "role": "viewer"}
    by_format = {"date": "2026-09-18", "date-time": "2026-09-18T10:00:00Z", "binary": "x"}
    return by_name.get(name) or by_format.get(str(schema.get("format")), "") or "x" * max(1, schema.get("minLength", 1))
