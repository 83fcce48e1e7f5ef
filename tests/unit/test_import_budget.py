"""What a function may not import before it is asked for something: a person waits for it, and every start pays for it."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FUNCTIONS = sorted(path.parent.name for path in (ROOT / "functions").glob("*/handler.py"))
# Powertools itself imports the bare `botocore` package, which is nothing without its sessions and clients.
HEAVY = {
    "boto3", "botocore.session", "botocore.client", "moto", "numpy", "pandas", "sklearn", "scipy", "duckdb", "pyarrow",
    "openpyxl", "xlsxwriter", "reportlab", "aws_xray_sdk", "httpx", "requests", "rich",
    "zxcvbn", "pyotp", "segno", "webauthn", "cbor2", "OpenSSL",
}  # fmt: skip
ANSWERS_PEOPLE = {"api", "auth"}
NOT_FOR_PEOPLE = {"purser.banks", "defusedxml"}
WHAT_WAS_IMPORTED = "import sys; import {function}.handler; print(*sys.modules)"


def modules_of(function: str) -> set[str]:
    """Import a handler in an interpreter of its own; return the modules that came along."""
    paths = [str(ROOT / "layers/core"), str(ROOT / "functions")]
    done = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", WHAT_WAS_IMPORTED.format(function=function)],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
        env={"PYTHONPATH": ":".join(paths), "PATH": ""},
    )
    return set(done.stdout.split())


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_function_imports_nothing_heavy_and_needs_no_environment(function: str) -> None:
    forbidden = HEAVY | (NOT_FOR_PEOPLE if function in ANSWERS_PEOPLE else set())
    found = forbidden & modules_of(function)
    assert not found, f"{function} imports {found} at its start: import it inside the call that needs it"


def test_there_are_functions_to_look_at() -> None:
    assert set(FUNCTIONS) >= ANSWERS_PEOPLE
