from typing import Any

import httpx
import pytest

from infra.command import main

HASH = "ab" * 32
GOOD = {"status": "ok", "entries": 7, "hash": HASH, "broken": None, "hash_at": None}


@pytest.fixture
def proof(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the API answers; change it before the command runs."""
    told: dict[str, Any] = dict(GOOD)
    asked: dict[str, Any] = {}

    def answer(request: httpx.Request) -> httpx.Response:
        asked.update(request.url.params)
        return httpx.Response(200, json=told)

    client = httpx.Client
    monkeypatch.setenv("PURSER_TOKEN", "a.b.c")
    monkeypatch.setattr(httpx, "Client", lambda **kept: client(base_url=kept["base_url"], transport=httpx.MockTransport(answer)))
    told["asked"] = asked
    return told


def test_a_good_log_is_told_with_what_to_keep(proof: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> None:
    assert proof["status"] == "ok"
    assert main(["verify-audit"]) == 0
    assert f"Keep this: 7:{HASH}" in capsys.readouterr().out


def test_the_first_broken_entry_is_named(proof: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> None:
    proof |= {"entries": 3, "broken": {"seq": 4, "reason": "What it says is not what was written."}}
    assert main(["verify-audit"]) == 2
    assert capsys.readouterr().out == "Entry 4 is broken. What it says is not what was written. All 3 before it are good.\n"


def test_a_log_that_was_written_anew_does_not_have_the_known_hash(
    proof: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    for said, status in ((HASH, 0), ("cd" * 32, 2), (None, 2)):
        proof["hash_at"] = said
        assert main(["verify-audit", "--known", f"5:{HASH}"]) == status
    assert proof["asked"]["seq"] == "5"
    assert "written anew" in capsys.readouterr().out


@pytest.mark.parametrize("text", ["5", "x:y", f"5:{HASH}0", ":"])
def test_what_is_no_known_entry_is_refused(proof: dict[str, Any], text: str) -> None:
    assert proof
    with pytest.raises(SystemExit):
        main(["verify-audit", "--known", text])
