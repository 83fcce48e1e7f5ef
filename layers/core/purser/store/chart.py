"""Changing the chart: accounts and categories."""

from collections.abc import Iterable
from uuid import UUID

from purser.domain.ids import uuid7
from purser.store.postgres import TenantTx


def insert_categories(tx: TenantTx, categories: Iterable[tuple[str, str, str | None]]) -> None:
    """Insert categories (name, type, name of the parent), parents before their children."""
    rows = list(categories)
    ids = {name: uuid7() for name, _, _ in rows}
    tx.execute(
        """
        INSERT INTO categories (id, org_id, name, type, parent_id)
        SELECT id, :org, name, type, parent_id
        FROM unnest(CAST(:ids AS uuid[]), CAST(:names AS text[]), CAST(:kinds AS text[]), CAST(:parents AS uuid[]))
            AS c (id, name, type, parent_id)
        """,
        org=tx.org_id,
        ids=[str(ids[name]) for name, _, _ in rows],
        names=[name for name, _, _ in rows],
        kinds=[kind for _, kind, _ in rows],
        parents=[str(ids[parent]) if parent else None for _, _, parent in rows],
    )


def update_account(tx: TenantTx, account_id: UUID, name: str, kind: str) -> None:
    """Rename an account and say what kind it is."""
    tx.execute("UPDATE accounts SET name = :name, kind = :kind WHERE id = :id", id=account_id, name=name, kind=kind)
