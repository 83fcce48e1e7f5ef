"""`purser up`: the local cloud, deployed and filled; serves until Ctrl-C."""

import fcntl
import signal
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.table import Table

from infra.command._command import Command
from infra.local import samples, up
from infra.local.home import Home, LocalError, home

console = Console(highlight=False, soft_wrap=True)
NARROWEST_TABLE = 150
WATCH_SECONDS = 1
MOST_REVIVALS = 3


def configure(parser: ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--detach", action="store_true", help="return when everything answers; `purser down` stops it")
    parser.add_argument("--empty", action="store_true", help="without the demo organisation and its statements")


def run(arguments: Namespace) -> int:
    """Bring everything up; without --detach, keep it up until Ctrl-C."""
    here = home()
    if up.healthy(here):
        console.print(f"Purser is up already: [bold]{here.origin}[/]")
        return 0
    up.raise_on_terminate()
    with _alone(here):
        try:
            outputs = up.assemble(here, _tell)
            _present(here, outputs, empty=arguments.empty)
            if arguments.detach:
                return 0
            return _keep(here)
        except BaseException:
            _stop(here)
            raise


def _keep(here: Home) -> int:
    """Watch until Ctrl-C or `purser down`; a part that ends by itself is brought back with the rest, a few times."""
    console.print("Ctrl-C stops everything; the data stays.")
    revivals = 0
    try:
        while not (here.folder / "run/down").exists():
            time.sleep(WATCH_SECONDS)
            ended = up.ended(here)
            if ended and revivals == MOST_REVIVALS:
                raise LocalError(f"{', '.join(ended)} ended again and again; look into {here.logs}.")
            if ended:
                revivals += 1
                console.print(f"{', '.join(ended)} ended unexpectedly; starting again.")
                up.assemble(here, _tell)
                console.print(f"Up again: {here.origin}")
    except KeyboardInterrupt:
        console.print("\nStopping.")
    _stop(here)
    return 0


def _stop(here: Home) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a second Ctrl-C must not leave half of it running
    up.take_apart(here)


def _present(here: Home, outputs: dict[str, str], *, empty: bool) -> None:
    """Load the samples unless unwanted; say where everything is."""
    if not empty:
        demo = samples.sign_in(here)
        names = samples.drop(here, outputs["StatementsBucket"], demo.org_id)
        with console.status("statements") as status:
            arrived = samples.wait(demo, names, lambda count: status.update(f"statements read: {count} of {len(names)}"))
        Console(highlight=False, width=max(console.width, NARROWEST_TABLE)).print(_table(arrived))
    console.print(f"Purser is up: [bold]{here.origin}[/]")
    if not empty:
        console.print(f"Sign in as [bold]{samples.EMAIL}[/] with [bold]{samples.PASSWORD}[/]")
    console.print(
        f"AWS APIs: {here.endpoint}   statements go to: s3://{outputs['StatementsBucket']}/incoming/BANK/ORGANISATION/auto/"
    )


def _table(imports: list[dict[str, Any]]) -> Table:
    """Show what became of each sample: rows read = imported + pending + duplicates + rejected + ignored."""
    figures = ("rows_read", "imported", "pending", "duplicates", "rejected", "ignored")
    table = Table("statement", "bank", "status", *(name.replace("_", " ") for name in figures), "balance", box=None)
    for found in imports:
        table.add_row(
            found["filename"], found["bank"], found["status"], *(str(found[name]) for name in figures), found["balance_check"]
        )
    return table


def _tell(line: str) -> None:
    console.print(f"  {line}")


@contextmanager
def _alone(here: Home) -> Iterator[None]:
    """Hold the home's lock, so that two commands do not start the same parts."""
    (here.made("run") / "down").unlink(missing_ok=True)
    with (here.made("run") / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as held:
            raise LocalError(f"Another `purser up` is at work on {here.folder}. Wait for it, or set PURSER_HOME.") from held
        yield


COMMAND = Command("up", "start the local cloud, deploy, load samples", configure, run)
