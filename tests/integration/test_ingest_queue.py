"""The functions themselves, between moto's S3, SQS, EventBridge and Secrets Manager and the real PostgreSQL."""

import json
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import boto3
import ingest_statement.handler
import publish_outbox.handler
import pytest
import record_failure.handler
from moto import mock_aws
from purser.runtime import clients
from purser.runtime.settings import database_server, settings
from purser.store.notifications import arrivals_in
from purser.store.objects import Objects
from purser.store.outbox import PublishError
from purser.store.postgres import connect
from purser.usecases import stage_file
from purser.usecases.ingest import ingest
from purser.usecases.migrate import Roles, migrate

from infra.local import postgres
from tests.conftest import MIGRATIONS
from tests.database import Database, make_organization
from tests.statements import SEPTEMBER, Look, address_of, column, ledger_of

CONTEXT: Any = SimpleNamespace(
    function_name="f",
    memory_limit_in_mb=1024,
    invoked_function_arn="arn:aws:lambda:::f",
    aws_request_id="lambda-1",
    get_remaining_time_in_millis=lambda: 600_000,
)
HURRIED: Any = SimpleNamespace(**vars(CONTEXT) | {"get_remaining_time_in_millis": lambda: 0})
"""Enough for one batch of rows, and no more."""
BUCKET = "statements"


def forget() -> None:
    for cached in (settings, database_server, clients.aws, clients._database):  # noqa: SLF001 - a fresh container
        cached.cache_clear()


@dataclass
class Cloud:
    """S3 with a queue per bank, as the template makes them."""

    s3: Any
    sqs: Any
    queue: str

    def put(self, key: str, data: bytes, **more: Any) -> None:
        self.s3.put_object(Bucket=BUCKET, Key=key, Body=data, **more)

    def bodies(self) -> list[str]:
        return [record["body"] for record in self.deliver()["Records"]]

    def send(self, body: str) -> None:
        self.sqs.send_message(QueueUrl=self.queue, MessageBody=body)

    def invoke(self, context: Any = CONTEXT) -> list[str]:
        """Do as Lambda does: deliver what waits, and delete what did not fail; return what did."""
        event = self.deliver()
        wrong = failed(ingest_statement.handler.handler(event, context))
        for record in event["Records"]:
            if record["messageId"] not in wrong:
                self.sqs.delete_message(QueueUrl=self.queue, ReceiptHandle=record["receiptHandle"])
        return wrong

    def deliver(self) -> dict[str, Any]:
        """What Lambda's event source mapping makes of the messages that wait; each stays in the queue until it is deleted."""
        found = self.sqs.receive_message(QueueUrl=self.queue, MaxNumberOfMessages=10, VisibilityTimeout=0).get("Messages", [])
        arn = "arn:aws:sqs:us-east-1:000000000000:purser-chase"
        return {
            "Records": [
                {
                    "messageId": m["MessageId"],
                    "receiptHandle": m["ReceiptHandle"],
                    "body": m["Body"],
                    "eventSource": "aws:sqs",
                    "eventSourceARN": arn,
                }
                for m in found
            ]
        }


@pytest.fixture
def container(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Cloud]]:
    """Set a container up that finds its database where the secret and the settings say."""
    values = {
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "us-east-1",
        "PURSER_ENVIRONMENT": "local",
        "PURSER_DATABASE_SECRET": "purser/app",
        "PURSER_STATEMENTS_BUCKET": BUCKET,
        "PURSER_LAKE_BUCKET": "lake",
        "PURSER_REPORTS_BUCKET": "reports",
        "PURSER_EVENT_BUS": "purser",
        "PURSER_PUBLIC_ORIGIN": "http://127.0.0.1:8080",
        "PURSER_PUBLIC_KEYS_PARAMETER": "-",
        "PURSER_MAX_UPLOAD_BYTES": "100000",
    }

    def set_up(host: str, port: int, database: str, credentials: Any) -> Cloud:
        for name, value in (
            values | {"PURSER_DATABASE_HOST": host, "PURSER_DATABASE_PORT": str(port), "PURSER_DATABASE_NAME": database}
        ).items():
            monkeypatch.setenv(name, value)
        s3, sqs = boto3.client("s3"), boto3.client("sqs")
        s3.create_bucket(Bucket=BUCKET)
        s3.put_bucket_versioning(Bucket=BUCKET, VersioningConfiguration={"Status": "Enabled"})
        queue = sqs.create_queue(QueueName="purser-chase")["QueueUrl"]
        arn = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        configuration = {"QueueConfigurations": [{"QueueArn": arn, "Events": ["s3:ObjectCreated:*"]}]}
        s3.put_bucket_notification_configuration(Bucket=BUCKET, NotificationConfiguration=configuration)
        boto3.client("events").create_event_bus(Name="purser")
        boto3.client("secretsmanager").create_secret(Name="purser/app", SecretString=json.dumps(dict(credentials)))
        return Cloud(s3, sqs, queue)

    forget()
    with mock_aws():
        yield set_up
    forget()


