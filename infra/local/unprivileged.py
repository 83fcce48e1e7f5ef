"""Who runs PostgreSQL: it refuses root, so root lends the job to an unprivileged user that exists already."""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from infra.local.postgres_binaries import PostgresError

LENT_TO = ("postgres", "nobody")


@dataclass(frozen=True, slots=True)
class RunAs:
    """A user and group to run as; None means as we are."""

    uid: int | None = None
    gid: int | None = None

    def own(self, path: Path) -> None:
        """Give a file or a folder (not what is in it) to the user."""
        if self.uid is not None and self.gid is not None:
            os.chown(path, self.uid, self.gid)

    def prefix(self, *needed: Path) -> list[str]:
        """The words before a command. Where a parent folder of `needed` is closed to the user, he may pass through it."""
        if self.uid is None:
            return []
        lend = ["setpriv", f"--reuid={self.uid}", f"--regid={self.gid}", "--clear-groups"]
        if all(_reaches(lend, path) for path in needed):
            return lend
        lend += ["--inh-caps=+dac_override", "--ambient-caps=+dac_override"]
        for path in needed:
            if not _reaches(lend, path):
                raise PostgresError(f"User {pwd.getpwuid(self.uid).pw_name}, who runs PostgreSQL for root, cannot enter {path}.")
        return lend


def runner_for(folder: Path) -> RunAs:
    """Decide who runs the server whose files are in `folder`: the owner of the data there, else someone without rights."""
    if os.geteuid() != 0:
        return RunAs()
    if shutil.which("setpriv") is None:
        raise PostgresError("PostgreSQL does not run as root, and `setpriv` (util-linux) is missing: use another user.")
    data = folder / "data"
    owner = data.stat().st_uid if data.exists() else 0
    user = pwd.getpwuid(owner) if owner else _somebody()
    return RunAs(user.pw_uid, user.pw_gid)


def _somebody() -> pwd.struct_passwd:
    known = {user.pw_name: user for user in pwd.getpwall()}
    for name in LENT_TO:
        if name in known:
            return known[name]
    raise PostgresError(f"PostgreSQL does not run as root, and none of the users {', '.join(LENT_TO)} exists: use another user.")


def _reaches(lend: list[str], path: Path) -> bool:
    # By doing it: access(2), which `test -x` asks, leaves capabilities out.
    done = subprocess.run([*lend, "ls", "-d", f"{path}/."], capture_output=True, check=False, timeout=20)  # noqa: S603 - fixed words
    return done.returncode == 0
