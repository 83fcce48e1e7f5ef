"""Reading the error log, as far as the acting person sees the imports that it speaks of."""

from purser.store.paging import Listing, Order, Page, Slice, page, read_time
from purser.store.postgres import TenantTx

RECENT_FIRST = Order("-created_at", "created_at", read_time, descending=True)
_ERRORS = Listing(
    columns="t.id, t.source, t.code, t.message, t.context, t.correlation_id, t.created_at",
    source="error_log AS t",
    where="(t.context->>'import_id' IS NULL OR EXISTS (SELECT FROM imports AS i WHERE i.id::text = t.context->>'import_id'))",
)


def errors_page(tx: TenantTx, wanted: Slice) -> Page:
    """Return one page of what failed."""
    return page(tx, _ERRORS, wanted)
