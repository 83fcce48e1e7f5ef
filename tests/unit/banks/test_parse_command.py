"""`purser parse` says the same of a file to people and programs, offline."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from infra.command import main

ROOT = Path(__file__).parents[3]
GOLDEN = ROOT / "tests/golden"
CHECKING = GOLDEN / "chase_checking/Chase4821_Activity_20260930.CSV"
COUNTS = ["transactions", "pending", "pending_totals", "rejected_rows", "ignored_rows", "totals", "first", "last"]
KEYS = ["file", "outcome", "format", "bank", *COUNTS, "accounts", "balance_check", "errors", "warnings"]


def parse(capsys: pytest.CaptureFixture[str], *arguments: str | Path, status: int = 0) -> list[dict[str, Any]]:
    assert main(["parse", "--json", *map(str, arguments)]) == status
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_one_line_of_json_tells_a_file(capsys: pytest.CaptureFixture[str]) -> None:
    assert parse(capsys, CHECKING) == [
        {
            "file": str(CHECKING),
            "outcome": "ok",
            "format": "chase_checking",
            "bank": "chase",
            "transactions": 7,
            "pending": 1,
            "pending_totals": {"USD": "-6.85"},
            "rejected_rows": 0,
            "ignored_rows": 0,
            "totals": {"USD": "826.64"},
            "first": "2026-09-18",
            "last": "2026-09-28",
            "accounts": ["…4821"],
            "balance_check": "ok",
            "errors": [],
            "warnings": [],
        }
    ]


def test_bad_rows_are_errors_with_line_code_and_message(capsys: pytest.CaptureFixture[str]) -> None:
    (report,) = parse(capsys, GOLDEN / "chase_checking/damaged.csv")
    assert (report["outcome"], report["transactions"], report["rejected_rows"], report["ignored_rows"]) == ("ok", 2, 5, 1)
    assert [(error["line"], error["code"]) for error in report["errors"]] == [
        *((3, "BAD_DATE"), (4, "BAD_AMOUNT"), (5, "BAD_ROW"), (6, "BAD_AMOUNT"), (9, "TRUNCATED"))
    ]


def test_what_is_no_statement_is_rejected_and_why(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    empty, words = tmp_path / "empty.csv", tmp_path / "words.csv"
    empty.write_bytes(b"")
    words.write_text("entry1,entry2\n")
    reports = parse(capsys, empty, words)
    assert [list(report) for report in reports] == [KEYS, KEYS]
    assert [(report["outcome"], report["errors"][0]["code"]) for report in reports] == [
        ("rejected", "EMPTY_FILE"),
        ("rejected", "UNKNOWN_FORMAT"),
    ]


def test_a_statement_without_rows_is_empty(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    header = tmp_path / "header.csv"
    header.write_text("Trans. Date,Post Date,Description,Amount,Category\n")
    (report,) = parse(capsys, header)
    assert (report["outcome"], report["format"], report["totals"], report["first"]) == ("empty", "discover_card", {}, None)


def test_the_bank_must_agree(capsys: pytest.CaptureFixture[str]) -> None:
    (report,) = parse(capsys, "--bank", "discover", CHECKING)
    assert (report["outcome"], report["errors"][0]["code"]) == ("rejected", "WRONG_BANK")


def test_a_currency_counts_where_the_file_says_none(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    ofx = tmp_path / "x.ofx"
    ofx.write_text("OFXHEADER:100\n<OFX><STMTRS><STMTTRN><DTPOSTED>20260102<TRNAMT>-3<NAME>A</STMTTRN></STMTRS></OFX>")
    assert [report["totals"] for report in parse(capsys, ofx)] == [{"XXX": "-3"}]
    assert [report["totals"] for report in parse(capsys, "--currency", "gbp", ofx)] == [{"GBP": "-3"}]
    with pytest.raises(SystemExit):
        main(["parse", "--currency", "money", str(ofx)])


def test_a_file_that_cannot_be_opened_fails_the_command_but_not_the_others(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    missing, good = parse(capsys, tmp_path / "missing.csv", CHECKING, status=1)
    assert (missing["outcome"], missing["errors"][0]["code"], good["outcome"]) == ("rejected", "NOT_OPENED", "ok")


def test_many_errors_are_counted_and_the_first_told(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_text("Type,Trans Date,Post Date,Description,Amount\n" + "Sale,soon,,A,-1.00\n" * 150)
    (report,) = parse(capsys, bad)
    assert (report["rejected_rows"], len(report["errors"]), report["warnings"]) == (150, 100, ["50 more rows were rejected."])


def test_people_get_a_table_with_remarks(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["parse", str(CHECKING), str(GOLDEN / "chase_checking/damaged.csv")]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["File", "Format", "Rows", "Total", "From", "To", "Balance"]
    assert lines[1].split() == [str(CHECKING), "chase_checking", "7", "826.64", "USD", "2026-09-18", "2026-09-28", "ok"]
    assert lines[2] == "  1 pending: -6.85 USD"
    assert any(line.startswith('  line 3: Column "Posting Date"') for line in lines)


def test_parsing_imports_nothing_heavy() -> None:
    heavy = {"boto3", "botocore", "pg8000", "pydantic", "rich", "jwt", "aws_lambda_powertools"}
    script = f"import sys; from infra.command import main; main(['parse', {str(CHECKING)!r}]); print(*sys.modules)"
    paths = {"PYTHONPATH": os.pathsep.join([str(ROOT / "layers/core"), str(ROOT)])}
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, env=os.environ | paths, capture_output=True, text=True, timeout=60, check=True)  # noqa: S603 - ours
    assert not heavy & set(done.stdout.splitlines()[-1].split())
