"""A statement file that arrived in S3 becomes ledger, or a refusal with its reason; once, however often it is delivered."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from functools import partial
from typing import Any, Protocol
from uuid import UUID

from purser import banks
from purser.domain.accounts import KINDS, Account, AccountBook, masked, number_in
from purser.domain.errors import StatementError
from purser.domain.repairs import OWN_LAYOUT, account_of_repaired
from purser.domain.statements import Reading
from purser.domain.transactions import Fingerprints
from purser.domain.uploads import WITH_FILES, Address, Arrival, MisaddressedError
from purser.store import accounts, audit, drafts, duplicates, imports, statements
from purser.store.audit import Deed, Origin
from purser.store.categories import category_ids
from purser.store.imports import Import, ReadFile
from purser.store.imports_again import Come, repeat_import
from purser.store.mappings import mapping_of
from purser.store.objects import StoredFile
from purser.store.outbox import add_event
from purser.store.parts import forget_parts, keep_part, kept_parts, take_parts
from purser.store.postgres import BrokenConnectionError, Connection, DatabaseError, TenantTx, tenant_tx
from purser.store.staging import ChangedMeanwhileError, Merged, merge
from purser.usecases.filing import Clerk
from purser.usecases.pace import Pace, Watch
from purser.usecases.stage_file import AnotherReadingError, stage_file

ANY_BANK = "other"
"""Where files of every bank may lie; the bank of those that do not say theirs."""


class Objects(Protocol):
    """Where files are fetched from."""

    def fetch(self, arrival: Arrival) -> StoredFile:
        """Download one file; StatementError if it is gone or too large."""
        ...


class Reader(Protocol):
    """`purser.banks.read`, or a test's own."""

    def __call__(self, data: bytes, *, filename: str, bank: str | None, currency: str | None) -> Reading:
        """Recognise and read a file; its items come lazily."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one arrival. `status` is the import's; the counts are zero unless it was read now.

    `goes_on` if the time was too short for the whole file: what was read of it is kept, and the file has to come again.
    """

    org_id: UUID
    import_id: UUID
    status: str
    correlation_id: str | None
    rows_read: int = 0
    imported: int = 0
    pending: int = 0
    duplicates: int = 0
    rejected: int = 0
    ignored: int = 0
    goes_on: bool = False


@dataclass(frozen=True, slots=True)
class _Case:
    """One file on its way through. `chosen` is the account its address names, if the organisation has it."""

    address: Address
    import_: Import
    currency: str
    chosen: Account | None

    def outcome(self, status: str, correlation_id: str | None = None, *, goes_on: bool = False, **counts: int) -> Outcome:
        return Outcome(
            org_id=self.address.org_id,
            import_id=self.import_.id,
            status=status,
            correlation_id=correlation_id or self.import_.correlation_id,
            goes_on=goes_on,
            **counts,
        )


def ingest(
    arrival: Arrival, objects: Objects, connection: Connection, read: Reader | None = None, pace: Pace | None = None
) -> Outcome:
    """Read one file into the ledger, in one transaction.

    If there is not the time for all of it, the rows so far are kept, and the next delivery goes on behind them.
    Without a reader of its own, it reads as `purser.banks.read` does, by the organisation's saved mappings where need be.

    A file that is no statement ends as a rejected import. Whatever else goes wrong is raised: the message comes again, and
    finds nothing half done.
    """
    case = _begin(connection, Address.parse(arrival.key), arrival)
    if case.import_.settled:
        return case.outcome(case.import_.status)
    try:
        _refuse_unknown_account(case)
        file = objects.fetch(arrival)
        case = _of_repaired(connection, case, file)
        if (known := _repeat(connection, case, file)) is not None:
            return known
        read = read or partial(banks.read, saved=partial(_mapping, connection, case))
        reading = read(file.data, filename=case.import_.filename, bank=case.address.bank, currency=case.currency)
        return _store(connection, case, file, reading, pace or Pace())
    except StatementError as refusal:
        return _reject(connection, case, refusal)
    except (AnotherReadingError, ChangedMeanwhileError):
        with tenant_tx(connection, case.address.org_id) as tx:
            forget_parts(tx, case.import_.id)
        raise
    except Exception as failure:
        _note(connection, case, failure)
        raise


def _begin(connection: Connection, address: Address, arrival: Arrival) -> _Case:
    """Find or add the import, in a transaction of its own: people see that their file is being read."""
    with tenant_tx(connection, address.org_id) as tx:
        currency = imports.organization_currency(tx)
        if currency is None:
            raise MisaddressedError(f"{arrival.key!r} names the organisation {address.org_id}, which does not exist.")
        chosen = accounts.account(tx, address.account_id) if address.account_id else None
        import_id = imports.import_of(tx, address, arrival)
        return _Case(address, imports.begin_import(tx, import_id, address, arrival), currency, chosen)


