"""A file whose every byte has been read before: its rows are known without reading it again."""

import hashlib
from dataclasses import dataclass
from uuid import UUID

from purser import __version__
from purser.domain.uploads import Address
from purser.store.accounts import lock_accounts
from purser.store.postgres import TenantTx

GUESSED = "inferred"
"""The format of files read by what they look like: what a person has said since may change the reading."""

# The same content at a place that says the same, read by the same version of Purser into one account, nothing of it pending.
_EARLIER = """
    SELECT e.id, e.bank, e.account_id FROM imports AS e
    WHERE e.content_sha256 = :sha256 AND e.status = 'done' AND e.error IS NULL AND e.id <> :import_id AND e.reader = :reader
        AND e.pending = 0 AND e.account_id IS NOT NULL AND e.format <> :guessed
        AND (split_part(e.object_key, '/', 2), split_part(e.object_key, '/', 4)) = (:bank, :account)
        AND (e.filename = :filename OR :account <> 'auto')
        AND NOT EXISTS (SELECT FROM imports AS i JOIN raw_records AS r ON r.bank = i.bank AND r.import_id = i.id
                        WHERE i.id = :import_id)
    ORDER BY e.finished_at DESC LIMIT 1
"""
# Rows that have left the ledger since, or that were kept out of a period that may be open now.
_SOME_ARE_GONE = """
    SELECT EXISTS (
        SELECT FROM raw_records AS r LEFT JOIN transactions AS t ON t.id = r.transaction_id AND t.status = 'booked'
        WHERE r.bank = :bank AND r.import_id = :earlier
            AND (r.status IN ('imported', 'duplicate') AND t.id IS NULL OR r.code = 'PERIOD_LOCKED'))
"""
_ROWS = """
    INSERT INTO raw_records (org_id, import_id, bank, ordinal, line, status, code, reason, text, transaction_id)
    SELECT org_id, :import_id, bank, ordinal, line, CASE status WHEN 'imported' THEN 'duplicate' ELSE status END, code, reason,
        text, transaction_id
    FROM raw_records WHERE bank = :bank AND import_id = :earlier
"""
_BALANCES = """
    INSERT INTO import_balances (org_id, import_id, account_id, date, amount)
    SELECT org_id, :import_id, account_id, date, amount FROM import_balances WHERE import_id = :earlier
    ON CONFLICT DO NOTHING
"""
_STATEMENTS = """
    INSERT INTO import_statements
        (org_id, import_id, ordinal, account_id, currency, first, last, opening_balance, closing_balance)
    SELECT org_id, :import_id, ordinal, account_id, currency, first, last, opening_balance, closing_balance
    FROM import_statements WHERE import_id = :earlier
    ON CONFLICT DO NOTHING
"""
_DONE = """
    UPDATE imports AS i
    SET status = 'done', finished_at = now(), last_failure = NULL, error = NULL, bank = e.bank, format = e.format,
        account_id = e.account_id, size = e.size, content_sha256 = e.content_sha256, rows_read = e.rows_read, imported = 0,
        pending = 0, duplicates = e.imported + e.duplicates, rejected = e.rejected, ignored = e.ignored,
        balance_check = e.balance_check, totals = e.totals, first = e.first, last = e.last, warnings = e.warnings,
        heading = e.heading, reader = e.reader, rows_done = e.rows_read,
        correlation_id = coalesce(:correlation_id, i.correlation_id)
    FROM imports AS e WHERE i.id = :import_id AND e.id = :earlier
    RETURNING i.rows_read, i.duplicates, i.rejected, i.ignored
"""


@dataclass(frozen=True, slots=True)
class Repeated:
    """The accounting of a file that was known whole."""

    rows_read: int
    duplicates: int
    rejected: int
    ignored: int


@dataclass(frozen=True, slots=True)
class Come:
    """What came for an import: where it lay, what it is called, what is in it, and the request that it goes back to."""

    address: Address
    filename: str
    data: bytes
    correlation_id: str | None


def repeat_import(tx: TenantTx, import_id: UUID, file: Come) -> Repeated | None:
    """End an import with the rows of an earlier one of the same content, all of them duplicates; None if it must be read."""
    earlier = tx.one(
        _EARLIER,
        import_id=import_id,
        sha256=hashlib.sha256(file.data).digest(),
        reader=__version__,
        guessed=GUESSED,
        bank=file.address.bank,
        account=file.address.key.split("/")[3],
        filename=file.filename,
    )
    if earlier is None:
        return None
    earlier_id, bank, account_id = earlier
    lock_accounts(tx, [account_id])
    if tx.rows(_SOME_ARE_GONE, bank=bank, earlier=earlier_id)[0][0]:
        return None
    tx.execute(_ROWS, import_id=import_id, bank=bank, earlier=earlier_id)
    tx.execute(_BALANCES, import_id=import_id, earlier=earlier_id)
    tx.execute(_STATEMENTS, import_id=import_id, earlier=earlier_id)
    done = tx.rows(_DONE, import_id=import_id, earlier=earlier_id, correlation_id=file.correlation_id)
    return Repeated(*done[0])
