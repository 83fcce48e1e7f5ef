"""Rows of a large file that wait, staged, for the invocation that reads it to its end."""

from dataclasses import dataclass
from uuid import UUID

from purser.store.postgres import Connection, TenantTx
from purser.store.staging import StagedRow

_COLUMNS = ", ".join(StagedRow._fields)
_KEEP = "INSERT INTO import_parts (org_id, import_id, part, rows, proof) VALUES (:org_id, :id, :part, :rows, :proof)"
_KEEP_ROWS = f"INSERT INTO part_rows (org_id, import_id, {_COLUMNS}) SELECT :org_id, :id, {_COLUMNS} FROM staged"  # noqa: S608 - names above
_TAKE_ROWS = f"INSERT INTO staged ({_COLUMNS}) SELECT {_COLUMNS} FROM part_rows WHERE import_id = :id AND ordinal <= :rows"  # noqa: S608 - same
_FORGET = "WITH rows AS (DELETE FROM part_rows WHERE import_id = :id) DELETE FROM import_parts WHERE import_id = :id"


@dataclass(frozen=True, slots=True)
class Parts:
    """What is kept of an import: how many parts, the rows read in all of them, and the proof of what was made of these."""

    count: int = 0
    rows: int = 0
    proof: bytes = b""


def kept_parts(tx: TenantTx, import_id: UUID) -> Parts:
    """Return how far the parts of an import reach."""
    found = tx.one("SELECT part, rows, proof FROM import_parts WHERE import_id = :id ORDER BY part DESC LIMIT 1", id=import_id)
    return Parts(*found) if found else Parts()


def keep_part(tx: TenantTx, import_id: UUID, earlier: Parts, rows: int, proof: bytes) -> bool:
    """Keep the staged rows as the part after the earlier ones; False if another invocation has kept one there already."""
    kept = {"org_id": tx.org_id, "id": import_id, "part": earlier.count + 1, "rows": rows, "proof": proof}
    if not tx.execute(f"{_KEEP} ON CONFLICT DO NOTHING", **kept):
        return False
    tx.execute(_KEEP_ROWS, org_id=tx.org_id, id=import_id)
    return True


def take_parts(tx: TenantTx, import_id: UUID, parts: Parts) -> None:
    """Stage what these parts kept."""
    tx.execute(_TAKE_ROWS, id=import_id, rows=parts.rows)


def forget_parts(tx: TenantTx, import_id: UUID) -> None:
    """Keep nothing of an import any longer."""
    tx.execute(_FORGET, id=import_id)


def organizations_with_lost_parts(connection: Connection) -> list[UUID]:
    """Return those that have parts for which no message can come any more."""
    return [row[0] for row in connection.run("SELECT organizations_with_lost_parts()")]


def lost_imports(tx: TenantTx) -> list[UUID]:
    """Return the imports whose last part was kept so long ago that no message can come for the rest."""
    found = tx.rows("SELECT import_id FROM import_parts GROUP BY import_id HAVING max(created_at) < now() - interval '15 days'")
    return [row[0] for row in found]
