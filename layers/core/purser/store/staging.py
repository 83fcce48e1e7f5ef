"""The quick way in: rows are copied into a temporary table, and one statement makes the ledger of them.

PostgreSQL refuses COPY into a table with row-level security; through a temporary table it costs little more.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from typing import NamedTuple
from uuid import UUID

from purser.domain.errors import PurserError
from purser.store.postgres import TenantTx

ROWS_IN_A_CHUNK = 250
ROWS_IN_A_MERGE = 100_000
"""One statement must not keep the connection waiting for longer than it waits."""


class StagedRow(NamedTuple):
    """A row of a statement file on its way in.

    `status` is booked, pending, repeated (in the same file), known (to the ledger: booked), rejected or ignored. Of a row that is
    known nobody asks more than the first fields, down to its date.
    """

    ordinal: int
    line: int
    status: str
    text: str
    code: str | None = None
    reason: str | None = None
    id: UUID | None = None
    account_id: UUID | None = None
    date: dt.date | None = None
    posted: dt.date | None = None
    amount: Decimal | None = None
    currency: str | None = None
    description: str | None = None
    original_description: str | None = None
    merchant: str | None = None
    category_id: UUID | None = None
    type: str | None = None
    provider_id: str | None = None
    balance: Decimal | None = None
    reference: str | None = None
    notes: str | None = None
    provenance: str | None = None
    original_amount: Decimal | None = None
    original_currency: str | None = None
    exchange_rate: Decimal | None = None


_TABLE = """
    CREATE TEMPORARY TABLE staged (
        ordinal integer, line integer, status text, text text, code text, reason text, id uuid, account_id uuid,
        date date, posted date, amount numeric, currency text, description text, original_description text, merchant text,
        category_id uuid, type text, provider_id text, balance numeric, reference text, notes text, provenance jsonb,
        original_amount numeric, original_currency text, exchange_rate numeric
    ) ON COMMIT DROP
"""
BRIEF = 9
"""The first fields of a row, down to its date."""
# One letter for each id, in order: rows as rows would cost more than looking for them. Each is looked for by its key, whatever
# the planner believes of a table that was filled a moment ago: a join has taken minutes.
_BOOKED = """
    SELECT string_agg(CASE (SELECT t.status FROM transactions AS t WHERE t.id = w.id) WHEN 'booked' THEN '+' ELSE '-' END, ''
                      ORDER BY w.n)
    FROM unnest(CAST(:ids AS uuid[])) WITH ORDINALITY AS w (id, n)
"""
_NEW_TRANSACTIONS = """
    INSERT INTO transactions (id, org_id, account_id, import_id, bank, date, posted, amount, currency, description,
        original_description, merchant, category_id, type, source, status, provider_id, balance, reference, notes, provenance,
        original_amount, original_currency, exchange_rate)
    SELECT id, :org_id, account_id, :import_id, :bank, date, posted, amount, currency, description,
        original_description, merchant, category_id, type, :source, status, provider_id, balance, reference, notes, provenance,
        original_amount, original_currency, exchange_rate
    FROM staged WHERE status = '{status}' AND ordinal BETWEEN :low AND :high ON CONFLICT (id) DO NOTHING RETURNING id
"""
# Pending rows that the bank has booked since; then what is new; what a file read again had brought the first time; then every
# row of the file with what became of it.
_MERGE = f"""
    WITH settled AS (
        UPDATE transactions AS t
        SET status = 'booked', import_id = :import_id, posted = s.posted, balance = s.balance, reference = s.reference
        FROM staged AS s WHERE s.status = 'booked' AND s.ordinal BETWEEN :low AND :high
            AND t.id = s.id AND t.status = 'pending' AND t.account_id = ANY(:account_ids)
        RETURNING t.id
    ), added AS ({_NEW_TRANSACTIONS.format(status="booked")}
    ), own AS (
        SELECT t.id FROM transactions AS t JOIN staged AS s ON s.id = t.id
        WHERE CAST(:again AS boolean) AND t.import_id = :import_id AND t.status = 'booked' AND s.ordinal BETWEEN :low AND :high
            AND s.status IN ('booked', 'known')
    ), fresh AS (SELECT id FROM settled UNION ALL SELECT id FROM added UNION SELECT id FROM own
    ), kept AS (
        INSERT INTO raw_records (org_id, import_id, bank, ordinal, line, status, code, reason, text, transaction_id)
        SELECT :org_id, :import_id, :bank, s.ordinal, s.line,
            CASE WHEN s.status = 'repeated' OR s.status IN ('booked', 'known') AND f.id IS NULL THEN 'duplicate'
                 WHEN s.status IN ('booked', 'known') THEN 'imported' ELSE s.status END,
            s.code, s.reason, s.text, CASE WHEN s.status <> 'rejected' THEN s.id END
        FROM staged AS s LEFT JOIN fresh AS f ON f.id = s.id AND s.status IN ('booked', 'known')
        WHERE s.ordinal BETWEEN :low AND :high
        RETURNING status
    )
    SELECT count(*) FILTER (WHERE status = 'imported')::int, count(*) FILTER (WHERE status = 'duplicate')::int FROM kept
