"""A row in every table of an organisation, made from the catalogue, so that a table added tomorrow has one too."""

import datetime as dt
import hashlib
import json
import re
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

from purser.store.postgres import Connection, DatabaseError, sqlstate

MARK = "belongs-to-somebody-else"
CHECK_VIOLATION = "23514"
_TABLES = """
    SELECT c.oid::regclass::text FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attname = 'org_id'
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition ORDER BY 1
"""
_COLUMNS = """
    SELECT a.attname, format_type(a.atttypid, NULL), a.attnotnull FROM pg_attribute AS a
    WHERE a.attrelid = CAST(:t AS regclass) AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' ORDER BY a.attnum
"""
_CHECKS = "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = CAST(:t AS regclass) AND contype = 'c'"


def tenant_tables(connection: Connection) -> list[str]:
    """Every table with an org_id; partitions go with theirs."""
    return [row[0] for row in connection.run(_TABLES)]


@dataclass(frozen=True)
class Victim:
    """An organisation with one row in every table. `admin` is bound by no policy."""

    org_id: UUID
    admin: Connection

    def id(self, name: str) -> UUID:
        """The id of the row of a table, by the table's name in the singular: what columns such as account_id hold."""
        return uuid5(self.org_id, name)

    def ids(self) -> list[UUID]:
        """Every id there is among the rows."""
        found: set[str] = set()
        for table in tenant_tables(self.admin):
            for (row,) in self.admin.run(f"SELECT to_jsonb(t)::text FROM {table} AS t WHERE org_id = :org", org=self.org_id):  # noqa: S608 - catalogue
                found |= set(re.findall(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", row))
        return sorted(UUID(one) for one in found)

    def checksum(self) -> dict[str, str]:
        """What all its rows hash to, by table."""
        sums = {}
        for table in [*tenant_tables(self.admin), "organizations"]:
            column = "id" if table == "organizations" else "org_id"
            sql = f"SELECT t::text FROM {table} AS t WHERE {column} = :org ORDER BY 1"  # noqa: S608 - from the catalogue
            rows = self.admin.run(sql, org=self.org_id)
            sums[table] = hashlib.sha256(json.dumps(rows).encode()).hexdigest()
        return sums


def make_victim(admin: Connection, org_id: UUID) -> Victim:
    """Fill every table, as the administrator with triggers and foreign keys off; CHECKs hold."""
    victim = Victim(org_id, admin)
    admin.run("SET session_replication_role = replica")
    admin.run("INSERT INTO organizations (id, name) VALUES (:id, :name) ON CONFLICT DO NOTHING", id=org_id, name=MARK)
    for table in tenant_tables(admin):
        _fill(victim, table)
    admin.run("SET session_replication_role = origin")
    return victim


def _fill(victim: Victim, table: str) -> None:
    """Insert a row with every column, or, where a CHECK has more to say about them, with those that must be and the ids."""
    columns = victim.admin.run(_COLUMNS, t=table)
    whole = {name: _value(victim, table, name, kind) for name, kind, _ in columns}
    days = (f"2026-09-{day:02}" for day in range(1, 31))
    whole |= {name: next(days) for name, kind, _ in columns if kind == "date"}  # from comes before to
    whole |= _allowed(" ".join(check for (check,) in victim.admin.run(_CHECKS, t=table)), whole)
    needed = {name: whole[name] for name, kind, must in columns if must or kind == "uuid"}
    try:
        _insert(victim.admin, table, whole)
    except DatabaseError as refused:
        if sqlstate(refused) != CHECK_VIOLATION:
            raise
        _insert(victim.admin, table, needed)


def _insert(admin: Connection, table: str, row: dict[str, Any]) -> None:
    sql = f"INSERT INTO {table} SELECT * FROM jsonb_populate_record(NULL::{table}, CAST(:row AS jsonb)) ON CONFLICT DO NOTHING"  # noqa: S608 - catalogue
    admin.run(sql, row=json.dumps(row, default=str))


def _value(victim: Victim, table: str, name: str, kind: str) -> Any:
    if name == "org_id":
        return victim.org_id
    if kind == "uuid":
        singular = re.sub(r"ies$", "y", table).removesuffix("s") if name == "id" else name.removesuffix("_id")
        return victim.id(singular)
    if kind == "text":
        return "USD" if name.endswith("currency") else f"{MARK}@example.com" if name == "email" else MARK
    return _PLAIN.get(kind, 0)


_NOW = dt.datetime(2026, 9, 18, 10, tzinfo=dt.UTC).isoformat()
_PLAIN: dict[str, Any] = {
    "boolean": True,
    "date": "2026-09-18",
    "timestamp with time zone": _NOW,
    "jsonb": {"of": MARK},
    "bytea": "\\x" + MARK.encode().hex(),
    "text[]": [MARK],
    "numeric": "1.23",
    "uuid[]": [],
}


def _allowed(checks: str, row: dict[str, Any]) -> dict[str, Any]:
    """Return, for columns with a list of values, the first of it."""
    listed = re.findall(r"\((\w+) = ANY \(ARRAY\['([^']+)'", checks)
    return {name: value for name, value in listed if name in row}
