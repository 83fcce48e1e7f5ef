"""The statements that files declare themselves to be: kept with their import, and gone with it."""

import json
from collections.abc import Sequence
from uuid import UUID

from purser.domain.declarations import Declared
from purser.domain.reconciliation import Span, Statement, joined
from purser.store.postgres import TenantTx
from purser.store.reconciliation_read import ONE_DAY

_KEEP = """
    INSERT INTO import_statements
        (org_id, import_id, ordinal, account_id, currency, first, last, opening_balance, closing_balance)
    SELECT :org_id, :import_id, s.* FROM json_to_recordset(CAST(:declared AS json)) AS s (
        ordinal integer, account_id uuid, currency text, first date, last date, opening numeric, closing numeric)
"""
# A file that declares its statements, each of them; one that does not, from its first transaction to its last; and a linked bank
# as one statement, from its first transaction until the day it was last asked.
_STATEMENTS = """
    SELECT i.id, i.filename, s.first, s.last, s.opening_balance, s.closing_balance
    FROM import_statements AS s JOIN imports AS i ON i.id = s.import_id
    WHERE i.status = 'done' AND s.account_id = :account AND s.currency = :currency
    UNION ALL
    SELECT i.id, i.filename, i.first, i.last, NULL, NULL FROM imports AS i
    WHERE i.status = 'done' AND i.account_id = :account AND i.first IS NOT NULL AND i.bank <> 'draft' AND i.object_key <> ''
        AND NOT EXISTS (SELECT FROM import_statements AS s WHERE s.import_id = i.id AND s.account_id = :account)
    UNION ALL
    SELECT i.id, i.filename, min(t.date), max(t.date), NULL, NULL FROM imports AS i JOIN transactions AS t ON t.import_id = i.id
    WHERE i.status = 'done' AND i.account_id IS NULL AND t.account_id = :account AND i.bank <> 'draft' AND i.object_key <> ''
        AND NOT EXISTS (SELECT FROM import_statements AS s WHERE s.import_id = i.id AND s.account_id = :account)
    GROUP BY 1, 2
    UNION ALL
    SELECT (array_agg(i.id ORDER BY i.created_at))[1], i.filename, min(t.date), max(i.finished_at)::date, NULL, NULL
    FROM imports AS i JOIN transactions AS t ON t.import_id = i.id
    WHERE i.status = 'done' AND t.account_id = :account AND i.object_key = '' GROUP BY 2
    ORDER BY 3, 4, 1
"""


def keep_statements(tx: TenantTx, import_id: UUID, declared: Sequence[tuple[UUID, Declared]]) -> None:
    """Keep what the file of an import declares, in place of what it declared when it was read before."""
    tx.execute("DELETE FROM import_statements WHERE import_id = :id", id=import_id)
    if declared:
        plain = [
            {
                "ordinal": ordinal,
                "account_id": account_id,
                "currency": one.currency,
                "first": one.first,
                "last": one.last,
                "opening": one.opening,
                "closing": one.closing,
            }
            for ordinal, (account_id, one) in enumerate(declared, 1)
        ]
        tx.execute(_KEEP, org_id=tx.org_id, import_id=import_id, declared=json.dumps(plain, default=str))


def statements_of(tx: TenantTx, account: UUID, currency: str) -> list[Statement]:
    """Return the statements of an account in its currency, the earliest first."""
    return joined(
        Statement(Span(import_id, first, max(first, last) + ONE_DAY), filename, opening, closing)
        for import_id, filename, first, last, opening, closing in tx.rows(_STATEMENTS, account=account, currency=currency)
    )
