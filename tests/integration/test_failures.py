"""What goes wrong with a file: refused for the person who sent it, or failed for us, and never silent."""

import json
from typing import Any
from urllib.parse import quote_plus
from uuid import UUID

import boto3
import pytest
from moto import mock_aws
from purser.domain.errors import StatementError
from purser.domain.ids import uuid7
from purser.domain.statements import Reading
from purser.domain.uploads import Arrival, MisaddressedError
from purser.store.objects import Objects
from purser.store.postgres import BrokenConnectionError, Connection
from purser.usecases.ingest import ingest
from purser.usecases.record_failure import UNEXPLAINED, DeadLetter, record_failure
from purser.usecases.record_letter_failure import record_letter_failure

from tests.database import Database
from tests.statements import SEPTEMBER, Drop, Look, Shelf, address_of, arrival_of, column, entry, reader_of


def letter_for(arrival: Arrival, message_id: str = "message-1") -> DeadLetter:
    """The dead letter that an upload becomes when every attempt failed."""
    stored: dict[str, Any] = {"key": quote_plus(arrival.key, safe="/"), "versionId": arrival.version, "sequencer": arrival.stamp}
    body = {"Records": [{"eventName": "ObjectCreated:Put", "s3": {"bucket": {"name": arrival.bucket}, "object": stored}}]}
    return DeadLetter(message_id, "purser-chase-dead", json.dumps(body))


def broken_reader(data: bytes, **_: Any) -> Reading:
    raise LookupError(f"no page {len(data)}")


# ── refusals: the file is at fault ──────────────────────────────────────────────────────────────────────────────────

REFUSALS = {
    "EMPTY_FILE": ("chase", b""),
    "UNKNOWN_FORMAT": ("chase", b"colour,taste\nred,sweet\n"),
    "WRONG_BANK": ("discover", SEPTEMBER),
    "NUL_BYTES": ("chase", SEPTEMBER.replace(b"PAYROLL", b"PAY\0ROLL")),
    "ARCHIVE": ("chase", b"PK\x03\x04" + bytes(200)),
}


@pytest.mark.parametrize("code", REFUSALS)
def test_a_file_that_is_no_statement_is_a_rejected_import_with_its_reason(drop: Drop, look: Look, code: str) -> None:
    bank, data = REFUSALS[code]
    assert drop(data, bank=bank).status == "rejected"
    (found,) = look("SELECT status, error, finished_at FROM imports")
    assert (found["status"], found["error"]["code"], found["finished_at"] is None) == ("rejected", code, False)
    assert len(found["error"]["message"]) > 20
    assert look("SELECT type, detail->>'code' AS code FROM outbox") == [{"type": "import.rejected", "code": code}]
    assert look("SELECT * FROM error_log") == []


def test_a_refusal_in_the_middle_of_a_file_leaves_nothing_of_it(drop: Drop, look: Look) -> None:
    def read(data: bytes, **_: Any) -> Reading:  # noqa: ARG001 - a Reader
        def items() -> Any:
            yield entry(1, "-1.00", "FINE")
            raise StatementError("The dates can be read both ways.", code="AMBIGUOUS_DATES", line=3)

        return Reading("told", "chase", "checking", items())

    assert drop(b"x", read).status == "rejected"
    assert look("SELECT * FROM transactions") == look("SELECT * FROM raw_records") == []
    assert look("SELECT error FROM imports") == [
        {"error": {"code": "AMBIGUOUS_DATES", "message": "The dates can be read both ways.", "line": 3}}
    ]


def test_a_truncated_last_line_is_a_rejected_row_of_an_import_that_is_done(drop: Drop, look: Look) -> None:
    outcome = drop(SEPTEMBER + b'DEBIT,09/17/2026,"HALF A ROW')
    assert (outcome.status, outcome.imported, outcome.rejected) == ("done", 4, 1)
    assert len(look("SELECT * FROM raw_records WHERE status = 'rejected' AND reason <> '' AND text LIKE '%HALF A ROW%'")) == 1


def test_a_rejected_file_is_not_read_again_when_its_message_comes_again(
    app_connection: Connection, organization: UUID, shelf: Shelf
) -> None:
    arrival = shelf.put(b"nonsense", address_of(organization))
    assert [ingest(arrival, shelf, app_connection).status for _ in range(2)] == ["rejected", "rejected"]
    assert shelf.fetched == 1


# ── S3 ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    with mock_aws():
        s3 = boto3.client("s3")
        s3.create_bucket(Bucket="statements")
        s3.put_bucket_versioning(Bucket="statements", VersioningConfiguration={"Status": "Enabled"})
        yield s3


def put(s3: Any, key: str, data: bytes, **more: Any) -> Arrival:
    version = s3.put_object(Bucket="statements", Key=key, Body=data, **more)["VersionId"]
    return Arrival(bucket="statements", key=key, version=version, stamp="1", message_id="message-1")


