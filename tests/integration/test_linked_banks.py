"""A linked bank and the ledger: after everything that can happen to a feed, the sums are exactly the bank's."""

import json
from collections.abc import Iterator
from contextlib import AbstractContextManager
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from purser.domain.connections import ConnectorBusyError, SyncOrder
from purser.domain.errors import ConflictError, NotFoundError
from purser.store import connections
from purser.store.audit import Origin
from purser.store.connectors._plaid_client import Plaid
from purser.store.kms import Vault
from purser.store.paging import Slice
from purser.store.postgres import Connection, TenantTx, tenant_tx
from purser.usecases.link_bank import Actor, Aggregator, link_bank, open_mending, order_sync, unlink_bank
from purser.usecases.record_failure import DeadLetter
from purser.usecases.record_sync_failure import record_sync_failure
from purser.usecases.sync_connection import Synced, sync_connection

from tests.database import Database, make_organization
from tests.kms import Kms
from tests.plaid import Bank, running_bank
from tests.statements import ledger_of


class Desk:
    """One organisation, one person and one bank: what they can do, and what the ledger says."""

    def __init__(self, database: Connection, org_id: UUID, user_id: UUID, bank: Bank) -> None:
        self.database, self.org_id, self.bank = database, org_id, bank
        self.plaid = Plaid(bank.url, {"client_id": "a", "secret": "b"}, page_size=100, sleep=lambda _: None)
        self.vault = Vault(Kms, "key")
        self.aggregator = Aggregator("plaid", self.plaid, self.vault, "http://127.0.0.1:1/webhooks/plaid")
        self.actor = Actor(org_id, user_id, Origin())

    def ledger(self) -> AbstractContextManager[TenantTx]:
        return tenant_tx(self.database, self.org_id)

    def link(self, **bank: Any) -> SyncOrder:
        return link_bank(self.ledger, self.aggregator, self.actor, self.bank.public_token(**bank))

    def sync(self, order: SyncOrder, reason: str = "test") -> Synced:
        order = SyncOrder(org_id=order.org_id, connection_id=order.connection_id, reason=reason)
        return sync_connection(order, self.database, lambda _: self.plaid, self.vault)

    def item_id(self) -> str:
        return str(self.bank.order("look")["items"][-1])

    def change(self, **what: Any) -> list[str]:
        made: list[str] = self.bank.order("change", item_id=self.item_id(), **what)["transaction_ids"]
        return made

    def rows(self, sql: str, **values: Any) -> list[dict[str, Any]]:
        return ledger_of(self.database, self.org_id, sql, **values)

    def sums(self) -> tuple[Decimal, Decimal]:
        sql = "SELECT coalesce(sum(amount), 0)::text AS total FROM transactions WHERE source = 'plaid' AND status = :status"
        booked, pending = (self.rows(sql, status=status)[0]["total"] for status in ("booked", "pending"))
        return Decimal(booked), Decimal(pending)

    def rolled_up(self) -> Decimal:
        return Decimal(self.rows("SELECT coalesce(sum(total), 0)::text AS total FROM monthly_totals")[0]["total"])

    def agrees(self) -> bool:
        """The ledger says of the latest item what the bank says, and so does the rollup."""
        return self.sums() == self.bank.sums(self.item_id()) and self.rolled_up() == self.sums()[0]

    def connections(self) -> list[dict[str, Any]]:
        with self.ledger() as tx:
            return connections.connections_page(tx, Slice(connections.OLDEST_FIRST, 50)).items

    def connection(self) -> dict[str, Any]:
        return self.connections()[-1]

    def pending_id(self) -> str:
        return next(name for name, t in self.bank.books(self.item_id()).items() if t["pending"])


@pytest.fixture
def bank(tmp_path: Path) -> Iterator[Bank]:
    with running_bank(tmp_path) as bank:
        yield bank


def make_person(database: Database, org_id: UUID) -> UUID:
    user_id, role_id = uuid4(), uuid4()
    with tenant_tx(database.connect("auth"), org_id) as tx:
        tx.execute("INSERT INTO roles (id, org_id, name, permissions) VALUES (:id, :org, 'admin', '{*}')", id=role_id, org=org_id)
        tx.execute(
            "INSERT INTO users (id, org_id, email, role_id) VALUES (:id, :org, :email, :role)",
            id=user_id,
            org=org_id,
            email=f"{user_id}@example.com",
            role=role_id,
        )
    return user_id


