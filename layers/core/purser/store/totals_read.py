"""Sums of the ledger: booked, undeleted amounts of one currency, by whatever they are asked by.

Two sources give the same figures: `monthly_totals` in milliseconds where whole months are asked for and nothing narrows them,
`transactions` for everything else. Merchants are only in the latter.
"""

from dataclasses import dataclass
from typing import Any

from purser.store.postgres import TenantTx
from purser.store.transactions_read import Filters

MERCHANTS = 20
"""How many merchants are named, largest first."""


@dataclass(frozen=True, slots=True)
class Source:
    """Rows of (month, category_id, type, currency, count, total) and the parameters of their condition."""

    rows: str
    values: dict[str, Any]


def source_of(filters: Filters) -> Source:
    """Return the cheaper source that can answer."""
    return rollup(filters) if filters.only_period and filters.period.whole_months else ledger(filters)


def rollup(filters: Filters) -> Source:
    """Return the monthly totals of the period, which must be of whole months."""
    bounds = {"start": filters.period.start, "end": filters.period.end}
    values = {name: value for name, value in bounds.items() if value is not None}
    where = " AND ".join(["true", *(f"m.month {'>=' if name == 'start' else '<'} :{name}" for name in values)])
    return Source(f"SELECT month, category_id, type, currency, count, total FROM monthly_totals AS m WHERE {where}", values)  # noqa: S608 - our own SQL


def ledger(filters: Filters) -> Source:
    """Return the transactions themselves, each a total of one."""
    where, values = filters.where()
    return Source(
        "SELECT date_trunc('month', t.date)::date AS month, t.category_id, t.type, t.currency, 1 AS count, t.amount AS total"  # noqa: S608 - our own SQL
        f" FROM transactions AS t WHERE t.status = 'booked' AND {where}",
        values,
    )


def totals(tx: TenantTx, source: Source) -> list[dict[str, Any]]:
    """Return currency, month, category_id, category, type, total and count of each combination there is.

    The whole analysis is sums of these rows. What cancelled out is left out.
    """
    return tx.items(
        "SELECT s.currency, s.month, s.category_id, c.name AS category, s.type,"  # noqa: S608 - our own SQL
        f" sum(s.total)::text AS total, sum(s.count)::bigint AS count FROM ({source.rows}) AS s"
        " LEFT JOIN categories AS c ON c.id = s.category_id GROUP BY 1, 2, 3, 4, 5 HAVING sum(s.count) <> 0 ORDER BY 1, 2, 3, 5",
        **source.values,
    )


def totals_by_merchant(tx: TenantTx, filters: Filters, currency: str) -> list[dict[str, Any]]:
    """Return merchant, total and count of those that moved most money."""
    where, values = filters.where()
    return tx.items(
        "SELECT t.merchant, sum(t.amount)::text AS total, count(*) AS count FROM transactions AS t"  # noqa: S608 - our own SQL
        f" WHERE t.status = 'booked' AND t.currency = :currency AND {where}"
        f" GROUP BY 1 ORDER BY abs(sum(t.amount)) DESC, 1 LIMIT {MERCHANTS}",
        **values,
        currency=currency,
    )
