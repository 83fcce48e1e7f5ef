"""Taking an import back: the ledger becomes what it would be had the file never come."""

from dataclasses import dataclass
from uuid import UUID

from purser.store.postgres import TenantTx

_UNDONE = """
    CREATE TEMPORARY TABLE undone ON COMMIT DROP AS
    SELECT id, account_id, date, merchant, status, deleted_at IS NOT NULL AS kept FROM transactions WHERE import_id = :import_id
"""
# Another file that has a row too becomes the one that brought it. Of several, one that has it booked; then the earliest.
_HEIRS = """
    CREATE TEMPORARY TABLE heirs ON COMMIT DROP AS
    SELECT DISTINCT ON (r.transaction_id) r.transaction_id AS id, r.import_id, r.bank, r.ordinal, r.status
    FROM imports AS i JOIN raw_records AS r ON r.bank = i.bank AND r.import_id = i.id JOIN undone AS u ON u.id = r.transaction_id
    WHERE i.status = 'done' AND i.id <> :import_id AND i.duplicates + i.pending > 0 AND r.status IN ('duplicate', 'pending')
        AND (i.first IS NULL OR i.first <= (SELECT max(date) FROM undone))
        AND (i.last IS NULL OR i.last >= (SELECT min(date) FROM undone))
    ORDER BY r.transaction_id, r.status = 'pending', i.created_at, r.ordinal
"""
_INHERIT = """
    UPDATE transactions AS t
    SET import_id = h.import_id, status = CASE h.status WHEN 'pending' THEN 'pending' ELSE t.status END
    FROM heirs AS h WHERE t.id = h.id
"""
_TELL_HEIRS = (
    """
    UPDATE raw_records AS r SET status = 'imported', code = NULL, reason = NULL FROM heirs AS h
    WHERE r.bank = h.bank AND r.import_id = h.import_id AND r.ordinal = h.ordinal AND h.status = 'duplicate'
    """,
    """
    UPDATE imports AS i SET imported = i.imported + h.rows, duplicates = i.duplicates - h.rows
    FROM (SELECT import_id, count(*)::int AS rows FROM heirs WHERE status = 'duplicate' GROUP BY 1) AS h WHERE i.id = h.import_id
    """,
    "DELETE FROM undone USING heirs WHERE undone.id = heirs.id AND heirs.status = 'duplicate'",
)
# What was deleted in favour of a row that goes now, comes back: drafts, and duplicates of it.
_RELEASE = (
    """
    UPDATE transactions AS t SET deleted_at = NULL FROM draft_matches AS m JOIN undone AS u ON u.id = m.transaction_id
    WHERE t.id = m.draft_id
    """,
    "DELETE FROM draft_matches AS m USING undone AS u WHERE m.transaction_id = u.id",
    """
    UPDATE transactions AS t SET deleted_at = NULL FROM duplicate_suspicions AS s JOIN undone AS u ON u.id = s.other_id
    WHERE t.id = s.transaction_id AND s.status = 'confirmed' AND NOT u.kept
    """,
    "DELETE FROM duplicate_suspicions AS s USING undone AS u WHERE NOT u.kept AND u.id IN (s.transaction_id, s.other_id)",
)
_DELETE = """
    DELETE FROM transactions AS t USING undone AS u
    WHERE t.id = u.id AND NOT u.kept AND t.import_id = :import_id
"""
_MERCHANTS = ("SELECT recount_merchants(ARRAY(SELECT DISTINCT merchant FROM undone))",)
_BALANCES = (
    """
    UPDATE accounts AS a SET (balance, balance_date) = (
        SELECT b.amount, b.date FROM import_balances AS b JOIN imports AS i ON i.id = b.import_id
        WHERE b.account_id = a.id AND b.import_id <> :import_id AND i.status = 'done'
        ORDER BY b.date DESC, i.created_at DESC LIMIT 1)
    FROM import_balances AS mine
    WHERE mine.import_id = :import_id AND mine.account_id = a.id AND (mine.amount, mine.date) = (a.balance, a.balance_date)
    """,
    "DELETE FROM import_balances WHERE import_id = :import_id",
    "DELETE FROM import_statements WHERE import_id = :import_id",
)


@dataclass(frozen=True, slots=True)
class Stored:
    """What of an import decides whether it can be taken back or read again."""

    status: str
    bank: str
    key: str
    version: str | None
    filename: str
    imported: int


@dataclass(frozen=True, slots=True)
class Undone:
    """What taking back changed: rows deleted, rows that other imports have now, and where; months are like 2026-09."""

    deleted: int
    kept_by_others: int
    account_ids: list[UUID]
    months: list[str]


def stored_import(tx: TenantTx, import_id: UUID) -> Stored | None:
    """Return an import and keep others from changing it until the transaction ends; None if there is no such."""
    found = tx.one(
        "SELECT status, bank, object_key, object_version, filename, imported FROM imports WHERE id = :id FOR UPDATE", id=import_id
    )
    return Stored(*found) if found else None


def lock_undoing(tx: TenantTx) -> None:
    """Let an organisation take back one import at a time: each may change others."""
    tx.rows("SELECT pg_advisory_xact_lock(hashtextextended(:what, 0))", what=f"{tx.org_id}/undo")


def accounts_of(tx: TenantTx, import_id: UUID) -> list[UUID]:
    """Return the accounts that have rows of an import."""
    return [row[0] for row in tx.rows("SELECT DISTINCT account_id FROM transactions WHERE import_id = :id", id=import_id)]


def visible_rows(tx: TenantTx, import_id: UUID) -> int:
    """Count the booked rows of an import that the transaction may see."""
    found: int = tx.rows("SELECT count(*) FROM transactions WHERE import_id = :id AND status = 'booked'", id=import_id)[0][0]
    return found


def undo_import(tx: TenantTx, import_id: UUID) -> Undone:
    """Take back what an import alone has brought; its accounts are locked. Rows that a person deleted stay deleted."""
    tx.execute(_UNDONE, import_id=import_id)
    (account_ids, months), *_ = tx.rows(
        "SELECT coalesce(array_agg(DISTINCT account_id), '{}'), coalesce(array_agg(DISTINCT to_char(date, 'YYYY-MM')), '{}')"
        " FROM undone"
    )
    tx.execute(_HEIRS, import_id=import_id)
    inherited = tx.execute(_INHERIT)
    for statement in (*_TELL_HEIRS, *_RELEASE):
        tx.execute(statement)
    deleted = tx.execute(_DELETE, import_id=import_id)
    for statement in _MERCHANTS:
        tx.execute(statement)
    for statement in _BALANCES:
        tx.execute(statement, import_id=import_id)
    tx.execute("UPDATE imports SET status = 'undone', finished_at = now(), error = NULL WHERE id = :id", id=import_id)
    return Undone(deleted, inherited, account_ids, months)


def await_again(tx: TenantTx, import_id: UUID) -> None:
    """Mark an import as being read again."""
    tx.execute(
        "UPDATE imports SET status = 'reading', error = NULL, finished_at = NULL, rows_done = 0, progress = 0 WHERE id = :id",
        id=import_id,
    )


def set_status(tx: TenantTx, import_id: UUID, status: str) -> None:
    """Put an import back to what it was."""
    tx.execute(
        "UPDATE imports SET status = :status, finished_at = now() WHERE id = :id AND status = 'reading'",
        id=import_id,
        status=status,
    )
