from purser.domain.ids import uuid7

from tests.http import Browser
from tests.integration.http.sign_in.conftest import login


def test_a_person_sees_where_they_are_signed_in(ada: Browser) -> None:
    phone = Browser(ada.handlers)
    login(phone)
    items = ada.get("/auth/sessions").json["items"]
    assert [(item["current"], item["ip"]) for item in items] == [(False, "192.0.2.7"), (True, "192.0.2.7")]
    phone.post("/auth/refresh")
    again = ada.get("/auth/sessions").json["items"]
    assert {item["id"] for item in again} == {item["id"] for item in items}, "renewing makes no new sign-in"


def test_a_sign_in_elsewhere_can_be_ended(ada: Browser) -> None:
    phone = Browser(ada.handlers)
    login(phone)
    other = next(item["id"] for item in ada.get("/auth/sessions").json["items"] if not item["current"])
    assert ada.send("DELETE", f"/auth/sessions/{other}").status == 204
    assert phone.post("/auth/refresh").status == 401
    assert [item["current"] for item in ada.get("/auth/sessions").json["items"]] == [True]
    assert ada.send("DELETE", f"/auth/sessions/{other}").status == 404


def test_somebody_elses_sign_in_is_not_there(ada: Browser, register: object) -> None:
    assert callable(register)
    eve = register("eve@example.com", "Elsewhere")
    (theirs,) = ada.get("/auth/sessions").json["items"]
    assert eve.send("DELETE", f"/auth/sessions/{theirs['id']}").status == 404
    assert eve.send("DELETE", f"/auth/sessions/{uuid7()}").status == 404
    assert ada.post("/auth/refresh").status == 200
