import base64
import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any, get_args

import pytest
from bank_webhooks import handler as module
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from purser.access.plaid_webhooks import KeyRing
from purser.domain.connections import ConnectorBusyError

from infra.local.plaid.signing import Defect, Keys, sign

BODY = json.dumps(
    {"webhook_type": "TRANSACTIONS", "webhook_code": "SYNC_UPDATES_AVAILABLE", "item_id": "item-1"}, indent=2
).encode()
WRONG = [defect for defect in get_args(Defect) if defect != "none"]


class Queue:
    def __init__(self) -> None:
        self.reports: list[tuple[str, str, str]] = []

    def report(self, connector: str, item_id: str, reason: str, correlation_id: str | None) -> None:
        assert correlation_id == "request-1"
        self.reports.append((connector, item_id, reason))


@pytest.fixture
def keys(tmp_path: Path) -> Keys:
    return Keys(tmp_path / "keys.json")


@pytest.fixture
def queue(keys: Keys, monkeypatch: pytest.MonkeyPatch) -> Queue:
    queue, ring = Queue(), KeyRing(keys.public)
    monkeypatch.setattr(module, "webhook_keys", lambda: ring)
    monkeypatch.setattr(module, "sync_queue", lambda: queue)
    return queue


def post(body: bytes, signature: str | None, *, encoded: bool = False, header: str = "Plaid-Verification") -> tuple[int, Any]:
    event = {
        "httpMethod": "POST",
        "path": "/webhooks/plaid",
        "headers": {"Content-Type": "application/json"} | ({header: signature} if signature else {}),
        "multiValueQueryStringParameters": None,
        "pathParameters": None,
        "stageVariables": None,
        "requestContext": {"httpMethod": "POST", "resourcePath": "/webhooks/plaid", "requestId": "request-1"},
        "body": base64.b64encode(body).decode() if encoded else body.decode(),
        "isBase64Encoded": encoded,
    }
    context = SimpleNamespace(function_name="f", memory_limit_in_mb=1, invoked_function_arn="arn", aws_request_id="r")
    answer = module.handler(event, context)  # type: ignore[arg-type] # all of a context that is used
    return answer["statusCode"], json.loads(answer["body"])


@pytest.mark.parametrize("encoded", [False, True])
@pytest.mark.parametrize("header", ["Plaid-Verification", "plaid-verification", "PLAID-VERIFICATION"])
def test_what_plaid_signed_becomes_exactly_one_message(queue: Queue, keys: Keys, encoded: bool, header: str) -> None:  # noqa: FBT001 - a parameter
    assert post(BODY, sign(BODY, keys), encoded=encoded, header=header) == (200, {"status": "ok"})
    assert queue.reports == [("plaid", "item-1", "SYNC_UPDATES_AVAILABLE")]


@pytest.mark.parametrize("defect", WRONG)
def test_what_is_signed_wrongly_becomes_none(queue: Queue, keys: Keys, defect: Defect) -> None:
    status, said = post(BODY, sign(BODY, keys, defect))
    assert (status, queue.reports) == (401, [])
    assert (set(said), said["error"]["request_id"]) == ({"error"}, "request-1")


def test_the_same_json_written_otherwise_is_refused(queue: Queue, keys: Keys) -> None:
    assert post(json.dumps(json.loads(BODY)).encode(), sign(BODY, keys))[0] == 401
    assert queue.reports == []


@settings(max_examples=150, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.binary(max_size=300), signature=st.text(max_size=300) | st.from_regex(r"[\w-]*\.[\w-]*\.[\w-]*", fullmatch=True))
def test_whatever_strangers_send_is_refused_in_the_form_of_every_error(queue: Queue, body: bytes, signature: str) -> None:
    status, said = post(body, signature, encoded=True)
    assert (status, queue.reports) == (401, [])
    assert set(said["error"]) == {"code", "message", "details", "timestamp", "request_id"}


def test_a_webhook_about_no_item_is_taken_and_passed_to_nobody(queue: Queue, keys: Keys) -> None:
    body = b'{"webhook_type": "LINK", "webhook_code": "SESSION_FINISHED"}'
    assert post(body, sign(body, keys))[0] == 200
    assert queue.reports == []


def test_if_the_keys_cannot_be_asked_for_plaid_is_told_to_come_again(
    queue: Queue, keys: Keys, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreachable(_: str) -> None:
        raise ConnectorBusyError("Plaid does not answer.")

    monkeypatch.setattr(module, "webhook_keys", lambda: KeyRing(unreachable))
    status, said = post(BODY, sign(BODY, keys))
    assert (status, said["error"]["code"], queue.reports) == (503, "CONNECTOR_BUSY", [])


def test_what_goes_wrong_on_our_side_is_told_to_nobody(queue: Queue, keys: Keys, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> Queue:
        raise RuntimeError("the queue's address is a secret")

    monkeypatch.setattr(module, "sync_queue", broken)
    status, said = post(BODY, sign(BODY, keys))
    assert (status, said["error"]["code"], queue.reports) == (500, "INTERNAL", [])
    assert "secret" not in json.dumps(said)
