"""Exchange rates: everyone's, which the schedule fetches, and those an organisation loads by hand for itself."""

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from purser.domain.currencies import MINOR_UNITS
from purser.domain.exchange import BASE, OLDEST_DAYS, Rate
from purser.store.postgres import Connection, TenantTx

AT_A_TIME = 20_000
_TOLD = """
    SELECT told ->> 0 AS currency, CAST(told ->> 1 AS date) AS date, CAST(told ->> 2 AS numeric) AS rate
    FROM json_array_elements(CAST(:told AS json)) AS told
"""
_KEEP = " DO UPDATE SET rate = excluded.rate, source = excluded.source, loaded_at = now() WHERE r.rate <> excluded.rate"
_EVERYONES = f"""
    INSERT INTO exchange_rates AS r (currency, date, rate, source) SELECT currency, date, rate, :source FROM ({_TOLD}) AS t
    ON CONFLICT (currency, date) {_KEEP}
"""  # noqa: S608 - our own SQL
_OWN = f"""
    INSERT INTO organization_rates AS r (org_id, currency, date, rate, source)
    SELECT :org_id, currency, date, rate, :source FROM ({_TOLD}) AS t
    ON CONFLICT (org_id, currency, date) {_KEEP}
"""  # noqa: S608 - our own SQL
_ON_A_DAY = """
    SELECT c.currency, f.date, f.rate::text AS rate, f.source
    FROM unnest(CAST(:currencies AS text[])) AS c (currency) CROSS JOIN LATERAL rate_of(c.currency, :day, :oldest) AS f
    ORDER BY 1
"""


def add_everyones(connection: Connection, rates: Iterable[Rate], source: str) -> int:
    """Add rates for every organisation, all or none; return how many are new or corrected."""
    connection.run("BEGIN")
    try:
        changed = 0
        for told in _spelled(rates):
            connection.run(_EVERYONES, told=told, source=source)
            changed += connection.row_count
    except BaseException:
        connection.run("ROLLBACK")
        raise
    connection.run("COMMIT")
    return changed


def add_own(tx: TenantTx, rates: Iterable[Rate], source: str) -> int:
    """Add rates that count for this organisation alone; return how many are new or corrected."""
    return sum(tx.execute(_OWN, told=told, source=source, org_id=tx.org_id) for told in _spelled(rates))


def rates_on(tx: TenantTx, day: dt.date) -> list[dict[str, Any]]:
    """Return currency, date, rate and source of every rate that counts on a day."""
    return tx.items(_ON_A_DAY, currencies=sorted({*MINOR_UNITS} - {BASE}), day=day, oldest=OLDEST_DAYS)


def _spelled(rates: Iterable[Rate]) -> Iterator[str]:
    """Spell rates as JSON, some at a time. The last of a currency and a day counts: no statement may meet a row twice."""
    left = iter(rates)
    while some := {(one.currency, one.date): one for one in islice(left, AT_A_TIME)}:
        yield json.dumps([[one.currency, one.date.isoformat(), f"{one.rate:f}"] for one in some.values()])
