"""A bank linked through the local cloud: HTTP, KMS, SQS, Lambda and webhooks, with a stand-in where Plaid would be."""

import json
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, get_args

import pytest

from infra.local import linking
from infra.local.plaid.signing import Defect
from tests.cloud import ROOT, LocalCloud, wait_for
from tests.plaid import Bank

SECONDS = 60
SUMS = """
    SELECT coalesce(sum(t.amount) FILTER (WHERE t.status = 'booked'), 0),
        coalesce(sum(t.amount) FILTER (WHERE t.status = 'pending'), 0)
    FROM transactions AS t JOIN linked_accounts AS l USING (account_id) WHERE l.connection_id = CAST(:id AS uuid)
"""
WRONG = [defect for defect in get_args(Defect) if defect != "none"]


@dataclass
class Link:
    """A bank linked in a local cloud. `id` is ours, `item_id` Plaid's."""

    cloud: LocalCloud
    bank: Bank
    id: str
    item_id: str

    def item(self) -> dict[str, Any]:
        items = self.cloud.http.get("/api/plaid/items").json()["items"]
        return next(item for item in items if item["id"] == self.id)

    def sums(self) -> tuple[Decimal, Decimal]:
        booked, pending = self.cloud.rows(SUMS, id=self.id)[0]
        return booked, pending

    def agrees(self) -> bool | None:
        """Say whether the ledger says what the bank says; None for not yet."""
        return self.sums() == self.bank.sums(self.item_id) or None

    def change(self, **what: Any) -> None:
        """Change the bank's books; its webhook does the rest."""
        self.bank.order("change", item_id=self.item_id, **what)
        wait_for(self.agrees, SECONDS, "the ledger to say what the bank says")

    def booked(self) -> str:
        return next(name for name, t in self.bank.books(self.item_id).items() if not t["pending"])

    def pending(self) -> str:
        return next(name for name, t in self.bank.books(self.item_id).items() if t["pending"])


def link(cloud: LocalCloud, *, mutate_on: int = 0, transactions: int = 250) -> Link:
    """Link a bank as a person would, and wait until it has been read."""
    bank = Bank(linking.address(cloud.home))
    bank.order("behave", page_limit=100)
    token = bank.public_token(transactions=transactions)
    item_id = bank.order("look")["items"][-1]
    bank.order("behave", item_id=item_id, mutate_on=mutate_on)
    answer = cloud.http.post("/api/plaid/exchange", json={"public_token": token}, headers=cloud.unsafe)
    assert answer.status_code == 201, answer.text
    made = Link(cloud, bank, answer.json()["id"], item_id)
    wait_for(lambda: made.item()["synced_at"], SECONDS, "the first sync")
    return made


@pytest.fixture(scope="module")
def linked(cloud: LocalCloud) -> Iterator[Link]:
    made = link(cloud)
    yield made
    cloud.http.delete(f"/api/plaid/items/{made.id}", headers=cloud.unsafe)


def test_three_pages_are_in_the_ledger_to_the_cent(linked: Link) -> None:
    assert (linked.item()["status"], linked.item()["institution"]) == ("connected", "First Platypus Bank")
    assert linked.agrees()
    assert linked.cloud.rows("SELECT rows_read, imported, pending FROM imports WHERE format = 'plaid_feed'")[0] == [250, 248, 2]


def test_a_sign_in_can_be_opened(linked: Link) -> None:
    answer = linked.cloud.http.post("/api/plaid/link-token", json={"item_id": linked.id}, headers=linked.cloud.unsafe)
    assert answer.json()["link_token"].startswith("link-")


def test_a_change_between_two_pages_loses_and_doubles_nothing(linked: Link) -> None:
    other = link(linked.cloud, mutate_on=2)
    assert other.agrees()
    assert len(other.bank.books(other.item_id)) == 251
    ended = linked.cloud.http.delete(f"/api/plaid/items/{other.id}", headers=linked.cloud.unsafe)
    assert ended.status_code == 204


def test_a_webhook_brings_what_is_new_and_redelivery_changes_nothing(linked: Link) -> None:
    linked.change(add=[{"amount": 12.34, "date": "2026-09-18", "name": "NEW"}])
    body = {"webhook_type": "TRANSACTIONS", "webhook_code": "SYNC_UPDATES_AVAILABLE", "item_id": linked.item_id}
    repaired = {"webhook_type": "ITEM", "webhook_code": "LOGIN_REPAIRED", "item_id": linked.item_id}
    before = linked.item()["synced_at"]
    sent = linked.bank.order("deliver", item_id=linked.item_id, webhooks=[{"body": b} for b in (repaired, body, body, repaired)])
    assert [d["status"] for d in sent["deliveries"]] == [200] * 4
    wait_for(lambda: linked.item()["synced_at"] != before or None, SECONDS, "a sync")
    assert linked.agrees()


