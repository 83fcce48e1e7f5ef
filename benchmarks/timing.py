"""Paired timing: A and B in turn, so that a machine that drifts drifts under both."""

import os
import resource
import statistics
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

ROUNDS = 5


@dataclass(frozen=True, slots=True)
class Result:
    """One line of the table: medians in seconds and the median of the pairwise ratios (under 1: Purser is quicker)."""

    what: str
    peer: str
    ours: float
    theirs: float
    ratio: float

    def __str__(self) -> str:
        return f"{self.what:<58} {self.ours * 1000:>10.1f} ms  {self.peer:<44} {self.theirs * 1000:>10.1f} ms  {self.ratio:>7.2f}"


def compare(what: str, ours: Callable[[], float], peer: str, theirs: Callable[[], float], rounds: int = ROUNDS) -> Result:
    """Measure both in turn `rounds` times after one unmeasured turn; each callable returns its own seconds."""
    ours(), theirs()
    pairs = [(ours(), theirs()) for _ in range(rounds)]
    return Result(
        what,
        peer,
        statistics.median(a for a, _ in pairs),
        statistics.median(b for _, b in pairs),
        statistics.median(a / b for a, b in pairs),
    )


def cpu_of(command: Sequence[str]) -> float:
    """Run a command; return its CPU seconds, user and system."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, capture_output=True, timeout=300)  # noqa: S603 - our own commands
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def peak_of(command: Sequence[str], said: str) -> tuple[str, float]:
    """Run a command to whose stdin `said` goes; return its stdout and the megabytes that it had in memory at its largest."""
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as running:  # noqa: S603 - our own
        if running.stdin is None or running.stdout is None:
            raise SystemExit("no pipes")
        running.stdin.write(said)
        running.stdin.close()
        printed = running.stdout.read()
        _, status, usage = os.wait4(running.pid, 0)
        running.returncode = os.waitstatus_to_exitcode(status)
    if running.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {running.returncode}")
    return printed, usage.ru_maxrss * 1024 / 1_000_000


def seconds_of(work: Callable[[], object]) -> float:
    """Return the wall seconds that `work` takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value below which `share` of the values lie, nearest rank."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
