"""Institutions: the banks that accounts are at."""

from uuid import UUID

from purser.access.permissions import READ_TRANSACTIONS
from purser.runtime.edge.declare import needs, resource
from purser.runtime.edge.parameters import Cursor, Limit, Signed
from purser.runtime.ledger import ledger
from purser.store import chart_read
from purser.store.paging import Slice
from pydantic import BaseModel

from api.shapes import Listed

router = resource()


class Institution(BaseModel):
    """A bank; `bank` is the name its statements go by."""

    id: UUID
    bank: str
    name: str


@router.get("/api/institutions", summary="List institutions", tags=["accounts"], **needs(READ_TRANSACTIONS))
def list_institutions(caller: Signed, limit: Limit = 50, cursor: Cursor = None) -> Listed[Institution]:
    """By name."""
    with ledger(caller) as tx:
        return Listed[Institution].of(chart_read.institutions_page(tx, Slice(chart_read.BY_NAME, limit, cursor)))
