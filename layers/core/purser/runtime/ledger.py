"""The ledger as one caller sees it."""

from collections.abc import Iterator
from contextlib import contextmanager

from purser.access.permissions import covers
from purser.access.tokens import Caller
from purser.domain.errors import ConflictError, ForbiddenError, UnauthenticatedError
from purser.runtime.clients import connection
from purser.store.postgres import INSUFFICIENT_PRIVILEGE, DatabaseError, TenantTx, sqlstate, tenant_tx
from purser.store.reconciliations import PERIOD_LOCKED
from purser.usecases.once import OfOrganization


@contextmanager
def ledger(caller: Caller) -> Iterator[TenantTx]:
    """Open a transaction of the caller's organisation that shows what the caller may see.

    A token says what was true when it was made: UnauthenticatedError if its bearer has been switched off since, or may do less.
    ForbiddenError: the database refuses what they want, as it does beyond the accounts that they are limited to. ConflictError:
    it would change what is booked in a locked period.
    """
    try:
        with tenant_tx(connection(), caller.org_id, caller.user_id) as tx:
            _refuse_outdated(caller, tx.permissions)
            yield tx
    except DatabaseError as refused:
        if sqlstate(refused) == INSUFFICIENT_PRIVILEGE:
            raise ForbiddenError("This is beyond the accounts that you may see.", code="BEYOND_YOUR_ACCOUNTS") from refused
        if sqlstate(refused) == PERIOD_LOCKED:
            raise ConflictError(refused.args[0]["M"], code="PERIOD_LOCKED") from refused
        raise


def done_in(caller: Caller | None) -> OfOrganization:
    """Return where it is remembered what people of the caller's organisation did."""
    if caller is None:
        raise UnauthenticatedError("Sign in first.")
    return OfOrganization(lambda: ledger(caller))


def _refuse_outdated(caller: Caller, granted: tuple[str, ...] | None) -> None:
    if granted is None:
        raise UnauthenticatedError("This account no longer exists, or is switched off.")
    if not covers(granted, caller.permissions):
        raise UnauthenticatedError("Your role has changed; renew the session.", code="TOKEN_OUTDATED")