@pytest.fixture
def desk(database: Database, app_connection: Connection, organization: UUID, bank: Bank) -> Desk:
    return Desk(app_connection, organization, make_person(database, organization), bank)


def test_three_pages_become_ledger_to_the_cent(desk: Desk) -> None:
    done = desk.sync(desk.link())
    assert (done.status, done.rows_read, done.imported, done.pending) == ("connected", 250, 248, 2)
    assert desk.agrees()
    assert [a["kind"] for a in desk.connection()["accounts"]] == ["checking", "card", "savings"]
    [listed] = desk.rows("SELECT bank, format, filename, status, rows_read, imported, pending FROM imports")
    assert listed == {
        "bank": "plaid",
        "format": "plaid_feed",
        "filename": "First Platypus Bank",
        "status": "done",
        "rows_read": 250,
        "imported": 248,
        "pending": 2,
    }
    assert desk.rows("SELECT count(*) FROM raw_records WHERE bank = 'plaid'")[0]["count"] == 250


def test_balances_are_the_banks_and_what_is_owed_is_negative(desk: Desk) -> None:
    desk.link()
    desk.sync(order_sync(desk.ledger, desk.actor, UUID(desk.connection()["id"])))
    balances = {a["kind"]: a["balance"] for a in desk.rows("SELECT kind, balance::text AS balance FROM accounts")}
    assert balances == {"checking": "110.0", "savings": "210.0", "card": "-410.0"}


def test_syncing_again_adds_nothing_and_makes_no_import(desk: Desk) -> None:
    order = desk.link()
    desk.sync(order)
    again = desk.sync(order)
    assert (again.import_id, again.rows_read) == (None, 0)
    assert desk.agrees()
    assert len(desk.rows("SELECT id FROM imports")) == 1


def test_a_change_between_two_pages_loses_and_doubles_nothing(desk: Desk) -> None:
    order = desk.link()
    desk.bank.order("behave", item_id=desk.item_id(), mutate_on=2)
    assert desk.sync(order).rows_read == 251
    assert desk.agrees()


def test_new_corrected_and_withdrawn_transactions_are_followed(desk: Desk) -> None:
    order = desk.link()
    desk.sync(order)
    booked = [name for name, t in desk.bank.books(desk.item_id()).items() if not t["pending"]]
    desk.change(
        add=[
            {"amount": 19.99, "date": "2026-09-18", "name": "BOOKS"},
            {"amount": -1200.0, "date": "2026-09-19", "name": "REFUND"},
        ],
        modify=[{"transaction_id": booked[0], "amount": 77.01}, {"transaction_id": booked[1], "date": "2026-01-02"}],
        remove=[booked[2]],
    )
    done = desk.sync(order)
    assert (done.rows_read, done.imported, done.duplicates, done.ignored) == (5, 2, 2, 1)
    assert desk.agrees()
    reasons = {
        r["reason"] for r in desk.rows("SELECT reason FROM raw_records WHERE import_id = :id AND reason <> ''", id=done.import_id)
    }
    assert reasons == {"The bank has corrected this transaction.", "The bank has taken it back."}


@pytest.mark.parametrize("linked", [True, False], ids=["saying which", "not saying which"])
def test_a_pending_transaction_that_is_booked_counts_once(desk: Desk, linked: bool) -> None:  # noqa: FBT001 - a parameter
    order = desk.link()
    desk.sync(order)
    desk.change(post=[{"pending_id": desk.pending_id(), "linked": linked, "amount": 33.33}])
    done = desk.sync(order)
    assert (done.imported, done.pending, done.ignored) == (1, 0, 1)
    assert desk.agrees()


