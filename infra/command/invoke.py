"""`purser invoke`: one function, one event, in the local cloud."""

import json
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from infra.command._command import Command
from infra.local.home import home
from infra.local.invoke import invoke


def configure(parser: ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("function", metavar="FUNCTION", help="a folder of functions/")
    parser.add_argument("event", metavar="EVENT.json", type=Path, help="such as events/minute_passed.json")


def run(arguments: Namespace) -> int:
    """Print what the function returned, and its log to stderr; return 1 if it failed."""
    outcome = invoke(home(), arguments.function, arguments.event)
    print(outcome.log.rstrip(), file=sys.stderr)
    for answer in outcome.told:
        print(f"told CloudFormation: {json.dumps(answer)}", file=sys.stderr)
    print(json.dumps(outcome.payload, indent=2, ensure_ascii=False))
    return 1 if outcome.failed else 0


COMMAND = Command("invoke", "run one function with one event", configure, run)
