"""One's own account: what is known of it, taken along, and its end."""

from tempfile import TemporaryFile
from uuid import UUID

from purser.runtime.edge.declare import person, resource, signed_in
from purser.runtime.edge.parameters import Acts, Signed
from purser.runtime.ledger import ledger
from purser.runtime.links import hand_out
from purser.store.audit import Deed
from purser.store.own_data import own_account
from purser.usecases.export_own import export_own
from purser.usecases.leave import leave, stay
from pydantic import BaseModel

from api.shapes import Exported, Time

router = resource()


class OwnAccount(BaseModel):
    """Who the caller is. `erase_after` is null unless they leave."""

    id: UUID
    email: str
    role: str
    created_at: Time
    erase_after: Time | None


@router.get("/api/users/me", summary="Show oneself", tags=["people"], **signed_in())
def show_oneself(caller: Signed) -> OwnAccount:
    """The account of the caller."""
    with ledger(caller) as tx:
        return OwnAccount.model_validate(own_account(tx, caller.user_id))


@router.get("/api/users/me/export", summary="Export what is about oneself", tags=["people"], **signed_in())
def export_own_data(caller: Signed, acting: Acts) -> Exported:
    """A zip with what the ledger holds of the caller, as CSV and JSON. Sign-ins are at /auth/sessions, keys at /auth/api-keys."""
    with TemporaryFile() as archive:
        with ledger(caller) as tx:
            tables = export_own(tx, archive, caller.user_id)
            acting.record(tx, Deed(action="export", subject_type="user", subject_id=caller.user_id))
        url, size = hand_out(caller.org_id, archive)
    return Exported(url=url, size=size, tables=tables, files=0)


@router.delete("/api/users/me", summary="Leave", tags=["people"], **person(202, 409))
def leave_organization(caller: Signed, acting: Acts) -> OwnAccount:
    """The account and how one signs in go at `erase_after`. Until then this can be called off. Export what is yours first."""
    with ledger(caller) as tx:
        return OwnAccount.model_validate(leave(tx, acting))


@router.post("/api/users/me/keep", summary="Stay", tags=["people"], **person(200, 409))
def stay_in_organization(caller: Signed, acting: Acts) -> OwnAccount:
    """Call off that one leaves."""
    with ledger(caller) as tx:
        return OwnAccount.model_validate(stay(tx, acting))
