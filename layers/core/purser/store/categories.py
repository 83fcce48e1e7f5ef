"""Categories of an organisation."""

from uuid import UUID

from purser.store.postgres import TenantTx


def category_ids(tx: TenantTx) -> dict[str, UUID]:
    """Map names to ids; of two categories with one name, the older."""
    return dict(tx.rows("SELECT name, id FROM categories ORDER BY created_at DESC, id DESC"))
