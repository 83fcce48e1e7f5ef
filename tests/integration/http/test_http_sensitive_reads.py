"""Reading what is sensitive is on the trail: the trail itself, the error log, original files, and whatever leaves in bulk."""

from collections.abc import Callable
from typing import Any

from purser.domain.ids import uuid7

from tests.database import Database
from tests.http import Browser
from tests.integration.http.conftest import BUCKET
from tests.staff import hire

Books = Callable[[Browser], Any]


def reads(person: Browser) -> list[tuple[str, dict[str, Any] | None]]:
    items = person.get("/api/audit-log", action="read").json["items"]
    return [(one["subject_type"], one["after"]) for one in items]


def test_reading_the_trail_is_an_entry_with_what_was_asked_for_once_for_all_pages(ada: Browser) -> None:
    first = ada.get("/api/audit-log", action="sign_in", limit="1")
    assert [one["action"] for one in first.json["items"]] == ["sign_in"]
    ada.get("/api/audit-log", limit="1")
    cursor = ada.get("/api/audit-log", limit="1").json["next_cursor"]
    ada.get("/api/audit-log", limit="1", cursor=cursor)
    assert reads(ada) == [("audit_log", None), ("audit_log", None), ("audit_log", {"action": "sign_in"})]


def test_the_error_log_is_for_who_may_see_it_and_reading_it_is_an_entry(ada: Browser, database: Database, books: Books) -> None:
    with books(ada) as tx:
        for code, context in (("LETTER_FAILED", "{}"), ("IMPORT_FAILED", f'{{"import_id": "{uuid7()}"}}')):
            tx.execute(
                "INSERT INTO error_log (id, org_id, source, code, message, context) VALUES (:id, :org, '', :code, '', :context)",
                id=uuid7(), org=tx.org_id, code=code, context=context,
            )  # fmt: skip
    shown = ada.get("/api/errors").json["items"]
    assert [one["code"] for one in shown] == ["LETTER_FAILED"], "an import that one does not see is not spoken of"
    assert reads(ada) == [("error_log", None)]
    assert hire(database, ada, "analyst").get("/api/errors").status == 403


def test_fetching_an_original_file_is_an_entry(ada: Browser, books: Books) -> None:
    import_id = uuid7()
    with books(ada) as tx:
        tx.execute(
            "INSERT INTO imports (id, org_id, bank, filename, object_key, status)"
            " VALUES (:id, :org, 'chase', 'a.csv', :key, 'done')",
            id=import_id, org=tx.org_id, key=f"incoming/chase/{tx.org_id}/auto/{import_id}/a.csv",
        )  # fmt: skip
    answer = ada.get(f"/api/imports/{import_id}/original")
    assert (answer.status, BUCKET in answer.headers["Location"][0]) == (302, True)
    (entry,) = ada.get("/api/audit-log", action="read", subject_id=str(import_id)).json["items"]
    assert entry["subject_type"] == "original_file"


def test_every_export_is_an_entry(ada: Browser) -> None:
    for path, subject in (
        ("/api/audit-log/export", "audit_log"),
        ("/api/organizations/current/export", "organization"),
        ("/api/users/me/export", "user"),
    ):
        assert ada.get(path).status == 200
        (entry,) = ada.get("/api/audit-log", action="export", subject_type=subject).json["items"]
        assert entry["actor"] == "ada@example.com"
