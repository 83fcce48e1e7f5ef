"""Files that were read in part, and whose message is lost: the import has failed, and its parts go."""

from uuid import UUID

from purser.domain.ids import uuid8
from purser.store import imports
from purser.store.error_log import Failure, log_failure
from purser.store.outbox import add_event
from purser.store.parts import forget_parts, lost_imports, organizations_with_lost_parts
from purser.store.postgres import Connection, TenantTx, tenant_tx

LOST = "The first rows of the file were kept for the invocation that goes on, and none has come. Have the file read again."


def forget_lost_parts(connection: Connection) -> int:
    """Sweep once; return how many imports that were. What comes after all is read from its beginning."""
    swept = 0
    for org_id in organizations_with_lost_parts(connection):
        with tenant_tx(connection, org_id) as tx:
            lost = lost_imports(tx)
            for import_id in lost:
                _fail(tx, import_id)
        swept += len(lost)
    return swept


def _fail(tx: TenantTx, import_id: UUID) -> None:
    if imports.lock_import(tx, import_id) in imports.UNSETTLED:
        context = {"import_id": import_id}
        log_failure(tx, Failure(id=uuid8(import_id.bytes), source="parts", code="IMPORT_FAILED", message=LOST, context=context))
        imports.fail_import(tx, import_id)
        add_event(tx, "import.failed", context, None)
    forget_parts(tx, import_id)
