"""Rows that are known already under another fingerprint: certain ones are recognised, the others suspected.

A new row and a stored one are compared only where neither file can have missed the other by its period: the stored row lies in
the days that the new file covers and is not in it; the new row lies in the days that the ledger covers and was not there.
"""

from typing import Any
from uuid import UUID

from purser.store.paging import Listing, Order, Page, Slice, page, read_time
from purser.store.postgres import TenantTx

RECENT_FIRST = Order("-created_at", "created_at", read_time, descending=True)
ENOUGH = 5
"""Rows of two formats that agree in day and amount, one and all, before different texts stop to matter."""
FARTHEST = 3
"""Days by which two formats may date one transaction differently; two files of one format by one."""

_REMEMBERED = """
    UPDATE staged AS s SET id = a.transaction_id FROM transaction_aliases AS a
    WHERE a.id = s.id AND a.account_id = ANY(:account_ids) AND s.status = 'booked'
"""
_LEDGER_HAS_ROWS = "SELECT EXISTS (SELECT FROM monthly_totals WHERE account_id = ANY(:account_ids))"
_FRESH = """
    CREATE TEMPORARY TABLE fresh ON COMMIT DROP AS
    SELECT s.id, s.account_id, s.date, s.posted, s.amount, s.currency, s.original_description, s.merchant, s.provider_id,
        plain(s.original_description) AS words
    FROM staged AS s WHERE s.status = 'booked' AND NOT EXISTS (SELECT FROM transactions AS t WHERE t.id = s.id)
"""
_COVERED = """
    CREATE TEMPORARY TABLE covered ON COMMIT DROP AS
    SELECT n.account_id, n.first, n.last, o.first AS ledger_first, o.last AS ledger_last
    FROM (SELECT account_id, min(date) AS first, max(date) AS last FROM staged
          WHERE status IN ('booked', 'known', 'repeated') GROUP BY 1) AS n
        JOIN (SELECT account_id, min(date) AS first, max(date) AS last FROM transactions
              WHERE account_id = ANY(:account_ids) AND status = 'booked' AND source <> 'draft' GROUP BY 1) AS o USING (account_id)
    WHERE n.first <= o.last AND o.first <= n.last
"""
_MISSING = """
    CREATE TEMPORARY TABLE missing ON COMMIT DROP AS
    SELECT t.id, t.account_id, t.date, t.posted, t.amount, t.currency, t.original_description, t.merchant, t.provider_id,
        t.deleted_at, plain(t.original_description) AS words, coalesce(i.format, t.source) <> :format AS other
    FROM transactions AS t JOIN covered AS c ON c.account_id = t.account_id AND t.date BETWEEN c.first AND c.last
        LEFT JOIN imports AS i ON i.id = t.import_id
    WHERE t.account_id = ANY(:account_ids) AND t.status = 'booked' AND t.source <> 'draft'
        AND NOT EXISTS (SELECT FROM staged AS s WHERE s.id = t.id)
        AND NOT EXISTS (SELECT FROM duplicate_suspicions AS d WHERE d.transaction_id = t.id AND d.status = 'confirmed')
"""
_PAIRS = """
    CREATE TEMPORARY TABLE pairs (
        new_id uuid, old_id uuid, exact boolean, certain boolean NOT NULL DEFAULT false, suspected boolean NOT NULL DEFAULT false
    ) ON COMMIT DROP
"""
# The n-th row of an account, amount and day in the file is the n-th in the ledger.
_SAME_DAY = """
    INSERT INTO pairs (new_id, old_id, exact)
    SELECT s.id, t.id, true
    FROM (SELECT *, row_number() OVER (PARTITION BY account_id, currency, amount, {new} ORDER BY words, id) AS n
          FROM fresh AS f WHERE NOT EXISTS (SELECT FROM pairs AS p WHERE p.new_id = f.id)) AS s
    JOIN (SELECT *, row_number() OVER (PARTITION BY account_id, currency, amount, {old}
                                       ORDER BY deleted_at IS NOT NULL, words, id) AS n
          FROM missing AS m WHERE NOT EXISTS (SELECT FROM pairs AS p WHERE p.old_id = m.id)) AS t
        ON (t.account_id, t.currency, t.amount, t.n, t.{old}) = (s.account_id, s.currency, s.amount, s.n, s.{new})
    JOIN covered AS c ON c.account_id = s.account_id AND s.date BETWEEN c.ledger_first AND c.ledger_last
"""
_DAYS = (("date", "date"), ("posted", "date"), ("date", "posted"))
_NEAR = f"""
    INSERT INTO pairs (new_id, old_id, exact)
    SELECT DISTINCT ON (old_id) new_id, old_id, false
    FROM (
        SELECT DISTINCT ON (s.id) s.id AS new_id, t.id AS old_id, abs(s.date - t.date) AS days
        FROM fresh AS s JOIN missing AS t ON (t.account_id, t.currency, t.amount) = (s.account_id, s.currency, s.amount)
            AND abs(s.date - t.date) BETWEEN 1 AND CASE WHEN t.other THEN {FARTHEST} ELSE 1 END AND alike(s, t)
        JOIN covered AS c ON c.account_id = s.account_id AND s.date BETWEEN c.ledger_first AND c.ledger_last
        WHERE NOT EXISTS (SELECT FROM pairs AS p WHERE p.new_id = s.id)
            AND NOT EXISTS (SELECT FROM pairs AS p WHERE p.old_id = t.id)
        ORDER BY s.id, abs(s.date - t.date), t.id
    ) AS nearest ORDER BY old_id, days, new_id
"""  # noqa: S608 - our own SQL
_ALIKE = """(s.merchant = t.merchant OR s.words = t.words
    OR least(length(s.words), length(t.words)) >= 6
        AND (strpos(s.words, left(t.words, 10)) > 0 OR strpos(t.words, left(s.words, 10)) > 0))"""
