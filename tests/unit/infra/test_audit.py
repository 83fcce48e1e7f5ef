import pytest

from infra import audit

HOLE = {"name": "leaky", "version": "1.0", "vulns": [{"id": "CVE-2026-1", "fix_versions": ["1.1"]}]}
SOUND = {"name": "sound", "version": "2.0", "vulns": []}
UNKNOWN = {"name": "unknown", "skip_reason": "cannot be asked"}


def test_a_dependency_with_a_known_hole_is_named_with_its_mending() -> None:
    assert audit.known_holes([SOUND, HOLE, UNKNOWN]) == ["leaky 1.0: CVE-2026-1, mended in 1.1"]


def test_what_nobody_could_be_asked_about_is_said() -> None:
    assert audit.remarks([SOUND]) == []
    assert audit.remarks([SOUND, UNKNOWN]) == ["pip-audit could not ask about 1 of 2 dependencies."]
    assert "NOT audited" in audit.remarks([UNKNOWN])[0]
    assert "NOT audited" in audit.remarks([])[0]


@pytest.mark.parametrize(("dependencies", "status"), [([HOLE], 1), ([SOUND], 0), ([], 0)])
def test_only_a_finding_is_a_failure(monkeypatch: pytest.MonkeyPatch, dependencies: list[dict[str, object]], status: int) -> None:
    monkeypatch.setattr(audit, "audited", lambda: dependencies)
    monkeypatch.setattr(audit, "dangerous_code", list)
    assert audit.main() == status


def test_our_own_code_has_nothing_that_bandit_thinks_severe() -> None:
    assert audit.dangerous_code() == []
