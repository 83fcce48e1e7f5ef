import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
TOO_HEAVY = (
    "boto3",
    "botocore.session",
    "pandas",
    "numpy",
    "openpyxl",
    "sklearn",
    "reportlab",
    "duckdb",
    "pydantic",
    "jwt",
    "argon2",
)


@pytest.mark.parametrize("function", ["ingest_statement", "publish_outbox", "record_failure", "migrate_database"])
def test_a_function_that_reads_files_starts_without_what_it_may_never_need(function: str) -> None:
    code = f"import sys, {function}.handler; print(*(name for name in {TOO_HEAVY} if name in sys.modules))"
    path = f"{ROOT / 'layers/core'}:{ROOT / 'functions'}"
    done = subprocess.run(  # noqa: S603 - ourselves
        [sys.executable, "-c", code], env={"PYTHONPATH": path}, capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.split() == []
