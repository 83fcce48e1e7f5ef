"""`purser upload`: send statements through the API and see what becomes of them."""

import sys
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn
from rich.table import Column, Table
from rich.text import Text

from infra.command._client import ApiError, Client, configure_client, connect
from infra.command._command import Command

BANKS = ("chase", "discover", "capital_one", "other")
CHUNK = 64 * 1024
WAIT_SECONDS = 120
PAUSE_SECONDS = 0.3
COUNTS = ("imported", "duplicates", "pending", "rejected", "ignored")
ROWS_SHOWN = 20
WIDE = 160
"""Columns where no terminal sets them."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: its import, or why there is none; `rows` are its rejected ones."""

    file: str
    import_: dict[str, Any]
    rows: list[dict[str, Any]]

    @property
    def well(self) -> bool:
        """Whether all of it is in the ledger."""
        return self.import_["status"] == "done" and not self.import_["rejected"]


def configure(parser: ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument(
        "--account", default="auto", metavar="A", help="id, name or last digits of the account; else the file says"
    )
    parser.add_argument("--bank", choices=BANKS, help="the bank the files are from; else they say it themselves")
    configure_client(parser)


def run(arguments: Namespace) -> int:
    """Send every file; print what became of it; return 1 if anything was rejected or failed."""
    console = Console() if sys.stdout.isatty() else Console(width=WIDE)
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TextColumn("{task.fields[state]}"))
    with connect(arguments) as client, Progress(*columns, console=console, transient=True) as progress:
        wanted = {"account_id": find_account(client, arguments.account), "bank": arguments.bank}
        wanted = {name: value for name, value in wanted.items() if value}
        outcomes = [outcome_of(client, path, wanted, progress) for path in arguments.files]
    show(console, outcomes)
    return 0 if all(outcome.well for outcome in outcomes) else 1


def find_account(client: Client, named: str) -> str | None:
    """Return the id of the account meant, None for `auto`; ApiError if it is none or several."""
    if named == "auto":
        return None
    if _is_uuid(named):
        return named
    accounts = list(client.items("/api/accounts"))
    found = [one for one in accounts if named == one["name"] or named == (one["number_masked"] or "").lstrip("…")]
    if len(found) != 1:
        names = ", ".join(sorted(one["name"] for one in accounts)) or "none yet"
        raise ApiError(f"“{named}” names {len(found)} accounts. There are: {names}.")
    return str(found[0]["id"])


def outcome_of(client: Client, path: Path, wanted: dict[str, str], progress: Progress) -> Outcome:
    """Send one file and wait for its import; what goes wrong with it is its outcome, not the end of the others."""
    try:
        task = progress.add_task(path.name, total=path.stat().st_size, state="sending")
        import_id = _send(client, path, wanted, partial(progress.advance, task))
        found = _finished(client, import_id, lambda state: progress.update(task, state=state))
    except (OSError, ApiError) as trouble:
        message = trouble.message if isinstance(trouble, ApiError) else f"It cannot be read: {trouble.strerror}."
        return Outcome(path.name, {"status": "failed", "error": {"message": message}, **dict.fromkeys(COUNTS, 0)}, [])
    rows = list(client.items(f"/api/imports/{found['id']}/rows", status="rejected")) if found["rejected"] else []
    return Outcome(path.name, found, rows)


def show(console: Console, outcomes: list[Outcome]) -> None:
    """Print a line a file, then every reason for which something was refused."""
    table = Table(Column("file", overflow="fold"), "status", *COUNTS, box=None)
    for outcome in outcomes:
        table.add_row(Text(outcome.file), outcome.import_["status"], *(str(outcome.import_[name]) for name in COUNTS))
    console.print(table)
    for outcome in outcomes:
        for reason in _reasons(outcome):
            console.print(Text(reason, style="red"), soft_wrap=True)


def _reasons(outcome: Outcome) -> Iterator[str]:
    """Yield why the file, or rows of it, were refused; what stands in a file cannot steer a terminal."""
    if outcome.import_["error"]:
        yield f"{outcome.file}: {outcome.import_['error']['message']}"
    for row in outcome.rows[:ROWS_SHOWN]:
        text = "".join(letter if letter.isprintable() else "�" for letter in row["text"])
        yield f"{outcome.file}, line {row['line']}: {row['reason']} [{row['code']}]  {text}"
    if len(outcome.rows) > ROWS_SHOWN:
        yield f"{outcome.file}: and {len(outcome.rows) - ROWS_SHOWN} more rejected rows"


def _send(client: Client, path: Path, wanted: dict[str, str], sent: Callable[[int], None]) -> str:
    size = path.stat().st_size
    target = client.call("POST", "/api/uploads", json={"filename": path.name, "size": size, **wanted})

    def chunks() -> Iterator[bytes]:
        with path.open("rb") as file:
            while chunk := file.read(CHUNK):
                yield chunk
                sent(len(chunk))

    client.put(target["upload_url"], target["headers"], size, chunks())
    return str(target["import_id"])


def _finished(client: Client, import_id: str, told: Callable[[str], None]) -> dict[str, Any]:
    deadline = time.monotonic() + WAIT_SECONDS
    while True:
        found = client.call("GET", f"/api/imports/{import_id}")
        if found["status"] not in ("waiting", "reading"):
            return found
        told(f"reading, {found['rows_done']:,} rows, {found['progress']} %" if found["rows_done"] else "being read")
        if time.monotonic() > deadline:
            raise ApiError(f"It is still {found['status']} after {WAIT_SECONDS} s; look again later: import {import_id}.")
        time.sleep(PAUSE_SECONDS)


def _is_uuid(text: str) -> bool:
    try:
        return str(UUID(text)) == text.lower()
    except ValueError:
        return False


COMMAND = Command("upload", "send statements through the API and wait for the result", configure, run)
