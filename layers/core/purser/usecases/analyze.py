"""Analyse a part of the ledger: what came in, what went out, by type, category, merchant and month."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from purser.domain.currencies import minor_units
from purser.domain.money import format_amount
from purser.store import totals_read
from purser.store.organizations_read import base_currency
from purser.store.postgres import TenantTx
from purser.store.transactions_read import Filters


@dataclass(slots=True)
class Sums:
    """A running sum, signed, with its parts by type."""

    count: int = 0
    by_type: dict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))

    def add(self, row: dict[str, Any]) -> None:
        """Add a row of (type, total, count)."""
        self.count += row["count"]
        self.by_type[row["type"]] += Decimal(row["total"])

    @property
    def income(self) -> Decimal:
        """Money that came in."""
        return self.by_type.get("income", Decimal(0))

    @property
    def expenses(self) -> Decimal:
        """Money that went out: negative."""
        return self.by_type.get("expense", Decimal(0))

    @property
    def net(self) -> Decimal:
        """Income and expenses; transfers between one's own accounts are neither."""
        return self.income + self.expenses

    @property
    def total(self) -> Decimal:
        """Everything, transfers too: what the statements themselves add up to."""
        return sum(self.by_type.values(), Decimal(0))


def analyze(tx: TenantTx, filters: Filters, currency: str | None) -> dict[str, Any]:
    """Return sums and counts of booked transactions of one currency, by default the organisation's; never of several at once.

    Amounts are signed decimal strings, money out negative. `currencies` says what else the filters let through.
    """
    chosen = currency or base_currency(tx)
    rows = totals_read.totals(tx, totals_read.source_of(filters))
    return {
        "period": {"from": filters.period.start, "to": filters.period.end},
        "currency": chosen,
        **summary([row for row in rows if row["currency"] == chosen], minor_units(chosen)),
        "by_merchant": totals_read.totals_by_merchant(tx, filters, chosen),
        "currencies": by_currency(row for row in rows if row["currency"] != chosen),
    }


def by_currency(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the total and count of each currency, most used first."""
    found = sorted(_sums(rows, lambda row: row["currency"]).items(), key=lambda pair: (-pair[1].count, pair[0]))
    return [{"currency": currency, "total": format_amount(sums.total), "count": sums.count} for currency, sums in found]


def summary(rows: list[dict[str, Any]], digits: int = 2) -> dict[str, Any]:
    """Add up rows of one currency (month, category_id, category, type, total, count) in every way an analysis shows.

    `digits`: decimals of the currency's smallest unit, to which means are rounded.
    """
    whole = _sums(rows, lambda _: "")[""] if rows else Sums()
    months = _sums(rows, lambda row: row["month"][:7])
    return {
        **_flows(whole),
        "total": format_amount(whole.total),
        "count": whole.count,
        "averages": averages(whole, len(months), digits),
        "by_type": [
            {"type": name, "total": format_amount(sums.total), "count": sums.count}
            for name, sums in sorted(_sums(rows, lambda row: row["type"]).items())
        ],
        "by_category": _largest_first(rows),
        "by_month": [{"month": month, **_flows(sums)} for month, sums in sorted(months.items())],
    }


def averages(whole: Sums, months: int, digits: int) -> dict[str, str]:
    """Return the means over the months that have transactions, and over the transactions, half to even to so many decimals."""
    by_month = {f"{name}_per_month": _mean(getattr(whole, name), months, digits) for name in ("income", "expenses", "net")}
    return {**by_month, "per_transaction": _mean(whole.total, whole.count, digits)}


def _mean(total: Decimal, count: int, digits: int) -> str:
    return format_amount((total / count if count else Decimal(0)).quantize(Decimal(1).scaleb(-digits)))


def _flows(sums: Sums) -> dict[str, str]:
    return {"income": format_amount(sums.income), "expenses": format_amount(sums.expenses), "net": format_amount(sums.net)}


def _largest_first(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    found = _sums(rows, lambda row: (row["category_id"], row["category"]))
    ordered = sorted(found.items(), key=lambda pair: (-abs(pair[1].total), pair[0][1] or ""))
    return [
        {"category_id": category_id, "category": name, "total": format_amount(sums.total), "count": sums.count}
        for (category_id, name), sums in ordered
    ]


def _sums(rows: Iterable[dict[str, Any]], key: Callable[[dict[str, Any]], Any]) -> dict[Any, Sums]:
    found: dict[Any, Sums] = defaultdict(Sums)
    for row in rows:
        found[key(row)].add(row)
    return found
