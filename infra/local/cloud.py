"""The AWS APIs on this machine: MiniStack, in its own virtual environment and with nothing of ours in its surroundings."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx

from infra import packaging
from infra.local import processes, waiting
from infra.local.home import HOST, ROOT, Home, LocalError

NAME = "cloud"
ACCOUNT = "000000000000"
REGION = "us-east-1"
LOCK = ROOT / "infra/local/requirements.txt"
ENVIRONMENT = ROOT / ".purser/ministack"
"""Shared by every home of this clone: it holds programs, no data."""
START_SECONDS = 120
INSTALL_SECONDS = 600


def client(home: Home, service: str) -> Any:
    """Return a boto3 client of the local cloud, by way of localstack-client: LocalStack and MiniStack differ in address only."""
    from botocore.config import Config  # noqa: PLC0415 - boto3 costs a second that other commands need not pay
    from localstack_client.session import Session  # noqa: PLC0415 - same

    session = Session(
        aws_access_key_id="test",
        aws_secret_access_key="test",  # noqa: S106 - same
        region_name=REGION,
        localstack_host=home.endpoint.removeprefix("http://"),
    )
    return session.client(service, config=Config(proxies={}))  # whatever proxy is set, this is not beyond it


def interpreter() -> Path:
    """Return the Python that runs the emulator and, under it, every function."""
    return ENVIRONMENT / "bin/python"


def install() -> None:
    """Make the emulator's virtual environment, unless the one here was made from the same lock."""
    stamp = ENVIRONMENT / "lock"
    if stamp.exists() and stamp.read_bytes() == LOCK.read_bytes():
        return
    uv = packaging.uv()
    try:
        _run([uv, "venv", "--quiet", "--clear", "--python", sys.executable, ENVIRONMENT])
        _run([uv, "pip", "install", "--python", interpreter(), "--require-hashes", "-r", LOCK])
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as failed:
        shutil.rmtree(ENVIRONMENT, ignore_errors=True)
        raise LocalError(
            "Installing the local cloud failed, see above. Is the package index reachable? Behind a mirror, set UV_INDEX_URL."
        ) from failed
    stamp.write_bytes(LOCK.read_bytes())


def start(home: Home) -> None:
    """Start the emulator and wait until it answers; its objects stay in `home`/objects, all else is forgotten when it stops."""
    scratch = home.made("scratch")
    shutil.rmtree(scratch, ignore_errors=True)  # functions unpacked by a run that was killed
    home.made("scratch")
    processes.start(home, NAME, [interpreter(), "-m", "ministack.app"], _surroundings(home))
    waiting.until(
        lambda: answers(home), START_SECONDS, unless=_died(home), what="the local cloud", look_at=home.logs / f"{NAME}.log"
    )


def answers(home: Home) -> bool:
    """Say whether the AWS APIs answer; MiniStack and LocalStack have this path in common."""
    try:
        return httpx.get(f"{home.endpoint}/_localstack/health", timeout=2, trust_env=False).is_success
    except httpx.HTTPError:
        return False


def _surroundings(home: Home) -> dict[str, str]:
    """Everything the emulator sees. Functions inherit it, so nothing of the user's environment may be in it."""
    return {
        "PATH": os.defpath,
        "HOME": str(home.folder),
        "TMPDIR": str(home.folder / "scratch"),
        "LANG": "C.UTF-8",
        "GATEWAY_PORT": str(home.ports.cloud),
        "BIND_HOST": HOST,
        "MINISTACK_REGION": REGION,
        "S3_PERSIST": "1",
        "S3_DATA_DIR": str(home.made("objects")),
        "SMTP_HOST": f"{HOST}:{home.ports.mail}",
        "IOT_MTLS_ENABLED": "0",
        "SFTP_ENABLED": "0",
    }


def _died(home: Home) -> Callable[[], bool]:
    return lambda: not processes.running(home, NAME)


def _run(command: list[str | Path]) -> None:
    subprocess.run(command, check=True, timeout=INSTALL_SECONDS)  # noqa: S603 - our own words
