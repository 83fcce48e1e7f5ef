"""The error log: what failed on our side, and will not be tried again by itself."""

from typing import Any
from uuid import UUID

from purser.access.permissions import READ_ERRORS
from purser.runtime.edge.declare import needs, resource
from purser.runtime.edge.parameters import Acts, Cursor, Limit, Signed
from purser.runtime.ledger import ledger
from purser.store.error_log_read import RECENT_FIRST, errors_page
from purser.store.paging import Slice
from pydantic import BaseModel

from api.shapes import Listed, Time

router = resource()


class LoggedError(BaseModel):
    """What failed: `source` is the queue or function, `context` what it was about, `correlation_id` finds it in our logs."""

    id: UUID
    source: str
    code: str
    message: str
    context: dict[str, Any]
    correlation_id: str | None
    created_at: Time


@router.get("/api/errors", summary="List what failed", tags=["errors"], **needs(READ_ERRORS))
def list_errors(caller: Signed, acting: Acts, limit: Limit = 50, cursor: Cursor = None) -> Listed[LoggedError]:
    """Most recent first. Reading it is itself on the trail."""
    with ledger(caller) as tx:
        found = Listed[LoggedError].of(errors_page(tx, Slice(RECENT_FIRST, limit, cursor)))
        if cursor is None:
            acting.looked(tx, "error_log")
    return found
