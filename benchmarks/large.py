"""Large files: a million rows through the ingestion, the same again, and beside beancount and hledger on smaller ones.

The peers read plain text into memory; Purser reads a bank's export into a database with every safeguard, and keeps it.
"""

import resource
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from purser.store.objects import StoredFile
from purser.store.postgres import Connection
from purser.usecases.ingest import Outcome, ingest

from benchmarks import peers
from benchmarks.ledger import Ledger
from benchmarks.load import run_all
from benchmarks.statements import write_beancount, write_chase, write_hledger
from benchmarks.timing import Result, compare, seconds_of
from tests.statements import address_of, arrival_of

MILLION = 1_000_000
BESIDE = (10_000, 100_000)
MEGABYTE = 1_000_000
_TABLES = "transactions, raw_records, monthly_totals, merchants, imports, import_balances, outbox"


class _File:
    """One file, as S3 would give it."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def fetch(self, _: object) -> StoredFile:
        return StoredFile(self._path.read_bytes(), None)


def figures(ledger: Ledger) -> Iterator[str]:
    """Yield lines about the million."""
    _empty(ledger)
    with tempfile.TemporaryDirectory() as folder:
        path, app = write_chase(Path(folder) / "Chase0001_Activity.csv", MILLION), ledger.database.connect("app")
        size = path.stat().st_size / MEGABYTE
        first, again = (seconds_of(lambda: _import(ledger, app, path)) for _ in range(2))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / MEGABYTE
        yield (
            f"{MILLION:,} rows ({size:.0f} MB) from file to ledger: {first:.0f} s, {MILLION / first:,.0f} rows/s,"
            f" peak {peak:.0f} MB of this whole process (goals: 300 s, 1000 MB)"
        )
        yield f"the same file again: {again:.1f} s, {again / first:.2f} of the first time (goal: 0.4)"
    _empty(ledger)


def results(ledger: Ledger) -> Iterator[Result]:
    """Compare whole imports with whole runs of the peers."""
    for rows in BESIDE:
        with tempfile.TemporaryDirectory() as name:
            yield from _beside(ledger, Path(name), rows)


def _beside(ledger: Ledger, folder: Path, rows: int) -> Iterator[Result]:
    chase = write_chase(folder / "Chase0001_Activity.csv", rows)
    app, what = ledger.database.connect("app"), f"import of {rows:,} rows, file to ledger, wall"

    def ours() -> float:
        _empty(ledger)
        return seconds_of(lambda: _import(ledger, app, chase))

    bean = write_beancount(folder / "ledger.beancount", rows)
    check = [str(peers.ENVIRONMENT / "bin/bean-check"), "--no-cache", str(bean)]
    yield compare(what, ours, "bean-check, reading only, wall", lambda: seconds_of(lambda: _run(check)), rounds=2)
    if hledger := shutil.which("hledger"):
        journal = write_hledger(folder / "ledger.journal", rows)
        balance = [hledger, "balance", "-f", str(journal)]
        yield compare(what, ours, "hledger balance, reading only, wall", lambda: seconds_of(lambda: _run(balance)), rounds=2)
    else:
        print(f"{what}: hledger is not installed (Debian: apt-get install hledger), so it is left out", flush=True)


def _run(command: list[str]) -> None:
    subprocess.run(command, check=True, capture_output=True, timeout=600)  # noqa: S603 - our own words


def _import(ledger: Ledger, app: Connection, path: Path) -> Outcome:
    arrival = arrival_of(address_of(ledger.org_id, filename=path.name))
    outcome = ingest(arrival, _File(path), app)
    if outcome.status != "done" or outcome.rejected:
        raise SystemExit(f"{path.name}: {outcome}")
    return outcome


def _empty(ledger: Ledger) -> None:
    admin = ledger.database.connect("admin")
    admin.run("SET session_replication_role = replica")
    run_all(admin, "; ".join(f"DELETE FROM {table}" for table in _TABLES.split(", ")))  # noqa: S608 - names above
    run_all(admin, "VACUUM transactions; VACUUM raw_records")
