"""The trail: only ever added to, chained by the database, and proved entry by entry."""

import threading
import time
from collections.abc import Callable
from uuid import UUID

import pytest
from purser.store import audit
from purser.store.audit import Deed, Origin
from purser.store.postgres import Connection, DatabaseError, TenantTx, sqlstate, tenant_tx
from purser.usecases.verify_audit import Verdict, verify_audit

from tests.database import Database, make_organization

REFUSED = "42501"
AWKWARD = {"name": 'Ünïcode "quoted" \\ back\nline', "count": 3, "long key": ["é", None, 1.5], "a": {}}
REWRITTEN = """
    UPDATE audit_log SET after = '{}' WHERE seq = 4;
    UPDATE audit_log AS a SET hash = sha256(prev_hash || convert_to(audit_content(a), 'UTF8')) WHERE seq = 4
"""
Tamper = Callable[[str], None]


def write(connection: Connection, organization: UUID, times: int = 3) -> None:
    for number in range(times):
        with tenant_tx(connection, organization) as tx:
            deed = Deed(action="edit", subject_type="account", before=AWKWARD, after={"n": number})
            audit.record(tx, None, deed, Origin("192.0.2.7", "curl, 8:1", f"request-{number}"))


def proved(connection: Connection, organization: UUID) -> Verdict:
    with tenant_tx(connection, organization) as tx:
        return verify_audit(tx)


@pytest.fixture
def tamper(database: Database) -> Tamper:
    """Change the trail as only an administrator can who switches the triggers off."""

    def changed(sql: str) -> None:
        admin = database.connect("admin")
        admin.run("SET session_replication_role = replica")
        admin.run(sql)

    return changed


def test_a_trail_that_nobody_touched_is_proved(database: Database, organization: UUID) -> None:
    write(database.connect("app"), organization)
    write(database.connect("auth"), organization, 2)
    verdict = proved(database.connect("app"), organization)
    assert (verdict.entries, verdict.broken) == (5, None)
    with tenant_tx(database.connect("app"), organization) as tx:
        assert audit.hash_at(tx, 5) == verdict.hash
        assert audit.head(tx) == audit.Head(5, verdict.hash)


def test_a_trail_that_has_not_begun_is_whole(app_connection: Connection, organization: UUID) -> None:
    assert proved(app_connection, organization).broken is None


def test_organisations_have_trails_of_their_own(database: Database, organization: UUID) -> None:
    app, other = database.connect("app"), make_organization(database, "Elsewhere")
    for org in (organization, other, organization):
        write(app, org, 1)
    assert [proved(app, org).entries for org in (organization, other)] == [2, 1]


@pytest.mark.parametrize(
    ("sql", "told"),
    [
        ("""UPDATE audit_log SET after = '{"n": 7}' WHERE seq = 2""", (2, "not what was written")),
        ("UPDATE audit_log SET actor_id = gen_random_uuid() WHERE seq = 3", (3, "not what was written")),
        ("UPDATE audit_log SET at = at - interval '1 day' WHERE seq = 1", (1, "not what was written")),
        ("UPDATE audit_log SET hash = sha256('x') WHERE seq = 1", (1, "not what was written")),
        ("UPDATE audit_log SET prev_hash = sha256('x') WHERE seq = 2", (2, "does not follow")),
        ("DELETE FROM audit_log WHERE seq = 2", (2, "missing")),
        ("DELETE FROM audit_log WHERE seq = 1", (1, "missing")),
        ("DELETE FROM audit_log WHERE seq = 4", (4, "once had 4")),
        ("DELETE FROM audit_log", (1, "once had 4")),
        ("DELETE FROM audit_heads", (4, "head of the trail is missing")),
        (REWRITTEN, (4, "head of the trail remembers")),
    ],
)
def test_the_first_entry_that_was_changed_is_named(
    app_connection: Connection, organization: UUID, tamper: Tamper, sql: str, told: tuple[int, str]
) -> None:
    write(app_connection, organization, 4)
    tamper(sql)
    seq, reason = told
    broken = proved(app_connection, organization).broken
    assert broken is not None
    assert (broken.seq, reason in broken.reason) == (seq, True), broken


CHANGES = ("UPDATE audit_log SET action = 'x'", "DELETE FROM audit_log", "TRUNCATE audit_log", "DELETE FROM audit_heads")


@pytest.mark.parametrize("sql", CHANGES)
@pytest.mark.parametrize("role", ["app", "auth", "owner"])
def test_no_role_can_change_what_was_written(database: Database, organization: UUID, role: str, sql: str) -> None:
    write(database.connect("app"), organization)
    with pytest.raises(DatabaseError) as refused, tenant_tx(database.connect(role), organization) as tx:
        tx.execute(sql)
    assert sqlstate(refused.value) == REFUSED
    assert proved(database.connect("app"), organization).entries == 3


def test_nobody_chooses_place_time_or_hash_of_an_entry(app_connection: Connection, organization: UUID) -> None:
    with tenant_tx(app_connection, organization) as tx:
        tx.execute(
            "INSERT INTO audit_log (id, org_id, action, subject_type, seq, at, prev_hash, hash)"
            " VALUES (gen_random_uuid(), :org, 'x', 'y', 99, '1999-01-01', sha256('x'), sha256('y'))",
            org=organization,
        )
        assert tx.rows("SELECT seq, at > now() - interval '1 minute' FROM audit_log") == [[1, True]]
    assert proved(app_connection, organization).broken is None


def test_nobody_writes_into_anothers_trail(database: Database, organization: UUID) -> None:
    other = make_organization(database, "Elsewhere")
    with pytest.raises(DatabaseError) as refused, tenant_tx(database.connect("app"), organization) as tx:
        tx.execute(
            "INSERT INTO audit_log (id, org_id, action, subject_type) VALUES (gen_random_uuid(), :org, 'x', 'y')", org=other
        )
    assert sqlstate(refused.value) == REFUSED


def test_many_writers_at_once_make_one_chain(database: Database, organization: UUID) -> None:
    connections = [database.connect("app") for _ in range(6)]
    threads = [threading.Thread(target=write, args=(connection, organization, 20)) for connection in connections]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    verdict = proved(database.connect("app"), organization)
    assert (verdict.entries, verdict.broken) == (120, None)


def test_an_entry_that_is_rolled_back_leaves_no_gap(app_connection: Connection, organization: UUID) -> None:
    write(app_connection, organization, 1)
    app_connection.run("BEGIN")
    app_connection.run("SELECT set_config('app.org_id', :org, true)", org=str(organization))
    audit.record(TenantTx(organization, app_connection), None, Deed(action="x", subject_type="y"), Origin())
    app_connection.run("ROLLBACK")
    write(app_connection, organization, 1)
    verdict = proved(app_connection, organization)
    assert (verdict.entries, verdict.broken) == (2, None)


def test_an_entry_costs_little(app_connection: Connection, organization: UUID) -> None:
    """About half a millisecond here; bounded generously, for a loaded machine."""
    write(app_connection, organization, 20)
    with tenant_tx(app_connection, organization) as tx:
        started = time.perf_counter()
        for _ in range(200):
            audit.record(tx, None, Deed(action="edit", subject_type="account", before=AWKWARD, after=AWKWARD), Origin())
        seconds = (time.perf_counter() - started) / 200
    assert seconds < 0.02