def test_what_a_person_wrote_on_a_pending_row_stays_when_it_is_booked(desk: Desk) -> None:
    order = desk.link()
    desk.sync(order)
    pending = desk.pending_id()
    with desk.ledger() as tx:
        tx.execute(
            "UPDATE transactions SET notes = 'lunch with Ada', merchant = 'Canteen', provenance = CAST(:said AS jsonb)"
            " WHERE provider_id = :id",
            said='{"merchant": "person"}',
            id=pending,
        )
    [booked] = desk.change(post=[{"pending_id": pending}])
    desk.sync(order)
    [row] = desk.rows("SELECT notes, merchant, status FROM transactions WHERE provider_id = :id", id=booked)
    assert row == {"notes": "lunch with Ada", "merchant": "Canteen", "status": "booked"}


def test_a_pending_name_that_is_used_again_is_another_transaction(desk: Desk) -> None:
    order = desk.link(transactions=20)
    desk.sync(order)
    pending = desk.pending_id()
    told = desk.bank.books(desk.item_id())[pending]
    desk.change(post=[{"pending_id": pending}])
    desk.sync(order)
    same = {field: told[field] for field in ("transaction_id", "account_id", "amount", "date", "name")}
    desk.change(add=[same])
    assert desk.sync(order).imported == 1
    assert desk.agrees()


def test_a_row_that_a_person_deleted_stays_deleted(desk: Desk) -> None:
    order = desk.link()
    desk.sync(order)
    with desk.ledger() as tx:
        tx.execute("UPDATE transactions SET deleted_at = now() WHERE id = (SELECT min(id::text)::uuid FROM transactions)")
        tx.execute("UPDATE connections SET cursor = NULL")
    desk.sync(order)
    assert len(desk.rows("SELECT id FROM transactions WHERE deleted_at IS NOT NULL")) == 1
    assert len(desk.rows("SELECT id FROM transactions")) == 250


def test_reading_everything_from_the_beginning_adds_nothing(desk: Desk) -> None:
    order = desk.link()
    desk.sync(order)
    with desk.ledger() as tx:
        tx.execute("UPDATE connections SET cursor = NULL")
    again = desk.sync(order)
    assert (again.rows_read, again.imported, again.duplicates, again.pending) == (250, 0, 248, 2)
    assert desk.agrees()


def test_a_login_that_fails_is_marked_and_mended_without_loss(desk: Desk) -> None:
    order = desk.link(transactions=20)
    desk.sync(order)
    with desk.ledger() as tx:
        sealed = connections.connection(tx, order.connection_id)
    assert sealed is not None
    desk.bank.post("/sandbox/item/reset_login", {"access_token": desk.vault.open(desk.org_id, sealed.sealed_token)})
    assert desk.sync(order).status == "sign_in_needed"
    assert desk.connection()["error"]["code"] == "ITEM_LOGIN_REQUIRED"
    assert [e["type"] for e in desk.rows("SELECT type FROM outbox ORDER BY id")] == [
        "ledger.changed",
        "connection.needs_attention",
    ]
    assert open_mending(desk.ledger, lambda _: desk.aggregator, desk.actor, order.connection_id).token
    desk.change(add=[{"amount": 5.0, "date": "2026-09-18", "name": "MEANWHILE"}])
    assert desk.sync(order).rows_read == 0
    desk.bank.order("repair", item_id=desk.item_id())
    assert (desk.sync(order).status, desk.connection()["error"]) == ("connected", None)
    assert desk.agrees()


def test_what_a_bank_changes_is_on_the_trail(desk: Desk) -> None:
    order = desk.link(transactions=5)
    done = desk.sync(order)
    desk.sync(order)
    with desk.ledger() as tx:
        found = connections.connection(tx, order.connection_id)
    assert found is not None
    desk.bank.post("/sandbox/item/reset_login", {"access_token": desk.vault.open(desk.org_id, found.sealed_token)})
    desk.sync(order)
    trail = desk.rows("SELECT actor_id, before, after FROM audit_log WHERE action = 'sync' ORDER BY seq")
    assert [row["actor_id"] for row in trail] == [None, None]
    assert trail[0]["after"] == {"import_id": str(done.import_id), "rows_read": 5, "imported": done.imported}
    assert (trail[1]["before"], trail[1]["after"]) == ({"status": "connected"}, {"status": "sign_in_needed"})


