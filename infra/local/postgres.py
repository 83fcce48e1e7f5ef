"""PostgreSQL on this machine: the server of DATABASE_URL, else one of our own with its data in a folder."""

import contextlib
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from infra.local.postgres_binaries import PostgresError, binaries
from infra.local.unprivileged import RunAs, runner_for

__all__ = ["PostgresError", "PostgresServer", "start", "stop"]

ADMIN = "purser_admin"
START_SECONDS = 60
STOP_SECONDS = 30
# Small enough for a laptop, and no Unix socket: its path would have to be shorter than this folder's may be.
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "password_encryption": "scram-sha-256",
    "shared_buffers": "128MB",
    "max_wal_size": "1GB",
    "timezone": "UTC",
    "lc_messages": "C",
}
# For data that nobody will miss: several times quicker, lost when the machine stops.
FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "checkpoint_timeout": "1h"}
# Ways to ask a server to stop, each rougher than the one before; postgres calls the first two fast and immediate.
IN_ORDER = (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL)


@dataclass(frozen=True, slots=True)
class PostgresServer:
    """A server that answers, and its administrator, who may connect to `database`."""

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    database: str = "postgres"
    _process: subprocess.Popen[bytes] | None = field(default=None, repr=False)
    _signals: tuple[signal.Signals, ...] = field(default=IN_ORDER, repr=False)

    @property
    def dsn(self) -> str:
        """The administrator's URL, for psql."""
        return f"postgresql://{quote(self.user)}:{quote(self.password)}@{self.host}:{self.port}/{self.database}"

    def stop(self) -> None:
        """Stop the server if `start` started it: cleanly if it can, by force if it must. Harmless twice."""
        if self._process is None:
            return
        for request in self._signals:
            self._process.send_signal(request)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(STOP_SECONDS)
                return


def start(home: Path, *, port: int | None = None, forgetful: bool = False, url: str | None = None) -> PostgresServer:
    """Start PostgreSQL with its data in `home`/postgres, or take the server that `url` (default: DATABASE_URL) names.

    Without `port` any free one is taken. `forgetful` trades durability for speed, for tests. `url=""` ignores DATABASE_URL.
    The server runs until `stop`, and outlives this process if that is killed; the next start ends it first.
    """
    url = os.environ.get("DATABASE_URL", "") if url is None else url
    if url:
        return _server_of(url)
    folder = home.absolute() / "postgres"
    folder.mkdir(parents=True, exist_ok=True)
    cluster = _Cluster.at(folder)
    cluster.stop_leftover()
    if not cluster.data.exists():
        cluster.initialise()
    return cluster.launch(port or _free_port(), forgetful=forgetful)


def stop(home: Path) -> None:
    """Stop the server whose data is in `home`, whoever started it; nothing happens when none runs."""
    _stop_leftover(home.absolute() / "postgres" / "data")


def _server_of(url: str) -> PostgresServer:
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"} or not parts.username:
        raise PostgresError("DATABASE_URL must look like postgresql://user:password@host:5432/postgres")
    host, port, database = parts.hostname or "127.0.0.1", parts.port or 5432, unquote(parts.path.lstrip("/")) or "postgres"
    return PostgresServer(host, port, unquote(parts.username), unquote(parts.password or ""), database)


