"""The `purser` command: each public module here is a subcommand and defines COMMAND."""

import argparse
import importlib
import pkgutil
import sys
from collections.abc import Sequence

from purser.domain.errors import PurserError

from infra.command._command import Command


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one subcommand; only that one is imported. Return the exit status."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    names = [module.name for module in pkgutil.iter_modules(__path__) if not module.name.startswith("_")]
    first = given[0].replace("-", "_") if given else ""
    asked = [first] if first in names else names
    parsed = _parser([_command(name) for name in asked]).parse_args(given)
    try:
        return int(parsed.run(parsed))
    except PurserError as error:
        print(f"purser: {error.message}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _command(name: str) -> Command:
    command: Command = importlib.import_module(f"{__name__}.{name}").COMMAND
    return command


def _parser(commands: Sequence[Command]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="purser", description="Every bank's statements in, one exact ledger and its answers out."
    )
    subparsers = parser.add_subparsers(required=True, metavar="COMMAND")
    for command in commands:
        subparser = subparsers.add_parser(command.name, help=command.help, description=command.help)
        command.configure(subparser)
        subparser.set_defaults(run=command.run)
    return parser
