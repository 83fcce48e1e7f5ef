"""`purser rates`: load exchange rates from files of the European Central Bank, for the organisation of whoever calls."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from infra.command._client import ApiError, configure_client, connect
from infra.command._command import Command


def configure(parser: ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="eurofxref-hist.zip, its CSV, or the daily XML")
    configure_client(parser)


def run(arguments: Namespace) -> int:
    """Send every file; print what it held; return 1 if any was refused."""
    refused = 0
    with connect(arguments) as client:
        for path in arguments.files:
            try:
                told = client.call("POST", "/api/exchange-rates", files={"file": (path.name, path.read_bytes())})
                print(f"{path.name}: {told['rates']} rates, {told['changed']} new, {told['first']} to {told['last']}")
            except (OSError, ApiError) as trouble:
                refused += 1
                print(f"{path.name}: {trouble.message if isinstance(trouble, ApiError) else trouble.strerror}")
    return 1 if refused else 0


COMMAND = Command("rates", "load exchange rates of the European Central Bank", configure, run)