_PLAIN = "regexp_replace(lower({0}), '[^[:alnum:]]', '', 'g')"
# Two formats: alike in text, or the whole of what both cover agrees. One format: the bank has renamed a row amid a file.
_JUDGE = f"""
    WITH agreement AS (
        SELECT count(*) FILTER (WHERE p.exact AND t.other) >= {ENOUGH}
            AND NOT EXISTS (SELECT FROM missing AS m JOIN covered AS c USING (account_id)
                            WHERE m.other AND m.date > c.first AND m.date < c.last
                                AND NOT EXISTS (SELECT FROM pairs AS q WHERE q.old_id = m.id AND q.exact)) AS whole
        FROM pairs AS p JOIN missing AS t ON t.id = p.old_id
    ), judged AS (
        SELECT p.new_id, t.other, alike(s, t) AS alike, p.exact,
            s.date > c.first AND s.date < c.last AND s.date > c.ledger_first AND s.date < c.ledger_last AS inside,
            p.exact AND CASE WHEN t.other THEN alike(s, t) OR a.whole
                ELSE s.provider_id <> '' AND t.provider_id <> '' AND s.words = t.words AND s.date > c.first AND s.date < c.last
                END AS certain
        FROM pairs AS p JOIN fresh AS s ON s.id = p.new_id JOIN missing AS t ON t.id = p.old_id
            JOIN covered AS c ON c.account_id = s.account_id, agreement AS a
    )
    UPDATE pairs AS p
    SET certain = coalesce(j.certain, false),
        suspected = NOT coalesce(j.certain, false) AND (NOT j.exact OR j.other OR j.alike OR j.inside)
    FROM judged AS j WHERE j.new_id = p.new_id
"""  # noqa: S608 - our own SQL
_REMEMBER = """
    INSERT INTO transaction_aliases (id, org_id, account_id, transaction_id)
    SELECT p.new_id, :org_id, f.account_id, p.old_id FROM pairs AS p JOIN fresh AS f ON f.id = p.new_id WHERE p.certain
    ON CONFLICT (id) DO UPDATE SET transaction_id = excluded.transaction_id
"""
_KNOWN = """
    UPDATE staged AS s SET status = 'repeated', id = p.old_id, code = 'KNOWN',
        reason = 'This transaction came before, from another file or under another name.'
    FROM pairs AS p WHERE p.certain AND s.id = p.new_id AND s.status = 'booked'
"""
_SUSPECT = """
    INSERT INTO duplicate_suspicions (id, org_id, account_id, transaction_id, other_id, import_id, reason)
    SELECT gen_random_uuid(), :org_id, s.account_id, p.new_id, p.old_id, :import_id,
        CASE WHEN NOT p.exact THEN 'Same account and amount, days apart.'
             WHEN alike(s, t) THEN 'Same account, day and amount, alike in text.'
             ELSE 'Same account, day and amount; each file has it under a text of its own.' END
    FROM pairs AS p JOIN fresh AS s ON s.id = p.new_id JOIN missing AS t ON t.id = p.old_id
    WHERE p.suspected AND t.deleted_at IS NULL
        AND NOT EXISTS (SELECT FROM duplicate_suspicions AS d WHERE (d.transaction_id, d.other_id) = (p.old_id, p.new_id))
    ON CONFLICT (transaction_id, other_id) DO NOTHING
"""


