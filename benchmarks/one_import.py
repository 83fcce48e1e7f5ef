"""One file into the ledger by a process of its own: `python -m benchmarks.one_import FILE`, with the ledger on stdin.

Prints a line of JSON: seconds, those of them that this process and its PostgreSQL, on this machine, were at work, and what became
of the rows.
"""

import json
import os
import sys
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any
from uuid import UUID

import boto3
import ingest_statement.handler
from purser.domain.uploads import Address
from purser.store.objects import StoredFile
from purser.store.postgres import connect
from purser.usecases.ingest import ingest

from benchmarks.timing import seconds_of
from tests.statements import arrival_of

LOADED = (boto3, ingest_statement.handler)
"""What the function has in memory before it reads a file."""


class _File:
    """One file, as S3 would give it."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def fetch(self, _: object) -> StoredFile:
        return StoredFile(self._path.read_bytes(), None)


def main() -> None:
    """Import it."""
    ledger: dict[str, Any] = json.load(sys.stdin)
    path, app = Path(sys.argv[1]), connect(**ledger["database"])
    arrival = arrival_of(Address(ledger["bank"], UUID(ledger["org_id"]), None, None, path.name))
    server = Path(f"/proc/{app.run('SELECT pg_backend_pid()')[0][0]}/stat")
    outcomes, before = [], _at_work(server)
    seconds = seconds_of(lambda: outcomes.append(ingest(arrival, _File(path), app)))
    print(json.dumps(asdict(outcomes[0]) | {"seconds": seconds, "at_work": _at_work(server) - before}, default=str))


def _at_work(server: Path) -> float:
    user, system = server.read_text().rpartition(")")[2].split()[11:13]
    return time.process_time() + (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()
