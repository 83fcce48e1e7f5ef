"""Drafts, typed in by hand, and the rows of banks that they turn out to be."""

from typing import Any
from uuid import UUID

from purser.store.postgres import TenantTx

DAYS = 5
"""How far the bank's date may be from the draft's."""

_ANY = "SELECT EXISTS (SELECT FROM transactions WHERE org_id = :org_id AND source = 'draft' AND deleted_at IS NULL)"
# People write less of a name than banks do, and not in capitals.
_SAME_SHOP = """(lower(d.merchant) = lower(t.merchant)
                OR length(d.merchant) >= 5 AND starts_with(lower(t.merchant), lower(d.merchant)))"""
# The nearest of each other. A draft of the cash account may be of any account, if the shop is the same.
_MATCHES = f"""
    CREATE TEMPORARY TABLE matched ON COMMIT DROP AS
    WITH near AS (
        SELECT d.id AS draft_id, t.id AS transaction_id, d.account_id <> t.account_id AS elsewhere, abs(d.date - t.date) AS days
        FROM transactions AS d JOIN transactions AS t ON (t.amount, t.currency) = (d.amount, d.currency)
            AND abs(t.date - d.date) <= {DAYS} AND t.import_id = :import_id AND t.source <> 'draft' AND t.deleted_at IS NULL
            AND t.status = 'booked'
        JOIN accounts AS a ON a.id = d.account_id
        WHERE d.org_id = :org_id AND d.source = 'draft' AND d.deleted_at IS NULL
            AND (d.account_id = t.account_id OR a.bank = 'draft' AND {_SAME_SHOP})
            AND NOT EXISTS (SELECT FROM draft_refusals AS r WHERE (r.draft_id, r.transaction_id) = (d.id, t.id))
            AND NOT EXISTS (SELECT FROM draft_matches AS m WHERE m.transaction_id = t.id)
            AND locked_period(d.account_id, d.currency, d.date) IS NULL
    ), ranked AS (
        SELECT *, row_number() OVER (PARTITION BY draft_id ORDER BY elsewhere, days, transaction_id) AS of_draft,
            row_number() OVER (PARTITION BY transaction_id ORDER BY elsewhere, days, draft_id) AS of_row
        FROM near
    )
    SELECT draft_id, transaction_id FROM ranked WHERE of_draft = 1 AND of_row = 1
"""  # noqa: S608 - our own SQL
_KEEP = """
    INSERT INTO draft_matches (draft_id, org_id, account_id, transaction_id, before)
    SELECT m.draft_id, :org_id, t.account_id, t.id,
        jsonb_build_object('category_id', t.category_id, 'type', t.type, 'notes', t.notes, 'tags', t.tags,
            'provenance', t.provenance)
    FROM matched AS m JOIN transactions AS t ON t.id = m.transaction_id
"""
# What the person wrote on the draft is the person's word on the bank's row.
_CARRY = """
    UPDATE transactions AS t
    SET category_id = CASE d.provenance ->> 'category' WHEN 'person' THEN d.category_id ELSE t.category_id END,
        type = CASE d.provenance ->> 'category' WHEN 'person' THEN d.type ELSE t.type END,
        notes = coalesce(d.notes, t.notes), tags = ARRAY(SELECT DISTINCT unnest(t.tags || d.tags) ORDER BY 1),
        provenance = t.provenance || '{"match": "draft"}' || (
            SELECT coalesce(jsonb_object_agg(key, value), '{}') FROM jsonb_each(d.provenance)
            WHERE value = '"person"' AND key IN ('category', 'notes', 'tags'))
    FROM matched AS m JOIN transactions AS d ON d.id = m.draft_id WHERE t.id = m.transaction_id
"""
_SET_ASIDE = "UPDATE transactions AS d SET deleted_at = now() FROM matched AS m WHERE d.id = m.draft_id"
_PART = """
    UPDATE transactions AS t
    SET category_id = (m.before ->> 'category_id')::uuid, type = m.before ->> 'type', notes = m.before ->> 'notes',
        tags = ARRAY(SELECT jsonb_array_elements_text(m.before -> 'tags')), provenance = m.before -> 'provenance'
    FROM draft_matches AS m WHERE m.draft_id = :draft_id AND t.id = m.transaction_id
"""


def match_drafts(tx: TenantTx, import_id: UUID) -> int:
    """Set aside the drafts that rows of this import turn out to be; return how many."""
    if not tx.rows(_ANY, org_id=tx.org_id)[0][0]:
        return 0
    found = tx.execute(_MATCHES, org_id=tx.org_id, import_id=import_id)
    if found:
        tx.execute(_KEEP, org_id=tx.org_id)
        tx.execute(_CARRY)
        tx.execute(_SET_ASIDE)
    return found


def match_of(tx: TenantTx, transaction_id: UUID) -> UUID | None:
    """Return the draft that a row turned out to be, None if it is of no draft; it is locked until the transaction ends."""
    found = tx.one("SELECT draft_id FROM draft_matches WHERE transaction_id = :id FOR UPDATE", id=transaction_id)
    return found[0] if found else None


def part(tx: TenantTx, draft_id: UUID) -> None:
    """Make a draft and its row two again, each as it was, for good."""
    tx.execute(_PART, draft_id=draft_id)
    tx.execute("UPDATE transactions SET deleted_at = NULL WHERE id = :id", id=draft_id)
    tx.execute(
        "INSERT INTO draft_refusals (draft_id, transaction_id, org_id)"
        " SELECT draft_id, transaction_id, org_id FROM draft_matches WHERE draft_id = :id ON CONFLICT DO NOTHING",
        id=draft_id,
    )
    tx.execute("DELETE FROM draft_matches WHERE draft_id = :id", id=draft_id)


def insert_draft(tx: TenantTx, draft: dict[str, Any]) -> None:
    """Insert a transaction that a person typed in; `draft` holds its columns."""
    tx.execute(
        """
        INSERT INTO transactions (id, org_id, account_id, bank, date, amount, currency, description, original_description,
            merchant, category_id, type, source, status, notes, tags, provenance)
        VALUES (:id, :org_id, :account_id, 'draft', :date, :amount, :currency, :description, :description, :merchant,
            :category_id, :type, 'draft', 'booked', :notes, CAST(:tags AS text[]), CAST(:provenance AS jsonb))
        """,
        org_id=tx.org_id,
        **draft,
    )
