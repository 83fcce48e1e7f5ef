"""Save how files of a layout are to be read, change it, forget it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from purser.domain.errors import ConflictError, FieldProblem, InvalidInputError, NotFoundError, StatementError
from purser.domain.ids import uuid7
from purser.store import audit, mappings
from purser.store.audit import Deed, Origin
from purser.store.postgres import TenantTx


def checked_mapping(plain: Mapping[str, Any]) -> dict[str, Any]:
    """Return a whole mapping as it is kept; InvalidInputError if it is none, or leaves something undecided."""
    from purser.banks import Mapping as Known  # noqa: PLC0415 - whoever saves none need not wait for the readers

    try:
        known = Known.from_plain(plain)
    except StatementError as wrong:
        raise InvalidInputError("This is no mapping.", (FieldProblem("mapping", wrong.message),)) from wrong
    if not known.decided:
        raise InvalidInputError(
            "The mapping is not whole.", (FieldProblem("mapping", "Decide on dates, decimal mark and signs."),)
        )
    return known.as_plain()


def save_mapping(tx: TenantTx, name: str, plain: Mapping[str, Any], actor_id: UUID, origin: Origin) -> dict[str, Any]:
    """Save a mapping for all files of its layout and return it; ConflictError if the layout has one."""
    mapping_id, whole = uuid7(), checked_mapping(plain)
    if not mappings.insert_mapping(tx, mapping_id, name, whole, actor_id):
        raise ConflictError("A mapping is saved for this layout already; change that one.", code="MAPPING_EXISTS")
    _record(tx, "add", mapping_id, actor_id, origin)
    return _found(tx, mapping_id)


def change_mapping(tx: TenantTx, mapping_id: UUID, changes: Mapping[str, Any], actor_id: UUID, origin: Origin) -> dict[str, Any]:
    """Change `name` or `mapping` and return it; its layout stays. What was read by it before stays as it was read."""
    before = _found(tx, mapping_id)
    plain = checked_mapping({**changes.get("mapping", before["mapping"]), "fingerprint": before["fingerprint"]})
    mappings.update_mapping(tx, mapping_id, changes.get("name", before["name"]), plain)
    _record(tx, "edit", mapping_id, actor_id, origin)
    return _found(tx, mapping_id)


def forget_mapping(tx: TenantTx, mapping_id: UUID, actor_id: UUID, origin: Origin) -> None:
    """Forget a mapping: the next file of its layout is asked about again."""
    _found(tx, mapping_id)
    mappings.delete_mapping(tx, mapping_id)
    _record(tx, "delete", mapping_id, actor_id, origin)


def _found(tx: TenantTx, mapping_id: UUID) -> dict[str, Any]:
    found = mappings.mapping(tx, mapping_id)
    if found is None:
        raise NotFoundError("There is no such mapping.")
    return found


def _record(tx: TenantTx, action: str, mapping_id: UUID, actor_id: UUID, origin: Origin) -> None:
    audit.record(tx, actor_id, Deed(action=action, subject_type="mapping", subject_id=mapping_id), origin)
