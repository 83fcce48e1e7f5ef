"""The API as people meet it: the guide's own examples, a browser's cookie jar, and the upload command, through the front door."""

import re
import subprocess
from pathlib import Path

import httpx

from tests.cloud import ROOT, LocalCloud
from tests.statements import chase_checking

DEMO = {"email": "demo@example.com", "password": "counting-house-2026"}


def test_every_example_of_the_guide_works(cloud: LocalCloud, tmp_path: Path) -> None:
    examples = re.findall(r"```sh\n(.*?)```", (ROOT / "docs/api.md").read_text(), re.DOTALL)
    assert len(examples) >= 7
    script = "\n".join(["set -eu", *examples])
    for written, here in (
        ("http://127.0.0.1:8080", cloud.origin),
        ("FILE=infra/", f"FILE={ROOT}/infra/"),
        ("curl -s ", "curl -sS --fail-with-body --max-time 30 "),
    ):
        assert written in script
        script = script.replace(written, here)
    done = subprocess.run(["bash", "-c", script], cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False)  # noqa: S603, S607 - the guide's own lines, in the shell of whoever reads it
    assert done.returncode == 0, done.stdout + done.stderr
    assert '"error":{' not in done.stdout.replace(" ", "")


def test_a_session_in_a_cookie_jar_is_renewed_and_a_stolen_copy_ends_it(cloud: LocalCloud) -> None:
    def echo(person: httpx.Client) -> dict[str, str]:
        return {"X-CSRF-Token": person.cookies["csrf_token"]}

    with (
        httpx.Client(base_url=cloud.origin, trust_env=False) as ada,
        httpx.Client(base_url=cloud.origin, trust_env=False) as thief,
    ):
        ada.post("/auth/login", json=DEMO).raise_for_status()
        thief.cookies = httpx.Cookies(ada.cookies)
        assert ada.post("/auth/refresh").status_code == 403, "no echo"
        assert ada.post("/auth/refresh", headers=echo(ada)).status_code == 200
        assert ada.get("/auth/me").json()["user"]["email"] == DEMO["email"]
        assert thief.post("/auth/refresh", headers=echo(thief)).status_code == 401
        assert ada.post("/auth/refresh", headers=echo(ada)).status_code == 401, "the family is revoked"


def test_the_upload_command_waits_until_a_statement_is_ledger(cloud: LocalCloud, tmp_path: Path) -> None:
    statement, letter = tmp_path / "Chase7788_Activity_20260930.CSV", tmp_path / "letter.txt"
    statement.write_bytes(chase_checking(("09/30/2026", "UPLOADED BY COMMAND", "-4.50", "95.50")))
    letter.write_text("Dear Sir or Madam,\n")
    done = cloud.purser("upload", str(statement), "--bank", "chase")
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"done +1 +0 +0 +0 +0", done.stdout), done.stdout
    refused = cloud.purser("upload", str(letter))
    assert refused.returncode == 1
    assert "letter.txt" in refused.stdout
    assert "rejected" in refused.stdout
