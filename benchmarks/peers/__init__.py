"""The peers' own environment, so that none of them is a dependency of Purser."""

import subprocess
import sys
from pathlib import Path

from infra.packaging import ROOT, uv

HERE = Path(__file__).parent
ENVIRONMENT = ROOT / ".purser/peers"


def python() -> Path:
    """Return the interpreter that has the peers installed."""
    return ENVIRONMENT / "bin/python"


def install() -> None:
    """Make the environment, unless it was made from the same lock."""
    lock, stamp = HERE / "requirements.txt", ENVIRONMENT / "lock"
    if stamp.exists() and stamp.read_bytes() == lock.read_bytes():
        return
    _run(uv(), "venv", "--quiet", "--clear", "--python", sys.executable, ENVIRONMENT)
    _run(uv(), "pip", "install", "--quiet", "--python", python(), "--require-hashes", "-r", lock)
    stamp.write_bytes(lock.read_bytes())


def _run(*command: str | Path) -> None:
    subprocess.run(command, check=True, timeout=600)  # noqa: S603 - our own words
