"""`purser down`: stop the local cloud, also one that a crash left behind."""

from argparse import ArgumentParser, Namespace

from infra.command._command import Command
from infra.local import up
from infra.local.home import home


def configure(_: ArgumentParser) -> None:
    """Take no arguments."""


def run(_: Namespace) -> int:
    """Stop every part; the data stays. Harmless when nothing runs."""
    here = home()
    (here.made("run") / "down").touch()  # a `purser up` in another terminal must not bring the parts back
    found = up.take_apart(here)
    print(f"Stopped: {', '.join(found)} and PostgreSQL. The data stays in {here.folder}." if found else "Nothing was running.")
    return 0


COMMAND = Command("down", "stop the local cloud; the data stays", configure, run)
