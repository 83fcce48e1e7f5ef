"""What a bank's feed says, merged into the ledger: here rows change and go, which rows of files never do.

The staged rows come first, by `staging.stage`. The aggregator's transaction id finds a row of its account, whatever else of it
has changed, so that reading the same again, or everything from the beginning, adds nothing.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from purser.domain.statements import Tally
from purser.domain.transactions import plain
from purser.store.postgres import TenantTx
from purser.store.staging import note_merchants

# A pending row becomes the booked one that the aggregator says it was: its id, notes and category stay.
_FOLLOW = """
    UPDATE transactions AS t SET provider_id = m.booked
    FROM unnest(CAST(:pending AS text[]), CAST(:booked AS text[])) AS m (pending, booked)
    WHERE t.source = 'plaid' AND t.account_id = ANY(:account_ids) AND t.provider_id = m.pending AND NOT EXISTS (
        SELECT FROM transactions AS b WHERE b.source = 'plaid' AND b.account_id = t.account_id AND b.provider_id = m.booked)
"""
# The bank was linked anew and gives everything other ids: the n-th row of a day, an amount and a description is the n-th of them.
_ADOPT = """
    WITH known AS (
        SELECT id, account_id, date, amount, currency, original_description, status,
            row_number() OVER (like_it ORDER BY created_at, id) AS n
        FROM transactions AS t
        WHERE source = 'plaid' AND account_id = ANY(:account_ids)
            AND NOT EXISTS (SELECT FROM staged AS s WHERE s.account_id = t.account_id AND s.provider_id = t.provider_id)
        WINDOW like_it AS (PARTITION BY account_id, date, amount, currency, original_description, status)
    ), told AS (
        SELECT provider_id, account_id, date, amount, currency, original_description, status,
            row_number() OVER (like_it ORDER BY ordinal) AS n
        FROM staged AS s
        WHERE id IS NOT NULL AND NOT EXISTS (SELECT FROM transactions AS t
            WHERE t.source = 'plaid' AND t.account_id = s.account_id AND t.provider_id = s.provider_id)
        WINDOW like_it AS (PARTITION BY account_id, date, amount, currency, original_description, status)
    )
    UPDATE transactions AS t SET provider_id = told.provider_id
    FROM known JOIN told USING (account_id, date, amount, currency, original_description, status, n) WHERE t.id = known.id
"""
# `was` and `was_on` are the status and date so far of a row that is known; `differs` is true of what is new or other than before.
_RECOGNISE = (
    "ALTER TABLE staged ADD COLUMN was text, ADD COLUMN was_on date, ADD COLUMN differs boolean NOT NULL DEFAULT true",
    "ANALYZE staged",
)
_KNOWN = """
    UPDATE staged AS s
    SET id = t.id, was = t.status, was_on = t.date,
        differs = (t.date, t.posted, t.amount, t.currency, t.status, t.original_description, t.description, t.merchant,
            t.category_id, t.balance, t.reference) IS DISTINCT FROM (s.date, s.posted, s.amount, s.currency, s.status,
            s.original_description, s.description, s.merchant, s.category_id, s.balance, s.reference)
    FROM transactions AS t
    WHERE t.source = 'plaid' AND t.account_id = ANY(:account_ids)
        AND t.account_id = s.account_id AND t.provider_id = s.provider_id
"""
# A row that was pending once keeps the id it had then; should the aggregator use the pending one's name again, it is another row.
_RENAMED = """
    UPDATE staged AS s SET id = gen_random_uuid() FROM transactions AS t WHERE s.was IS NULL AND t.id = s.id
