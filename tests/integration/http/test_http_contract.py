"""schemathesis against the served document, in one process: whatever fits it, or nearly, is answered as documented."""

import time
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import hypothesis
import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance, status_code_conformance
from urllib3 import HTTPResponse

from tests.database import Database
from tests.http import CONTEXT, ORIGIN, Browser, proxy_event
from tests.staff import hire

SECONDS = 25
"""For each role; a quarter of a minute covers every operation several times on an idle machine."""
EXAMPLES = 4
CHECKED = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
SETTINGS = hypothesis.settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def send(person: Browser, case: Any) -> requests.Response:
    """Send a case as API Gateway would."""
    wanted = case.as_transport_kwargs(base_url=ORIGIN)
    fields = ("method", "url", "headers", "params", "json", "data", "files")
    prepared = requests.Request(**{name: wanted[name] for name in fields if wanted.get(name) is not None}).prepare()
    url = urlsplit(str(prepared.url))
    body = prepared.body.encode() if isinstance(prepared.body, str) else prepared.body
    headers = {name: _text(value) for name, value in prepared.headers.items()}
    headers["Authorization"] = f"Bearer {person.bearer}"
    event = proxy_event(
        str(prepared.method),
        unquote(url.path),
        query=parse_qs(url.query, keep_blank_values=True),
        headers=headers,
        body=body or None,
    )
    handler = person.handlers.get(url.path.split("/")[1], person.handlers["api"])
    return _answer(handler(event, CONTEXT), prepared)


def _text(value: str | bytes) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else value


def _answer(raw: dict[str, Any], prepared: requests.PreparedRequest) -> requests.Response:
    answer = requests.Response()
    answer.status_code = raw["statusCode"]
    answer.headers.update({name: values[0] for name, values in raw["multiValueHeaders"].items()})
    answer.raw = HTTPResponse(headers=dict(answer.headers), status=answer.status_code)
    answer._content = raw["body"].encode()  # noqa: SLF001 - requests has no other way to make one
    answer.request, answer.url, answer.encoding = prepared, str(prepared.url), "utf-8"
    return answer


@pytest.mark.usefixtures("orders", "mail")
@pytest.mark.parametrize("role", ["admin", "viewer"])
def test_every_operation_answers_as_documented(ada: Browser, database: Database, role: str, subtests: pytest.Subtests) -> None:
    person = hire(database, ada, role)
    schema = schemathesis.openapi.from_dict(ada.get("/openapi.json").json)
    started, asked = time.monotonic(), 0
    for operation in (found.ok() for found in schema.get_all_operations()):
        if time.monotonic() - started > SECONDS:
            continue
        with subtests.test(operation.label):
            _explore(operation, person)
        asked += 1
    assert asked > 20, "too slow to tell anything"


def _explore(operation: Any, person: Browser) -> None:
    @SETTINGS
    @hypothesis.given(case=_cases(operation))
    def explore(case: Any) -> None:
        case.validate_response(send(person, case), checks=CHECKED)

    explored: Callable[[], None] = explore
    explored()


def _cases(operation: Any) -> Any:
    """Requests that fit the document, and requests that do not quite."""
    fitting, not_quite = (operation.as_strategy(generation_mode=mode) for mode in GenerationMode)
    return fitting | not_quite
