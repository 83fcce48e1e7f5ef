import json

import pytest
from purser.store.notifications import UnreadableMessageError, arrivals_in


def notification(**stored: str) -> str:
    return json.dumps({"Records": [{"eventName": "ObjectCreated:Put", "s3": {"bucket": {"name": "b"}, "object": stored}}]})


def test_a_key_is_read_as_s3_spells_it() -> None:
    (arrival,) = arrivals_in(notification(key="incoming/a+b%2Bc%C3%A9.csv", versionId="v1", sequencer="01"), "m1")
    assert (arrival.bucket, arrival.key, arrival.version, arrival.stamp, arrival.message_id) == (
        "b",
        "incoming/a b+cé.csv",
        "v1",
        "01",
        "m1",
    )


def test_a_bucket_without_versions_tells_arrivals_apart_by_what_there_is() -> None:
    assert arrivals_in(notification(key="k", sequencer="01"), "m")[0].stamp == "01"
    assert arrivals_in(notification(key="k", eTag="e"), "m")[0].stamp == "e"
    assert arrivals_in(notification(key="k"), "m")[0].stamp == "m"


def test_one_message_may_announce_several_files() -> None:
    two = {"Records": json.loads(notification(key="a"))["Records"] * 2}
    assert [arrival.key for arrival in arrivals_in(json.dumps(two), "m")] == ["a", "a"]


def test_the_message_of_set_up_announces_nothing() -> None:
    assert arrivals_in(json.dumps({"Service": "Amazon S3", "Event": "s3:TestEvent"}), "m") == []


@pytest.mark.parametrize(
    "body", ["", "no JSON", "[]", "null", "{}", '{"Records": [{}]}', '{"Records": 1}', '{"Records": [{"s3": {}}]}']
)
def test_anything_else_is_unreadable(body: str) -> None:
    with pytest.raises(UnreadableMessageError, match="not a notification of S3"):
        arrivals_in(body, "m")
