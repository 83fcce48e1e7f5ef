"""Everything of an organisation, taken along; and everything of it, gone."""

import csv
import datetime as dt
import io
import json
import zipfile
from collections.abc import Callable
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID, uuid4

import boto3
import pytest
from purser.domain.connections import ConnectorError
from purser.domain.uploads import Arrival
from purser.store.erasing import Shelves
from purser.store.objects import Objects
from purser.store.postgres import DatabaseError, sqlstate, tenant_tx
from purser.usecases.erase_organizations import Swept, erase_organizations
from purser.usecases.ingest import ingest
from purser.usecases.leave import erase_leavers

from tests.database import Database
from tests.http import Browser, multipart
from tests.integration.http.conftest import BUCKET, organization_of
from tests.staff import hire, user_id_of
from tests.statements import SEPTEMBER
from tests.tenant_rows import make_victim, tenant_tables

Books = Callable[[Browser], Any]
HERE = "/api/organizations/current"
LAKE, REPORTS = "purser-lake", "purser-reports"


@pytest.fixture
def buckets(cloud: None) -> Any:  # noqa: ARG001 - it must stand
    s3 = boto3.client("s3")
    for bucket in (LAKE, REPORTS, BUCKET):
        s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    return s3


def send_statement(person: Browser, database: Database, s3: Any) -> str:
    """Upload a statement and have it read."""
    content_type, body = multipart({}, "September.csv", SEPTEMBER)
    sent = person.send("POST", "/api/transactions/upload", headers={"Content-Type": content_type}, body=body)
    assert sent.status == 202, sent.body
    (key,) = [one["Key"] for one in s3.list_objects_v2(Bucket=BUCKET)["Contents"] if sent.json["import_id"] in one["Key"]]
    version = s3.head_object(Bucket=BUCKET, Key=key)["VersionId"]
    arrival = Arrival(bucket=BUCKET, key=key, version=version, stamp="1", message_id="m")
    assert ingest(arrival, Objects(s3, 1_000_000), database.connect("app")).status == "done"
    return str(sent.json["import_id"])


def exported(person: Browser, s3: Any) -> zipfile.ZipFile:
    answer = person.get(f"{HERE}/export")
    assert answer.status == 200, answer.body
    key = urlsplit(answer.json["url"]).path.removeprefix(f"/{REPORTS}/")
    assert key.startswith(f"exports/{organization_of(person)}/")
    body = s3.get_object(Bucket=REPORTS, Key=key)["Body"].read()
    assert len(body) == answer.json["size"]
    return zipfile.ZipFile(io.BytesIO(body))


def test_an_export_has_every_table_as_csv_and_json_and_the_original_files(ada: Browser, database: Database, buckets: Any) -> None:
    import_id = send_statement(ada, database, buckets)
    archive = exported(ada, buckets)
    transactions = json.loads(archive.read("json/transactions.json"), parse_float=Decimal)
    assert sorted(str(row["amount"]) for row in transactions) == ["-277.66", "-4.25", "-85.20", "2500.00"]
    table = list(csv.DictReader(io.StringIO(archive.read("csv/transactions.csv").decode())))
    assert sorted(row["amount"] for row in table) == ["-277.66", "-4.25", "-85.20", "2500.00"]
    assert {row["original_description"] for row in table} == {row["original_description"] for row in transactions}
    assert archive.read(f"files/{import_id}/September.csv") == SEPTEMBER
    manifest = json.loads(archive.read("manifest.json"))
    assert (manifest["tables"]["transactions"], manifest["files"], manifest["files_left_out"]) == (4, 1, [])
    for name in manifest["tables"]:
        assert len(json.loads(archive.read(f"json/{name}.json"))) == manifest["tables"][name], name
    assert {"accounts", "imports", "raw_records", "users", "roles", "audit_log", "organizations"} <= set(manifest["tables"])


def test_no_secret_and_nobody_else_is_in_an_export(ada: Browser, database: Database, buckets: Any) -> None:
    victim = make_victim(database.connect("admin"), uuid4())
    with tenant_tx(database.connect("auth"), organization_of(ada)) as tx:
        (hashed,) = tx.rows("SELECT password_hash FROM credentials")[0]
    archive = exported(ada, buckets)
    everything = b"".join(archive.read(name) for name in archive.namelist()).decode()
    assert hashed not in everything
    assert "argon2" not in everything
    assert str(victim.org_id) not in everything
    assert not {"credentials", "sessions", "api_keys", "totp_devices"} & set(json.loads(archive.read("manifest.json"))["tables"])