def test_the_version_that_arrived_is_read_even_if_a_newer_one_has_come(bucket: Any) -> None:
    arrival = put(bucket, "incoming/a", b"first")
    put(bucket, "incoming/a", b"second")
    assert Objects(bucket, 100).fetch(arrival).data == b"first"


def test_the_request_that_announced_a_file_is_read_from_its_metadata(bucket: Any) -> None:
    arrival = put(bucket, "incoming/a", b"x", Metadata={"correlation-id": "request-9"})
    assert Objects(bucket, 100).fetch(arrival).correlation_id == "request-9"


def test_a_file_deleted_before_it_is_read_is_gone(
    bucket: Any, app_connection: Connection, organization: UUID, look: Look
) -> None:
    arrival = put(bucket, address_of(organization).key, SEPTEMBER)
    bucket.delete_object(Bucket="statements", Key=arrival.key)
    assert ingest(arrival, Objects(bucket, 10**6), app_connection).status == "rejected"
    assert look("SELECT error->>'code' AS code FROM imports") == [{"code": "GONE"}]


def test_a_version_deleted_for_good_is_gone(bucket: Any) -> None:
    arrival = put(bucket, "incoming/a", b"first")
    put(bucket, "incoming/a", b"second")
    bucket.delete_object(Bucket="statements", Key="incoming/a", VersionId=arrival.version)
    with pytest.raises(StatementError, match="deleted") as gone:
        Objects(bucket, 100).fetch(arrival)
    assert gone.value.code == "GONE"


def test_a_file_over_the_limit_is_refused_without_reading_it(bucket: Any) -> None:
    arrival = put(bucket, "incoming/a", b"x" * 101)
    with pytest.raises(StatementError, match=r"more than 0\.0001 MB") as refused:
        Objects(bucket, 100).fetch(arrival)
    assert refused.value.code == "TOO_LARGE"
    assert len(Objects(bucket, 101).fetch(arrival).data) == 101


def test_any_other_answer_of_s3_is_tried_again(bucket: Any) -> None:
    arrival = arrival_of(address_of(uuid7()))
    with pytest.raises(bucket.exceptions.ClientError):
        Objects(bucket, 100).fetch(Arrival(bucket="no-such-bucket", key=arrival.key, version=None, stamp="", message_id=""))


# ── failures: we are at fault ───────────────────────────────────────────────────────────────────────────────────────


def test_a_bug_is_raised_and_its_reason_kept_for_the_error_log(
    app_connection: Connection, organization: UUID, shelf: Shelf, look: Look
) -> None:
    arrival = shelf.put(b"x", address_of(organization))
    with pytest.raises(LookupError):
        ingest(arrival, shelf, app_connection, broken_reader)
    assert look("SELECT status, error FROM imports") == [{"status": "reading", "error": None}]
    assert record_failure(letter_for(arrival), app_connection) == [organization]
    (found,) = look("SELECT source, code, message, correlation_id, context FROM error_log")
    assert found["message"] == "LookupError: no page 1"
    assert (found["source"], found["code"]) == ("purser-chase-dead", "IMPORT_FAILED")
    assert found["context"]["key"] == arrival.key
    assert found["correlation_id"] == arrival.message_id
    (import_,) = look("SELECT status, error->>'code' AS code, finished_at IS NOT NULL AS over FROM imports")
    assert import_ == {"status": "failed", "code": "FAILED", "over": True}
    assert column(look("SELECT type FROM outbox"), "type") == ["import.failed"]


def test_a_failure_that_left_no_reason_says_so(app_connection: Connection, organization: UUID, look: Look) -> None:
    record_failure(letter_for(arrival_of(address_of(organization))), app_connection)
    assert column(look("SELECT message FROM error_log"), "message") == [UNEXPLAINED]
    assert column(look("SELECT status FROM imports"), "status") == ["failed"]


def test_the_same_dead_letter_twice_is_one_entry(app_connection: Connection, organization: UUID, look: Look) -> None:
    letter = letter_for(arrival_of(address_of(organization)))
    record_failure(letter, app_connection)
    record_failure(letter, app_connection)
    assert look("SELECT count(*) FROM error_log") == [{"count": 1}]


def test_a_file_that_was_read_after_all_is_no_failure(
    app_connection: Connection, organization: UUID, shelf: Shelf, look: Look
) -> None:
    arrival = shelf.put(SEPTEMBER, address_of(organization))
    ingest(arrival, shelf, app_connection)
    record_failure(letter_for(arrival), app_connection)
    assert column(look("SELECT status FROM imports"), "status") == ["done"]
    assert look("SELECT * FROM error_log") == []