def recognise(tx: TenantTx, account_ids: list[UUID], format_: str) -> bool:
    """Mark staged rows that the ledger has under another fingerprint; tell whether `suspect` may have more to say.

    The accounts are locked; `format_` is that of the staged file.
    """
    tx.execute("ANALYZE staged")
    tx.execute("SET LOCAL enable_nestloop = off")
    found = _recognise(tx, account_ids, format_)
    tx.execute("SET LOCAL enable_nestloop = on")
    return found


def _recognise(tx: TenantTx, account_ids: list[UUID], format_: str) -> bool:
    """Do so. Whatever PostgreSQL believes of tables that were filled a moment ago, comparing row by row would take hours."""
    tx.execute(_REMEMBERED, account_ids=account_ids)
    if not tx.rows(_LEDGER_HAS_ROWS, account_ids=account_ids)[0][0] or not tx.execute(_spelled(_FRESH)):
        return False
    if not tx.execute(_COVERED, account_ids=account_ids):
        return False
    if not tx.execute(_spelled(_MISSING), account_ids=account_ids, format=format_):
        return False
    tx.execute(_PAIRS)
    for new, old in _DAYS:
        tx.execute(_SAME_DAY.format(new=new, old=old))
    for statement in (_NEAR, _JUDGE, _KNOWN):
        tx.execute(_spelled(statement))
    tx.execute(_REMEMBER, org_id=tx.org_id)
    return True


def suspect(tx: TenantTx, import_id: UUID) -> int:
    """Note the pairs that `recognise` could not be sure of, once their rows are stored; return how many are new."""
    return tx.execute(_spelled(_SUSPECT), org_id=tx.org_id, import_id=import_id)


def _spelled(sql: str) -> str:
    """Put the two comparisons of texts in place."""
    for name in ("s.original_description", "t.original_description"):
        sql = sql.replace(f"plain({name})", _PLAIN.format(name))
    return sql.replace("alike(s, t)", _ALIKE)


_ROW = """
    (SELECT json_build_object('id', {0}.id, 'date', {0}.date, 'amount', {0}.amount::text, 'currency', {0}.currency,
        'description', {0}.description, 'original_description', {0}.original_description, 'import_id', {0}.import_id,
        'deleted', {0}.deleted_at IS NOT NULL))
"""
_SHOWN = Listing(
    "t.id, t.account_id, t.reason, t.status, t.created_at, t.decided_at,"
    f" {_ROW.format('a')} AS transaction, {_ROW.format('b')} AS other",
    "duplicate_suspicions AS t JOIN transactions AS a ON a.id = t.transaction_id JOIN transactions AS b ON b.id = t.other_id",
)


def suspicions_page(tx: TenantTx, status: str | None, wanted: Slice) -> Page:
    """Return suspected duplicates, of one status or of all."""
    where, values = ("t.status = :status", {"status": status}) if status else ("true", {})
    return page(tx, Listing(_SHOWN.columns, _SHOWN.source, where), wanted, **values)


def suspicion(tx: TenantTx, suspicion_id: UUID, *, lock: bool = False) -> dict[str, Any] | None:
    """Return one, None if the organisation has no such; locked until the transaction ends if it is to be decided."""
    if lock:
        tx.rows("SELECT FROM duplicate_suspicions WHERE id = :id FOR UPDATE", id=suspicion_id)
    found = tx.items(f"SELECT {_SHOWN.columns} FROM {_SHOWN.source} WHERE t.id = :id", id=suspicion_id)  # noqa: S608 - our own SQL
    return found[0] if found else None


def note(tx: TenantTx, suspicion_id: UUID, status: str, actor_id: UUID) -> None:
    """Note what a person decided."""
    tx.execute(
        "UPDATE duplicate_suspicions SET status = :status, decided_at = now(), decided_by = :actor WHERE id = :id",
        status=status,
        actor=actor_id,
        id=suspicion_id,
    )


def decide(tx: TenantTx, suspicion_id: UUID, status: str, actor_id: UUID) -> None:
    """Note it, and delete the row that came later, or bring it back."""
    note(tx, suspicion_id, status, actor_id)
    tx.execute(
        "UPDATE transactions AS t SET deleted_at = CASE d.status WHEN 'confirmed' THEN now() END"
        " FROM duplicate_suspicions AS d WHERE d.id = :id AND t.id = d.transaction_id",
        id=suspicion_id,
    )
