"""Make .venv from the Python of the system: `python3 infra/local/bootstrap.py`. make calls this when a lock has changed.

Runs before anything is installed and perhaps under an old Python, so: standard library only, nothing newer than Python 3.7.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
OLDEST = (3, 11)
NEWEST_FIRST = ("python3.14", "python3.13", "python3.12", "python3.11")
UV = "uv==0.13.8"


def main() -> None:
    """Make the environment, or say what is in the way."""
    if sys.version_info < OLDEST:
        _try_a_newer_python()
    try:
        if not (VENV / "bin/python").exists():
            say(f"Making .venv with Python {_version()}")
            run(sys.executable, "-m", "venv", "--clear", str(VENV))
        python = str(VENV / "bin/python")
        if not (VENV / "bin/uv").exists():
            say(f"Installing the installer, {UV}")
            run(python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", UV)
        say("Installing the locked packages")
        uv = (str(VENV / "bin/uv"), "pip", "install", "--python", python)
        run(*uv, "--require-hashes", "-r", str(ROOT / "requirements-dev.txt"))
        run(*uv, "--quiet", "--no-deps", "--editable", str(ROOT))
    except subprocess.CalledProcessError as failed:
        sys.exit(_advice(failed))
    except OSError as refused:
        sys.exit(f"Cannot write to {VENV}: {refused}")
    (VENV / "ready").touch()


def run(*command: str) -> None:
    """Run a step; its output is the progress people see."""
    subprocess.run(command, check=True, cwd=str(ROOT))  # noqa: S603 - our own words


def say(line: str) -> None:
    """Say what happens now."""
    print(f"· {line}", file=sys.stderr, flush=True)


def _try_a_newer_python() -> None:
    """Start again under a newer Python of this machine, if there is one."""
    for name in NEWEST_FIRST:
        found = shutil.which(name)
        if found and subprocess.run([found, "-c", ""], check=False, stderr=subprocess.DEVNULL).returncode == 0:  # noqa: S603 - same
            os.execv(found, [found, *sys.argv])  # noqa: S606 - the same program under another Python
    sys.exit(f"Purser needs Python 3.11 or newer; python3 here is {_version()}, and no newer one is on the PATH.")


def _version() -> str:
    return ".".join(map(str, sys.version_info[:2]))


def _advice(failed: subprocess.CalledProcessError) -> str:
    if "venv" in failed.cmd:
        return "This Python cannot make virtual environments. On Debian and Ubuntu: apt-get install python3-venv"
    return (
        "Installing failed, see above. Is the package index reachable? Behind a mirror, set PIP_INDEX_URL and UV_INDEX_URL; "
        "then run make again, it goes on where it stopped."
    )


if __name__ == "__main__":
    main()