def test_a_failed_file_can_be_sent_again(app_connection: Connection, organization: UUID, shelf: Shelf, look: Look) -> None:
    arrival = shelf.put(SEPTEMBER, address_of(organization))
    record_failure(letter_for(arrival), app_connection)
    assert ingest(arrival, shelf, app_connection).imported == 4
    assert look("SELECT status, error FROM imports") == [{"status": "done", "error": None}]


def unowned(database: Database) -> list[list[Any]]:
    """Entries of nobody: only the administrator can look."""
    found: list[list[Any]] = database.connect("admin").run("SELECT code, message FROM error_log WHERE org_id IS NULL")
    return found


def test_a_key_without_an_organisation_fails_and_operators_are_told(database: Database, app_connection: Connection) -> None:
    arrival = Arrival(bucket="b", key="incoming/chase/nobody/auto/a.csv", version="1", stamp="1", message_id="m")
    with pytest.raises(MisaddressedError):
        ingest(arrival, Shelf(), app_connection)
    assert record_failure(letter_for(arrival), app_connection) == []
    assert unowned(database) == [
        ["MISADDRESSED", "'incoming/chase/nobody/auto/a.csv' names the organisation 'nobody', which is not a UUID."]
    ]


def test_an_organisation_that_does_not_exist_fails_and_operators_are_told(database: Database, app_connection: Connection) -> None:
    arrival = arrival_of(address_of(uuid7()))
    with pytest.raises(MisaddressedError, match="does not exist"):
        ingest(arrival, Shelf(), app_connection)
    record_failure(letter_for(arrival), app_connection)
    record_failure(letter_for(arrival), app_connection)
    ((code, message),) = unowned(database)
    assert code == "MISADDRESSED"
    assert "does not exist" in message


def test_a_letter_that_nobody_can_read_is_kept_for_operators(database: Database, app_connection: Connection) -> None:
    record_failure(DeadLetter("m", "purser-chase-dead", "not even JSON"), app_connection)
    ((code, message),) = unowned(database)
    assert (code, message[:43]) == ("UNREADABLE_MESSAGE", "The message is not a notification of S3 (JS")


def test_a_dead_letter_of_sign_in_keeps_no_address(database: Database, app_connection: Connection, organization: UUID) -> None:
    typed = {"detail": {"kind": "reset", "email": "somebody@example.com", "event_id": "e-1"}}
    known = {"detail": {"kind": "invitation", "org_id": str(organization), "user_id": str(uuid7()), "invited_by": str(uuid7())}}
    for message, body in (("1", json.dumps(typed)), ("2", json.dumps(known)), ("2", json.dumps(known)), ("3", "not even JSON")):
        record_letter_failure(DeadLetter(message, "purser-letters-dead", body), app_connection)
    found = database.connect("admin").run("SELECT org_id, code, message || context::text FROM error_log ORDER BY org_id")
    assert [(row[0], row[1]) for row in found] == [(owner, "LETTER_FAILED") for owner in (organization, None, None)]
    assert not [text for _, _, text in found if "@" in text]
    assert '"kind": "reset"' in "".join(text for _, _, text in found)


# ── the database is away ────────────────────────────────────────────────────────────────────────────────────────────


def test_without_a_database_the_message_is_left_for_later_and_nothing_is_lost(
    database: Database, organization: UUID, shelf: Shelf
) -> None:
    arrival = shelf.put(SEPTEMBER, address_of(organization))
    connection = database.connect("app")
    database.connect("admin").run(f"SELECT pg_terminate_backend({connection.run('SELECT pg_backend_pid()')[0][0]})")
    with pytest.raises(BrokenConnectionError):
        ingest(arrival, shelf, connection)
    assert ingest(arrival, shelf, database.connect("app")).imported == 4


def test_a_connection_lost_in_the_middle_leaves_nothing_half_done(database: Database, organization: UUID, shelf: Shelf) -> None:
    connection, admin = database.connect("app"), database.connect("admin")
    pid = connection.run("SELECT pg_backend_pid()")[0][0]

    def read(data: bytes, **_: Any) -> Reading:  # noqa: ARG001 - a Reader
        def items() -> Any:
            for _ in range(2000):
                yield entry(1, "-1.00", "x" * 1000)
            admin.run(f"SELECT pg_terminate_backend({pid})")
            for _ in range(20000):
                yield entry(1, "-1.00", "x" * 1000)

        return Reading("told", "chase", "checking", items())

    arrival = shelf.put(SEPTEMBER, address_of(organization))
    with pytest.raises(BrokenConnectionError):
        ingest(arrival, shelf, connection, read)
    outcome = ingest(arrival, shelf, database.connect("app"), reader_of(entry(1, "-1.00", "x")))
    assert (outcome.imported, outcome.duplicates) == (1, 0)