def test_a_slow_bank_is_waited_for_without_losing_the_place(desk: Desk) -> None:
    order = desk.link(transactions=20)
    desk.bank.order("behave", item_id=desk.item_id(), waits=1)
    assert (desk.sync(order).rows_read, desk.connection()["synced_at"]) == (0, None)
    assert desk.sync(order).rows_read == 20
    assert desk.agrees()


def test_a_busy_aggregator_changes_nothing_and_is_said_until_it_answers(desk: Desk) -> None:
    order = desk.link(transactions=20)
    desk.bank.order("fault", path="/transactions/sync", status=500, times=4)
    with pytest.raises(ConnectorBusyError):
        desk.sync(order)
    assert desk.rows("SELECT id FROM transactions") == []
    shown = desk.connection()
    assert (shown["status"], shown["error"]["code"], shown["synced_at"]) == ("connected", "INTERNAL_SERVER_ERROR", None)
    desk.sync(order)
    assert (desk.connection()["error"], desk.agrees()) == (None, True)


def test_an_order_that_fails_for_good_is_in_the_error_log_of_its_owner(desk: Desk) -> None:
    order = desk.link(transactions=5)
    desk.bank.order("fault", path="/transactions/sync", status=500, times=4)
    with pytest.raises(ConnectorBusyError):
        desk.sync(order)
    told = json.dumps({"connector": "plaid", "item_id": desk.item_id(), "reason": "SYNC_UPDATES_AVAILABLE"})
    letters = [DeadLetter("m-1", "purser-local-sync-dead", told), DeadLetter("m-2", "purser-local-sync-dead", "not an order")]
    assert [record_sync_failure(letter, desk.database) for letter in (*letters, *letters)] == [[desk.org_id], []] * 2
    [logged] = desk.rows("SELECT code, context->>'institution' AS bank FROM error_log")
    assert logged == {"code": "INTERNAL_SERVER_ERROR", "bank": "First Platypus Bank"}


def test_a_consent_that_ends_soon_is_said_and_forgotten_when_it_is_renewed(desk: Desk) -> None:
    order = desk.link(transactions=5)
    assert desk.sync(order, "PENDING_DISCONNECT").status == "expiring"
    assert desk.sync(order, "daily").status == "expiring"
    assert desk.sync(order, "LOGIN_REPAIRED").status == "connected"
    desk.bank.order("expire", item_id=desk.item_id(), at="2020-01-01T00:00:00Z")
    assert desk.sync(order).status == "expiring"


