"""A period that is locked while somebody writes to it: whoever comes second waits, and sees what the first has done."""

import datetime as dt
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from decimal import Decimal
from uuid import UUID

import pytest
from purser.access.permissions import BUILT_IN_ROLES
from purser.domain.errors import ConflictError
from purser.store import people
from purser.store.audit import Origin
from purser.store.postgres import DatabaseError, TenantTx, sqlstate, tenant_tx
from purser.store.reconciliations import PERIOD_LOCKED, hold_account
from purser.usecases import reconcile
from purser.usecases.acting import Acting
from purser.usecases.reconcile import Statement

from tests.database import Database
from tests.statements import Drop, Look, chase_checking

SEPTEMBER = chase_checking(("09/28/2026", "PAYROLL", "500.00", "540.00"), ("09/10/2026", "SHOES", "-50.00", "40.00"))
ADDED = """
    INSERT INTO transactions (id, org_id, account_id, bank, date, amount, currency, description, original_description, merchant,
        type, source, status)
    SELECT gen_random_uuid(), org_id, account_id, bank, date, -1, currency, description, original_description, merchant, type,
        source, status
    FROM transactions LIMIT 1
"""
WRITES = (ADDED, "UPDATE transactions SET amount = amount - 1 WHERE amount < 0", "DELETE FROM transactions WHERE amount < 0")
Lock = Callable[[TenantTx], object]


@pytest.fixture
def lock(database: Database, organization: UUID, drop: Drop, look: Look) -> Lock:
    """Lock September, which agrees."""
    drop(SEPTEMBER)
    account = look("SELECT id FROM accounts")[0]["id"]
    statement = Statement(
        account_id=UUID(account),
        statement_from=dt.date(2026, 9, 1),
        statement_to=dt.date(2026, 10, 1),
        opening_balance=Decimal(90),
        closing_balance=Decimal(540),
    )
    with tenant_tx(database.connect("auth"), organization) as tx:
        role = people.insert_built_in_roles(tx, {"admin": BUILT_IN_ROLES["admin"]})["admin"]
        ada = Acting(people.insert_user(tx, "ada@example.com", role, "no hash"), ("*",), Origin())
    with tenant_tx(database.connect("app"), organization) as tx:
        started = reconcile.start(tx, statement, ada)
    return lambda tx: reconcile.lock(tx, started["id"], ada)


@pytest.fixture
def second(database: Database, organization: UUID) -> Callable[[Callable[[TenantTx], object]], "Future[None]"]:
    """Do something in a transaction of its own, and return once it waits for somebody, as it must."""
    threads, beside, admin = ThreadPoolExecutor(1), database.connect("app"), database.connect("admin")
    pid = beside.run("SELECT pg_backend_pid()")[0][0]

    def begin(work: Callable[[TenantTx], object]) -> "Future[None]":
        def run() -> None:
            with tenant_tx(beside, organization) as tx:
                work(tx)

        begun, deadline = threads.submit(run), time.monotonic() + 10
        while not admin.run("SELECT 1 FROM pg_locks WHERE pid = :pid AND NOT granted", pid=pid):
            assert not begun.done(), "it did not wait"
            assert time.monotonic() < deadline
            time.sleep(0.01)
        return begun

    return begin


@pytest.mark.parametrize("sql", WRITES)
def test_a_period_that_is_being_written_to_is_locked_only_if_it_agrees_then(
    database: Database, organization: UUID, lock: Lock, second: Callable[[Lock], "Future[None]"], sql: str
) -> None:
    with tenant_tx(database.connect("app"), organization) as writer:
        assert writer.execute(sql) == 1
        locking = second(lock)
    with pytest.raises(ConflictError) as refused:
        locking.result(10)
    assert refused.value.code == "NOT_BALANCED"


@pytest.mark.parametrize("sql", WRITES)
def test_who_writes_to_a_period_that_is_being_locked_is_refused(
    database: Database, organization: UUID, lock: Lock, second: Callable[[Lock], "Future[None]"], sql: str
) -> None:
    with tenant_tx(database.connect("app"), organization) as locker:
        lock(locker)
        writing = second(lambda tx: tx.execute(sql))
    with pytest.raises(DatabaseError) as refused:
        writing.result(10)
    assert sqlstate(refused.value) == PERIOD_LOCKED


def test_who_writes_to_another_account_waits_for_nobody(database: Database, organization: UUID, drop: Drop, look: Look) -> None:
    drop(SEPTEMBER)
    with tenant_tx(database.connect("app"), organization) as locker:
        hold_account(locker, UUID(look("SELECT id FROM accounts")[0]["id"]))
        assert drop(SEPTEMBER, filename="Chase7777_Activity.CSV").imported == 2
