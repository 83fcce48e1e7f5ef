"""One function of the local cloud, one event.

An event may say ${org_id} and ${access_token}, the demo organisation's, and ${response_url}, where CloudFormation waits.
"""

import base64
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from string import Template
from threading import Thread
from typing import Any

from infra.local import cloud, samples
from infra.local.home import HOST, Home, LocalError


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an invocation returned and logged, and what it told CloudFormation if the event asked it to."""

    payload: Any
    failed: bool
    log: str
    told: list[dict[str, Any]]


def invoke(home: Home, function: str, event: Path) -> Outcome:
    """Run a function, by its folder's name, in the local cloud."""
    lambda_ = cloud.client(home, "lambda")
    with _cloudformation() as (url, told):
        payload = _filled(home, event, url)
        try:
            answer = lambda_.invoke(FunctionName=f"purser-local-{function}", Payload=payload, LogType="Tail")
        except lambda_.exceptions.ResourceNotFoundException as missing:
            known = [found["FunctionName"].removeprefix("purser-local-") for found in lambda_.list_functions()["Functions"]]
            raise LocalError(f"There is no function {function!r}; there are {', '.join(sorted(known))}.") from missing
    log = base64.b64decode(answer.get("LogResult", "")).decode(errors="replace")
    return Outcome(json.loads(answer["Payload"].read() or b"null"), "FunctionError" in answer, log, told)


def _filled(home: Home, event: Path, response_url: str) -> str:
    try:
        text = event.read_text()
        demo = samples.sign_in(home) if "${org_id}" in text or "${access_token}" in text else None
        values = {"org_id": demo.org_id, "access_token": demo.access_token} if demo else {}
        filled = Template(text).safe_substitute(values, response_url=response_url)
        json.loads(filled)
    except OSError as missing:
        raise LocalError(f"{event} cannot be opened: {missing.strerror}. Events are in events/.") from missing
    except ValueError as broken:
        raise LocalError(f"{event} is not JSON: {broken}") from broken
    return filled


@contextmanager
def _cloudformation() -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Listen as CloudFormation listens for the answer of a custom resource."""
    told: list[dict[str, Any]] = []

    class Listener(BaseHTTPRequestHandler):
        def do_PUT(self) -> None:
            told.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer((HOST, 0), Listener) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://{HOST}:{server.server_port}/", told
        finally:
            server.shutdown()