"""  # noqa: S608 - our own SQL
# What was known when the file was read may have been taken back since, with its import. Counted, for they are compared in bulk
# then; to learn whether there is one, the planner looks for each.
_GONE = """
    SELECT count(*)::int FROM staged AS s LEFT JOIN transactions AS t ON t.id = s.id AND t.status = 'booked'
    WHERE s.status = 'known' AND t.id IS NULL
"""
# What would be added to a locked period is rejected, row by row, with the way out.
_LOCKED = """
    UPDATE staged AS s SET status = 'rejected', code = 'PERIOD_LOCKED', reason = format(
        'This account is reconciled and locked from %s until before %s. Unlock that period, then have the file read again.',
        l.statement_from, l.statement_to)
    FROM reconciliations AS l
    WHERE l.locked_at IS NOT NULL AND s.status = 'booked' AND l.account_id = s.account_id AND l.currency = s.currency
        AND l.statement_from <= coalesce(s.posted, s.date) AND coalesce(s.posted, s.date) < l.statement_to
        AND NOT EXISTS (SELECT FROM transactions AS t WHERE t.id = s.id AND t.status = 'booked')
"""
# A file that is read again is told anew.
_FORGET = "DELETE FROM raw_records AS r USING imports AS i WHERE i.id = :import_id AND r.bank = i.bank AND r.import_id = i.id"
_OUTDATED = """
    DELETE FROM transactions AS t
    USING (SELECT account_id, min(date) AS first, max(date) AS last FROM staged WHERE id IS NOT NULL GROUP BY 1) AS covered
    WHERE t.status = 'pending' AND t.source = 'bank' AND t.account_id = ANY(:account_ids)
        AND t.account_id = covered.account_id AND t.date BETWEEN covered.first AND covered.last
        AND NOT EXISTS (SELECT FROM staged AS s WHERE s.id = t.id)
"""
_MERCHANTS = """
    INSERT INTO merchants AS m (org_id, name, first_seen, last_seen)
    SELECT :org_id, merchant, min(date), max(date) FROM staged WHERE status = 'booked' GROUP BY merchant ORDER BY merchant
    ON CONFLICT (org_id, name) DO UPDATE
    SET first_seen = least(m.first_seen, excluded.first_seen), last_seen = greatest(m.last_seen, excluded.last_seen)
    WHERE m.first_seen > excluded.first_seen OR m.last_seen < excluded.last_seen
"""
_CHANGED = """
    SELECT coalesce(array_agg(DISTINCT account_id), '{}'), coalesce(array_agg(DISTINCT to_char(date, 'YYYY-MM')), '{}')
    FROM transactions WHERE import_id = :import_id
