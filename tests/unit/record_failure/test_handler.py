from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from purser.usecases.record_failure import DeadLetter
from record_failure import handler as module

CONTEXT: Any = SimpleNamespace(function_name="f", memory_limit_in_mb=1, invoked_function_arn="arn", aws_request_id="r")


@pytest.mark.parametrize(
    ("queue", "clerk"),
    [
        ("purser-dev-chase-dead", "files"),
        ("purser-dev-sync-dead", "linked banks"),
        ("purser-dev-letters-dead", "mail"),
        ("purser-dev-exports-dead", "exports"),
    ],
)
def test_a_letter_goes_to_who_knows_its_queue(monkeypatch: pytest.MonkeyPatch, queue: str, clerk: str) -> None:
    seen: list[tuple[str, str]] = []

    def clerk_of(name: str) -> Any:
        def record(letter: DeadLetter, _: object) -> list[UUID]:
            seen.append((name, letter.queue))
            return []

        return record

    monkeypatch.setattr(module, "connection", lambda: None)
    monkeypatch.setattr(module, "record_failure", clerk_of("files"))
    monkeypatch.setattr(module, "record_sync_failure", clerk_of("linked banks"))
    monkeypatch.setattr(module, "record_letter_failure", clerk_of("mail"))
    monkeypatch.setattr(module, "record_export_failure", clerk_of("exports"))
    arn = f"arn:aws:sqs:us-east-1:000000000000:{queue}"
    letter = {"messageId": "m", "body": "{}", "eventSourceARN": arn, "eventSource": "aws:sqs", "attributes": {}}
    assert module.handler({"Records": [letter]}, CONTEXT) == {"batchItemFailures": []}
    assert seen == [(clerk, queue)]
