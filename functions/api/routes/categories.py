"""Categories: a tree of what money is for."""

from uuid import UUID

from purser.access.permissions import READ_TRANSACTIONS
from purser.runtime.edge.declare import needs, resource
from purser.runtime.edge.parameters import Cursor, Limit, Signed
from purser.runtime.ledger import ledger
from purser.store import chart_read
from purser.store.paging import Slice
from pydantic import BaseModel

from api.shapes import Listed, TransactionType

router = resource()


class Category(BaseModel):
    """A category; `parent_id` is null at the top."""

    id: UUID
    name: str
    type: TransactionType
    parent_id: UUID | None


@router.get("/api/categories", summary="List categories", tags=["categories"], **needs(READ_TRANSACTIONS))
def list_categories(caller: Signed, limit: Limit = 50, cursor: Cursor = None) -> Listed[Category]:
    """By name."""
    with ledger(caller) as tx:
        return Listed[Category].of(chart_read.categories_page(tx, Slice(chart_read.BY_NAME, limit, cursor)))