"""


@dataclass(frozen=True, slots=True)
class Merged:
    """What a merge did to the ledger. `pending` counts pending rows that came or went; months are like 2026-09.

    `locked` counts booked rows that were rejected because their period is locked.
    """

    imported: int
    duplicates: int
    pending_changed: int
    account_ids: list[UUID]
    months: list[str]
    locked: int = 0


class ChangedMeanwhileError(PurserError):
    """The ledger has lost rows since the file was read: it has to be read again."""

    code = "CHANGED_MEANWHILE"


def stage(tx: TenantTx, rows: Iterable[StagedRow]) -> None:
    """Stream the rows into the temporary table, which lives as long as the transaction."""
    open_staging(tx)
    stage_more(tx, rows)


def open_staging(tx: TenantTx) -> None:
    """Make the temporary table. What large statements do with it needs memory, and no compiler: that costs more than it saves."""
    tx.rows("SET LOCAL work_mem = '64MB'")
    tx.rows("SET LOCAL jit = off")
    tx.rows(_TABLE)


def stage_more(tx: TenantTx, rows: Iterable[StagedRow]) -> None:
    """Stream more rows into the temporary table."""
    tx.copy(f"COPY staged ({', '.join(StagedRow._fields)}) FROM STDIN", copy_chunks(rows))


def stage_known(tx: TenantTx, rows: Iterable[StagedRow]) -> None:
    """Stream rows into it that are booked in the ledger, as known."""
    tx.copy(f"COPY staged ({', '.join(StagedRow._fields[:BRIEF])}) FROM STDIN", _chunks(map(_known_line, rows)))


def booked(tx: TenantTx, ids: Iterable[UUID]) -> list[bool]:
    """Tell of each id whether the ledger has a booked transaction of it."""
    found = tx.rows(_BOOKED, ids=f"{{{','.join(id_.hex for id_ in ids)}}}")[0][0]
    return [letter == "+" for letter in found or ""]


def merge(
    tx: TenantTx, import_id: UUID, bank: str, account_ids: list[UUID], progress: Callable[[float], None] = lambda _: None
) -> Merged:
    """Make ledger and raw records of the staged rows of these accounts, which exist and are locked.

    `progress` hears which share of the rows is done. ChangedMeanwhileError if rows that were known are gone.
    """
    tx.rows("CREATE INDEX ON staged USING brin (ordinal)")  # or each part of a merge looks at all rows
    tx.execute("ANALYZE staged")  # or the planner takes it for empty, and compares row by row
    if tx.rows(_GONE)[0][0]:
        raise ChangedMeanwhileError("Rows that this file shares with the ledger were taken back while it was read.")
    source = "draft" if bank == "draft" else "bank"
    values = {"org_id": tx.org_id, "import_id": import_id, "bank": bank, "source": source}
    again, last = tx.execute(_FORGET, import_id=import_id) > 0, tx.rows("SELECT coalesce(max(ordinal), 0) FROM staged")[0][0]
    imported = duplicates = 0
    locked = tx.execute(_LOCKED)
    for low in range(1, last + 1, ROWS_IN_A_MERGE):
        some = {"low": low, "high": low + ROWS_IN_A_MERGE - 1}
        new, known = tx.rows(_MERGE, account_ids=account_ids, again=again, **some, **values)[0]
        imported, duplicates = imported + new, duplicates + known
        progress(min(1, some["high"] / last))
    pending_changed = tx.execute(_OUTDATED, account_ids=account_ids)
    pending_changed += tx.execute(_NEW_TRANSACTIONS.format(status="pending"), low=1, high=last, **values)
    note_merchants(tx)
    accounts, months = tx.rows(_CHANGED, import_id=import_id)[0]
    return Merged(imported, duplicates, pending_changed, accounts, months, locked)


def note_merchants(tx: TenantTx) -> None:
    """Remember when the merchants of the staged rows were first and last seen."""
    tx.execute(_MERCHANTS, org_id=tx.org_id)


def copy_chunks(rows: Iterable[StagedRow]) -> Iterator[bytes]:
    """Spell rows in COPY's text format, some at a time: the whole of a large file would need hundreds of megabytes."""
    return _chunks("\t".join([_spelled(value) for value in row]) for row in rows)


def _known_line(row: StagedRow) -> str:
    ids = f"{_spelled(row.id)}\t{_spelled(row.account_id)}"
    return f"{row.ordinal}\t{row.line}\tknown\t{_spelled(row.text)}\t\\N\t\\N\t{ids}\t{row.date}"


def _chunks(spelled: Iterable[str]) -> Iterator[bytes]:
    lines = iter(spelled)
    while some := list(islice(lines, ROWS_IN_A_CHUNK)):
        yield _chunk(some)


def _chunk(lines: list[str]) -> bytes:
    return ("\n".join(lines) + "\n").encode("utf-8", "replace")  # half of a surrogate pair has no UTF-8


_SPECIAL = re.compile("[\\\\\t\n\r\0]")
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r", "\0": "�"})


def _spelled(value: object) -> str:
    if value is None:
        return "\\N"
    if isinstance(value, str):
        return value.translate(_ESCAPES) if _SPECIAL.search(value) else value
    return value.hex if isinstance(value, UUID) else str(value)  # half the time of its dashes
