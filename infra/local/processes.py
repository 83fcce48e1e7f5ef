"""Children that outlive a command: started with a note of who they are, stopped by that note and nothing else."""

import json
import os
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import psutil

from infra.local.home import Home

MARK = "PURSER_HOME"
"""Every child, and every child of it, carries its home in this variable: what lacks it is never touched."""
GRACE_SECONDS = 10
PAUSE_SECONDS = 0.02


def start(home: Home, name: str, command: Sequence[str | Path], environment: Mapping[str, str]) -> None:
    """Start a part in a session of its own, so that Ctrl-C reaches only who started it; its words go to logs/`name`.log."""
    with (home.logs / f"{name}.log").open("wb") as log:
        child = subprocess.Popen(  # noqa: S603 - our own words
            command,
            env={**environment, MARK: str(home.folder)},
            cwd=home.folder,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    note = {"pid": child.pid, "started": psutil.Process(child.pid).create_time()}
    _note(home, name).write_text(json.dumps(note))


def running(home: Home, name: str) -> bool:
    """Say whether the part that `start` noted still runs, not a stranger that was given its number."""
    return _leader(home, name) is not None


def stop(home: Home, *names: str) -> None:
    """Ask parts to end, make them end after a while, and leave nothing of their sessions behind. Harmless twice."""
    families = [(leader, leader.children(recursive=True)) for name in names if (leader := _leader(home, name))]
    for leader, _ in families:
        with suppress(psutil.NoSuchProcess):
            leader.send_signal(signal.SIGTERM)
    _wait([leader for leader, _ in families])
    left = {process for leader, children in families for process in (leader, *children)} | set(_orphans(home, names))
    for process in left:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    _wait(list(left))
    for name in names:
        _note(home, name).unlink(missing_ok=True)


def _wait(processes: list[psutil.Process]) -> None:
    deadline = time.monotonic() + GRACE_SECONDS
    while any(map(_lives, processes)) and time.monotonic() < deadline:
        time.sleep(PAUSE_SECONDS)


def _lives(process: psutil.Process) -> bool:
    """Say whether it runs; one that only waits for its parent to take notice does not."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def noted(home: Home) -> list[str]:
    """Name the parts that were started and not stopped."""
    return sorted(path.stem for path in home.made("run").glob("*.pid"))


def _note(home: Home, name: str) -> Path:
    return home.made("run") / f"{name}.pid"


def _leader(home: Home, name: str) -> psutil.Process | None:
    try:
        note = json.loads(_note(home, name).read_text())
        process = psutil.Process(note["pid"])
    except (FileNotFoundError, ValueError, psutil.NoSuchProcess):
        return None
    return process if process.create_time() == note["started"] and _lives(process) else None


def _orphans(home: Home, names: Sequence[str]) -> Iterator[psutil.Process]:
    """Find what leaders that died left in their sessions, which keep their numbers; all of it carries our mark."""
    sessions = {json.loads(note.read_text())["pid"] for name in names if (note := _note(home, name)).exists()}
    for process in psutil.process_iter():
        with suppress(OSError, psutil.Error):
            if os.getsid(process.pid) in sessions and process.environ().get(MARK) == str(home.folder):
                yield process