def test_two_syncs_at_once_file_everything_once(desk: Desk, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second reads the same pages, finds that the cursor has moved, and reads again from there."""
    order = desk.link(transactions=20)
    rival = Desk(database.connect("app"), desk.org_id, desk.actor.user_id, desk.bank)
    accounts = Plaid.accounts
    raced = list[Synced]()

    def slow_accounts(plaid: Plaid, access_token: str) -> Any:
        if not raced and plaid is desk.plaid:
            raced.append(Synced(org_id=desk.org_id, connection_id=order.connection_id, status=None))
            raced[0] = rival.sync(order)
        return accounts(plaid, access_token)

    monkeypatch.setattr(Plaid, "accounts", slow_accounts)
    assert (desk.sync(order).rows_read, raced[0].rows_read) == (0, 20)
    assert desk.agrees()


def test_a_bank_linked_anew_takes_its_old_place_and_doubles_nothing(desk: Desk) -> None:
    first = desk.link(transactions=40)
    desk.sync(first)
    old = desk.item_id()
    books, accounts = desk.bank.books(old), desk.bank.order("look", item_id=old)["accounts"]
    token = desk.bank.public_token(transactions=0)
    new = desk.item_id()
    desk.bank.order("adopt", item_id=new, accounts=accounts)
    again = [{k: t[k] for k in ("account_id", "amount", "date", "name", "pending", "merchant_name")} for t in books.values()]
    desk.bank.order("change", item_id=new, add=again, silent=True)
    order = link_bank(desk.ledger, desk.aggregator, desk.actor, token)
    assert len(desk.connections()) == 1
    assert desk.bank.order("look", item_id=old)["removed"]
    done = desk.sync(order)
    assert (done.rows_read, done.imported, done.duplicates) == (40, 0, 38)
    assert desk.agrees()


def test_a_connection_that_is_removed_leaves_the_ledger_as_it_was(desk: Desk) -> None:
    order = desk.link(transactions=20)
    desk.sync(order)
    item_id, before = desk.item_id(), desk.sums()
    unlink_bank(desk.ledger, lambda _: desk.aggregator, desk.actor, order.connection_id)
    assert desk.bank.order("look", item_id=item_id)["removed"]
    assert desk.sums() == before
    assert desk.sync(order).status is None
    with pytest.raises(NotFoundError):
        order_sync(desk.ledger, desk.actor, order.connection_id)


def test_a_grant_that_cannot_be_kept_is_ended(desk: Desk) -> None:
    token = desk.bank.public_token(transactions=5)
    desk.bank.order("fault", path="/accounts/get", status=500, times=9)
    with pytest.raises(ConnectorBusyError):
        link_bank(desk.ledger, desk.aggregator, desk.actor, token)
    assert desk.bank.order("look")["items"] == []


def test_another_organisation_sees_nothing_of_it(desk: Desk, database: Database, bank: Bank) -> None:
    order = desk.link(transactions=5)
    other_org = make_organization(database, "Others")
    other = Desk(database.connect("app"), other_org, make_person(database, other_org), bank)
    with pytest.raises(NotFoundError):
        order_sync(other.ledger, other.actor, order.connection_id)
    assert other.connections() == []
    with other.ledger() as tx:
        assert connections.linked_accounts(tx, order.connection_id) == {}
    assert connections.connections_of_item(other.database, "plaid", desk.item_id()) == [(desk.org_id, order.connection_id)]


def test_the_token_is_not_in_the_database_in_plain(desk: Desk, owner_connection: Connection) -> None:
    desk.link(transactions=5)
    [[stored]] = owner_connection.run("SELECT access_token FROM connections")
    assert b"access-sandbox" not in bytes(stored)


def test_half_of_the_accounts_cannot_be_linked_twice(desk: Desk) -> None:
    desk.link(transactions=5)
    accounts = desk.bank.order("look", item_id=desk.item_id())["accounts"]
    token = desk.bank.public_token(transactions=0)
    desk.bank.order("adopt", item_id=desk.item_id(), accounts=accounts[:1])
    with pytest.raises(ConflictError, match="linked already"):
        link_bank(desk.ledger, desk.aggregator, desk.actor, token)
    assert len(desk.bank.order("look")["items"]) == 1


def test_what_is_booked_in_a_locked_period_stays_whatever_the_bank_says(desk: Desk) -> None:
    order = desk.link()
    desk.sync(order)
    before = desk.sums()
    booked = [name for name, t in desk.bank.books(desk.item_id()).items() if not t["pending"]]
    with desk.ledger() as tx:
        tx.execute(
            "INSERT INTO reconciliations (id, org_id, account_id, currency, statement_from, statement_to, opening_balance,"
            " opening_source, closing_balance, locked_at)"
            " SELECT gen_random_uuid(), org_id, id, currency, '2000-01-01', '2100-01-01', 0, 'given', 0, now() FROM accounts"
        )
    desk.change(
        add=[{"amount": 19.99, "date": "2026-09-18", "name": "BOOKS"}],
        modify=[{"transaction_id": booked[0], "amount": 77.01}, {"transaction_id": booked[1], "name": "ANOTHER NAME"}],
        remove=[booked[2]],
    )
    done = desk.sync(order)
    assert (done.rows_read, done.imported, desk.sums()[0], desk.rolled_up()) == (4, 0, before[0], before[0])
    counted = desk.rows("SELECT rejected, duplicates, ignored FROM imports WHERE id = :id", id=done.import_id)
    assert counted == [{"rejected": 2, "duplicates": 1, "ignored": 1}]
    codes = desk.rows("SELECT code FROM raw_records WHERE import_id = :id AND status = 'rejected'", id=done.import_id)
    assert codes == [{"code": "PERIOD_LOCKED"}] * 2
    assert desk.rows("SELECT count(*) AS n FROM transactions WHERE original_description = 'ANOTHER NAME'") == [{"n": 1}]