def test_an_export_is_on_the_trail_and_only_for_who_manages_the_organisation(
    ada: Browser, database: Database, buckets: Any
) -> None:
    exported(ada, buckets)
    (entry,) = ada.get("/api/audit-log", action="export").json["items"]
    assert (entry["subject_type"], entry["after"]["files"]) == ("organization", 0)
    assert hire(database, ada, "analyst").get(f"{HERE}/export").status == 403


def own_export(person: Browser, s3: Any) -> dict[str, Any]:
    """What is about a person, as JSON, by table; the CSV holds as many rows."""
    answer = person.get("/api/users/me/export")
    assert answer.status == 200, answer.body
    key = urlsplit(answer.json["url"]).path.removeprefix(f"/{REPORTS}/")
    archive = zipfile.ZipFile(io.BytesIO(s3.get_object(Bucket=REPORTS, Key=key)["Body"].read()))
    found = {name: json.loads(archive.read(f"json/{name}.json")) for name in answer.json["tables"]}
    for name, rows in found.items():
        table = list(csv.reader(io.StringIO(archive.read(f"csv/{name}.csv").decode())))
        assert len(table) - 1 == len(rows) == answer.json["tables"][name]
    return found


def test_everyone_takes_along_what_is_about_themselves(ada: Browser, database: Database, buckets: Any) -> None:
    analyst = hire(database, ada, "analyst", email="bob@example.com")
    sent = analyst.post("/api/uploads", {"filename": "a.csv", "size": 1}).json["import_id"]
    about = own_export(analyst, buckets)
    assert about["user"][0]["email"] == "bob@example.com"
    assert [one["id"] for one in about["imports"]] == [sent]
    assert [one["action"] for one in about["audit_log"]] == ["upload"]
    assert own_export(analyst, buckets)["audit_log"][0]["action"] == "export"
    assert "ada@example.com" not in json.dumps(about)


def test_who_leaves_is_erased_after_the_grace_and_what_they_did_stays(ada: Browser, database: Database) -> None:
    bob = hire(database, ada, "analyst", email="bob@example.com")
    asked = bob.send("DELETE", "/api/users/me")
    assert (asked.status, bob.send("DELETE", "/api/users/me").error["code"]) == (202, "ERASURE_PENDING")
    assert dt.datetime.fromisoformat(asked.json["erase_after"]) - dt.datetime.now(dt.UTC) > dt.timedelta(days=29)
    app = database.connect("app")
    assert erase_leavers(app) == 0
    assert bob.get("/api/users/me").json["erase_after"] == asked.json["erase_after"]
    database.connect("admin").run("UPDATE users SET erase_after = now() WHERE email = 'bob@example.com'")
    assert (erase_leavers(app), erase_leavers(app)) == (1, 0)
    assert bob.get("/api/users/me").status == 401
    assert [one["email"] for one in ada.get("/api/users").json["items"]] == ["ada@example.com"]
    trail = ada.get("/api/audit-log", subject_type="user", subject_id=asked.json["id"]).json["items"]
    assert [(one["action"], one["actor"]) for one in trail] == [("erase", None), ("ask_for_erasure", None)]


def test_who_thinks_better_of_it_stays(ada: Browser, database: Database) -> None:
    bob = hire(database, ada, "viewer")
    assert bob.post("/api/users/me/keep").error["code"] == "NO_ERASURE_PENDING"
    bob.send("DELETE", "/api/users/me")
    assert bob.post("/api/users/me/keep").json["erase_after"] is None
    assert database.connect("admin").run("SELECT count(*) FROM users WHERE erase_after IS NOT NULL") == [[0]]


def test_of_those_who_may_do_everything_one_stays(ada: Browser, database: Database) -> None:
    assert ada.send("DELETE", "/api/users/me").error["code"] == "LAST_ADMIN"
    assert ada.get("/api/users/me").json["erase_after"] is None
    eve = hire(database, ada, "admin")
    assert ada.send("DELETE", "/api/users/me").status == 202
    assert eve.send("DELETE", "/api/users/me").error["code"] == "LAST_ADMIN"
    assert ada.send("PATCH", f"/api/users/{user_id_of(eve)}", json={"role": "viewer"}).error["code"] == "LAST_ADMIN"


def sweep(database: Database, s3: Any, end_link: Callable[..., None] = lambda *_: None) -> Swept:
    return erase_organizations(database.connect("app"), Shelves(s3, BUCKET, (LAKE, REPORTS)), end_link)