def _mapping(connection: Connection, case: _Case, fingerprint: str) -> banks.Mapping | None:
    """What a person said of files of this layout."""
    with tenant_tx(connection, case.address.org_id) as tx:
        plain = mapping_of(tx, fingerprint)
    return banks.Mapping.from_plain(plain) if plain else None


def _of_repaired(connection: Connection, case: _Case, file: StoredFile) -> _Case:
    """Repaired rows go to the account that they were rejected from, unless the uploader has chosen another."""
    account_id = account_of_repaired(file.data)
    if account_id is None or case.chosen is not None:
        return case
    with tenant_tx(connection, case.address.org_id) as tx:
        return replace(case, chosen=accounts.account(tx, account_id))


def _repeat(connection: Connection, case: _Case, file: StoredFile) -> Outcome | None:
    """Take the rows of a file that was read before, byte for byte, for known; None if it has to be read."""
    with tenant_tx(connection, case.address.org_id) as tx:
        status = imports.lock_import(tx, case.import_.id)
        if status not in imports.UNSETTLED:
            return case.outcome(status)
        correlation_id = file.correlation_id or case.import_.correlation_id
        known = repeat_import(tx, case.import_.id, Come(case.address, case.import_.filename, file.data, correlation_id))
        if known is None:
            return None
        _record(tx, case, "import", {"status": "done", "rows_read": known.rows_read, "imported": 0})
    return case.outcome("done", correlation_id, **asdict(known))


def _store(connection: Connection, case: _Case, file: StoredFile, reading: Reading, pace: Pace) -> Outcome:
    """Everything that the file says, or nothing of it. The import is locked once the rows are staged."""
    with tenant_tx(connection, case.address.org_id) as tx:
        bank, earlier = _bank(case, reading), kept_parts(tx, case.import_.id)
        clerk = Clerk(_account_book(tx, case, reading, bank), category_ids(tx), Fingerprints(tx.org_id))
        watch = Watch(pace, tx.org_id, case.import_.id, len(file.data))
        staged = stage_file(tx, clerk, reading.items, earlier, watch)
        status = imports.lock_import(tx, case.import_.id)
        if status not in imports.UNSETTLED:
            return case.outcome(status)
        if not staged.whole or (staged.rows > earlier.rows and not watch.can_merge(staged.rows)):
            return case.outcome("reading", goes_on=keep_part(tx, case.import_.id, earlier, staged.rows, staged.proof))
        _refuse_mixture(case, clerk)
        elsewhere = accounts.every_account(tx) if clerk.book.new else []
        accounts.add_accounts(tx, clerk.book.new)
        accounts.lock_accounts(tx, clerk.account_ids)
        if earlier.count:
            take_parts(tx, case.import_.id, earlier)
        unsure = duplicates.recognise(tx, clerk.account_ids, reading.format)
        merged = merge(tx, case.import_.id, bank, clerk.account_ids, partial(watch.tell_merged, staged.rows))
        clerk.reject_booked(merged.locked)
        suspected = duplicates.suspect(tx, case.import_.id) if unsure else 0
        drafts.match_drafts(tx, case.import_.id)
        for account_id, known in clerk.balances().items():
            accounts.keep_balance(tx, case.import_.id, account_id, known)
        statements.keep_statements(tx, case.import_.id, clerk.statements())
        correlation_id = file.correlation_id or case.import_.correlation_id
        read_file = ReadFile(
            bank=bank,
            format=reading.format,
            data=file.data,
            tally=clerk.tally,
            imported=merged.imported,
            duplicates=merged.duplicates,
            account_ids=clerk.account_ids,
            warnings=[*reading.warnings, *_doubts(case, clerk), *_twins(clerk, elsewhere), *_suspicions(suspected)],
            correlation_id=correlation_id,
            heading=reading.heading,
        )
        imports.finish_import(tx, case.import_.id, read_file)
        forget_parts(tx, case.import_.id)
        _announce(tx, case, merged, correlation_id)
        _record(tx, case, "import", {"status": "done", "rows_read": clerk.tally.rows, "imported": merged.imported})
    return _done(case, clerk, merged, correlation_id)


