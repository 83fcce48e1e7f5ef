from pathlib import Path
from typing import Any

import httpx
import pytest

from infra.command import main


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[httpx.Request]:
    """An API that takes every file but an empty one, and remembers what it was asked."""
    requests: list[httpx.Request] = []
    client = httpx.Client

    def answer(request: httpx.Request) -> httpx.Response:
        request.read()
        requests.append(request)
        if b"empty.csv" in request.content:
            error = {"message": "The file is empty.", "details": [], "request_id": "r-7"}
            return httpx.Response(422, json={"error": error})
        return httpx.Response(200, json={"rates": 6, "changed": 2, "first": "2026-09-04", "last": "2026-09-07"})

    def connected(**options: Any) -> httpx.Client:
        return client(transport=httpx.MockTransport(answer), **options)

    monkeypatch.setattr(httpx, "Client", connected)
    monkeypatch.setenv("PURSER_TOKEN", "token")
    return requests


def test_every_file_is_sent_and_what_it_held_is_said(
    asked: list[httpx.Request], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = [tmp_path / "eurofxref-hist.csv", tmp_path / "empty.csv"]
    files[0].write_text("Date,USD\n2026-09-04,1.1\n")
    files[1].touch()
    assert main(["rates", *map(str, files), str(tmp_path / "missing.csv")]) == 1
    assert [(request.method, request.url.path) for request in asked] == [("POST", "/api/exchange-rates")] * 2
    assert b"2026-09-04,1.1" in asked[0].content
    assert asked[0].headers["Authorization"] == "Bearer token"
    said = capsys.readouterr().out.splitlines()
    assert said[0] == "eurofxref-hist.csv: 6 rates, 2 new, 2026-09-04 to 2026-09-07"
    assert said[1].startswith("empty.csv: The file is empty.")
    assert said[2] == "missing.csv: No such file or directory"
    assert main(["rates", str(files[0])]) == 0
