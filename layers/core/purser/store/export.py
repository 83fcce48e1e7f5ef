"""Everything that the database holds of an organisation, table by table, as CSV and as JSON."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any

from purser.store.postgres import TenantTx

OUR_OWN = ("audit_heads", "erasures", "idempotency_keys", "outbox")
"""Tables of how Purser works; nothing in them is the organisation's that is not elsewhere."""
# What purser_app may not read, credentials above all, is not exported. Bytes are hashes and sealed secrets; those of the trail
# and of files are proofs, and shown.
_COLUMNS = """
    SELECT c.relname, a.attname, format_type(a.atttypid, NULL) = 'bytea'
    FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
        AND c.relname <> ALL(CAST(:own AS text[])) AND has_table_privilege(c.oid, 'SELECT')
        AND EXISTS (SELECT FROM pg_policy AS p WHERE p.polrelid = c.oid AND p.polname = 'tenant')
        AND (format_type(a.atttypid, NULL) <> 'bytea' OR (c.relname, a.attname) IN
            (('audit_log', 'prev_hash'), ('audit_log', 'hash'), ('imports', 'content_sha256')))
    ORDER BY c.relname, a.attnum
"""
# With these as quote and delimiter, which JSON never holds unescaped, COPY's CSV is the text itself, a line a row.
_PLAIN = r"(FORMAT csv, QUOTE E'\x01', DELIMITER E'\x02')"


@dataclass(frozen=True, slots=True)
class Table:
    """A table and what of it is exported, in SQL."""

    name: str
    columns: str

    def select(self) -> str:
        """Return the query for its rows."""
        return f"SELECT {self.columns} FROM {self.name}"  # noqa: S608 - names from the catalogue


def exported_tables(tx: TenantTx) -> list[Table]:
    """Return what there is to export; a table that is added is found by being there."""
    columns: dict[str, list[str]] = {}
    for table, column, is_bytes in tx.rows(_COLUMNS, own=list(OUR_OWN)):
        columns.setdefault(table, []).append(f"encode({column}, 'hex') AS {column}" if is_bytes else f'"{column}"')
    return [Table(name, ", ".join(found)) for name, found in columns.items()]


def copy_csv(tx: TenantTx, table: Table, sink: IO[bytes]) -> int:
    """Write a table as CSV with a header; return how many rows it has."""
    return tx.copy_out(f"COPY ({table.select()}) TO STDOUT (FORMAT csv, HEADER)", sink)


def copy_json(tx: TenantTx, table: Table, sink: IO[bytes]) -> None:
    """Write a table as a JSON array of objects, a line each."""
    sink.write(b"[")
    rows: Any = _Joined(sink)
    tx.copy_out(f"COPY (SELECT to_jsonb(t)::text FROM ({table.select()}) AS t) TO STDOUT {_PLAIN}", rows)  # noqa: S608 - same
    sink.write(b"]\n")


def original_files(tx: TenantTx) -> Iterator[dict[str, Any]]:
    """Return the files that imports were made of, the latest first."""
    yield from tx.items(
        "SELECT id, filename, object_key, object_version, size FROM imports"
        " WHERE object_key <> '' AND status <> 'waiting' ORDER BY created_at DESC, id"
    )


class _Joined:
    """Puts a comma between lines."""

    def __init__(self, sink: IO[bytes]) -> None:
        self._sink = sink
        self._ended = False

    def write(self, chunk: bytes) -> int:
        if self._ended:
            self._sink.write(b",\n")
        self._ended = chunk.endswith(b"\n")
        self._sink.write(chunk.removesuffix(b"\n").replace(b"\n", b",\n"))
        return len(chunk)