"""
# What is booked in a locked period stays as it is: what would be added there is rejected, and so is what would change there.
_LOCKED = """
    UPDATE staged AS s SET status = 'rejected', differs = false, code = 'PERIOD_LOCKED',
        reason = 'This account is reconciled and locked for that time. Unlock it, then link the bank anew to be told again.'
    WHERE s.status = 'booked' AND (
        s.was IS DISTINCT FROM 'booked' AND locked_period(s.account_id, s.currency, coalesce(s.posted, s.date)) IS NOT NULL
        OR s.was = 'booked' AND EXISTS (SELECT FROM transactions AS t WHERE t.id = s.id AND t.deleted_at IS NULL
            AND (coalesce(t.posted, t.date), t.amount, t.currency) <> (coalesce(s.posted, s.date), s.amount, s.currency)
            AND coalesce(locked_period(s.account_id, s.currency, coalesce(s.posted, s.date)),
                         locked_period(t.account_id, t.currency, coalesce(t.posted, t.date))) IS NOT NULL))
"""
# What a person has said of a row stays, whatever the bank says later.
_CHANGE = """
    UPDATE transactions AS t
    SET date = s.date, posted = s.posted, amount = s.amount, currency = s.currency, status = s.status, balance = s.balance,
        original_description = s.original_description, reference = s.reference, original_amount = s.original_amount,
        original_currency = s.original_currency, exchange_rate = s.exchange_rate,
        description = CASE t.provenance ->> 'description' WHEN 'person' THEN t.description ELSE s.description END,
        merchant = CASE t.provenance ->> 'merchant' WHEN 'person' THEN t.merchant ELSE s.merchant END,
        category_id = CASE t.provenance ->> 'category' WHEN 'person' THEN t.category_id ELSE s.category_id END,
        type = CASE WHEN 'person' IN (t.provenance ->> 'category', t.provenance ->> 'type') THEN t.type ELSE s.type END,
        provenance = s.provenance || (
            SELECT coalesce(jsonb_object_agg(key, value), '{}') FROM jsonb_each(t.provenance) WHERE value = '"person"'),
        import_id = CASE t.status WHEN 'pending' THEN :import_id ELSE t.import_id END
    FROM staged AS s WHERE t.id = s.id AND s.was IS NOT NULL AND s.differs
"""
_ADD = """
    INSERT INTO transactions (id, org_id, account_id, import_id, bank, date, posted, amount, currency, description,
        original_description, merchant, category_id, type, source, status, provider_id, balance, reference, provenance,
        original_amount, original_currency, exchange_rate)
    SELECT id, :org_id, account_id, :import_id, :bank, date, posted, amount, currency, description,
        original_description, merchant, category_id, type, 'plaid', status, provider_id, balance, reference, provenance,
        original_amount, original_currency, exchange_rate
    FROM staged WHERE was IS NULL AND status IN ('booked', 'pending')
"""
_REMOVE = """
    DELETE FROM transactions AS t
    WHERE t.source = 'plaid' AND t.account_id = ANY(:account_ids)
        AND (t.provider_id = ANY(CAST(:removed AS text[])) OR :whole AND t.status = 'pending')
        AND NOT EXISTS (SELECT FROM staged AS s WHERE s.id = t.id)
        AND (t.status <> 'booked' OR locked_period(t.account_id, t.currency, coalesce(t.posted, t.date)) IS NULL)
    RETURNING account_id, to_char(date, 'YYYY-MM')
"""
_KEEP = """
    WITH told AS (SELECT *, was = 'booked' AND status = 'booked' AS again FROM staged)
    INSERT INTO raw_records (org_id, import_id, bank, ordinal, line, status, code, reason, text, transaction_id)
    SELECT :org_id, :import_id, :bank, ordinal, line,
        CASE WHEN again THEN 'duplicate' WHEN status = 'booked' THEN 'imported' ELSE status END,
        CASE WHEN again AND differs THEN 'MODIFIED' ELSE code END,
        CASE WHEN again AND differs THEN 'The bank has corrected this transaction.' ELSE reason END, text, id
    FROM told
"""
_SUMMARY = """
    SELECT count(*) FILTER (WHERE status = 'booked' AND was IS DISTINCT FROM 'booked')::int,
        count(*) FILTER (WHERE status = 'booked' AND was = 'booked')::int,
        coalesce(array_agg(DISTINCT account_id) FILTER (WHERE differs AND id IS NOT NULL), '{}'),
        coalesce(array_agg(DISTINCT to_char(date, 'YYYY-MM')) FILTER (WHERE differs AND id IS NOT NULL), '{}')
            || coalesce(array_agg(DISTINCT to_char(was_on, 'YYYY-MM')) FILTER (WHERE differs AND was_on IS NOT NULL), '{}')
    FROM staged
