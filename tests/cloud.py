"""A whole local cloud for end-to-end tests: its own folder, free ports, started and stopped by the commands people use."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar
from uuid import uuid4

import httpx
import psutil
from purser.store.postgres import connect

from infra.local import cloud as emulator
from infra.local import postgres, processes, samples
from infra.local.home import VARIABLES, Home, Ports
from infra.local.mailbox import Letter, letters
from infra.local.processes import MARK
from tests.statements import chase_checking

ROOT = Path(__file__).parents[1]
Found = TypeVar("Found")
PURSER = Path(sys.executable).with_name("purser")
COMMAND_SECONDS = 240
OUTSIDE = ("DATABASE_URL", "AWS_ENDPOINT_URL")
# A test cannot wait until a failed file has been tried for as long as a person would let it.
QUICK_RETRIES = {"PURSER_PARAMETERS": "QueueVisibilitySeconds=5 QueueMaxReceives=3"}


@dataclass
class LocalCloud:
    """One local cloud, seen from outside: commands, HTTP, S3, mail, and the database for what nothing else shows."""

    folder: Path
    variables: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def ports(self) -> Ports:
        return Ports(**{part: free_port() for part in VARIABLES})

    @cached_property
    def home(self) -> Home:
        return Home(self.folder, self.ports)

    @property
    def origin(self) -> str:
        return self.home.origin

    @property
    def bucket(self) -> str:
        return "purser-local-statements-000000000000"

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if name not in OUTSIDE}
        ports = {variable: str(getattr(self.ports, part)) for part, variable in VARIABLES.items()}
        return kept | ports | {"PURSER_HOME": str(self.folder)} | dict(self.variables)

    def purser(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(  # noqa: S603 - our own command
            [PURSER, *words],
            env=self.environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=COMMAND_SECONDS,
            check=False,
        )

    def up(self, *words: str) -> str:
        done = self.purser("up", "--detach", *words)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def end(self) -> list[psutil.Process]:
        """Stop it; kill and return what that left behind."""
        self.purser("down")
        left = self.alive()
        for process in left:
            process.kill()
        return left

    def in_foreground(self, *words: str) -> "subprocess.Popen[str]":
        """Start `purser up` as in a terminal; return once it says that it is up."""
        command: list[str | Path] = [PURSER, "up", *words]
        started = subprocess.Popen(  # noqa: S603 - our own command
            command, env=self.environment, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        assert started.stdout
        said = []
        for line in started.stdout:
            said.append(line)
            if line.startswith("Ctrl-C"):
                return started
        raise AssertionError("".join(said))

    def client(self, service: str) -> Any:
        return emulator.client(self.home, service)

    @cached_property
    def demo(self) -> samples.Demo:
        return samples.sign_in(self.home)

    @property
    def org_id(self) -> str:
        return self.demo.org_id

    @property
    def http(self) -> httpx.Client:
        return self.demo.client

    def sign_in_again(self) -> None:
        """Keys of access tokens are new after a restart."""
        self.__dict__.pop("demo", None)

    @property
    def unsafe(self) -> dict[str, str]:
        """Headers of a request that changes something."""
        return {"X-CSRF-Token": self.http.cookies["csrf_token"], "Idempotency-Key": str(uuid4())}

    def kill(self, part: str) -> int:
        """End a part as a power cut would; return the process it was."""
        pid = int(json.loads((self.folder / f"run/{part}.pid").read_text())["pid"])
        os.kill(pid, signal.SIGKILL)
        wait_for(lambda: not processes.running(self.home, part) or None, 10, f"the end of {part}")
        return pid

    @contextmanager
    def without_postgres(self) -> Iterator[None]:
        """Stop the database for the length of a `with`."""
        postgres.stop(self.folder)
        try:
            yield
        finally:
            postgres.start(self.folder, port=self.ports.database, url="")

    def drop(self, bank: str, name: str, body: bytes) -> str:
        """Put a file where statements arrive, as `aws s3 cp` would; return its key."""
        key = f"incoming/{bank}/{self.org_id}/auto/{name}"
        self.client("s3").put_object(Bucket=self.bucket, Key=key, Body=body)
        return key

    def imported(self, name: str, seconds: float = 30) -> dict[str, Any]:
        """Wait for the import of a file to end; return it."""

        def ended() -> dict[str, Any] | None:
            found = [item for item in self.demo.imports() if item["filename"] == name]
            return found[0] if found and found[0]["status"] not in {"waiting", "reading"} else None

        return wait_for(ended, seconds, f"the import of {name}")

    def rows(self, sql: str, **values: Any) -> list[list[Any]]:
        """Ask the database as its administrator, whom row-level security does not bind."""
        password = (self.folder / "postgres/password").read_text()
        credentials = {"username": "purser_admin", "password": password}
        with closing(connect(host="127.0.0.1", port=self.ports.database, database="purser", credentials=credentials)) as admin:
            return admin.run(sql, **values) or []

    def letters(self) -> list[Letter]:
        return letters(self.home)

    def alive(self) -> list[psutil.Process]:
        """Find every process of this cloud: ours carry its mark, PostgreSQL its folder."""
        return [process for process in psutil.process_iter() if self._is_ours(process)]

    def _is_ours(self, process: psutil.Process) -> bool:
        try:
            return process.environ().get(MARK) == str(self.folder) or str(self.folder) in " ".join(process.cmdline())
        except psutil.Error:
            return False


def three_lines(marker: str) -> bytes:
    """Write a Chase statement of three lines that no other test writes."""
    return chase_checking(
        ("03/03/2026", f"{marker} 3", "-3.50", "92.50"),
        ("03/02/2026", f"{marker} 2", "-2.50", "96.00"),
        ("03/01/2026", f"{marker} 1", "-1.50", "98.50"),
    )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(look: Callable[[], Found | None], seconds: float, what: str) -> Found:
    """Wait until `look` finds something."""
    deadline = time.monotonic() + seconds
    while (found := look()) is None:
        assert time.monotonic() < deadline, f"waited {seconds} s for {what}"
        time.sleep(0.1)
    return found