def let_the_grace_pass(database: Database, org_id: UUID) -> None:
    admin = database.connect("admin")
    admin.run("SET session_replication_role = replica")
    admin.run("UPDATE organizations SET erase_after = now() - interval '1 minute' WHERE id = :id", id=org_id)
    admin.run("DELETE FROM erasures WHERE org_id = :id", id=org_id)  # where every table was filled
    admin.close()


def test_nothing_is_erased_before_its_time(ada: Browser, database: Database, buckets: Any) -> None:
    send_statement(ada, database, buckets)
    ada.send("DELETE", HERE)
    assert sweep(database, buckets).erased == 0
    assert len(ada.get("/api/transactions").json["items"]) == 4
    app, org_id = database.connect("app"), organization_of(ada)
    for sql in ("SELECT erase_organization()", "UPDATE organizations SET erase_after = now()"):
        with pytest.raises(DatabaseError) as refused, tenant_tx(app, org_id) as tx:
            tx.execute(sql)
        assert sqlstate(refused.value) == "42501", "not even a function that was taken over erases an organisation at once"


def test_everything_of_an_organisation_goes_and_nothing_of_another(
    ada: Browser, register: Callable[..., Browser], database: Database, buckets: Any
) -> None:
    eve = register("eve@example.com", "Elsewhere")
    gone, org_id, kept = user_id_of(ada), organization_of(ada), organization_of(eve)
    for person in (ada, eve):
        send_statement(person, database, buckets)
        exported(person, buckets)
        buckets.put_object(Bucket=LAKE, Key=f"transactions/org_id={organization_of(person)}/month=2026-09/x.parquet", Body=b"x")
    victim = make_victim(database.connect("admin"), org_id)
    other = make_victim(database.connect("admin"), kept)
    before = other.checksum()
    ada.send("DELETE", HERE)
    let_the_grace_pass(database, org_id)
    done = sweep(database, buckets)
    assert (done.erased, done.files) == (1, 3)
    admin = database.connect("admin")
    for table in tenant_tables(admin):
        left = admin.run(f"SELECT count(*) FROM {table} WHERE org_id = :org", org=org_id)  # noqa: S608 - from the catalogue
        assert left == ([[1]] if table == "erasures" else [[0]]), table
    assert victim.checksum() != other.checksum() == before
    assert ada.get("/api/accounts").status == 401
    assert eve.get("/api/accounts").json["items"]
    for bucket in (BUCKET, LAKE, REPORTS):
        keys = [one["Key"] for one in buckets.list_object_versions(Bucket=bucket).get("Versions", [])]
        assert keys
        assert not [key for key in keys if str(org_id) in key or gone in key]


def test_a_file_that_comes_after_the_end_is_found_within_the_week(ada: Browser, database: Database, buckets: Any) -> None:
    org_id = organization_of(ada)
    ada.send("DELETE", HERE)
    let_the_grace_pass(database, org_id)
    sweep(database, buckets)
    buckets.put_object(Bucket=BUCKET, Key=f"incoming/chase/{org_id}/auto/late.csv", Body=b"x")
    assert sweep(database, buckets).files == 1
    assert sweep(database, buckets).files == 0


def test_links_to_banks_are_ended_and_one_that_cannot_be_keeps_nobody_here(
    ada: Browser, database: Database, buckets: Any
) -> None:
    org_id = organization_of(ada)
    make_victim(database.connect("admin"), org_id)
    ada.send("DELETE", HERE)
    let_the_grace_pass(database, org_id)

    def refused(*_: object) -> None:
        raise ConnectorError("not now")

    done = sweep(database, buckets, refused)
    assert (done.erased, done.links_left) == (1, 1)


def test_originals_go_after_the_days_that_their_owner_set(ada: Browser, database: Database, buckets: Any) -> None:
    import_id = send_statement(ada, database, buckets)
    ada.send("PATCH", HERE, json={"keep_originals_days": 30})
    assert sweep(database, buckets).forgotten == 0
    admin = database.connect("admin")
    admin.run("UPDATE imports SET created_at = now() - interval '31 days'")
    shelves = Shelves(buckets, BUCKET, (LAKE, REPORTS))
    assert shelves.forget_originals(organization_of(ada), -1) == 1
    sweep(database, buckets)
    rows = ada.get(f"/api/imports/{import_id}/rows").json["items"]
    assert {row["text"] for row in rows} == {""}
    assert len(ada.get("/api/transactions").json["items"]) == 4, "what was read stays"
