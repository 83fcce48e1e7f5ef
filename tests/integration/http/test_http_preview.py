"""A look at a file before it is imported."""

from typing import Any

from tests.http import Answer, Browser, multipart
from tests.integration.http.test_http_uploads import objects
from tests.statements import SEPTEMBER


def look(person: Browser, content: bytes, name: str = "Chase1234_Activity.CSV", **fields: str) -> Answer:
    content_type, body = multipart(fields, name, content)
    return person.send("POST", "/api/uploads/preview", headers={"Content-Type": content_type}, body=body)


def test_a_preview_reads_as_an_import_would_and_stores_nothing(ada: Browser) -> None:
    answer = look(ada, SEPTEMBER.replace(b"09/20/2026", b"99/99/2026"))
    assert answer.status == 200, answer.body
    shown: dict[str, Any] = answer.json
    assert (shown["format"], shown["bank"], shown["booked"], shown["rejected"], shown["totals"]) == (
        "chase_checking", "chase", 3, 1, {"USD": "2137.14"},
    )  # fmt: skip
    assert shown["rows"][0] | {"text": ""} == {
        "line": 2, "status": "booked", "date": "2026-09-28", "amount": "2500", "currency": "USD",
        "description": "PAYROLL ACME INC",
        "account": "1234", "code": None, "reason": None, "text": "",
    }  # fmt: skip
    assert (shown["rows"][2]["status"], shown["rows"][2]["code"]) == ("rejected", "BAD_DATE")
    assert objects() == []
    assert ada.get("/api/imports").json["items"] == ada.get("/api/transactions").json["items"] == []


def test_a_preview_says_why_a_file_would_be_refused(ada: Browser) -> None:
    shown = look(ada, b"PK\x03\x04 something packed", "statements.zip").json
    assert (shown["problem"]["code"], shown["rows"], shown["format"]) == ("ARCHIVE", [], None)
    assert look(ada, SEPTEMBER, bank="discover").json["problem"]["code"] == "WRONG_BANK"


def test_a_preview_of_nothing_is_refused(ada: Browser) -> None:
    assert look(ada, b"").status == 422
    assert look(ada, b"x" * 5_200_000).status == 413


def test_a_long_file_shows_its_first_rows_and_counts_them_all(ada: Browser) -> None:
    header, row, *_ = SEPTEMBER.split(b"\n")
    shown = look(ada, b"\n".join([header, *[row] * 80, b""])).json
    assert (len(shown["rows"]), shown["rows_read"]) == (50, 80)
