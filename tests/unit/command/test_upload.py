import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from infra.command import main, upload

ACCOUNT = "0198f0c4-0000-7000-8000-000000000001"
IMPORT = "0198f0c4-0000-7000-8000-000000000002"


class FakeApi:
    """An API that answers an upload as it is told to, and remembers what it was asked."""

    def __init__(self) -> None:
        self.statuses = ["waiting", "reading", "done"]
        self.rejected: list[dict[str, Any]] = []
        self.error: dict[str, Any] | None = None
        self.put: list[httpx.Request] = []
        self.announced: list[dict[str, Any]] = []
        self.signed_in: list[str] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        route: dict[tuple[str, str], Callable[[httpx.Request], httpx.Response]] = {
            ("POST", "/auth/login"): self._login,
            ("POST", "/api/uploads"): self._announce,
            ("PUT", "/bucket/key"): self._put,
            ("GET", f"/api/imports/{IMPORT}"): self._import,
            ("GET", f"/api/imports/{IMPORT}/rows"): lambda _: httpx.Response(
                200, json={"items": self.rejected, "next_cursor": None}
            ),
            ("GET", "/api/accounts"): self._accounts,
        }
        return route[request.method, request.url.path](request)

    def _login(self, request: httpx.Request) -> httpx.Response:
        self.signed_in.append(json.loads(request.content)["email"])
        return httpx.Response(200, json={"access_token": "token"})

    def _announce(self, request: httpx.Request) -> httpx.Response:
        assert request.headers["Authorization"] == "Bearer token"
        self.announced.append(json.loads(request.content))
        if self.announced[-1]["size"] > 100:
            details = [{"field": "size", "problem": "too many"}]
            error = {"message": "Too large.", "details": details, "request_id": "r-7"}
            return httpx.Response(413, json={"error": error})
        target = {
            "import_id": IMPORT,
            "upload_url": "http://127.0.0.1:1/bucket/key",
            "headers": {"x-amz-meta-correlation-id": "c"},
        }
        return httpx.Response(201, json=target)

    def _put(self, request: httpx.Request) -> httpx.Response:
        request.read()
        self.put.append(request)
        return httpx.Response(200)

    def _import(self, _: httpx.Request) -> httpx.Response:
        status = self.statuses.pop(0) if len(self.statuses) > 1 else self.statuses[0]
        counts = {"imported": 2, "duplicates": 0, "pending": 0, "rejected": len(self.rejected), "ignored": 0}
        return httpx.Response(
            200, json={"id": IMPORT, "status": status, "error": self.error, "rows_done": 7, "progress": 40, **counts}
        )

    def _accounts(self, _: httpx.Request) -> httpx.Response:
        items = [
            {"id": ACCOUNT, "name": "House", "number_masked": "…1234"},
            {"id": IMPORT, "name": "Other", "number_masked": None},
        ]
        return httpx.Response(200, json={"items": items, "next_cursor": None})


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> FakeApi:
    made = FakeApi()
    client = httpx.Client

    def connected(**options: Any) -> httpx.Client:
        return client(**options, transport=httpx.MockTransport(made))

    monkeypatch.setattr(httpx, "Client", connected)
    monkeypatch.setattr(upload, "PAUSE_SECONDS", 0)
    for name in ("PURSER_URL", "PURSER_TOKEN", "PURSER_PASSWORD"):
        monkeypatch.delenv(name, raising=False)
    return made


@pytest.fixture
def statement(tmp_path: Path) -> Path:
    path = tmp_path / "Chase1234.csv"
    path.write_bytes(b"two lines\nof text\n")
    return path


def test_a_file_is_sent_whole_and_its_counts_are_shown(
    fake: FakeApi, statement: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["upload", str(statement)]) == 0
    (sent,) = fake.put
    assert sent.content == statement.read_bytes()
    assert (sent.headers["Content-Length"], sent.headers["x-amz-meta-correlation-id"]) == ("18", "c")
    assert "Authorization" not in sent.headers, "S3 must not learn who we are"
    assert fake.announced == [{"filename": statement.name, "size": 18}]
    assert fake.signed_in == ["demo@example.com"]
    shown = capsys.readouterr().out
    assert statement.name in shown
    assert "done" in shown


def test_rejected_rows_are_told_with_their_reasons_and_fail_the_command(
    fake: FakeApi, statement: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fake.rejected = [{"line": 3, "code": "BAD_DATE", "reason": "No such day", "text": "30.02.2026;[1,00]\x1b[2J"}]
    assert main(["upload", str(statement)]) == 1
    shown = " ".join(capsys.readouterr().out.split())
    assert "line 3: No such day [BAD_DATE] 30.02.2026;[1,00]�[2J" in shown


def test_a_rejected_file_fails_the_command_with_its_reason(
    fake: FakeApi, statement: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fake.statuses, fake.error = ["rejected"], {"code": "UNKNOWN_FORMAT", "message": "This is no statement."}
    assert main(["upload", str(statement)]) == 1
    assert "This is no statement." in capsys.readouterr().out


def test_what_goes_wrong_with_one_file_does_not_stop_the_others(
    fake: FakeApi, statement: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "huge.csv").write_bytes(b"x" * 101)
    assert main(["upload", str(tmp_path / "missing.csv"), str(tmp_path / "huge.csv"), str(statement)]) == 1
    shown = " ".join(capsys.readouterr().out.split())
    assert "It cannot be read: No such file or directory." in shown
    assert "Too large. size: too many (413, request r-7)" in shown
    assert len(fake.put) == 1


@pytest.mark.parametrize("named", [ACCOUNT, "House", "1234"])
def test_an_account_is_named_by_id_name_or_last_digits(fake: FakeApi, statement: Path, named: str) -> None:
    assert main(["upload", str(statement), "--account", named, "--bank", "chase"]) == 0
    assert fake.announced == [{"filename": statement.name, "size": 18, "account_id": ACCOUNT, "bank": "chase"}]


def test_an_account_that_nobody_has_is_told_with_those_there_are(
    fake: FakeApi, statement: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["upload", str(statement), "--account", "Yacht"]) == 1
    assert "House, Other" in capsys.readouterr().err
    assert fake.announced == []


def test_a_token_of_the_environment_is_used(fake: FakeApi, statement: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PURSER_TOKEN", "token")
    assert main(["upload", str(statement)]) == 0
    assert fake.signed_in == []


def test_a_person_signs_in_with_the_password_of_the_environment(
    fake: FakeApi, statement: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PURSER_PASSWORD", "secret enough")
    assert main(["upload", str(statement), "--email", "ada@example.com"]) == 0
    assert fake.signed_in == ["ada@example.com"]


def test_an_import_that_does_not_end_is_not_waited_for_forever(
    fake: FakeApi, statement: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    fake.statuses = ["reading"]
    monkeypatch.setattr(upload, "WAIT_SECONDS", 0)
    assert main(["upload", str(statement)]) == 1
    assert "still reading" in " ".join(capsys.readouterr().out.split())


def test_a_purser_that_is_down_is_told_as_such(statement: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["upload", str(statement), "--url", "http://127.0.0.1:1"]) == 1
    assert "cannot be reached" in capsys.readouterr().err
