"""A browser for handlers: it makes API Gateway's events, keeps cookies, and echoes the CSRF token as a page would."""

import base64
import itertools
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

ORIGIN = "http://127.0.0.1:8080"
CONTEXT: Any = SimpleNamespace(
    function_name="api",
    memory_limit_in_mb=512,
    invoked_function_arn="arn:aws:lambda:::api",
    aws_request_id="lambda-1",
    get_remaining_time_in_millis=lambda: 600_000,
)
Handler = Callable[[dict[str, Any], Any], dict[str, Any]]
_requests = itertools.count(1)


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, list[str]]
    body: str

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def error(self) -> dict[str, Any]:
        found: dict[str, Any] = self.json["error"]
        return found


def proxy_event(
    method: str,
    path: str,
    *,
    query: Mapping[str, str | list[str]] | None = None,
    headers: Mapping[str, str] | None = None,
    body: bytes | str | None = None,
) -> dict[str, Any]:
    several = {name: value if isinstance(value, list) else [value] for name, value in (query or {}).items()}
    return {
        "resource": "/{proxy+}",
        "path": path,
        "httpMethod": method,
        "headers": dict(headers or {}),
        "multiValueHeaders": {name: [value] for name, value in (headers or {}).items()},
        "queryStringParameters": {name: values[-1] for name, values in several.items()} or None,
        "multiValueQueryStringParameters": several or None,
        "requestContext": {
            "requestId": f"request-{next(_requests)}",
            "stage": "live",
            "path": f"/live{path}",
            "identity": {"sourceIp": "192.0.2.7"},
        },
        "body": base64.b64encode(body).decode() if isinstance(body, bytes) else body,
        "isBase64Encoded": isinstance(body, bytes),
    }


def multipart(fields: Mapping[str, str], filename: str, content: bytes, boundary: str = "frontier7") -> tuple[str, bytes]:
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode("utf-8", "surrogatepass")
        for name, value in fields.items()
    ]
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{filename}"\r\nContent-Type: text/csv\r\n\r\n'
    body = b"".join([*parts, head.encode("utf-8", "surrogatepass"), content, f"\r\n--{boundary}--\r\n".encode()])
    return f"multipart/form-data; boundary={boundary}", body


@dataclass
class Browser:
    handlers: Mapping[str, Handler]
    cookies: dict[str, str] = field(default_factory=dict)
    bearer: str = ""
    echo: bool = True

    def send(self, method: str, path: str, **request: Any) -> Answer:
        headers = {**self._standing(method), **(request.pop("headers", None) or {})}
        if "json" in request:
            headers.setdefault("Content-Type", "application/json")
            request["body"] = json.dumps(request.pop("json"))
        name = path.split("/")[1]
        raw = self.handlers.get(name, self.handlers["api"])(proxy_event(method, path, headers=headers, **request), CONTEXT)
        answer = Answer(raw["statusCode"], raw["multiValueHeaders"], raw["body"])
        for line in answer.headers.get("Set-Cookie", []):
            self._keep(line)
        return answer

    def get(self, path: str, **query: str | list[str]) -> Answer:
        return self.send("GET", path, query=query)

    def post(self, path: str, json: Any = None, **request: Any) -> Answer:
        return self.send("POST", path, **({"json": json} if json is not None else {}), **request)

    def _standing(self, method: str) -> dict[str, str]:
        if self.bearer:
            return {"Authorization": f"Bearer {self.bearer}"}
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())} if self.cookies else {}
        echoing = self.echo and method != "GET" and "csrf_token" in self.cookies
        return {**headers, **({"X-CSRF-Token": self.cookies["csrf_token"]} if echoing else {})}

    def _keep(self, line: str) -> None:
        name, _, value = line.partition(";")[0].partition("=")
        if "Max-Age=0" in line:
            self.cookies.pop(name, None)
        else:
            self.cookies[name] = value
