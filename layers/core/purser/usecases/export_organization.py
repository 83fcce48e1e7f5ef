"""Export everything of an organisation: a zip with each table as CSV and as JSON, and the files its imports were made of."""

import datetime as dt
import json
import zipfile
from collections.abc import Callable, Iterator
from typing import IO, Any

from purser import __version__
from purser.domain.errors import StatementError
from purser.domain.uploads import Arrival
from purser.store import export
from purser.store.objects import StoredFile
from purser.store.postgres import TenantTx
from purser.usecases.upload import safe_name

MOST_FILE_BYTES = 200_000_000
"""Of original files in one export; the manifest names those that were left out."""
FASTEST = 1

Fetch = Callable[[Arrival], StoredFile]


def export_organization(tx: TenantTx, sink: IO[bytes], fetch: Fetch, bucket: str) -> dict[str, Any]:
    """Write the zip to `sink`; return its manifest: rows by table, files, and files left out."""
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED, compresslevel=FASTEST) as archive:
        tables = {table.name: _add_table(tx, table, archive) for table in export.exported_tables(tx)}
        files, left_out = _add_files(tx, archive, fetch, bucket)
        manifest = {
            "organization_id": str(tx.org_id),
            "exported_at": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
            "version": __version__,
            "tables": tables,
            "files": files,
            "files_left_out": left_out,
        }
        archive.writestr("manifest.json", json.dumps(manifest, indent=1))
    return manifest


def _add_table(tx: TenantTx, table: export.Table, archive: zipfile.ZipFile) -> int:
    with archive.open(f"json/{table.name}.json", "w", force_zip64=True) as sink:
        export.copy_json(tx, table, sink)
    with archive.open(f"csv/{table.name}.csv", "w", force_zip64=True) as sink:
        return export.copy_csv(tx, table, sink)


def _add_files(tx: TenantTx, archive: zipfile.ZipFile, fetch: Fetch, bucket: str) -> tuple[int, list[str]]:
    """Add original files, the latest first, as long as they fit; return how many, and the names of the others."""
    added, room, left_out = 0, MOST_FILE_BYTES, []
    for name, found, size in _originals(tx, bucket):
        data = _fetched(fetch, found) if size <= room else None
        if data is None:
            left_out.append(name)
            continue
        archive.writestr(name, data)
        added, room = added + 1, room - len(data)
    return added, left_out


def _originals(tx: TenantTx, bucket: str) -> Iterator[tuple[str, Arrival, int]]:
    for row in export.original_files(tx):
        found = Arrival(bucket=bucket, key=row["object_key"], version=row["object_version"], stamp="", message_id="")
        yield f"files/{row['id']}/{safe_name(row['filename'])}", found, row["size"] or 0


def _fetched(fetch: Fetch, found: Arrival) -> bytes | None:
    """Return the file; None if it is there no longer."""
    try:
        return fetch(found).data
    except StatementError:
        return None
