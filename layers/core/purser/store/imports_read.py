"""Reading imports: what became of each file, and of each of its rows."""

from typing import Any, NamedTuple
from uuid import UUID

from purser.domain.repairs import Rest
from purser.domain.statements import Heading
from purser.store.paging import Listing, Order, Page, Slice, page, read_ordinal, read_time
from purser.store.postgres import TenantTx

RECENT_FIRST = Order("-created_at", "created_at", read_time, descending=True)
AS_IN_THE_FILE = Order("ordinal", "ordinal", read_ordinal)

_COLUMNS = """
    t.id, t.bank, t.format, t.account_id, t.filename, t.status, t.rows_read, t.imported, t.duplicates, t.rejected, t.ignored,
    t.pending, t.balance_check, t.totals, t.first, t.last, t.error, t.warnings, t.rows_done,
    CASE WHEN t.status IN ('waiting', 'reading') THEN t.progress ELSE 100 END AS progress, t.correlation_id, t.created_at,
    t.finished_at
"""
_IMPORTS = Listing(_COLUMNS, "imports AS t")
# Rows have no id of their own; the import's stands in, so that ties cannot be.
_ROWS = """
    (SELECT import_id AS id, ordinal, line, status, code, reason, text, transaction_id
     FROM raw_records WHERE bank = :bank AND import_id = :import_id) AS t
"""


class Rejects(NamedTuple):
    """The heading of a file (None where it is no table), its rejected rows as (reason, text), and what is known of them."""

    heading: Heading | None
    rows: list[tuple[str, str]]
    rest: Rest | None


def imports_page(tx: TenantTx, wanted: Slice) -> Page:
    """Return imports."""
    return page(tx, _IMPORTS, wanted)


def one_import(tx: TenantTx, import_id: UUID) -> dict[str, Any] | None:
    """Return one import, None if the organisation has no such."""
    found = tx.items(f"SELECT {_COLUMNS} FROM imports AS t WHERE t.id = :id", id=import_id)  # noqa: S608 - our own SQL
    return found[0] if found else None


def rows_page(tx: TenantTx, import_id: UUID, bank: str, status: str | None, wanted: Slice) -> Page:
    """Return the raw rows of an import in file order, of one status or of all; `bank` is the import's and names the partition."""
    where = "t.status = :status" if status else "true"
    values = {"status": status} if status else {}
    listing = Listing("t.id, t.ordinal, t.line, t.status, t.code, t.reason, t.text, t.transaction_id", _ROWS, where)
    return page(tx, listing, wanted, bank=bank, import_id=import_id, **values)


def rejected_rows(tx: TenantTx, import_id: UUID, bank: str) -> Rejects:
    """Return what the file of an import's rejected rows is made of, rows in order."""
    ((kept, account_id, currency),) = tx.rows(
        "SELECT i.heading, a.id, a.currency FROM imports AS i LEFT JOIN accounts AS a ON a.id = i.account_id WHERE i.id = :id",
        id=import_id,
    )
    rows = tx.rows(
        "SELECT reason, text FROM raw_records WHERE bank = :bank AND import_id = :id AND status = 'rejected' ORDER BY ordinal",
        bank=bank,
        id=import_id,
    )
    return Rejects(
        Heading(tuple(kept["lines"]), kept["separator"]) if kept else None,
        [(reason or "", text) for reason, text in rows],
        Rest(account_id, currency) if account_id else None,
    )
