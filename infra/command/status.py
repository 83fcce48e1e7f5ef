"""`purser status`: whether every part answers."""

from argparse import ArgumentParser, Namespace

from infra.command._command import Command
from infra.local import up
from infra.local.home import home


def configure(_: ArgumentParser) -> None:
    """Take no arguments."""


def run(_: Namespace) -> int:
    """Print a line a part; return 0 only when all answer."""
    here = home()
    states = up.states(here)
    for part, answers in states.items():
        print(f"{part:12}{'ok' if answers else 'down'}")
    print(here.origin if all(states.values()) else "`purser up` starts what is down.")
    return 0 if all(states.values()) else 1


COMMAND = Command("status", "say which parts answer", configure, run)
