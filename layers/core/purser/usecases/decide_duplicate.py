"""Say of two rows whether they are one transaction."""

from typing import Any, Literal
from uuid import UUID

from purser.domain.errors import ConflictError, NotFoundError
from purser.store import audit, duplicates
from purser.store.audit import Deed, Origin
from purser.store.outbox import add_event
from purser.store.postgres import TenantTx

Decision = Literal["confirmed", "rejected"]


def decide_duplicate(tx: TenantTx, suspicion_id: UUID, decision: Decision, actor_id: UUID, origin: Origin) -> dict[str, Any]:
    """Decide, or decide otherwise than before; return the suspicion as it stands.

    Of a confirmed pair the later row is deleted and stays so when its file comes again. ConflictError if the earlier one has been
    deleted: then it would be both.
    """
    found = duplicates.suspicion(tx, suspicion_id, lock=True)
    if found is None:
        raise NotFoundError("There is no such suspicion.")
    if found["status"] == decision:
        return found
    if decision == "confirmed" and (found["other"]["deleted"] or found["transaction"]["deleted"]):
        raise ConflictError("One of the two has been deleted already.", code="ALREADY_DELETED")
    if found["status"] == "confirmed" or decision == "confirmed":
        month = str(found["transaction"]["date"])[:7]
        detail = {"account_ids": [found["account_id"]], "months": [month], "imported": 0}
        add_event(tx, "ledger.changed", detail, origin.request_id)
        duplicates.decide(tx, suspicion_id, decision, actor_id)
    else:
        duplicates.note(tx, suspicion_id, decision, actor_id)
    deed = Deed(
        action="decide",
        subject_type="duplicate",
        subject_id=suspicion_id,
        before={"status": found["status"]},
        after={"status": decision},
    )
    audit.record(tx, actor_id, deed, origin)
    decided = duplicates.suspicion(tx, suspicion_id)
    return decided or found
