"""Change what holds for the whole organisation, have it erased, think better of it."""

from collections.abc import Mapping
from typing import Any

from purser.domain.errors import ConflictError
from purser.store import organizations
from purser.store.audit import Deed
from purser.store.outbox import add_event
from purser.store.postgres import TenantTx
from purser.usecases.acting import Acting

GRACE_DAYS = 30
"""Between asking for erasure and erasing; until then it can be called off."""


def edit_organization(tx: TenantTx, settings: Mapping[str, Any], acting: Acting) -> dict[str, Any]:
    """Set some of `organizations.SETTINGS`; return the organisation."""
    before = organizations.organization(tx)
    organizations.update_organization(tx, settings)
    was = {name: before[name] for name in settings}
    deed = Deed(action="edit", subject_type="organization", subject_id=tx.org_id, before=was, after=dict(settings))
    acting.record(tx, deed)
    return organizations.organization(tx)


def ask_for_erasure(tx: TenantTx, acting: Acting) -> dict[str, Any]:
    """Have everything erased when the grace is over; ConflictError if that has been asked for already."""
    if not organizations.ask_for_erasure(tx, GRACE_DAYS):
        raise ConflictError("This organisation is to be erased already.", code="ERASURE_PENDING")
    shown = organizations.organization(tx)
    add_event(tx, "organization.erasure_requested", {"erase_after": shown["erase_after"]}, acting.origin.request_id)
    after = {"erase_after": shown["erase_after"]}
    acting.record(tx, Deed(action="ask_for_erasure", subject_type="organization", subject_id=tx.org_id, after=after))
    return shown


def call_off_erasure(tx: TenantTx, acting: Acting) -> dict[str, Any]:
    """Let the organisation live on; ConflictError if it is not to be erased."""
    if not organizations.call_off_erasure(tx):
        raise ConflictError("This organisation is not to be erased.", code="NO_ERASURE_PENDING")
    add_event(tx, "organization.erasure_called_off", {}, acting.origin.request_id)
    acting.record(tx, Deed(action="call_off_erasure", subject_type="organization", subject_id=tx.org_id))
    return organizations.organization(tx)
