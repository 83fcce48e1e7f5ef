"""Saved mappings: how to read files of layouts that Purser does not know."""

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from purser.store.paging import Listing, Order, Page, Slice, page
from purser.store.postgres import TenantTx

BY_NAME = Order("name", "name")
_SHOWN = Listing("t.id, t.name, t.fingerprint, t.mapping, t.created_at", "mappings AS t")


def mappings_page(tx: TenantTx, wanted: Slice) -> Page:
    """Return saved mappings."""
    return page(tx, _SHOWN, wanted)


def mapping(tx: TenantTx, mapping_id: UUID) -> dict[str, Any] | None:
    """Return one, None if the organisation has no such."""
    found = tx.items(f"SELECT {_SHOWN.columns} FROM {_SHOWN.source} WHERE t.id = :id", id=mapping_id)  # noqa: S608 - our own SQL
    return found[0] if found else None


def mapping_of(tx: TenantTx, fingerprint: str) -> dict[str, Any] | None:
    """Return what is saved for files of a layout, None if nothing is."""
    found = tx.one("SELECT mapping FROM mappings WHERE fingerprint = :fingerprint", fingerprint=fingerprint)
    return found[0] if found else None


def insert_mapping(tx: TenantTx, mapping_id: UUID, name: str, plain: Mapping[str, Any], created_by: UUID) -> bool:
    """Save a mapping; return False if one is saved for its layout already."""
    added = tx.execute(
        "INSERT INTO mappings (id, org_id, name, fingerprint, mapping, created_by)"
        " VALUES (:id, :org_id, :name, :fingerprint, CAST(:mapping AS jsonb), :created_by)"
        " ON CONFLICT (org_id, fingerprint) DO NOTHING",
        id=mapping_id,
        org_id=tx.org_id,
        name=name,
        fingerprint=plain["fingerprint"],
        mapping=json.dumps(plain),
        created_by=created_by,
    )
    return added == 1


def update_mapping(tx: TenantTx, mapping_id: UUID, name: str, plain: Mapping[str, Any]) -> None:
    """Replace a mapping's name and content; its layout stays."""
    sql = "UPDATE mappings SET name = :name, mapping = CAST(:mapping AS jsonb) WHERE id = :id"
    tx.execute(sql, id=mapping_id, name=name, mapping=json.dumps(plain))


def delete_mapping(tx: TenantTx, mapping_id: UUID) -> None:
    """Forget a mapping."""
    tx.execute("DELETE FROM mappings WHERE id = :id", id=mapping_id)
