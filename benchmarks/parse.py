"""Whole processes: `purser parse` beside bean-check and ofxtools on their own equivalents, and what handlers cost to import."""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks import peers
from benchmarks.statements import write_beancount, write_chase, write_ofx
from benchmarks.timing import Result, compare, cpu_of

ROWS = 10_000
BIN = Path(sys.executable).parent
BUDGETS = {"api": 1.8, "auth": 1.8, "ingest_statement": 2.2}
"""CPU of importing a handler, in units of `import boto3`."""


def results() -> Iterator[Result]:
    """Compare CPU seconds."""
    with tempfile.TemporaryDirectory() as folder:
        chase, bean, ofx = (
            str(write(Path(folder) / name, ROWS))
            for write, name in ((write_chase, "chase.csv"), (write_beancount, "ledger.beancount"), (write_ofx, "chase.ofx"))
        )
        parse = [str(BIN / "purser"), "parse", "--json"]
        bean_check = [str(peers.ENVIRONMENT / "bin/bean-check"), "--no-cache", bean]
        ofxtools = [str(peers.python()), str(peers.HERE / "read_ofx.py"), ofx]
        what = f"parse {ROWS:,} rows"
        yield compare(f"{what}, Chase CSV, CPU", lambda: cpu_of([*parse, chase]), "bean-check", lambda: cpu_of(bean_check))
        yield compare(f"{what}, Chase CSV, CPU", lambda: cpu_of([*parse, chase]), "ofxtools", lambda: cpu_of(ofxtools))
        yield compare(f"{what}, OFX, CPU", lambda: cpu_of([*parse, ofx]), "ofxtools", lambda: cpu_of(ofxtools))


def imports() -> Iterator[Result]:
    """Compare what a cold start imports with `import boto3`, both less Python's own start."""
    for function, budget in BUDGETS.items():
        yield compare(
            f"import {function}.handler, CPU (budget {budget})",
            lambda name=function: _import_cost(f"{name}.handler"),  # type: ignore[misc] # mypy cannot type a lambda's default
            "import boto3",
            lambda: _import_cost("boto3"),
        )


def _import_cost(module: str) -> float:
    start = cpu_of([sys.executable, "-c", "pass"])
    return cpu_of([sys.executable, "-c", f"import {module}"]) - start