@pytest.fixture
def cloud(container: Callable[..., Cloud], database: Database) -> Cloud:
    return container(database.server.host, database.server.port, database.name, database.credentials("app"))


def failed(answer: Any) -> list[str]:
    return [item["itemIdentifier"] for item in answer["batchItemFailures"]]


def test_a_file_put_into_s3_is_in_the_ledger_and_its_event_on_the_bus(cloud: Cloud, organization: UUID, look: Look) -> None:
    cloud.put(address_of(organization, filename="Chase1234 Activity+September (1).CSV").key, SEPTEMBER)
    answer = ingest_statement.handler.handler(cloud.deliver(), CONTEXT)
    assert failed(answer) == []
    assert look("SELECT status, imported, filename FROM imports") == [
        {"status": "done", "imported": 4, "filename": "Chase1234 Activity+September (1).CSV"}
    ]
    assert look("SELECT count(*) FROM outbox WHERE published_at IS NULL") == [{"count": 0}]


def test_a_poison_file_fails_alone(cloud: Cloud, organization: UUID, look: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    def put_all() -> None:
        cloud.put(address_of(organization, filename="a.csv").key, SEPTEMBER)
        cloud.put(address_of(organization, filename="poison.csv").key, SEPTEMBER)
        cloud.put(address_of(organization, filename="no statement.csv").key, b"nonsense")

    def ingest_or_trip(arrival: Any, objects: Any, connection: Any, **_: Any) -> Any:
        def trip(data: bytes, **_: Any) -> Any:
            raise RecursionError(f"{len(data)} bytes of poison")

        return ingest(arrival, objects, connection, trip) if "poison" in arrival.key else ingest(arrival, objects, connection)

    monkeypatch.setattr(ingest_statement.handler, "ingest", ingest_or_trip)
    put_all()
    event = cloud.deliver()
    poison = [record["messageId"] for record in event["Records"] if "poison" in record["body"]]
    assert failed(ingest_statement.handler.handler(event, CONTEXT)) == poison
    assert column(look("SELECT status FROM imports ORDER BY filename"), "status") == ["done", "rejected", "reading"]
    letters = {"Records": [record for record in event["Records"] if record["messageId"] in poison]}
    assert failed(record_failure.handler.handler(letters, CONTEXT)) == []
    assert column(look("SELECT message FROM error_log"), "message") == [f"RecursionError: {len(SEPTEMBER)} bytes of poison"]
    assert column(look("SELECT status FROM imports ORDER BY filename"), "status") == ["done", "rejected", "failed"]


def test_the_message_that_s3_sends_when_notifications_are_set_up_is_let_go(cloud: Cloud) -> None:
    body = json.dumps({"Service": "Amazon S3", "Event": "s3:TestEvent", "Bucket": BUCKET})
    event = {"Records": [{"messageId": "m", "body": body, "eventSource": "aws:sqs", "eventSourceARN": "arn:aws:sqs:::q"}]}
    assert failed(ingest_statement.handler.handler(event, CONTEXT)) == []
    assert cloud


@pytest.mark.parametrize("name", ["statement_uploaded", "message_failed"])
def test_the_sample_events_are_notifications_of_s3(name: str) -> None:
    event = json.loads((MIGRATIONS.parents[1] / f"events/{name}.json").read_text())
    for record in event["Records"]:
        for stored in json.loads(record["body"])["Records"]:
            assert stored["s3"]["object"]["key"].startswith("incoming/")


def test_a_file_over_the_limit_is_a_rejected_import(cloud: Cloud, organization: UUID, look: Look) -> None:
    cloud.put(address_of(organization).key, bytes(100_001))
    assert failed(ingest_statement.handler.handler(cloud.deliver(), CONTEXT)) == []
    assert look("SELECT error->>'code' AS code FROM imports") == [{"code": "TOO_LARGE"}]


def test_an_event_that_the_bus_does_not_take_is_published_by_the_sweep(
    cloud: Cloud, organization: UUID, look: Look, monkeypatch: pytest.MonkeyPatch
) -> None:
    boto3.client("events").delete_event_bus(Name="purser")
    monkeypatch.setattr(ingest_statement.handler, "Bus", lambda *_: SimpleNamespace(put=_refuse))
    cloud.put(address_of(organization).key, SEPTEMBER)
    assert failed(ingest_statement.handler.handler(cloud.deliver(), CONTEXT)) == []
    assert look("SELECT count(*) FROM outbox WHERE published_at IS NULL") == [{"count": 1}]
    boto3.client("events").create_event_bus(Name="purser")
    publish_outbox.handler.handler({}, CONTEXT)
    assert look("SELECT count(*) FROM outbox WHERE published_at IS NULL") == [{"count": 0}]


def _refuse(_: Any) -> list[UUID]:
    raise PublishError("EventBridge does not take events: it is away")


def test_logs_and_metrics_say_what_became_of_a_file_and_nothing_secret(
    cloud: Cloud, organization: UUID, database: Database, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ingest_statement.handler.logger.registered_handler, "stream", sys.stdout)
    cloud.put(address_of(organization).key, SEPTEMBER, Metadata={"correlation-id": "request-42"})
    ingest_statement.handler.handler(cloud.deliver(), CONTEXT)
    out = capsys.readouterr().out
    lines = [json.loads(line) for line in out.splitlines()]
    (read,) = [line for line in lines if line.get("message") == "read a file"]
    assert (read["correlation_id"], read["imported"], read["status"]) == ("request-42", 4, "done")
    (metrics,) = [line for line in lines if "_aws" in line]
    assert metrics["_aws"]["CloudWatchMetrics"][0]["Namespace"] == "Purser"
    assert (metrics["FilesRead"], metrics["RowsRead"], metrics["RowsRejected"]) == ([1.0], [4.0], [0.0])
    assert metrics["IngestSeconds"][0] > 0
    for secret in (database.credentials("app")["password"], "PAYROLL", "2500.00"):
        assert secret not in out


@pytest.fixture
def in_parts(cloud: Cloud, organization: UUID, monkeypatch: pytest.MonkeyPatch) -> Cloud:
    """A file of four rows of which the first invocation had the time for two."""
    monkeypatch.setattr(stage_file, "ROWS_AT_ONCE", 2)
    cloud.put(address_of(organization).key, SEPTEMBER)
    assert cloud.invoke(HURRIED) == []
    return cloud


def test_a_file_that_one_invocation_has_not_the_time_for_is_sent_to_the_next(in_parts: Cloud, look: Look) -> None:
    (body,) = in_parts.bodies()
    (arrival,) = arrivals_in(body, "m")
    (read,) = look("SELECT id, status, object_key, object_version FROM imports")
    assert (str(arrival.import_id), arrival.key, arrival.version) == (read["id"], read["object_key"], read["object_version"])
    assert read["status"] == "reading"
    assert in_parts.invoke(HURRIED) == []
    assert (in_parts.invoke(), in_parts.bodies()) == ([], [])
    assert look("SELECT id, status, imported FROM imports") == [{"id": read["id"], "status": "done", "imported": 4}]


def test_a_part_that_is_sent_for_once_more_changes_nothing(in_parts: Cloud, look: Look) -> None:
    (body,) = in_parts.bodies()
    in_parts.invoke()
    for context in (CONTEXT, HURRIED):
        in_parts.send(body)
        assert (in_parts.invoke(context), in_parts.bodies()) == ([], [])
    assert look("SELECT status, imported FROM imports") == [{"status": "done", "imported": 4}]
    assert look("SELECT count(*)::int AS n FROM raw_records") == [{"n": 4}]


def test_a_part_of_another_organisation_s_import_is_not_theirs(
    in_parts: Cloud, database: Database, organization: UUID, look: Look
) -> None:
    stranger = make_organization(database, "Elsewhere")
    body = in_parts.bodies()[0].replace(str(organization), str(stranger))
    in_parts.s3.put_object(Bucket=BUCKET, Key=address_of(stranger).key, Body=SEPTEMBER)
    (arrival,) = arrivals_in(body, "m")
    mine = ingest(replace(arrival, version=None), Objects(in_parts.s3, 100_000), database.connect("app"))
    assert (mine.status, mine.org_id, mine.imported) == ("done", stranger, 4)
    assert mine.import_id != arrival.import_id
    assert look("SELECT status FROM imports") == [{"status": "reading"}]


def test_a_part_that_no_attempt_could_deal_with_leaves_nothing_behind(in_parts: Cloud, look: Look) -> None:
    assert look("SELECT count(*)::int AS n FROM part_rows") == [{"n": 2}]
    assert failed(record_failure.handler.handler(in_parts.deliver(), CONTEXT)) == []
    assert look("SELECT count(*)::int AS n FROM part_rows") == [{"n": 0}]
    assert look("SELECT status FROM imports") == [{"status": "failed"}]
    assert in_parts.invoke() == [], "sent to its queue again by an operator"
    assert look("SELECT status, imported FROM imports") == [{"status": "done", "imported": 4}]


def test_a_database_connection_is_kept_and_replaced_when_it_breaks(cloud: Cloud, database: Database, organization: UUID) -> None:
    first = clients.connection()
    assert clients.connection() is first
    database.connect("admin").run(f"SELECT pg_terminate_backend({first.run('SELECT pg_backend_pid()')[0][0]})")
    deadline = time.monotonic() + 10
    while clients.connection() is first and time.monotonic() < deadline:
        time.sleep(0.01)
    assert clients.connection() is not first
    cloud.put(address_of(organization).key, SEPTEMBER)
    assert failed(ingest_statement.handler.handler(cloud.deliver(), CONTEXT)) == []


def test_a_rotated_password_is_read_again(cloud: Cloud, database: Database, roles: Roles) -> None:
    clients.connection().close()
    with_new = {**roles.app, "password": "rotated"}
    admin = database.connect("admin")
    try:
        admin.run("ALTER ROLE purser_app PASSWORD 'rotated'")
        boto3.client("secretsmanager").put_secret_value(SecretId="purser/app", SecretString=json.dumps(with_new))
        assert clients.connection().run("SELECT current_user") == [["purser_app"]]
    finally:
        admin.run(f"ALTER ROLE purser_app PASSWORD '{roles.app['password']}'")
    assert cloud


def test_while_postgres_is_away_messages_wait_and_nothing_is_lost(
    container: Callable[..., Cloud], roles: Roles, tmp_path: Path
) -> None:
    tmp_path.chmod(0o755)
    server = postgres.start(tmp_path, forgetful=False, url="")
    try:
        admin = {"username": server.user, "password": server.password}
        own = Roles(admin=admin, owner=roles.owner, app=roles.app, auth=roles.auth)
        at = (server.host, server.port)
        migrate(lambda who, name: connect(host=at[0], port=at[1], database=name, credentials=who), own, "purser", MIGRATIONS)
        database = Database(server, "purser", own)
        organization = make_organization(database)
        cloud = container(*at, "purser", roles.app)
        cloud.put(address_of(organization).key, SEPTEMBER)
        clients.connection()
        server.stop()
        event = cloud.deliver()
        uploads = [record["messageId"] for record in event["Records"] if str(organization) in record["body"]]
        assert failed(ingest_statement.handler.handler(event, CONTEXT)) == uploads
        assert set(uploads) <= set(failed(record_failure.handler.handler(event, CONTEXT)))
        server = postgres.start(tmp_path, port=at[1], url="")
        assert failed(ingest_statement.handler.handler(cloud.deliver(), CONTEXT)) == []
        assert ledger_of(clients.connection(), organization, "SELECT status, imported FROM imports") == [
            {"status": "done", "imported": 4}
        ]
    finally:
        server.stop()
