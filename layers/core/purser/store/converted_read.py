"""Sums of the ledger in one currency: every booked transaction converted by the rate of its own day."""

from collections.abc import Sequence
from typing import Any

from purser.domain.currencies import minor_units
from purser.domain.exchange import OLDEST_DAYS
from purser.store.postgres import TenantTx
from purser.store.transactions_read import Filters

# Each currency and day among the transactions, with both rates; null where one is missing.
_QUOTED = """
    CREATE TEMPORARY TABLE quoted ON COMMIT DROP AS
    SELECT d.currency, d.date, d.count, d.total, f.date AS from_date, f.rate AS from_rate, f.source AS from_source,
        o.date AS to_date, o.rate AS to_rate, o.source AS to_source
    FROM (SELECT t.currency, t.date, count(*) AS count, sum(t.amount) AS total FROM transactions AS t
          WHERE t.status = 'booked' AND t.currency <> :target AND {where} GROUP BY 1, 2) AS d
        LEFT JOIN LATERAL rate_of(d.currency, d.date, :oldest) AS f ON true
        LEFT JOIN LATERAL rate_of(:target, d.date, :oldest) AS o ON true
"""
_TOTALS = """
    SELECT s.month, s.category_id, c.name AS category, s.type, sum(s.amount)::text AS total, count(*) AS count
    FROM (SELECT date_trunc('month', t.date)::date AS month, t.category_id, t.type,
              CASE WHEN t.currency = :target THEN t.amount
                   ELSE convert_money(t.amount, q.from_rate, q.to_rate, :digits) END AS amount
          FROM transactions AS t LEFT JOIN quoted AS q ON q.currency = t.currency AND q.date = t.date
          WHERE t.status = 'booked' AND {where}) AS s
        LEFT JOIN categories AS c ON c.id = s.category_id
    WHERE s.amount IS NOT NULL GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 4
"""
_UNCONVERTED = """
    SELECT currency, sum(total)::text AS total, sum(count)::bigint AS count, min(date) AS first, max(date) AS last
    FROM quoted WHERE from_rate IS NULL OR to_rate IS NULL GROUP BY 1 ORDER BY 1
"""
_RATES = """
    SELECT currency, date, rate::text AS rate, source, sum(count)::bigint AS transactions FROM (
        SELECT currency, from_date, from_rate, from_source, count FROM quoted WHERE from_rate IS NOT NULL AND to_rate IS NOT NULL
        UNION ALL
        SELECT :target, to_date, to_rate, to_source, count FROM quoted WHERE from_rate IS NOT NULL AND to_rate IS NOT NULL
    ) AS used (currency, date, rate, source, count)
    WHERE currency <> 'EUR' GROUP BY currency, date, rate, source ORDER BY date DESC, currency
"""


def quote(tx: TenantTx, filters: Filters, target: str) -> None:
    """Look the rates up, into a table that lives as long as the transaction; first of all, and once in a transaction."""
    where, values = filters.where()
    tx.execute(_QUOTED.format(where=where), target=target, oldest=OLDEST_DAYS, **values)


def converted_totals(tx: TenantTx, filters: Filters, target: str) -> list[dict[str, Any]]:
    """Return month, category_id, category, type, total and count of what could be converted, and of the target itself."""
    where, values = filters.where()
    return tx.items(_TOTALS.format(where=where), target=target, digits=minor_units(target), **values)


def unconverted(tx: TenantTx) -> Sequence[dict[str, Any]]:
    """Return what has no rate on its day or the days before, by currency: in none of the totals."""
    return tx.items(_UNCONVERTED)


def rates_used(tx: TenantTx, target: str) -> Sequence[dict[str, Any]]:
    """Return each rate that a total depends on, the newest first, and of how many transactions."""
    return tx.items(_RATES, target=target)
