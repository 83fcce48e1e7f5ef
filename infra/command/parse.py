"""`purser parse`: read statements on this machine, without database or cloud."""

import json
import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from pathlib import Path
from typing import Any

from purser import banks
from purser.domain.currencies import is_currency
from purser.domain.errors import StatementError
from purser.domain.money import format_amount
from purser.domain.statements import Reading, Rejected, Tally

from infra.command._command import Command

MOST_ERRORS = 100
"""Of one file that are told; all are counted."""


def configure(parser: ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("files", nargs="+", metavar="FILE")
    known = sorted({candidate.bank for candidate in banks.formats().values()})
    parser.add_argument("--bank", choices=known, help="refuse files of another bank")
    parser.add_argument("--currency", type=_currency, metavar="C", help="ISO code, counts where a file does not say")
    parser.add_argument("--json", action="store_true", help="one JSON object a line and file")


def run(arguments: Namespace) -> int:
    """Print one report a file; return 1 if a file could not be opened."""
    reports = []
    for name in arguments.files:
        report = _report(name, arguments.bank, arguments.currency)
        reports.append(report)
        if arguments.json:
            print(json.dumps(report, ensure_ascii=False), flush=True)
    if not arguments.json:
        print(_table(reports))
    return 1 if any(error["code"] == "NOT_OPENED" for report in reports for error in report["errors"]) else 0


def _report(name: str, bank: str | None, currency: str | None) -> dict[str, Any]:
    tally = Tally()
    errors: list[dict[str, Any]] = []
    try:
        reading = banks.read(Path(name).read_bytes(), filename=Path(name).name, bank=bank, currency=currency)
        for row in tally.watch(reading.items):
            if isinstance(row, Rejected) and len(errors) < MOST_ERRORS:
                errors.append({"line": row.line, "code": row.code, "message": row.message})
    except StatementError as error:
        return _refused(name, error.code, error.message, error.line)
    except OSError as error:
        print(f"purser: {name}: {error.strerror}", file=sys.stderr)
        return _refused(name, "NOT_OPENED", f"The file cannot be opened: {error.strerror}.", None)
    return _told(name, reading, tally, errors)


def _refused(name: str, code: str, message: str, line: int | None) -> dict[str, Any]:
    nothing = Reading(format="", bank="", kind="", items=iter(()))
    report = _told(name, nothing, Tally(), [{"line": line, "code": code, "message": message}])
    return {**report, "outcome": "rejected", "format": None, "bank": None}


def _told(name: str, reading: Reading, tally: Tally, errors: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "file": name,
        "outcome": "ok" if tally.booked or tally.pending or tally.rejected else "empty",
        "format": reading.format,
        "bank": reading.bank,
        "transactions": tally.booked,
        "pending": tally.pending,
        "pending_totals": {currency: format_amount(total) for currency, total in tally.pending_totals.items()},
        "rejected_rows": tally.rejected,
        "ignored_rows": tally.ignored,
        "totals": {currency: format_amount(total) for currency, total in tally.totals.items()},
        "first": tally.first and tally.first.isoformat(),
        "last": tally.last and tally.last.isoformat(),
        "accounts": list(dict.fromkeys(f"…{account[-4:]}" for account in tally.accounts)),
        "balance_check": tally.balance_check(),
        "errors": errors,
        "warnings": [*reading.warnings, *_untold(tally, errors)],
    }


def _untold(tally: Tally, errors: list[dict[str, Any]]) -> list[str]:
    return [f"{tally.rejected - len(errors)} more rows were rejected."] if tally.rejected > len(errors) else []


def _currency(text: str) -> str:
    if not is_currency(text.upper()):
        raise ArgumentTypeError(f"{text} is not an ISO 4217 currency code such as USD")
    return text.upper()


def _table(reports: list[dict[str, Any]]) -> str:
    rows = [("File", "Format", "Rows", "Total", "From", "To", "Balance"), *(_cells(report) for report in reports)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return "\n".join(
        lines[:1] + [part for line, report in zip(lines[1:], reports, strict=True) for part in (line, *_remarks(report))]
    )


def _cells(report: dict[str, Any]) -> tuple[str, ...]:
    totals = ", ".join(f"{total} {currency}" for currency, total in report["totals"].items())
    form = report["format"] or report["outcome"]
    balance = {"absent": "-"}.get(report["balance_check"], report["balance_check"])
    return (
        report["file"],
        form,
        str(report["transactions"]),
        totals or "-",
        report["first"] or "-",
        report["last"] or "-",
        balance,
    )


def _remarks(report: dict[str, Any]) -> list[str]:
    pending = ", ".join(f"{total} {currency}" for currency, total in report["pending_totals"].items())
    counts = [f"{report['pending']} pending: {pending}"] if report["pending"] else []
    counts += [f"{report['ignored_rows']} rows are no transactions"] if report["ignored_rows"] else []
    errors = [f"line {e['line']}: {e['message']}" if e["line"] else e["message"] for e in report["errors"]]
    return [f"  {remark}" for remark in (*counts, *errors, *report["warnings"])]


COMMAND = Command("parse", "Read statement files offline and say what is in them.", configure, run)
