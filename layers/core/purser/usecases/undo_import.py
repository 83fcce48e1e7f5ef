"""Take an import back, or have its file read again."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from uuid import UUID

from purser.domain.errors import ConflictError, ForbiddenError, NotFoundError
from purser.store import accounts, audit, undo
from purser.store.audit import Deed, Origin
from purser.store.outbox import add_event
from purser.store.postgres import TenantTx
from purser.store.undo import Stored, Undone

Ledger = Callable[[], AbstractContextManager[TenantTx]]
"""Opens a transaction of the caller's organisation."""


def undo_import(tx: TenantTx, import_id: UUID, actor_id: UUID, origin: Origin) -> Undone:
    """Take back what an import alone has brought. ConflictError unless it is done; one that is undone stays so."""
    undo.lock_undoing(tx)
    stored = _found(tx, import_id)
    if stored.status == "undone":
        return Undone(0, 0, [], [])
    if stored.status != "done":
        raise ConflictError(f"Only a file that was read can be taken back; this one is {stored.status}.", code="NOT_DONE")
    if not stored.key:
        raise ConflictError("This came from a linked bank, which would not tell it again. Unlink the bank.", code="NOT_A_FILE")
    accounts.lock_accounts(tx, undo.accounts_of(tx, import_id))
    if undo.visible_rows(tx, import_id) < stored.imported:
        raise ForbiddenError("This file has rows of accounts that you may not see.", code="BEYOND_YOUR_ACCOUNTS")
    done = undo.undo_import(tx, import_id)
    after = {"deleted": done.deleted, "kept_by_other_imports": done.kept_by_others}
    before = {"filename": stored.filename, "status": stored.status, "imported": stored.imported}
    deed = Deed(action="undo", subject_type="import", subject_id=import_id, before=before, after=after)
    audit.record(tx, actor_id, deed, origin)
    if done.account_ids:
        detail = {"import_id": import_id, "account_ids": done.account_ids, "months": done.months, "imported": -done.deleted}
        add_event(tx, "ledger.changed", detail, origin.request_id)
    return done


def replay_import(ledger: Ledger, import_id: UUID, actor_id: UUID, origin: Origin, send: Callable[[Stored], None]) -> None:
    """Have the stored file of an import read again; `send` puts the message that says so into its bank's queue.

    ConflictError if no file has come yet. Twice is harmless: the reading adds only what is missing. If the message cannot be
    sent, the import stays as it was.
    """
    with ledger() as tx:
        stored = _found(tx, import_id)
        if stored.status == "waiting" or not stored.key:
            raise ConflictError("There is no file of this import to read again.", code="NO_FILE")
        undo.await_again(tx, import_id)
        deed = Deed(action="replay", subject_type="import", subject_id=import_id, before={"status": stored.status})
        audit.record(tx, actor_id, deed, origin)
    try:
        send(stored)
    except Exception:
        with ledger() as tx:
            undo.set_status(tx, import_id, stored.status)
        raise


def original(tx: TenantTx, import_id: UUID) -> Stored:
    """Return where the file of an import lies; ConflictError if none has come, or none ever will."""
    stored = _found(tx, import_id)
    if stored.status == "waiting" or not stored.key:
        raise ConflictError("There is no file of this import.", code="NO_FILE")
    return stored


def _found(tx: TenantTx, import_id: UUID) -> Stored:
    stored = undo.stored_import(tx, import_id)
    if stored is None:
        raise NotFoundError("There is no such import.")
    return stored
