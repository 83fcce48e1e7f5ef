import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from infra.local import processes
from infra.local.home import Home, Ports

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]
WITH_A_CHILD = [
    sys.executable,
    "-c",
    "import subprocess, sys, time; subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']); time.sleep(60)",
]
DEAF = [
    sys.executable,
    "-c",
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(1, flush=True); time.sleep(60)",
]


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    home = Home(tmp_path, Ports())
    yield home
    for name in processes.noted(home):
        processes.stop(home, name)


def started(home: Home, command: list[str]) -> psutil.Process:
    processes.start(home, "part", command, {})
    return psutil.Process(json.loads((home.folder / "run/part.pid").read_text())["pid"])


def children_of(process: psutil.Process) -> list[psutil.Process]:
    deadline = time.monotonic() + 10
    while not (found := process.children()) and time.monotonic() < deadline:
        time.sleep(0.02)
    return found


def gone(process: psutil.Process) -> bool:
    _, alive = psutil.wait_procs([process], timeout=5)
    return not alive


def test_a_part_runs_until_it_is_stopped(home: Home) -> None:
    process = started(home, SLEEP)
    assert processes.running(home, "part")

    processes.stop(home, "part")

    assert gone(process)
    assert not processes.running(home, "part")
    assert processes.noted(home) == []


def test_stopping_twice_is_harmless(home: Home) -> None:
    started(home, SLEEP)
    processes.stop(home, "part")
    processes.stop(home, "part")


def test_children_end_with_their_parent(home: Home) -> None:
    (child,) = children_of(started(home, WITH_A_CHILD))

    processes.stop(home, "part")

    assert gone(child)


def test_children_of_a_part_that_was_killed_end_too(home: Home) -> None:
    process = started(home, WITH_A_CHILD)
    (child,) = children_of(process)
    process.kill()
    process.wait(5)

    processes.stop(home, "part")

    assert gone(child)


def test_a_part_that_does_not_listen_is_killed(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "GRACE_SECONDS", 0.3)
    process = started(home, DEAF)
    deadline = time.monotonic() + 10
    while not (home.logs / "part.log").read_text() and time.monotonic() < deadline:
        time.sleep(0.02)

    processes.stop(home, "part")

    assert gone(process)


def test_a_stranger_who_was_given_the_number_is_left_alone(home: Home, tmp_path: Path) -> None:
    other = Home(tmp_path / "other", Ports())
    stranger = started(other, SLEEP)
    note = {"pid": stranger.pid, "started": stranger.create_time() - 1000}
    (home.made("run") / "part.pid").write_text(json.dumps(note))

    assert not processes.running(home, "part")
    processes.stop(home, "part")

    assert processes.running(other, "part")
    processes.stop(other, "part")
