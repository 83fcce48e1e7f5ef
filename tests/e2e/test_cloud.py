"""The whole of it on this machine: a file dropped into S3 becomes ledger, whatever happens to its neighbours."""

import json
import subprocess
import time
from decimal import Decimal
from email.message import EmailMessage
from typing import Any

import httpx
import pytest

from infra.local import samples
from tests.cloud import PURSER, ROOT, LocalCloud, three_lines, wait_for

MEGABYTE = 1_000_000


def parsed_samples() -> list[dict[str, Any]]:
    files = [str(path) for path in sorted(samples.FOLDER.iterdir())]
    command = [str(PURSER), "parse", "--json", *files]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=True)  # noqa: S603 - ours
    return [json.loads(line) for line in done.stdout.splitlines()]


def analysis_of_the_samples(cloud: LocalCloud) -> dict[str, Any]:
    answer = cloud.http.get("/api/transactions/analyze", params={"from": "2026-06-01", "to": "2026-12-01"}).raise_for_status()
    found: dict[str, Any] = answer.json()
    return found


def test_sample_statements_of_three_banks_arrive(cloud: LocalCloud) -> None:
    arrived = {item["filename"]: item for item in cloud.demo.imports()}
    wanted = {path.name for path in samples.FOLDER.iterdir()}

    assert {name for name in wanted if arrived[name]["status"] == "done"} == wanted
    assert {arrived[name]["bank"] for name in wanted} == {"chase", "discover", "capital_one"}


def test_sums_of_the_ledger_are_those_of_the_files(cloud: LocalCloud) -> None:
    in_files = sum(Decimal(parsed["totals"]["USD"]) for parsed in parsed_samples())

    in_ledger = sum(Decimal(kind["total"]) for kind in analysis_of_the_samples(cloud)["by_type"])

    assert in_ledger == in_files


def test_a_statement_dropped_into_s3_is_ledger_within_seconds_without_any_request(cloud: LocalCloud) -> None:
    dropped = time.monotonic()
    cloud.drop("chase", "dropped.csv", three_lines("DROPPED"))

    def transactions() -> list[list[Any]] | None:
        return cloud.rows("SELECT amount FROM transactions WHERE description LIKE 'DROPPED%'") or None

    found = wait_for(transactions, 10, "the ledger")

    assert sorted(row[0] for row in found) == [Decimal("-3.50"), Decimal("-2.50"), Decimal("-1.50")]
    assert time.monotonic() - dropped < 10


def test_a_poison_file_ends_in_the_error_log_and_stops_no_other(cloud: LocalCloud) -> None:
    poison = "incoming/chase/nobody-we-know/auto/poison.csv"
    cloud.client("s3").put_object(Bucket=cloud.bucket, Key=poison, Body=three_lines("POISON"))
    cloud.drop("chase", "beside-poison.csv", three_lines("BESIDE"))

    assert cloud.imported("beside-poison.csv", seconds=10)["imported"] == 3

    def recorded() -> list[list[Any]] | None:
        return cloud.rows("SELECT source, message, context::text FROM error_log WHERE context::text LIKE '%poison.csv%'") or None

    ((source, message, context),) = wait_for(recorded, 90, "the error log")
    assert source == "purser-local-chase-dead"
    assert message
    assert poison in context


def test_a_file_that_is_no_statement_is_refused_with_its_reason(cloud: LocalCloud) -> None:
    cloud.drop("discover", "letter.csv", b"Dear customer,\nwe wish you a pleasant autumn.\n")

    refused = cloud.imported("letter.csv")

    assert (refused["status"], refused["error"]["code"]) == ("rejected", "UNKNOWN_FORMAT")


def test_a_file_too_large_for_the_api_goes_through_the_front_door_to_s3(cloud: LocalCloud) -> None:
    body = b"not a statement\n" * (49 * MEGABYTE // 16)
    wanted = {"filename": "large.csv", "size": len(body)}
    target = cloud.http.post("/api/uploads", json=wanted, headers=cloud.unsafe).raise_for_status().json()
    assert target["upload_url"].startswith(cloud.origin)

    httpx.put(target["upload_url"], content=body, headers=target["headers"], timeout=60).raise_for_status()

    assert cloud.imported("large.csv", seconds=60)["error"]["code"] == "UNKNOWN_FORMAT"


def test_postgres_away_for_a_moment_costs_time_and_nothing_else(cloud: LocalCloud) -> None:
    with cloud.without_postgres():
        cloud.drop("chase", "patience.csv", three_lines("PATIENCE"))
        time.sleep(3)

    assert cloud.imported("patience.csv", seconds=60)["imported"] == 3


def test_what_ses_sends_can_be_read_back(cloud: LocalCloud) -> None:
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = "purser@example.com", "maya@example.com", "Your statement"
    letter.set_content("It balances.")
    ses = cloud.client("ses")
    ses.verify_email_identity(EmailAddress="purser@example.com")
    ses.send_raw_email(RawMessage={"Data": letter.as_bytes()})

    wait_for(lambda: [found for found in cloud.letters() if found.message["Subject"] == "Your statement"] or None, 10, "mail")

    assert "Your statement" in cloud.purser("mail").stdout
    assert "It balances." in cloud.purser("mail", "-1").stdout


def test_status_says_that_every_part_answers(cloud: LocalCloud) -> None:
    done = cloud.purser("status")
    assert (done.returncode, "down" in done.stdout) == (0, False)


def test_health_of_the_front_door_counts_every_part(cloud: LocalCloud) -> None:
    told = httpx.get(f"{cloud.origin}/health").raise_for_status().json()
    assert set(told["checks"]) >= {"postgres", "s3", "events", "mail"}
    assert set(told["checks"].values()) == {"ok"}


def test_starting_what_is_up_says_where_it_is(cloud: LocalCloud) -> None:
    assert f"up already: {cloud.origin}" in cloud.up()


def test_signing_in_sets_several_cookies_through_the_front_door(cloud: LocalCloud) -> None:
    credentials = {"email": samples.EMAIL, "password": samples.PASSWORD}
    answer = httpx.post(f"{cloud.origin}/auth/login", json=credentials, timeout=30).raise_for_status()
    assert {cookie.name for cookie in answer.cookies.jar} == {"access_token", "refresh_token", "csrf_token"}


@pytest.mark.parametrize(
    ("function", "event"),
    [
        ("api", "list_transactions"),
        ("auth", "letter_wanted"),
        ("auth", "sign_in"),
        ("ingest_statement", "statement_uploaded"),
        ("migrate_database", "stack_created"),
        ("publish_outbox", "minute_passed"),
        ("record_failure", "message_failed"),
        ("rotate_keys", "stack_created"),
    ],
)
def test_every_function_can_be_invoked_with_its_event(cloud: LocalCloud, function: str, event: str) -> None:
    done = cloud.purser("invoke", function, f"events/{event}.json")

    assert done.returncode == 0, done.stderr
    returned = json.loads(done.stdout) or {}
    assert returned.get("statusCode", 200) == 200
    assert returned.get("batchItemFailures", []) == []
    assert '"Status": "FAILED"' not in done.stderr
