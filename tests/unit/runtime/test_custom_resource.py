import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from purser.runtime.custom_resource import LONGEST_REASON, answer
from purser.runtime.logging import logger_of

LOGGER = logger_of("test")


class CloudFormation(HTTPServer):
    """Waits for one answer."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answers: list[dict[str, Any]] = []
        self.content_types: list[str | None] = []

    def event(self, kind: str, **more: str) -> dict[str, Any]:
        url = f"http://127.0.0.1:{self.server_port}/answer?signature=x"
        return {
            "RequestType": kind,
            "ResponseURL": url,
            "StackId": "s",
            "RequestId": "r",
            "LogicalResourceId": "Migrations",
            **more,
        }


class _Handler(BaseHTTPRequestHandler):
    server: CloudFormation

    def do_PUT(self) -> None:
        self.server.answers.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.server.content_types.append(self.headers["Content-Type"])
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture
def cloudformation() -> Iterator[CloudFormation]:
    server = CloudFormation()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    thread.join(10)
    server.server_close()


@pytest.mark.parametrize("kind", ["Create", "Update"])
def test_success_is_reported_with_what_the_work_returns(cloudformation: CloudFormation, kind: str) -> None:
    answer(cloudformation.event(kind), lambda: {"Applied": "0001"}, LOGGER)
    (said,) = cloudformation.answers
    assert (said["Status"], said["Data"], said["RequestId"], said["StackId"]) == ("SUCCESS", {"Applied": "0001"}, "r", "s")
    assert cloudformation.content_types == [""]


def test_failure_is_reported_with_its_reason(cloudformation: CloudFormation) -> None:
    def work() -> dict[str, str]:
        raise ValueError("0001_ledger.sql has changed. " + "x" * 5000)

    answer(cloudformation.event("Update"), work, LOGGER)
    (said,) = cloudformation.answers
    assert said["Status"] == "FAILED"
    assert said["Reason"].startswith("ValueError: 0001_ledger.sql has changed.")
    assert len(said["Reason"]) == LONGEST_REASON


def test_delete_does_nothing_and_succeeds(cloudformation: CloudFormation) -> None:
    answer(cloudformation.event("Delete"), lambda: {"never": str(1 / 0)}, LOGGER)
    assert cloudformation.answers[0]["Status"] == "SUCCESS"


def test_the_resource_keeps_its_id_so_that_an_update_deletes_nothing(cloudformation: CloudFormation) -> None:
    answer(cloudformation.event("Create"), dict, LOGGER)
    answer(cloudformation.event("Update", PhysicalResourceId="first"), dict, LOGGER)
    assert [said["PhysicalResourceId"] for said in cloudformation.answers] == ["Migrations", "first"]
