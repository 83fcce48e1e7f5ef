"""Reading the organisation itself."""

from purser.store.postgres import TenantTx


def base_currency(tx: TenantTx) -> str:
    """Return the currency the organisation counts in."""
    found = tx.rows("SELECT base_currency FROM organizations WHERE id = :id", id=tx.org_id)
    return str(found[0][0])
