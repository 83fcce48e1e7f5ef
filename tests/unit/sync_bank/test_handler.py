import json
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

import pytest
from purser.domain.connections import ConnectorBusyError, SyncOrder
from purser.store.outbox import PublishError
from purser.usecases.sync_connection import Synced
from sync_bank import handler as module

CONTEXT: Any = SimpleNamespace(function_name="f", memory_limit_in_mb=1, invoked_function_arn="arn", aws_request_id="r")


class Queue:
    def __init__(self) -> None:
        self.ordered: list[SyncOrder] = []

    def order_all(self, orders: list[SyncOrder]) -> int:
        self.ordered += orders
        return len(orders)


class Bench:
    """The handler with everything behind it replaced: it remembers what was synced and published."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.synced: list[SyncOrder] = []
        self.published: list[UUID] = []
        self.refuse: set[UUID] = set()
        self.queue = Queue()
        for name in ("connection", "vault"):
            monkeypatch.setattr(module, name, lambda: None)
        monkeypatch.setattr(module, "aws", lambda _: None)
        monkeypatch.setattr(module, "settings", lambda: SimpleNamespace(event_bus="purser"))
        monkeypatch.setattr(module, "sync_queue", lambda: self.queue)
        monkeypatch.setattr(module, "sync_connection", self.sync)
        monkeypatch.setattr(module, "publish", lambda _, __, org_id: self.published.append(org_id))
        monkeypatch.setattr(module, "orders_of_the_day", lambda _, message_id: [order_for(uuid4(), message_id) for _ in range(3)])

    def sync(self, order: SyncOrder, *_: Any) -> Synced:
        if order.connection_id in self.refuse:
            raise ConnectorBusyError("busy")
        self.synced.append(order)
        return Synced(org_id=order.org_id, connection_id=order.connection_id, status="connected")


@pytest.fixture
def bench(monkeypatch: pytest.MonkeyPatch) -> Bench:
    return Bench(monkeypatch)


def order_for(connection_id: UUID, correlation_id: str | None = None) -> SyncOrder:
    return SyncOrder(org_id=uuid4(), connection_id=connection_id, reason="test", correlation_id=correlation_id)


def deliver(*bodies: dict[str, Any]) -> list[str]:
    """Deliver messages numbered from 0; return the numbers of those that failed."""
    records = [
        {"messageId": str(n), "body": json.dumps(body), "eventSource": "aws:sqs", "attributes": {}, "receiptHandle": "r"}
        for n, body in enumerate(bodies)
    ]
    return [failed["itemIdentifier"] for failed in module.handler({"Records": records}, CONTEXT)["batchItemFailures"]]


def message(connection_id: UUID, org_id: UUID | None = None) -> dict[str, Any]:
    return {"org_id": str(org_id or uuid4()), "connection_id": str(connection_id), "reason": "person", "correlation_id": "c-1"}


def test_an_order_is_fulfilled_and_what_it_changed_is_published(bench: Bench) -> None:
    org_id, connection_id = uuid4(), uuid4()
    assert deliver(message(connection_id, org_id)) == []
    assert [(order.connection_id, order.correlation_id) for order in bench.synced] == [(connection_id, "c-1")]
    assert bench.published == [org_id]


def test_one_bank_that_fails_keeps_no_other_waiting(bench: Bench) -> None:
    bad, good = uuid4(), uuid4()
    bench.refuse = {bad}
    assert deliver(message(bad), message(good)) == ["0"]
    assert [order.connection_id for order in bench.synced] == [good]


def test_the_daily_round_becomes_an_order_for_each_connection(bench: Bench) -> None:
    assert deliver({"round": "daily"}) == []
    assert (len(bench.queue.ordered), bench.synced) == (3, [])


@pytest.mark.parametrize("body", [{}, {"connection_id": "no uuid", "org_id": "none"}, {"connector": "plaid"}])
def test_a_message_that_says_nothing_useful_fails_alone(bench: Bench, body: dict[str, Any]) -> None:
    assert deliver(body, message(uuid4())) == ["0"]
    assert len(bench.synced) == 1


def test_events_that_cannot_be_published_now_wait_in_the_outbox(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> int:
        raise PublishError("no bus")

    monkeypatch.setattr(module, "publish", broken)
    assert deliver(message(uuid4())) == []
    assert len(bench.synced) == 1
