"""The trail proved, everything exported and the sweep run, through the real local cloud."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx

from tests.cloud import LocalCloud, three_lines, wait_for

ROOT = Path(__file__).parents[2]


def test_the_trail_of_the_demo_is_proved_by_the_command(cloud: LocalCloud) -> None:
    done = cloud.purser("verify-audit")
    assert done.returncode == 0, done.stdout + done.stderr
    kept = done.stdout.rsplit(" ", 1)[1].strip()
    again = cloud.purser("verify-audit", "--known", kept)
    assert again.returncode == 0, again.stdout + again.stderr
    forged = cloud.purser("verify-audit", "--known", kept.split(":")[0] + ":" + "0" * 64)
    assert (forged.returncode, "written anew" in forged.stdout) == (2, True)


def test_an_export_is_fetched_at_its_signed_address_and_at_no_other(cloud: LocalCloud) -> None:
    with httpx.Client(base_url=cloud.origin, timeout=60, trust_env=False) as clerk:
        person = {"email": f"{uuid4().hex[:12]}@example.com", "password": "a ledger is a promise", "organization": "Small"}
        organization = clerk.post("/auth/register", json=person).raise_for_status().json()["organization"]
        told, statement = {"X-CSRF-Token": clerk.cookies["csrf_token"]}, {"file": ("Chase1234.CSV", three_lines("EXPORTED"))}
        sent = clerk.post("/api/transactions/upload", files=statement, headers=told).raise_for_status().json()
        wait_for(lambda: clerk.get(f"/api/imports/{sent['import_id']}").json()["status"] == "done" or None, 30, "the statement")
        exported = clerk.get("/api/organizations/current/export")
    assert exported.status_code == 200, exported.text
    address = exported.json()["url"]
    archive = zipfile.ZipFile(io.BytesIO(httpx.get(address, timeout=60).raise_for_status().content))
    manifest = json.loads(archive.read("manifest.json"))
    assert manifest["organization_id"] == organization["id"]
    assert (manifest["tables"]["transactions"], manifest["files"]) == (3, 1)
    assert httpx.get(address.replace(organization["id"], cloud.org_id), timeout=60).status_code == 403


def test_a_large_export_is_made_by_its_own_function_and_announced(cloud: LocalCloud) -> None:
    was = cloud.rows("UPDATE imports SET size = size + 1000000000 WHERE org_id = :org RETURNING id", org=cloud.org_id)
    assert was
    asked = cloud.http.get("/api/organizations/current/export")
    assert (asked.status_code, asked.json()["status"]) == (202, "working"), asked.text

    def made() -> dict[str, Any] | None:
        again = cloud.http.get("/api/organizations/current/export")
        assert again.status_code in {200, 202}, again.text
        return dict(again.json()) if again.status_code == 200 else None

    publish = str(ROOT / "events/minute_passed.json")
    assert cloud.purser("invoke", "publish_outbox", publish).returncode == 0
    told = wait_for(made, 60, "the export")
    cloud.rows("UPDATE imports SET size = size - 1000000000 WHERE org_id = :org", org=cloud.org_id)
    archive = zipfile.ZipFile(io.BytesIO(httpx.get(told["url"], timeout=60).content))
    assert json.loads(archive.read("manifest.json"))["tables"] == told["tables"]
    assert cloud.purser("invoke", "publish_outbox", publish).returncode == 0
    wait_for(
        lambda: [one for one in cloud.letters() if one.message["Subject"] == "Your export is ready"] or None, 30, "its letter"
    )


def test_secrets_are_sealed_anew_by_the_command(cloud: LocalCloud) -> None:
    done = cloud.purser("reseal-secrets")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "tokens of linked banks: " in done.stdout
    assert "do not open" not in done.stdout


def test_the_sweep_runs_and_erases_nobody_whose_time_has_not_come(cloud: LocalCloud) -> None:
    done = cloud.purser("invoke", "erase_organizations", str(ROOT / "events/organizations_swept.json"))
    assert done.returncode == 0, done.stdout + done.stderr
    assert cloud.http.get("/api/transactions").json()["items"]
