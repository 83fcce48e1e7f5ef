"""One file into the ledger by a process of its own: `python -m benchmarks.one_import FILE`, with the ledger on stdin.

Prints a line of JSON: seconds, and what became of the rows.
"""

import json
import sys
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
    outcomes = []
    seconds = seconds_of(lambda: outcomes.append(ingest(arrival, _File(path), app)))
    print(json.dumps(asdict(outcomes[0]) | {"seconds": seconds}, default=str))


if __name__ == "__main__":
    main()
