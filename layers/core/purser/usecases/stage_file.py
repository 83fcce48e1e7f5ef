"""The rows of a file, staged: briefly where the ledger has them, not again where they are kept, and as many as time allows."""

import hashlib
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice

from purser.domain.errors import PurserError
from purser.domain.statements import Item
from purser.store.parts import Parts
from purser.store.postgres import TenantTx
from purser.store.staging import booked, open_staging, stage_known, stage_more
from purser.usecases.filing import Clerk, Filed
from purser.usecases.pace import Watch

ROWS_AT_ONCE = 10_000


class AnotherReadingError(PurserError):
    """The file reads otherwise than it did when its first parts were kept: by a new version of Purser, or a new mapping."""

    code = "ANOTHER_READING"


@dataclass(frozen=True, slots=True)
class Staged:
    """`rows` of the file are staged or kept, `proof` is a digest of them; `whole` if there are no more."""

    rows: int
    proof: bytes
    whole: bool


def stage_file(tx: TenantTx, clerk: Clerk, items: Iterable[Item], earlier: Parts, watch: Watch) -> Staged:
    """Stage the rows after those of earlier parts, which are read again, for what follows may depend on them, but not filed.

    AnotherReadingError if they are not what they were.
    """
    open_staging(tx)
    rows = characters = 0
    digest = hashlib.sha256()
    for batch in _ahead(_batches(clerk.found(items))):
        digest.update(b"".join(map(_mark, batch)))
        characters += sum(len(filed.row.text) for filed in batch)
        before, rows = rows, batch[-1].row.ordinal
        if rows > earlier.rows:
            _refuse_another(before < earlier.rows)
            _stage(tx, clerk, batch)
            watch.tell_read(rows, characters)
            if watch.must_stop(rows - earlier.rows):
                return Staged(rows, digest.digest(), whole=False)
        elif rows == earlier.rows:
            _refuse_another(digest.digest() != earlier.proof)
    _refuse_another(rows < earlier.rows)
    return Staged(rows, digest.digest(), whole=True)


def _refuse_another(differs: bool) -> None:  # noqa: FBT001 - private, and read as a sentence
    if differs:
        raise AnotherReadingError("The file reads otherwise than when its first rows were kept; it is read from its beginning.")


def _batches(rows: Iterator[Filed]) -> Iterator[list[Filed]]:
    while batch := list(islice(rows, ROWS_AT_ONCE)):
        yield batch


def _ahead(batches: Iterator[list[Filed]]) -> Iterator[list[Filed]]:
    """Read the next rows while the database is busy with the last ones."""
    with ThreadPoolExecutor(1) as reader:
        coming: Future[list[Filed]] = reader.submit(next, batches, [])
        while batch := coming.result():
            coming = reader.submit(next, batches, [])
            yield batch


def _mark(filed: Filed) -> bytes:
    row = filed.row
    return row.id.bytes if row.id else f"{row.line}{row.status}".encode()


def _stage(tx: TenantTx, clerk: Clerk, batch: list[Filed]) -> None:
    new = {account.id for account in clerk.book.new}
    candidates = [row for row, _, _ in batch if row.status == "booked" and not (new and row.account_id in new)]
    ids = [row.id for row in candidates if row.id]
    known = {row.ordinal: row for row, is_booked in zip(candidates, booked(tx, ids), strict=True) if is_booked} if ids else {}
    if known:
        stage_known(tx, known.values())
    if len(known) < len(batch):
        stage_more(tx, (clerk.whole(filed) for filed in batch if filed.row.ordinal not in known))
