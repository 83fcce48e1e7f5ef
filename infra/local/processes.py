"""Children that outlive a command: started with a note of who they are, stopped by that note and nothing else."""

import json
import os
import signal
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import psutil

from infra.local.home import Home

MARK = "PURSER_HOME"
"""Every child, and every child of it, carries its home in this variable: what lacks it is never touched."""
GRACE_SECONDS = 10


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


def stop(home: Home, name: str) -> None:
    """Ask the part to end, make it end after a while, and leave nothing of its session behind. Harmless twice."""
    leader = _leader(home, name)
    family = [leader, *leader.children(recursive=True)] if leader else []
    if leader:
        leader.send_signal(signal.SIGTERM)
        psutil.wait_procs([leader], GRACE_SECONDS)
    for process in {*family, *_orphans(home, name)}:
        if process.is_running():
            process.kill()
    psutil.wait_procs(family, GRACE_SECONDS)
    _note(home, name).unlink(missing_ok=True)


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
    ours = process.create_time() == note["started"] and process.status() != psutil.STATUS_ZOMBIE
    return process if ours else None


def _orphans(home: Home, name: str) -> Iterator[psutil.Process]:
    """Find what a leader that died left in its session: it kept the number of the leader and carries our mark."""
    try:
        session = json.loads(_note(home, name).read_text())["pid"]
    except (FileNotFoundError, ValueError):
        return
    for process in psutil.process_iter():
        try:
            if os.getsid(process.pid) == session and process.environ().get(MARK) == str(home.folder):
                yield process
        except (OSError, psutil.Error):
            continue
