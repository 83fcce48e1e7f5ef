"""A million rows through the ingestion, the same again, a file that overlaps; smaller ones beside beancount and hledger.

The peers read plain text into memory; Purser reads a bank's export into a database with every safeguard, and keeps it.
"""

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks import peers
from benchmarks.ledger import Ledger
from benchmarks.load import run_all
from benchmarks.statements import write_beancount, write_chase, write_hledger
from benchmarks.timing import Result, compare, peak_of, seconds_of

MILLION = 1_000_000
NEW = 50_000
BESIDE = (10_000, 100_000)
MEGABYTE = 1_000_000
_NAME = "Chase0001_Activity.csv"
_TABLES = "transactions, raw_records, monthly_totals, merchants, imports, import_balances, outbox"


@dataclass(frozen=True, slots=True)
class Run:
    """One import in a process of its own: `seconds` without the start of the process, `peak` megabytes of all of it.

    `at_work`: seconds of the processor, also PostgreSQL's; what others do on the machine does not count there.
    """

    seconds: float
    at_work: float
    peak: float
    imported: int
    duplicates: int


def figures(ledger: Ledger) -> Iterator[str]:
    """Yield lines about the million."""
    _empty(ledger)
    with tempfile.TemporaryDirectory() as name:
        path, folder = write_chase(Path(name) / _NAME, MILLION, beyond=NEW), Path(name) / "later"
        first = run(ledger, path)
        yield (
            f"{MILLION:,} rows ({path.stat().st_size / MEGABYTE:.0f} MB) from file to ledger: {first.seconds:.0f} s,"
            f" {MILLION / first.seconds:,.0f} rows/s, peak {first.peak:.0f} MB of the whole process (goals: 300 s, 1000 MB);"
            f" CPU, PostgreSQL's included: {first.at_work:.0f} s"
        )
        again = run(ledger, path)
        yield f"the same file again: {_beside_first(again, first)}"
        folder.mkdir()
        later = run(ledger, write_chase(folder / _NAME, MILLION, skip=NEW, beyond=NEW))
        yield (f"another file, {later.duplicates:,} of its rows known: {_beside_first(later, first)}, peak {later.peak:.0f} MB")
        if (again.imported, later.imported) != (0, NEW):
            raise SystemExit(f"wrong: {again}, {later}")
    _empty(ledger)


def results(ledger: Ledger) -> Iterator[Result]:
    """Compare whole imports with whole runs of the peers."""
    for rows in BESIDE:
        with tempfile.TemporaryDirectory() as name:
            yield from _beside(ledger, Path(name), rows)


def run(ledger: Ledger, path: Path, bank: str = "chase") -> Run:
    """Import one file."""
    server, app = ledger.database.server, dict(ledger.database.credentials("app"))
    where = {"host": server.host, "port": server.port, "database": ledger.database.name, "credentials": app}
    said = json.dumps({"database": where, "org_id": str(ledger.org_id), "bank": bank})
    printed, peak = peak_of([sys.executable, "-m", "benchmarks.one_import", str(path)], said)
    outcome = json.loads(printed)
    if outcome["status"] != "done" or outcome["rejected"]:
        raise SystemExit(f"{path.name}: {outcome}")
    return Run(outcome["seconds"], outcome["at_work"], peak, outcome["imported"], outcome["duplicates"])


def _beside_first(one: Run, first: Run) -> str:
    cpu = f"CPU {one.at_work:.1f} s, {one.at_work / first.at_work:.2f}"
    return f"{one.seconds:.1f} s, {one.seconds / first.seconds:.2f} of the first time (goal: 0.4); {cpu}"


def _beside(ledger: Ledger, folder: Path, rows: int) -> Iterator[Result]:
    chase, what = write_chase(folder / _NAME, rows), f"import of {rows:,} rows, file to ledger, wall"

    def ours() -> float:
        _empty(ledger)
        return run(ledger, chase).seconds

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


def _empty(ledger: Ledger) -> None:
    admin = ledger.database.connect("admin")
    admin.run("SET session_replication_role = replica")
    run_all(admin, "; ".join(f"DELETE FROM {table}" for table in _TABLES.split(", ")))  # noqa: S608 - names above
    run_all(admin, "VACUUM transactions; VACUUM raw_records")