def _bank(case: _Case, reading: Reading) -> str:
    """The bank the rows are filed under: where the file was put, else what it says, else the chosen account's."""
    said = reading.bank if case.address.bank == ANY_BANK else case.address.bank
    if case.chosen is None:
        return said
    if said == ANY_BANK:
        return case.chosen.bank
    if case.chosen.bank in WITH_FILES and case.chosen.bank != said:
        message = f"This is a statement of {said}, but the account chosen for it is at {case.chosen.bank}."
        raise StatementError(message, code="WRONG_BANK")
    return said


def _account_book(tx: TenantTx, case: _Case, reading: Reading, bank: str) -> AccountBook:
    kind = reading.kind if reading.kind in KINDS else "other"
    named = accounts.every_account(tx) if reading.format == OWN_LAYOUT else ()
    return AccountBook(tx.org_id, bank, kind, accounts.accounts_at(tx, bank), case.chosen, named)


def _refuse_unknown_account(case: _Case) -> None:
    if case.address.account_id is not None and case.chosen is None:
        raise StatementError("The account chosen for this file does not exist. Choose another, or none.", code="UNKNOWN_ACCOUNT")


def _refuse_mixture(case: _Case, clerk: Clerk) -> None:
    """Several accounts must not be poured into one; several cards of one credit line may."""
    numbers = clerk.tally.accounts
    if case.chosen is not None and case.chosen.kind != "card" and len(numbers) > 1:
        message = f"The file holds {len(numbers)} accounts. Upload it without choosing one; each will be found or added."
        raise StatementError(message, code="SEVERAL_ACCOUNTS")


def _doubts(case: _Case, clerk: Clerk) -> list[str]:
    """What the uploader should look at again: the file names another account than the one chosen for it."""
    shown = case.chosen.number_masked if case.chosen else None
    named = {masked(number_in(text)) for text in clerk.tally.accounts}
    if shown is None or not named or shown in named:
        return []
    return [f"The file names account {', '.join(sorted(filter(None, named)))}; it was filed to the chosen one, {shown}."]


def _twins(clerk: Clerk, elsewhere: Iterable[Account]) -> Iterator[str]:
    """A linked bank may have told of an account already that the file seems to bring: together they would count twice."""
    for new in clerk.book.new:
        for other in elsewhere:
            ending = new.number_masked if other.bank not in (*WITH_FILES, ANY_BANK) else None
            if ending is not None and (other.number_masked, other.currency) == (ending, new.currency):
                yield (
                    f"{other.name}, of a linked bank, ends in {ending} too. If it is the same account, undo this import and"
                    " upload the file again for that account: what both tell is then known, or asked about."
                )


def _suspicions(count: int) -> list[str]:
    if not count:
        return []
    return [
        f"{count} rows may have come before, from another file; both count until you decide."
        if count > 1
        else "One row may have come before, from another file; both count until you decide."
    ]


def _announce(tx: TenantTx, case: _Case, merged: Merged, correlation_id: str | None) -> None:
    if merged.imported or merged.pending_changed:
        detail = {
            "import_id": case.import_.id,
            "account_ids": merged.account_ids,
            "months": merged.months,
            "imported": merged.imported,
        }
        add_event(tx, "ledger.changed", detail, correlation_id)


def _record(tx: TenantTx, case: _Case, action: str, after: dict[str, Any]) -> None:
    """Say on the trail what Purser made of the file; who sent it is there already, if a person did."""
    deed = Deed(action=action, subject_type="import", subject_id=case.import_.id, after=after)
    audit.record(tx, None, deed, Origin(request_id=case.import_.correlation_id or ""))


def _done(case: _Case, clerk: Clerk, merged: Merged, correlation_id: str | None) -> Outcome:
    tally = clerk.tally
    return case.outcome(
        "done",
        correlation_id,
        rows_read=tally.rows,
        imported=merged.imported,
        pending=tally.pending,
        duplicates=merged.duplicates,
        rejected=tally.rejected,
        ignored=tally.ignored,
    )


def _reject(connection: Connection, case: _Case, refusal: StatementError) -> Outcome:
    with tenant_tx(connection, case.address.org_id) as tx:
        imports.reject_import(tx, case.import_.id, refusal)
        forget_parts(tx, case.import_.id)
        detail = {"import_id": case.import_.id, "code": refusal.code, "message": refusal.message}
        add_event(tx, "import.rejected", detail, case.import_.correlation_id)
        _record(tx, case, "import", {"status": "rejected", "code": refusal.code})
    return case.outcome("rejected")


def _note(connection: Connection, case: _Case, failure: Exception) -> None:
    """Keep the reason if the database takes it; the failure itself goes on to the queue either way."""
    with suppress(BrokenConnectionError, DatabaseError), tenant_tx(connection, case.address.org_id) as tx:
        imports.note_failure(tx, case.import_.id, f"{type(failure).__name__}: {failure}")