@dataclass(frozen=True, slots=True)
class _Cluster:
    """A data folder, the binaries that fit it and the user that may run them."""

    data: Path
    binaries: Path
    version: int
    run_as: RunAs

    @classmethod
    def at(cls, folder: Path) -> "_Cluster":
        made_by = folder / "data" / "PG_VERSION"
        run_as = runner_for(folder)
        run_as.own(folder)
        return cls(folder / "data", *binaries(int(made_by.read_text()) if made_by.exists() else None), run_as)

    def command(self, program: str, *arguments: str | Path) -> list[str | Path]:
        return [*self.run_as.prefix(self.data.parent, self.binaries), self.binaries / program, *arguments]

    def password(self) -> str:
        """The administrator's, made once and kept in a file that initdb reads too."""
        file = self.data.with_name("password")
        if not file.exists():
            file.touch(mode=0o600)
            file.write_text(secrets.token_urlsafe(24))
            self.run_as.own(file)
        return file.read_text()

    def initialise(self) -> None:
        """Make the data folder under another name first: an interrupted initdb must not look like a database."""
        self.password()
        unfinished = self.data.with_name("data.unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        options = ["-U", ADMIN, "--auth=scram-sha-256", f"--pwfile={self.data.with_name('password')}", *_locale(self.version)]
        command = self.command("initdb", "-D", unfinished, "--encoding=UTF8", "--no-instructions", *options)
        done = subprocess.run(  # noqa: S603 - a found initdb
            command, env=_environment(), cwd="/", capture_output=True, text=True, check=False, timeout=START_SECONDS
        )
        if done.returncode:
            raise PostgresError(f"initdb could not make {unfinished}: {done.stderr.strip()}")
        unfinished.rename(self.data)

    def launch(self, port: int, *, forgetful: bool) -> PostgresServer:
        """Start postgres and wait until it is ready."""
        _refuse_taken(port)
        settings = SETTINGS | (FORGETFUL if forgetful else {})
        options = [f"--{name}={value}" for name, value in settings.items()]
        command = self.command("postgres", "-D", self.data, "-p", str(port), *options)
        if forgetful:
            command = _mortal(command)
        with self.log.open("wb") as sink:
            # A session of its own: Ctrl-C is for whoever called us, who then stops the server in good order.
            process = subprocess.Popen(  # noqa: S603 - a found postgres
                command, stdin=subprocess.DEVNULL, stdout=sink, stderr=sink, cwd="/", env=_environment(), start_new_session=True
            )
        self.wait_for(process)
        signals = IN_ORDER[1:] if forgetful else IN_ORDER  # nothing to save
        return PostgresServer("127.0.0.1", port, ADMIN, self.password(), _process=process, _signals=signals)

    @property
    def log(self) -> Path:
        return self.data.with_name("log")

    def wait_for(self, process: "subprocess.Popen[bytes]") -> None:
        """Wait until the server says "ready" in its pid file."""
        if (
            _until(lambda: process.poll() is not None or _says_ready(process.pid, self.data), START_SECONDS)
            and process.poll() is None
        ):
            return
        process.kill()
        tail = "\n".join(self.log.read_text(errors="replace").splitlines()[-10:])
        raise PostgresError(f"PostgreSQL did not start; the end of {self.log}:\n{tail}")

    def stop_leftover(self) -> None:
        _stop_leftover(self.data)


def _mortal(command: list[str | Path]) -> list[str | Path]:
    """Let the server end when its parent does, however that ends: nobody comes back for a test's server. Linux only."""
    if shutil.which("setpriv") is None:
        return command
    already = command[0] == "setpriv"  # one call must do both: the kernel forgets the signal when the user changes
    return ["setpriv", "--pdeathsig=QUIT", *(command[1:] if already else command)]


def _locale(major: int) -> list[str]:
    """Sort by code point, yet know letters beyond ASCII: ILIKE needs that to find them."""
    if major >= 17:  # noqa: PLR2004 - the version that brought the built-in provider
        return ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    return ["--locale=C", "--lc-ctype=" + ("UTF-8" if sys.platform == "darwin" else "C.UTF-8")]


def _environment() -> dict[str, str]:
    """None of the caller's PG* variables or locale may reach the server."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}


def _pid_file(data: Path) -> list[str]:
    with contextlib.suppress(FileNotFoundError):
        return [line.strip() for line in (data / "postmaster.pid").read_text().splitlines()]
    return []


def _says_ready(pid: int, data: Path) -> bool:
    lines = _pid_file(data)
    return lines[:1] == [str(pid)] and lines[7:8] == ["ready"]


def _stop_leftover(data: Path) -> None:
    """Stop a server that outlived its parent; drop its pid file when that number now belongs to a stranger."""
    lines = _pid_file(data)
    pid = int(lines[0]) if lines and lines[0].isdigit() else 0
    if pid and _runs_on(pid, data):
        os.kill(pid, signal.SIGINT)
        if not _until(lambda: not _runs_on(pid, data), STOP_SECONDS):
            raise PostgresError(f"PostgreSQL (process {pid}) of an earlier run does not stop; end it and try again.")
    (data / "postmaster.pid").unlink(missing_ok=True)


def _runs_on(pid: int, data: Path) -> bool:
    """Say whether `pid` is a postgres on exactly this folder."""
    if Path("/proc/self").exists():
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            return f"\0{data}\0".encode() in Path(f"/proc/{pid}/cmdline").read_bytes()  # empty once it is a zombie
        return False
    asked = ["/bin/ps", "-o", "args=", "-ww", "-p", str(pid)]
    return str(data) in subprocess.run(asked, capture_output=True, text=True, check=False, timeout=20).stdout  # noqa: S603 - fixed words


def _until(condition: Callable[[], bool], seconds: float) -> bool:
    """Wait for the condition; False when the time is up."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _refuse_taken(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as taken:
            raise PostgresError(f"Port {port} is taken by another program; stop it or choose another port.") from taken
