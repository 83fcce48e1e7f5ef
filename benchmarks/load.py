"""The staged load beside a server-side COPY of the same rows into the same columns and indexes, without Purser's safeguards."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

from purser.domain.ids import uuid7
from purser.store.postgres import Connection, tenant_tx
from purser.store.staging import merge, stage

from benchmarks.ledger import Ledger
from benchmarks.timing import Result, compare, seconds_of

ROWS = 50_000
_PEER = """
    CREATE TABLE bare_transactions (LIKE transactions INCLUDING DEFAULTS INCLUDING INDEXES);
    CREATE TABLE bare_records (LIKE raw_records INCLUDING DEFAULTS INCLUDING INDEXES)
"""
_AS_LEDGER = """
    COPY (SELECT * FROM transactions WHERE import_id = '{id}') TO '{folder}/transactions';
    COPY (SELECT * FROM raw_records WHERE import_id = '{id}') TO '{folder}/records'
"""


def results(ledger: Ledger) -> Iterator[Result]:
    """Compare both ways in; between two rounds the tables are emptied, which is not measured."""
    app, admin = ledger.database.connect("app"), ledger.database.connect("admin")
    run_all(admin, _PEER)
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o777)
        _prepare(ledger, app, admin, folder)
        yield compare(
            f"staged load, {ROWS:,} rows, ledger + raw records + rollup",
            lambda: _ours(ledger, app, admin),
            "server-side COPY, same columns and indexes",
            lambda: _theirs(admin, folder),
            rounds=3,
        )
    run_all(admin, "TRUNCATE transactions, raw_records, monthly_totals, merchants")


def run_all(connection: Connection, script: str) -> None:
    """Run statements divided by semicolons."""
    for statement in script.split(";"):
        connection.run(statement)


def _prepare(ledger: Ledger, app: Connection, admin: Connection, folder: str) -> None:
    import_id = uuid7()
    _load(ledger, app, import_id)
    run_all(admin, _AS_LEDGER.format(id=import_id, folder=folder))


def _load(ledger: Ledger, app: Connection, import_id: UUID) -> None:
    with tenant_tx(app, ledger.org_id) as tx:
        stage(tx, ledger.staged(ROWS))
        merge(tx, import_id, "chase", [ledger.account_id])


def _ours(ledger: Ledger, app: Connection, admin: Connection) -> float:
    run_all(admin, "TRUNCATE transactions, raw_records, monthly_totals, merchants")
    rows = ledger.staged(ROWS)

    def work() -> None:
        with tenant_tx(app, ledger.org_id) as tx:
            stage(tx, rows)
            merge(tx, uuid7(), "chase", [ledger.account_id])

    return seconds_of(work)


def _theirs(admin: Connection, folder: str) -> float:
    run_all(admin, "TRUNCATE bare_transactions, bare_records")
    return seconds_of(
        lambda: run_all(admin, f"COPY bare_transactions FROM '{folder}/transactions'; COPY bare_records FROM '{folder}/records'")
    )
