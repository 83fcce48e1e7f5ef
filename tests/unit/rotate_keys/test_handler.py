"""The handler against Secrets Manager and SSM of moto, and a CloudFormation that listens."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from types import SimpleNamespace
from typing import Any

import boto3
import pytest
from moto import mock_aws
from purser.runtime import clients
from purser.runtime.settings import settings
from rotate_keys.handler import handler

CONTEXT: Any = SimpleNamespace(
    function_name="rotate_keys", memory_limit_in_mb=128, invoked_function_arn="arn:aws:lambda:::rotate_keys", aws_request_id="r"
)


class CloudFormation(HTTPServer):
    """What is put to the response URL."""

    answers: list[dict[str, Any]]


class _Listener(BaseHTTPRequestHandler):
    server: CloudFormation

    def do_PUT(self) -> None:
        self.server.answers.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def cloudformation() -> Iterator[CloudFormation]:
    with CloudFormation(("127.0.0.1", 0), _Listener) as server:
        server.answers = []
        Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture
def cloud(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    environment = {
        "PURSER_ENVIRONMENT": "local",
        "PURSER_DATABASE_HOST": "",
        "PURSER_DATABASE_PORT": "0",
        "PURSER_DATABASE_NAME": "",
        "PURSER_DATABASE_SECRET": "",
        "PURSER_STATEMENTS_BUCKET": "",
        "PURSER_LAKE_BUCKET": "",
        "PURSER_REPORTS_BUCKET": "",
        "PURSER_EVENT_BUS": "",
        "PURSER_PUBLIC_ORIGIN": "",
        "PURSER_SIGNING_KEYS_SECRET": "keys",
        "PURSER_PUBLIC_KEYS_PARAMETER": "/keys",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
    }
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    with mock_aws():
        _forget()
        boto3.client("secretsmanager").create_secret(Name="keys", SecretString='{"keys": [], "current": null}')
        yield
    _forget()


def _forget() -> None:
    settings.cache_clear()
    clients.aws.cache_clear()


def event(server: CloudFormation, kind: str) -> dict[str, Any]:
    return {
        "RequestType": kind,
        "ResponseURL": f"http://127.0.0.1:{server.server_port}/answer",
        "StackId": "stack",
        "RequestId": "request",
        "LogicalResourceId": "SigningKeys",
        "ResourceProperties": {},
    }


@pytest.mark.usefixtures("cloud")
def test_creating_the_stack_makes_a_key_that_everyone_can_verify_with(cloudformation: CloudFormation) -> None:
    handler(event(cloudformation, "Create"), CONTEXT)

    (answer,) = cloudformation.answers
    private = json.loads(boto3.client("secretsmanager").get_secret_value(SecretId="keys")["SecretString"])
    public = json.loads(boto3.client("ssm").get_parameter(Name="/keys")["Parameter"]["Value"])
    assert (answer["Status"], answer["Data"]) == ("SUCCESS", {"Current": private["current"]})
    assert [key["kid"] for key in public["keys"]] == [private["current"]]


@pytest.mark.usefixtures("cloud")
def test_updating_the_stack_keeps_the_key(cloudformation: CloudFormation) -> None:
    handler(event(cloudformation, "Create"), CONTEXT)
    handler(event(cloudformation, "Update"), CONTEXT)

    first, second = cloudformation.answers
    assert first["Data"] == second["Data"]


@pytest.mark.usefixtures("cloud")
def test_a_failure_is_told_to_cloudformation(cloudformation: CloudFormation) -> None:
    boto3.client("secretsmanager").delete_secret(SecretId="keys", ForceDeleteWithoutRecovery=True)

    handler(event(cloudformation, "Create"), CONTEXT)

    (answer,) = cloudformation.answers
    assert answer["Status"] == "FAILED"
    assert "ResourceNotFound" in answer["Reason"]
