"""The demo: an organisation made as anyone makes one, and statements dropped into S3 as a bank would drop them."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from purser.domain.uploads import BANKS

from infra.local import cloud
from infra.local.home import Home, LocalError

EMAIL = "demo@example.com"
PASSWORD = "counting-house-2026"  # noqa: S105 - it opens sample data on this machine, and API.md prints it
ORGANIZATION = "Demo"
FOLDER = Path(__file__).with_name("samples")
ARRIVAL_SECONDS = 120
UNFINISHED = {"waiting", "reading"}


@dataclass(frozen=True, slots=True)
class Demo:
    """The demo organisation, signed in."""

    org_id: str
    access_token: str
    client: httpx.Client

    def imports(self) -> list[dict[str, Any]]:
        """Return what has arrived, newest first."""
        answer = self.client.get("/api/imports", params={"limit": 200}).raise_for_status()
        items: list[dict[str, Any]] = answer.json()["items"]
        return items


def sign_in(home: Home) -> Demo:
    """Make the demo organisation, or sign in to the one made before."""
    client = httpx.Client(base_url=home.origin, timeout=30, trust_env=False)
    credentials = {"email": EMAIL, "password": PASSWORD}
    answer = client.post("/auth/register", json=credentials | {"organization": ORGANIZATION})
    if answer.status_code == httpx.codes.CONFLICT:
        answer = client.post("/auth/login", json=credentials)
    if not answer.is_success:
        raise LocalError(f"The demo sign-in failed: {answer.status_code} {answer.text[:300]}")
    told = answer.json()
    return Demo(told["organization"]["id"], told["access_token"], client)


def drop(home: Home, bucket: str, org_id: str) -> list[str]:
    """Put the samples where statements arrive, those that are not there yet; return the names of all."""
    s3 = cloud.client(home, "s3")
    files = sorted(path for path in FOLDER.iterdir() if not path.name.startswith("."))
    for path in files:
        key = f"incoming/{bank_of(path.name)}/{org_id}/auto/{path.name}"
        if s3.list_objects_v2(Bucket=bucket, Prefix=key)["KeyCount"] == 0:
            s3.put_object(Bucket=bucket, Key=key, Body=path.read_bytes())
    return [path.name for path in files]


def bank_of(name: str) -> str:
    """Tell the bank by the beginning of a file's name, as banks name their exports; `other` where it says nothing."""
    letters = name.replace("_", "").replace("-", "").lower()
    return next((bank for bank in BANKS if letters.startswith(bank.replace("_", ""))), "other")


def wait(demo: Demo, names: list[str], progress: Callable[[int], None]) -> list[dict[str, Any]]:
    """Wait until every sample has been read; return its import. `progress` hears how many have."""
    deadline = time.monotonic() + ARRIVAL_SECONDS
    while True:
        ended = _ended(demo.imports())
        found = [ended[name] for name in names if name in ended]
        progress(len(found))
        if len(found) == len(names):
            return found
        if time.monotonic() > deadline:
            missing = ", ".join(name for name in names if name not in ended)
            raise LocalError(f"These samples did not arrive within {ARRIVAL_SECONDS} s: {missing}. Look at logs/cloud.log.")
        time.sleep(0.2)


def _ended(imports: list[dict[str, Any]]) -> Mapping[str, dict[str, Any]]:
    return {found["filename"]: found for found in imports if found["status"] not in UNFINISHED}
