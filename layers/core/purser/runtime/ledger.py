"""The ledger as one caller sees it."""

from collections.abc import Iterator
from contextlib import contextmanager

from purser.access.tokens import Caller
from purser.runtime.clients import connection
from purser.store.postgres import TenantTx, tenant_tx


@contextmanager
def ledger(caller: Caller) -> Iterator[TenantTx]:
    """Open a transaction of the caller's organisation."""
    with tenant_tx(connection(), caller.org_id) as tx:
        yield tx
