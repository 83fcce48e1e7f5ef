"""What may explain that a statement and the ledger do not agree."""

from decimal import Decimal

from purser.domain.reconciliation import NEAR_DAYS, Line
from purser.store.postgres import TenantTx
from purser.store.reconciliation_read import BOOKED, DAY, OWN, WITHIN
from purser.store.reconciliations import Reconciliation

MOST_LINES = 200
"""Of one kind: whoever must look through more has another problem."""
_NEAR = "CAST(:near AS integer)"
_AROUND = f"{DAY} >= CAST(:start AS date) - {_NEAR} AND {DAY} < CAST(:end AS date) + {_NEAR}"
_DIFFERENCE = "CAST(:difference AS numeric)"
_COUNTS_HERE = "o.currency = t.currency AND o.status = 'booked' AND o.deleted_at IS NULL"
_LINES = {
    "booked": f"{BOOKED} AND {OWN} AND {WITHIN} AND t.amount IN (-{_DIFFERENCE}, -{_DIFFERENCE} / 2)",
    "near": f"{BOOKED} AND {OWN} AND NOT ({WITHIN}) AND {_AROUND}",
    "deleted": f"t.deleted_at IS NOT NULL AND t.status = 'booked' AND {OWN} AND {WITHIN} AND t.amount = {_DIFFERENCE}"
    " AND NOT EXISTS (SELECT FROM draft_matches AS m WHERE m.draft_id = t.id)",
    "pending": f"t.status = 'pending' AND t.deleted_at IS NULL AND {OWN} AND {WITHIN}",
    "doubled": f"""{BOOKED} AND {OWN} AND {WITHIN} AND (
        EXISTS (SELECT FROM duplicate_suspicions AS s WHERE s.transaction_id = t.id AND s.status = 'open')
        OR EXISTS (SELECT FROM transactions AS o WHERE o.account_id = t.account_id AND o.date = t.date AND o.amount = t.amount
            AND {_COUNTS_HERE} AND o.import_id <> t.import_id
            AND (o.created_at, o.id) < (t.created_at, t.id)))""",  # noqa: S608 - our own SQL
    "elsewhere": f"""{BOOKED} AND t.account_id <> :account AND t.currency = :currency AND t.type = 'transfer'
        AND {_AROUND} AND t.amount = -{_DIFFERENCE}
        AND NOT EXISTS (SELECT FROM transactions AS o WHERE o.account_id = :account AND o.amount = -t.amount AND {_COUNTS_HERE}
            AND coalesce(o.posted, o.date) BETWEEN {DAY} - {_NEAR} AND {DAY} + {_NEAR})""",
}


def lines(tx: TenantTx, this: Reconciliation, difference: Decimal) -> dict[str, list[Line]]:
    """Return rows that may explain a difference, by the names of `Evidence`."""
    values = {
        "account": this.account_id,
        "currency": this.currency,
        "start": this.statement_from,
        "end": this.statement_to,
        "near": NEAR_DAYS,
        "difference": difference,
    }
    found = {}
    for name, where in _LINES.items():
        wanted = {key: value for key, value in values.items() if f":{key}" in where}
        rows = tx.rows(
            f"SELECT t.id, {DAY}, t.amount, t.description FROM transactions AS t WHERE {where} ORDER BY 2, 1 LIMIT {MOST_LINES}",  # noqa: S608 - our own SQL
            **wanted,
        )
        found[name] = [Line(*row) for row in rows]
    return found


def unread_rows(tx: TenantTx, this: Reconciliation) -> int:
    """Count the rejected rows of the account's statements of that time."""
    found: int = tx.rows(
        "SELECT coalesce(sum(rejected), 0)::int FROM imports WHERE account_id = :account AND status = 'done'"
        " AND (first IS NULL OR first < :end) AND (last IS NULL OR last >= :start)",
        account=this.account_id, start=this.statement_from, end=this.statement_to,
    )[0][0]  # fmt: skip
    return found
