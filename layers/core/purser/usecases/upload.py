"""Announce a statement file, so that whoever sends it can watch what becomes of it; or take a small one in directly."""

import re
import unicodedata
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from uuid import UUID

from purser.domain.errors import FieldProblem, InvalidInputError, NotFoundError, TooLargeError
from purser.domain.ids import uuid7
from purser.domain.uploads import WITH_FILES, Address
from purser.store import audit, uploads
from purser.store.audit import Deed, Origin
from purser.store.chart_read import account
from purser.store.members import visible_accounts
from purser.store.postgres import TenantTx
from purser.store.uploads import Expected

UNDECIDED = "other"
"""The bank of a file that says itself what it is."""
LONGEST_NAME = 120

Ledger = Callable[[], AbstractContextManager[TenantTx]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file that somebody wants to send: `size` in bytes; account and bank if they know them."""

    filename: str
    size: int
    account_id: UUID | None = None
    bank: str | None = None
    created_by: UUID
    origin: Origin

    @property
    def correlation_id(self) -> str:
        """The request that everything about the file goes back to."""
        return self.origin.request_id


@dataclass(frozen=True, slots=True)
class Announced:
    """An import that waits, and the key at which it waits for its file."""

    import_id: UUID
    key: str


def announce(tx: TenantTx, upload: Upload, most_bytes: int, remedy: str = "Export a shorter period.") -> Announced:
    """Make the import that waits for the file. `remedy` is what to do about one that is too large.

    TooLargeError, NotFoundError for the account, InvalidInputError for a bank that is none or not the account's.
    """
    if upload.size > most_bytes:
        raise TooLargeError(f"A statement may have {most_bytes:,} bytes here; this one has {upload.size:,}. {remedy}")
    _refuse_anywhere(tx, upload)
    import_id = uuid7()
    address = Address(_bank(tx, upload), tx.org_id, upload.account_id, import_id, safe_name(upload.filename))
    uploads.insert_waiting_import(
        tx,
        Expected(
            import_id=import_id,
            address=address,
            filename=upload.filename,
            size=upload.size,
            created_by=upload.created_by,
            correlation_id=upload.correlation_id,
        ),
    )
    after = {"filename": upload.filename, "size": upload.size, "account_id": upload.account_id, "bank": address.bank}
    deed = Deed(action="upload", subject_type="import", subject_id=import_id, after=after)
    audit.record(tx, upload.created_by, deed, upload.origin)
    return Announced(import_id, address.key)


def take_in(ledger: Ledger, upload: Upload, most_bytes: int, put: Callable[[str], None]) -> UUID:
    """Announce a file and `put` it at its key at once; return its import. If it cannot be put, no trace remains."""
    with ledger() as tx:
        announced = announce(tx, upload, most_bytes, "Announce it with POST /api/uploads.")
    try:
        put(announced.key)
    except Exception:
        with ledger() as tx:
            uploads.forget_waiting_import(tx, announced.import_id)
        raise
    return announced.import_id


def safe_name(filename: str) -> str:
    """Return the file's own name without folders, in characters that need no escaping anywhere."""
    name = unicodedata.normalize("NFKD", re.split(r"[/\\]", filename)[-1])
    return re.sub(r"[^A-Za-z0-9._-]+", "_", name).lstrip(".")[-LONGEST_NAME:] or "statement"


def _refuse_anywhere(tx: TenantTx, upload: Upload) -> None:
    """Whoever sees some accounts only says which of them a file is of: its content might choose another."""
    if upload.account_id is None and visible_accounts(tx) is not None:
        raise InvalidInputError("Say which account the file is of.", (FieldProblem("account_id", "One of those you see."),))


def _bank(tx: TenantTx, upload: Upload) -> str:
    if upload.bank not in (None, UNDECIDED, *WITH_FILES):
        known = ", ".join((*WITH_FILES, UNDECIDED))
        raise InvalidInputError("No files of that bank are known.", (FieldProblem("bank", f"One of {known}, or leave it out."),))
    if upload.account_id is None:
        return upload.bank or UNDECIDED
    return _bank_of_account(tx, upload.account_id, upload.bank)


def _bank_of_account(tx: TenantTx, account_id: UUID, bank: str | None) -> str:
    found = account(tx, account_id)
    if found is None:
        raise NotFoundError("There is no such account.")
    if bank is not None and bank not in (found["bank"], UNDECIDED):
        raise InvalidInputError("The account is at another bank.", (FieldProblem("bank", f"The account's is {found['bank']}."),))
    return bank or (str(found["bank"]) if found["bank"] in WITH_FILES else UNDECIDED)
