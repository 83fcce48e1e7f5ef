"""Everything, up and down: PostgreSQL, mailbox, AWS APIs, the stack, the front door, and then what fills them."""

import contextlib
import json
import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict

import httpx
import psutil

from infra.local import cloud, postgres, processes, waiting
from infra.local.deploy import deploy
from infra.local.home import HOST, ROOT, VARIABLES, Home, LocalError
from infra.local.postgres import PostgresServer
from infra.local.redeliver import redeliver

START_SECONDS = 60
HEALTHY_SECONDS = 120
Tell = Callable[[str], None]


def assemble(home: Home, tell: Tell) -> dict[str, str]:
    """Start every part, deploy, wait until all of it is healthy; return the stack's outputs. Parts of a crashed run go first."""
    take_apart(home)
    _check_ports(home)
    home.remember_ports()
    server = _start_postgres(home, tell)
    _start(home, "mail", "infra.local.mailbox", tell, ready=lambda: _listens(home.ports.mail))
    _start(home, "plaid", "infra.local.plaid", tell, ready=lambda: _listens(home.ports.plaid))
    _start_cloud(home, tell)
    with _timed(tell, "template.yaml deployed"):
        outputs = deploy(home, server)
    (home.made("run") / "stack.json").write_text(json.dumps(outputs))
    _start(home, "front_door", "infra.local.front_door", tell, ready=lambda: _listens(home.ports.front_door))
    again = redeliver(home, server, outputs["StatementsBucket"])
    if again:
        tell(f"announced again: {again} statement{'s' if again > 1 else ''} that an interrupted run had not finished")
    waiting.until(lambda: healthy(home), HEALTHY_SECONDS, what="/health", look_at=home.logs / "cloud.log")
    return outputs


def take_apart(home: Home) -> list[str]:
    """Stop every part that runs, whoever started it; return their names. The data stays."""
    found = processes.noted(home)
    processes.stop(home, *found)
    with _plainly():
        postgres.stop(home.folder)
    return found


def states(home: Home) -> dict[str, bool]:
    """Say of each part whether it answers."""
    health = _health(home)
    return {
        "front door": _listens(home.ports.front_door),
        "cloud": cloud.answers(home),
        "mail": _listens(home.ports.mail),
        "plaid": _listens(home.ports.plaid),
        **{name: state == "ok" for name, state in health.items() if name != "mail"},
    } | ({} if health else {"api": False})


def healthy(home: Home) -> bool:
    """Say whether every part answers."""
    return all(states(home).values())


def ended(home: Home) -> list[str]:
    """Name the parts that have ended though nobody asked them to."""
    found = [name for name in processes.noted(home) if not processes.running(home, name)]
    own_database = not os.environ.get("DATABASE_URL")
    return found + (["PostgreSQL"] if own_database and not _listens(home.ports.database) else [])


def _health(home: Home) -> dict[str, str]:
    try:
        checks: dict[str, str] = httpx.get(f"{home.origin}/health", timeout=10, trust_env=False).json().get("checks", {})
    except (httpx.HTTPError, ValueError):
        return {}
    return checks


def _start_postgres(home: Home, tell: Tell) -> PostgresServer:
    with _timed(tell, "PostgreSQL"), _plainly():
        return postgres.start(home.folder, port=None if os.environ.get("DATABASE_URL") else home.ports.database)


def _start_cloud(home: Home, tell: Tell) -> None:
    if not home.runs_own_cloud:
        waiting.until(
            lambda: cloud.answers(home), START_SECONDS, what=f"AWS_ENDPOINT_URL={home.endpoint}", look_at=home.logs / "cloud.log"
        )
        return
    cloud.install()
    with _timed(tell, "AWS APIs (MiniStack)"):
        cloud.start(home)


def _start(home: Home, name: str, module: str, tell: Tell, ready: Callable[[], bool]) -> None:
    keep = ("PATH", "LANG", "LC_ALL", "AWS_ENDPOINT_URL")
    environment = {key: os.environ[key] for key in keep if key in os.environ}
    environment |= {VARIABLES[part]: str(port) for part, port in asdict(home.ports).items()} | {"PYTHONPATH": str(ROOT)}
    with _timed(tell, name.replace("_", " ")):
        processes.start(home, name, [sys.executable, "-m", module], environment)
        log = home.logs / f"{name}.log"
        waiting.until(ready, START_SECONDS, what=name, look_at=log, unless=lambda: not processes.running(home, name))


def _listens(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection((HOST, port), timeout=1):
        return True
    return False


def _check_ports(home: Home) -> None:
    ours = asdict(home.ports)
    if not home.runs_own_cloud:
        del ours["cloud"]
    if os.environ.get("DATABASE_URL"):
        del ours["database"]
    for part, port in ours.items():
        if _taken(port):
            way_out = f"Stop that, or choose another: {VARIABLES[part]}={port + 1}"
            raise LocalError(f"Port {port} is taken by {_owner(port)}. {way_out}")


def _taken(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return True
    return False


def _owner(port: int) -> str:
    try:
        pids = [found.pid for found in psutil.net_connections("tcp") if found.laddr and found.laddr.port == port and found.pid]
        return f"{psutil.Process(pids[0]).name()} (process {pids[0]})"
    except (psutil.Error, IndexError):
        return "another program"


@contextmanager
def _timed(tell: Tell, what: str) -> Iterator[None]:
    began = time.monotonic()
    yield
    tell(f"{what}: {time.monotonic() - began:.1f} s")


@contextmanager
def _plainly() -> Iterator[None]:
    """Turn what PostgreSQL's starter raises into what the command prints."""
    try:
        yield
    except (postgres.PostgresError, PermissionError) as error:
        raise LocalError(str(error)) from error


def raise_on_terminate() -> None:
    """Let SIGTERM end the command as Ctrl-C does, through every `finally`; SIGINT too where a background job ignores it."""

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGINT, interrupt)
    signal.signal(signal.SIGTERM, interrupt)
    signal.signal(signal.SIGHUP, interrupt)
