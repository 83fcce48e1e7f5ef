"""Where a local cloud lives: one folder, a few ports. Two homes are two clouds that never meet."""

import json
import os
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path

from purser.domain.errors import PurserError

ROOT = Path(__file__).parents[2]
HOST = "127.0.0.1"


class LocalError(PurserError):
    """Something on this machine is in the way; the message says what to do about it."""

    code = "LOCAL"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ports:
    """One port per part that listens."""

    front_door: int = 8080
    cloud: int = 4566
    mail: int = 8025
    plaid: int = 8035
    database: int = 54320


VARIABLES = {
    "front_door": "PURSER_PORT",
    "cloud": "PURSER_CLOUD_PORT",
    "mail": "PURSER_MAIL_PORT",
    "plaid": "PURSER_PLAID_PORT",
    "database": "PURSER_DATABASE_PORT",
}
"""What to set to move a part elsewhere."""


@dataclass(frozen=True)
class Home:
    """The folder of one local cloud, PURSER_HOME, and the ports that it uses."""

    folder: Path
    ports: Ports

    @property
    def origin(self) -> str:
        """The address for people: the page, the API and uploads."""
        return f"http://{HOST}:{self.ports.front_door}"

    @property
    def endpoint(self) -> str:
        """The address of the AWS APIs: AWS_ENDPOINT_URL if somebody else runs them (LocalStack), else our own."""
        return os.environ.get("AWS_ENDPOINT_URL") or f"http://{HOST}:{self.ports.cloud}"

    @property
    def runs_own_cloud(self) -> bool:
        """Say whether the AWS APIs are ours to start and stop."""
        return not os.environ.get("AWS_ENDPOINT_URL")

    @cached_property
    def mail(self) -> Path:
        """The mailbox: one .eml file per message."""
        return self.made("mail")

    @cached_property
    def logs(self) -> Path:
        """One log per part, of its latest run."""
        return self.made("logs")

    def made(self, name: str) -> Path:
        """Return a folder of this home, made if needed."""
        path = self.folder / name
        try:
            path.mkdir(parents=True, exist_ok=True)
        except OSError as refused:
            raise LocalError(
                f"Cannot write to {self.folder} ({refused.strerror}). Set PURSER_HOME to a folder of yours."
            ) from refused
        return path

    def remember_ports(self) -> None:
        """Write the ports down, so that other commands find a cloud that was started with other settings."""
        (self.made("run") / "ports.json").write_text(json.dumps(asdict(self.ports)))


def home() -> Home:
    """Read PURSER_HOME and the ports: the environment's, else those of the running cloud, else the usual ones."""
    folder = Path(os.environ.get("PURSER_HOME") or ROOT / ".purser").absolute()
    remembered = folder / "run/ports.json"
    ports = asdict(Ports()) | (json.loads(remembered.read_text()) if remembered.exists() else {})
    return Home(folder, Ports(**(ports | _ports_of_environment())))


def _ports_of_environment() -> dict[str, int]:
    try:
        return {part: int(os.environ[name]) for part, name in VARIABLES.items() if os.environ.get(name)}
    except ValueError as wrong:
        raise LocalError(f"A port must be a number: {wrong}. Look at {', '.join(VARIABLES.values())}.") from wrong
