"""Export what the ledger holds of one person: a zip with each table as CSV and as JSON."""

import csv
import io
import json
import zipfile
from typing import IO
from uuid import UUID

from purser.store.own_data import own_data
from purser.store.postgres import TenantTx


def export_own(tx: TenantTx, sink: IO[bytes], user_id: UUID) -> dict[str, int]:
    """Write the zip to `sink`; return how many rows each table has."""
    found = own_data(tx, user_id)
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, rows in found.items():
            archive.writestr(f"json/{name}.json", json.dumps(rows, indent=1, ensure_ascii=False))
            table = io.StringIO()
            writer = csv.DictWriter(table, list(rows[0]) if rows else [])
            writer.writeheader()
            writer.writerows(rows)
            archive.writestr(f"csv/{name}.csv", table.getvalue())
    return {name: len(rows) for name, rows in found.items()}