@pytest.mark.parametrize("defect", WRONG)
def test_a_webhook_signed_wrongly_is_refused(linked: Link, defect: Defect) -> None:
    body = {"webhook_type": "TRANSACTIONS", "webhook_code": "SYNC_UPDATES_AVAILABLE", "item_id": linked.item_id}
    sent = linked.bank.order("deliver", item_id=linked.item_id, webhooks=[{"body": body, "defect": defect}])
    assert [d["status"] for d in sent["deliveries"]] == [401]


def test_pending_becomes_booked(linked: Link) -> None:
    linked.change(post=[{"pending_id": linked.pending(), "amount": 45.67}])
    linked.change(post=[{"pending_id": linked.pending(), "linked": False}])
    assert linked.sums()[1] == 0


def test_what_the_bank_takes_back_or_corrects_is_followed(linked: Link) -> None:
    linked.change(remove=[linked.booked()])
    linked.change(modify=[{"transaction_id": linked.booked(), "amount": 1.23, "date": "2026-08-01"}])


def test_a_login_that_fails_is_said_and_mended(linked: Link) -> None:
    token = next(iter(linked.bank.order("look", item_id=linked.item_id)["access_tokens"]))
    linked.bank.post("/sandbox/item/reset_login", {"access_token": token})
    wait_for(lambda: linked.item()["status"] == "sign_in_needed" or None, SECONDS, "the sign-in to be needed")
    assert linked.item()["error"]["code"] == "ITEM_LOGIN_REQUIRED"
    linked.bank.order("repair", item_id=linked.item_id)
    wait_for(lambda: linked.item()["status"] == "connected" or None, SECONDS, "the connection to be mended")
    assert linked.agrees()


def test_the_guide_links_a_bank(cloud: LocalCloud, tmp_path: Path) -> None:
    """The first example of docs/plaid.md, word for word but for the ports."""
    [script] = re.findall(r"```sh\n(call\(\).*?)```", (ROOT / "docs/plaid.md").read_text(), re.DOTALL)
    for written, here in (("http://127.0.0.1:8080", cloud.origin), ("http://127.0.0.1:8035", linking.address(cloud.home))):
        assert written in script
        script = script.replace(written, here)
    done = subprocess.run(["bash", "-euc", script], cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False)  # noqa: S603, S607 - the guide's own lines, in the shell of whoever reads it
    assert done.returncode == 0, done.stdout + done.stderr
    assert '"institution":"First Platypus Bank"' in done.stdout
    assert '"error":{' not in done.stdout


@pytest.mark.parametrize(("function", "event"), [("sync_bank", "day_passed"), ("bank_webhooks", "webhook_unsigned")])
def test_both_functions_can_be_tried_by_hand(cloud: LocalCloud, function: str, event: str) -> None:
    done = cloud.purser("invoke", function, f"events/{event}.json")
    assert done.returncode == 0, done.stdout + done.stderr
    told = json.loads(done.stdout)
    assert told == {"batchItemFailures": []} if function == "sync_bank" else told["statusCode"] == 401


def test_every_linked_bank_is_asked_once_a_day(linked: Link) -> None:
    """The schedule exists and names the queue; what it sends there becomes a sync of every bank."""
    schedule = linked.cloud.client("scheduler").list_schedules()["Schedules"]
    [daily] = [found["Name"] for found in schedule if "DailySync" in found["Name"]]
    target = linked.cloud.client("scheduler").get_schedule(Name=daily)["Target"]
    sqs = linked.cloud.client("sqs")
    queue = sqs.get_queue_url(QueueName=target["Arn"].split(":")[-1])["QueueUrl"]
    linked.bank.order(
        "change", item_id=linked.item_id, add=[{"amount": 7.5, "date": "2026-09-18", "name": "UNTOLD"}], silent=True
    )
    sqs.send_message(QueueUrl=queue, MessageBody=target["Input"])
    wait_for(linked.agrees, SECONDS, "the daily round")


def test_a_link_outlives_a_restart(another_cloud: LocalCloud) -> None:
    """The emulator forgets its keys; what they sealed must open all the same."""
    another_cloud.up()
    made = link(another_cloud, transactions=20)
    assert another_cloud.purser("down").returncode == 0
    another_cloud.up()
    another_cloud.sign_in_again()
    made.bank.order("change", item_id=made.item_id, add=[{"amount": 1.5, "date": "2026-09-18", "name": "AFTER"}], silent=True)
    answer = another_cloud.http.post(f"/api/plaid/items/{made.id}/sync", headers=another_cloud.unsafe)
    assert answer.status_code == 202, answer.text
    wait_for(made.agrees, SECONDS, "the ledger to say what the bank says")