"""
_RECORD = """
    INSERT INTO imports (id, org_id, bank, account_id, format, filename, object_key, status, rows_read, imported, pending,
        duplicates, rejected, ignored, totals, first, last, correlation_id, finished_at)
    VALUES (:id, :org_id, :bank, :account_id, :format, :filename, '', 'done', :rows, :imported, :pending, :duplicates,
        :rejected, :ignored, CAST(:totals AS jsonb), :first, :last, :correlation_id, now())
"""


@dataclass(frozen=True, slots=True)
class FeedMerged:
    """What a reading did to the ledger. `imported` counts booked rows that are new or were pending; months are like 2026-09."""

    imported: int
    duplicates: int
    account_ids: list[UUID]
    months: list[str]
    locked: int = 0
    """Booked rows that were rejected because their period is locked."""


def follow_bookings(tx: TenantTx, account_ids: Sequence[UUID], booked_of: Mapping[str, str]) -> None:
    """Give pending rows the ids they have once booked; `booked_of` maps booked to pending."""
    if booked_of:
        pending, booked = list(booked_of.values()), list(booked_of)
        tx.execute(_FOLLOW, account_ids=list(account_ids), pending=pending, booked=booked)


def adopt(tx: TenantTx, account_ids: Sequence[UUID]) -> int:
    """Give rows of an earlier connection the ids that the staged rows say; return how many were recognised."""
    return tx.execute(_ADOPT, account_ids=list(account_ids))


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a feed said beside the staged rows: whose accounts, what is `removed`, whether this is the `whole` of it."""

    bank: str
    account_ids: Sequence[UUID]
    removed: Sequence[str]
    whole: bool


def merge_feed(tx: TenantTx, import_id: UUID, told: Told) -> FeedMerged:
    """Make the ledger say what the staged rows say, and no longer what is removed, nor, of the `whole`, what is not told."""
    account_ids, source = list(told.account_ids), {"org_id": tx.org_id, "import_id": import_id, "bank": told.bank}
    for statement in _RECOGNISE:
        tx.execute(statement)
    tx.execute(_KNOWN, account_ids=account_ids)
    tx.execute(_RENAMED)
    locked = tx.execute(_LOCKED)
    tx.execute(_CHANGE, import_id=import_id)
    tx.execute(_ADD, **source)
    gone = tx.rows(_REMOVE, account_ids=account_ids, removed=list(told.removed), whole=told.whole)
    tx.execute(_KEEP, **source)
    note_merchants(tx)
    imported, duplicates, accounts, months = tx.rows(_SUMMARY)[0]
    touched, when = {*accounts, *(account_id for account_id, _ in gone)}, {*months, *(month for _, month in gone)}
    return FeedMerged(imported, duplicates, sorted(touched), sorted(when), locked)


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedImport:
    """A reading of a feed as an import: its accounting is that of a file."""

    id: UUID
    bank: str
    institution: str
    tally: Tally
    merged: FeedMerged
    correlation_id: str | None


def record_import(tx: TenantTx, done: FeedImport) -> None:
    """Put the reading among the imports. There is no file: its rows are in the raw records, whole."""
    tally, accounts = done.tally, done.merged.account_ids
    tx.execute(
        _RECORD,
        id=done.id,
        org_id=tx.org_id,
        bank=done.bank,
        account_id=accounts[0] if len(accounts) == 1 else None,
        format=f"{done.bank}_feed",
        filename=done.institution,
        rows=tally.rows,
        imported=done.merged.imported,
        pending=tally.pending,
        duplicates=done.merged.duplicates,
        rejected=tally.rejected + done.merged.locked,
        ignored=tally.ignored,
        totals=json.dumps({currency: plain(total) for currency, total in sorted(tally.totals.items())}),
        first=tally.first,
        last=tally.last,
        correlation_id=done.correlation_id,
    )
