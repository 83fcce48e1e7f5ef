"""A file that only a person can explain: asked about, explained once, and read from then on."""

import json
from typing import Any

from tests.database import Database
from tests.http import Browser
from tests.integration.http.conftest import Register
from tests.integration.http.test_http_imports import Deliver, deliver, upload
from tests.integration.http.test_http_preview import look

__all__ = ["deliver"]
UNSAID = (
    b"Date,Details,Amount,Currency\n03/04/2024,Coffee bar,-4.25,USD\n05/06/2024,City grocer,-80.10,USD\n"
    b"07/08/2024,Payroll,2500.00,USD\n"
)


def explained(person: Browser, want: str = "%d/%m/%Y") -> dict[str, Any]:
    """The mapping with that of the answers which sets these dates."""
    shown = look(person, UNSAID, "bank.csv").json
    (question,) = shown["questions"]
    sets = next(answer["sets"] for answer in question["answers"] if want in answer["sets"]["dates"])
    return {**shown["mapping"], **sets}


def test_a_preview_asks_what_only_a_person_can_say(ada: Browser) -> None:
    shown = look(ada, UNSAID, "bank.csv").json
    assert (shown["problem"]["code"], shown["questions"][0]["code"], shown["rows"]) == ("AMBIGUOUS_DATES", "AMBIGUOUS_DATES", [])
    assert len(shown["questions"][0]["answers"]) == 2


def test_an_answer_shows_how_the_file_would_be_read(ada: Browser) -> None:
    for want, first in (("%d/%m/%Y", "2024-04-03"), ("%m/%d/%Y", "2024-03-04")):
        shown = look(ada, UNSAID, "bank.csv", mapping=json.dumps(explained(ada, want))).json
        assert (shown["problem"], shown["questions"], shown["rows"][0]["date"]) == (None, [], first)


def test_a_saved_mapping_reads_the_refused_file_and_every_later_one(ada: Browser, deliver: Deliver) -> None:
    first = upload(ada, UNSAID, "bank.csv")
    assert deliver().status == "rejected"
    saved = ada.post("/api/mappings", {"name": "Village bank", "mapping": explained(ada)})
    assert saved.status == 201, saved.body
    later = upload(ada, UNSAID.replace(b"2024", b"2025"), "later.csv")
    assert deliver().imported == 3
    assert ada.get(f"/api/imports/{later}").json["first"] == "2025-04-03"
    assert look(ada, UNSAID, "bank.csv").json["questions"] == []
    assert ada.get(f"/api/imports/{first}").json["status"] == "rejected"


def test_mappings_are_listed_changed_and_forgotten(ada: Browser) -> None:
    mapping = explained(ada)
    saved = ada.post("/api/mappings", {"name": "Village bank", "mapping": mapping}).json
    assert ada.post("/api/mappings", {"name": "Again", "mapping": mapping}).status == 409
    path = f"/api/mappings/{saved['id']}"
    assert ada.send("PATCH", path, json={"name": "Town bank"}).json["name"] == "Town bank"
    changed = ada.send("PATCH", path, json={"mapping": {**mapping, "dates": ["%m/%d/%Y"]}}).json
    assert (changed["mapping"]["dates"], changed["fingerprint"]) == (["%m/%d/%Y"], saved["fingerprint"])
    assert [one["name"] for one in ada.get("/api/mappings").json["items"]] == ["Town bank"]
    assert ada.send("DELETE", path).status == 204
    assert ada.send("DELETE", path).status == 404
    assert ada.get("/api/mappings").json["items"] == []


def test_what_is_no_mapping_is_refused(ada: Browser) -> None:
    whole = explained(ada)
    for wrong in ({}, {"fingerprint": "x"}, {**whole, "dates": []}, {**whole, "surprise": 1}):
        assert ada.post("/api/mappings", {"name": "x", "mapping": wrong}).status == 422, wrong
    assert look(ada, UNSAID, "bank.csv", mapping="[]").status == 422
    assert look(ada, UNSAID, "bank.csv", mapping="{").status == 400


def test_another_organisations_mappings_are_not_there(ada: Browser, register: Register, database: Database) -> None:
    saved = ada.post("/api/mappings", {"name": "Village bank", "mapping": explained(ada)}).json
    eve = register("eve@example.com", "Elsewhere")
    assert eve.get("/api/mappings").json["items"] == []
    assert eve.send("PATCH", f"/api/mappings/{saved['id']}", json={"name": "x"}).status == 404
    assert eve.send("DELETE", f"/api/mappings/{saved['id']}").status == 404
    assert look(eve, UNSAID, "bank.csv").json["problem"]["code"] == "AMBIGUOUS_DATES"
    assert database.connect("app").run("SELECT count(*) FROM mappings") == [[0]], "nobody's transaction sees none"


def test_a_refused_file_is_looked_at_again_where_it_lies(ada: Browser, deliver: Deliver, register: Register) -> None:
    refused = upload(ada, UNSAID, "bank.csv")
    assert ada.post(f"/api/imports/{refused}/preview", {}).status == 409, "it has not come yet"
    assert deliver().status == "rejected"
    asked = ada.post(f"/api/imports/{refused}/preview", {}).json
    assert [question["code"] for question in asked["questions"]] == ["AMBIGUOUS_DATES"]
    shown = ada.post(f"/api/imports/{refused}/preview", {"mapping": explained(ada)}).json
    assert (shown["problem"], shown["rows"][0]["date"], shown["booked"]) == (None, "2024-04-03", 3)
    assert ada.get(f"/api/imports/{refused}").json["status"] == "rejected"
    assert register("eve@example.com", "Elsewhere").post(f"/api/imports/{refused}/preview", {}).status == 404
