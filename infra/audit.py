"""Look for what attackers look for: dangerous code (bandit) and dependencies with known holes (pip-audit).

`.venv/bin/python -m infra.audit`. Exit 1 on a finding. Where the advisories cannot be asked, that is said, and is no finding.
"""

import json
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
LOCKS = ("requirements-dev.txt", "infra/local/requirements.txt", "layers/*/requirements.txt")
SECONDS = 120


def dangerous_code() -> list[str]:
    """Return what bandit thinks severe; of the rest, ruff's S rules ask a reason on every line."""
    report = json.loads(
        _run("bandit", "--quiet", "--format", "json", "-lll", "--recursive", "layers/core/purser", "functions", "infra")
    )
    return [f"{found['filename']}:{found['line_number']}: {found['issue_text']}" for found in report["results"]]


def known_holes(dependencies: Sequence[dict[str, Any]]) -> list[str]:
    """Return the dependencies that advisories are about."""
    return [
        f"{one['name']} {one['version']}: {hole['id']}, mended in {', '.join(hole['fix_versions']) or 'no version yet'}"
        for one in dependencies
        for hole in one.get("vulns", [])
    ]


def not_asked_about(dependencies: Sequence[dict[str, Any]]) -> list[str]:
    """Return the dependencies that no advisory could be asked about."""
    return [one["name"] for one in dependencies if "skip_reason" in one]


def audited() -> list[dict[str, Any]]:
    """Return every locked dependency with what pip-audit learnt of it; nothing of a lock that it could ask nobody about."""
    flags = ("--no-deps", "--disable-pip", "--progress-spinner", "off", "--timeout", "10", "--format", "json")
    found: list[dict[str, Any]] = []
    for lock in (path for pattern in LOCKS for path in sorted(ROOT.glob(pattern))):
        with suppress(ValueError):  # no JSON: it could not ask; `main` says how many were asked about
            found += json.loads(_run("pip-audit", "--requirement", str(lock), *flags))["dependencies"]
    return found


def remarks(dependencies: Sequence[dict[str, Any]]) -> list[str]:
    """Say what was not audited."""
    missed = len(not_asked_about(dependencies))
    if missed < len(dependencies):
        return [f"pip-audit could not ask about {missed} of {len(dependencies)} dependencies."] if missed else []
    return ["pip-audit could not reach any advisories from here: dependencies were NOT audited."]


def main() -> int:
    """Print findings; return the exit status."""
    dependencies = audited()
    findings = [*dangerous_code(), *known_holes(dependencies)]
    for line in (*findings, *remarks(dependencies)):
        print(line)
    return 1 if findings else 0


def _run(program: str, *words: str) -> str:
    command = [str(Path(sys.executable).with_name(program)), *words]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=SECONDS, check=False)  # noqa: S603 - ours
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
