"""What the ledger knows of an account's balances: sums of periods, and balances that were told.

A row counts on the day the bank booked it, which is its date where the bank tells no other.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from purser.domain.reconciliation import Anchor, day_ends
from purser.store.paging import Listing, Page, Slice, page
from purser.store.postgres import TenantTx
from purser.store.reconciliations import Reconciliation

DAY = "coalesce(t.posted, t.date)"
BOOKED = "t.status = 'booked' AND t.deleted_at IS NULL"
OWN = "t.account_id = :account AND t.currency = :currency"
WITHIN = f"{DAY} >= :start AND {DAY} < :end"
ONE_DAY = dt.timedelta(days=1)
_LOCKED = f"""
    SELECT t.statement_to, t.closing_balance FROM reconciliations AS t
    WHERE t.locked_at IS NOT NULL AND t.id <> :id AND {OWN} AND t.statement_to <= :start ORDER BY 1 DESC LIMIT 1
"""  # noqa: S608 - our own SQL
_ASSERTED = f"SELECT t.date, t.amount FROM balance_assertions AS t WHERE {OWN} AND t.date <= :start ORDER BY 1 DESC LIMIT 1"  # noqa: S608 - our own SQL
_BALANCED = f"FROM transactions AS t WHERE {BOOKED} AND {OWN} AND t.balance IS NOT NULL"
_BALANCED_DAYS = f"""
    SELECT (SELECT max({DAY}) {_BALANCED} AND {DAY} < :start), (SELECT min({DAY}) {_BALANCED} AND {WITHIN})
"""
# The last balance that a file told of the end of a day before the period; of the account's own currency.
_TOLD = """
    SELECT b.date, b.amount FROM import_balances AS b
        JOIN imports AS i ON i.id = b.import_id AND i.status = 'done'
        JOIN accounts AS a ON a.id = b.account_id AND a.currency = :currency
    WHERE b.account_id = :account AND b.date < :start ORDER BY b.date DESC, i.created_at DESC LIMIT 1
"""
# The last balance of the account that a statement declares of the end of its last day, or of the beginning of its first.
_DECLARED = """
    SELECT e.day, e.amount FROM import_statements AS s JOIN imports AS i ON i.id = s.import_id AND i.status = 'done'
        CROSS JOIN LATERAL (VALUES (s.first, s.opening_balance), (s.last + 1, s.closing_balance)) AS e (day, amount)
    WHERE s.account_id = :account AND s.currency = :currency AND e.amount IS NOT NULL AND e.day <= :start
    ORDER BY e.day DESC, i.created_at DESC LIMIT 1
"""


def total(tx: TenantTx, account: UUID, currency: str, start: dt.date, end: dt.date) -> tuple[Decimal, int]:
    """Return sum and count of what is booked from `start` until before `end`."""
    found = tx.rows(
        f"SELECT coalesce(sum(t.amount), 0), count(*) FROM transactions AS t WHERE {BOOKED} AND {OWN} AND {WITHIN}",  # noqa: S608 - our own SQL
        account=account, currency=currency, start=start, end=end,
    )[0]  # fmt: skip
    return found[0], found[1]


def ticked(tx: TenantTx, this: Reconciliation) -> tuple[Decimal, int]:
    """Return sum and count of the booked rows that are ticked, wherever they lie."""
    found = tx.rows(
        "SELECT coalesce(sum(t.amount), 0), count(*) FROM reconciliation_ticks AS k"  # noqa: S608 - our own SQL
        f" JOIN transactions AS t ON t.id = k.transaction_id WHERE k.reconciliation_id = :id AND {BOOKED}",
        id=this.id,
    )[0]
    return found[0], found[1]


def count_booked(tx: TenantTx, this: Reconciliation, ids: Sequence[UUID]) -> int:
    """Count which of these are booked transactions of the account."""
    found: int = tx.rows(
        f"SELECT count(*) FROM transactions AS t WHERE t.id = ANY(CAST(:ids AS uuid[])) AND {BOOKED} AND {OWN}",  # noqa: S608 - our own SQL
        ids=list(ids), account=this.account_id, currency=this.currency,
    )[0][0]  # fmt: skip
    return found


def rows_page(tx: TenantTx, this: Reconciliation, wanted: Slice) -> Page:
    """Return a page of what is booked in the period, or ticked beyond it."""
    return page(
        tx,
        Listing(
            f"t.id, {DAY} AS day, t.date, t.amount::text AS amount, t.description, k.transaction_id IS NOT NULL AS ticked",
            "transactions AS t LEFT JOIN reconciliation_ticks AS k ON k.transaction_id = t.id AND k.reconciliation_id = :id",
            f"{BOOKED} AND {OWN} AND (({WITHIN}) OR k.transaction_id IS NOT NULL)",
        ),
        wanted,
        id=this.id,
        account=this.account_id,
        currency=this.currency,
        start=this.statement_from,
        end=this.statement_to,
    )


def anchors(tx: TenantTx, this: Reconciliation) -> list[Anchor]:
    """Return the balances from which the opening of a period can be reckoned; none that lies after the period."""
    own = {"account": this.account_id, "currency": this.currency, "start": this.statement_from}
    return [
        *(Anchor(day, amount, "locked_period") for day, amount in tx.rows(_LOCKED, id=this.id, **own)),
        *(Anchor(day, amount, "assertion") for day, amount in tx.rows(_ASSERTED, **own)),
        *_running(tx, this, own),
        *(Anchor(day, amount, "statement_balance") for day, amount in tx.rows(_DECLARED, **own)),
        *(Anchor(day + ONE_DAY, amount, "statement_balance") for day, amount in tx.rows(_TOLD, **own)),
    ]


def _running(tx: TenantTx, this: Reconciliation, own: dict[str, Any]) -> Iterator[Anchor]:
    """Running balances: the end of the last day before the period that has them, and the beginning of the first in it."""
    (before, after), *_ = tx.rows(_BALANCED_DAYS, end=this.statement_to, **own)
    if before and (ends := ends_of_day(tx, this.account_id, this.currency, before)):
        yield Anchor(before + ONE_DAY, ends[1], "running_balance")
    if after and (ends := ends_of_day(tx, this.account_id, this.currency, after)):
        yield Anchor(after, ends[0], "running_balance")


def ends_of_day(tx: TenantTx, account: UUID, currency: str, day: dt.date) -> tuple[Decimal, Decimal] | None:
    """Return the balances at the beginning and the end of a day, None unless all its rows have one and they settle it."""
    rows = tx.rows(
        f"SELECT t.amount, t.balance FROM transactions AS t WHERE {BOOKED} AND {OWN} AND {DAY} = :day LIMIT 10000",  # noqa: S608 - our own SQL
        account=account, currency=currency, day=day,
    )  # fmt: skip
    return None if any(balance is None for _, balance in rows) else day_ends((amount, balance) for amount, balance in rows)


def assertions(tx: TenantTx, account: UUID | None) -> list[dict[str, Any]]:
    """Return the balance assertions, of one account or all, in the order of their days."""
    where = "true" if account is None else "account_id = :account"
    return tx.items(
        "SELECT id, account_id, currency, date, amount::text AS amount, note, created_at FROM balance_assertions"  # noqa: S608 - our own SQL
        f" WHERE {where} ORDER BY account_id, currency, date",
        **({} if account is None else {"account": account}),
    )
