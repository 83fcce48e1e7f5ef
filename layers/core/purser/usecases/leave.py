"""People who leave of their own will: erased when a grace is over, unless they think better of it."""

from typing import Any

from purser.domain.errors import ConflictError
from purser.store import audit, members
from purser.store.audit import Deed, Origin
from purser.store.own_data import own_account
from purser.store.postgres import Connection, TenantTx, tenant_tx
from purser.usecases.acting import Acting
from purser.usecases.edit_organization import GRACE_DAYS


def leave(tx: TenantTx, acting: Acting) -> dict[str, Any]:
    """Have oneself erased; return the account. ConflictError if that was asked for, or nobody were left who may do everything."""
    members.lock_members(tx)
    if not members.ask_for_erasure(tx, acting.user_id, GRACE_DAYS):
        raise ConflictError("Your account is to be erased already.", code="ERASURE_PENDING")
    if members.administrators(tx) == 0:
        raise ConflictError("Somebody must remain who may do everything. Erase the organisation instead.", code="LAST_ADMIN")
    account = own_account(tx, acting.user_id)
    after = {"erase_after": account["erase_after"]}
    acting.record(tx, Deed(action="ask_for_erasure", subject_type="user", subject_id=acting.user_id, after=after))
    return account


def stay(tx: TenantTx, acting: Acting) -> dict[str, Any]:
    """Think better of it; return the account. ConflictError if one was not to be erased."""
    if not members.call_off_erasure(tx, acting.user_id):
        raise ConflictError("Your account is not to be erased.", code="NO_ERASURE_PENDING")
    acting.record(tx, Deed(action="call_off_erasure", subject_type="user", subject_id=acting.user_id))
    return own_account(tx, acting.user_id)


def erase_leavers(connection: Connection) -> int:
    """Erase everyone whose grace is over, with credentials and sessions; return how many. What they did stays on the trail."""
    leavers = members.users_to_erase(connection)
    for org_id, user_id in leavers:
        with tenant_tx(connection, org_id) as tx:
            members.lock_members(tx)
            members.delete_member(tx, user_id)
            audit.record(tx, None, Deed(action="erase", subject_type="user", subject_id=user_id), Origin())
    return len(leavers)
