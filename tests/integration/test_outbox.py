"""Events are published at least once, also after a crash, and no refusal of the bus loses one."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import boto3
import pytest
from botocore.config import Config
from moto import mock_aws
from purser.store.outbox import Bus, Event, PublishError, add_event
from purser.store.postgres import Connection, DatabaseError, tenant_tx
from purser.usecases.publish import AT_A_TIME, publish, sweep

from tests.database import Database, make_organization
from tests.statements import Look, column


@dataclass
class Listener:
    """A bus that remembers, and refuses what it is told to."""

    heard: list[Event] = field(default_factory=list)
    refuses: set[str] = field(default_factory=set)
    crash: Exception | None = None

    def put(self, events: Sequence[Event]) -> list[UUID]:
        taken = [event for event in events if event.type not in self.refuses]
        self.heard += taken
        if self.crash is not None:
            raise self.crash
        return [event.id for event in taken]


def write(connection: Connection, organization: UUID, *types: str) -> None:
    with tenant_tx(connection, organization) as tx:
        for type_ in types:
            add_event(tx, type_, {"import_id": "i"}, "request-1")


def test_an_event_is_published_once_with_whose_it_is_and_what_caused_it(app_connection: Connection, organization: UUID) -> None:
    bus = Listener()
    write(app_connection, organization, "ledger.changed")
    assert (publish(app_connection, bus, organization), publish(app_connection, bus, organization)) == (1, 0)
    (event,) = bus.heard
    assert event.detail == {"org_id": str(organization), "correlation_id": "request-1", "import_id": "i"}


def test_an_event_of_a_transaction_that_fails_never_was(app_connection: Connection, organization: UUID) -> None:
    with pytest.raises(DatabaseError), tenant_tx(app_connection, organization) as tx:  # noqa: PT012 - the second statement fails
        add_event(tx, "ledger.changed", {}, None)
        tx.rows("SELECT 1 / 0")
    assert publish(app_connection, Listener(), organization) == 0


def test_what_the_bus_refuses_waits_on_while_the_rest_goes(app_connection: Connection, organization: UUID, look: Look) -> None:
    bus = Listener(refuses={"b"})
    write(app_connection, organization, "a", "b", "c")
    assert publish(app_connection, bus, organization) == 2
    assert column(look("SELECT type FROM outbox WHERE published_at IS NULL"), "type") == ["b"]
    bus.refuses.clear()
    assert publish(app_connection, bus, organization) == 1


def test_a_crash_between_publishing_and_remembering_publishes_again(app_connection: Connection, organization: UUID) -> None:
    bus = Listener(crash=MemoryError())
    write(app_connection, organization, "a")
    with pytest.raises(MemoryError):
        publish(app_connection, bus, organization)
    bus.crash = None
    assert publish(app_connection, bus, organization) == 1
    assert len({event.id for event in bus.heard}) == 1
    assert len(bus.heard) == 2


def test_the_sweep_finds_what_a_crash_after_the_commit_left(database: Database, app_connection: Connection) -> None:
    organizations = [make_organization(database), make_organization(database)]
    for organization in organizations:
        write(app_connection, organization, "ledger.changed")
    bus = Listener()
    assert sweep(app_connection, bus) == 2
    assert {event.detail["org_id"] for event in bus.heard} == {str(organization) for organization in organizations}
    assert sweep(app_connection, bus) == 0


def test_more_events_than_fit_at_once_all_go(app_connection: Connection, organization: UUID) -> None:
    bus = Listener()
    write(app_connection, organization, *(f"{n:04}" for n in range(AT_A_TIME + 5)))
    assert publish(app_connection, bus, organization) == AT_A_TIME + 5
    assert len({event.type for event in bus.heard}) == AT_A_TIME + 5


def test_two_publishers_at_once_do_not_publish_the_same_event(
    database: Database, app_connection: Connection, organization: UUID
) -> None:
    write(app_connection, organization, "a")
    other, inner = database.connect("app"), Listener()

    class Slow(Listener):
        def put(self, events: Sequence[Event]) -> list[UUID]:
            publish(other, inner, organization)  # while the first still holds the event
            return super().put(events)

    assert publish(app_connection, Slow(), organization) == 1
    assert inner.heard == []


def test_what_was_published_long_ago_is_forgotten(app_connection: Connection, organization: UUID, look: Look) -> None:
    write(app_connection, organization, "old")
    publish(app_connection, Listener(), organization)
    with tenant_tx(app_connection, organization) as tx:
        tx.execute("UPDATE outbox SET published_at = now() - interval '8 days'")
    write(app_connection, organization, "new")
    sweep(app_connection, Listener())
    assert column(look("SELECT type FROM outbox"), "type") == ["new"]


# ── EventBridge ─────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def eventbridge(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    with mock_aws():
        client = boto3.client("events")
        client.create_event_bus(Name="purser")
        yield client


class Answers:
    """EventBridge, with the answers that it is told to give."""

    def __init__(self, *answers: Any) -> None:
        self.answers, self.calls = list(answers), list[Any]()

    def put_events(self, Entries: list[dict[str, str]]) -> dict[str, Any]:  # noqa: N803 - boto3's name
        self.calls.append(Entries)
        return {"FailedEntryCount": 0, "Entries": self.answers.pop(0) if self.answers else [{"EventId": "e"} for _ in Entries]}


def events(count: int) -> list[Event]:
    return [Event(UUID(int=n), "ledger.changed", {"org_id": "o", "n": n}) for n in range(count)]


def test_eventbridge_takes_ten_at_a_time() -> None:
    client = Answers()
    assert Bus(client, "purser").put(events(23)) == [UUID(int=n) for n in range(23)]
    assert [len(entries) for entries in client.calls] == [10, 10, 3]
    assert client.calls[0][1] == {
        "EventBusName": "purser",
        "Source": "purser",
        "DetailType": "ledger.changed",
        "Detail": json.dumps({"event_id": str(UUID(int=1)), "org_id": "o", "n": 1}),
    }


def test_only_the_entries_that_eventbridge_took_count_as_published() -> None:
    answers = [{"EventId": "a"}, {"ErrorCode": "ThrottlingException", "ErrorMessage": "slow down"}, {"EventId": "c"}]
    assert Bus(Answers(answers), "purser").put(events(3)) == [UUID(int=0), UUID(int=2)]


def test_the_bus_of_the_account_takes_what_is_put(eventbridge: Any) -> None:
    assert len(Bus(eventbridge, "purser").put(events(2))) == 2


def test_a_bus_out_of_reach_is_one_kind_of_error(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"AWS_ACCESS_KEY_ID": "x", "AWS_SECRET_ACCESS_KEY": "x", "AWS_DEFAULT_REGION": "us-east-1"}.items():
        monkeypatch.setenv(name, value)
    nowhere = boto3.client("events", endpoint_url="http://127.0.0.1:9", config=Config(retries={"total_max_attempts": 1}))
    with pytest.raises(PublishError, match="EventBridge does not take events"):
        Bus(nowhere, "purser").put(events(1))
