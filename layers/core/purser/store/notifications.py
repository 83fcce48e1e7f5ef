"""What S3 tells a queue about files that arrived."""

import json
from typing import Any
from urllib.parse import unquote_plus

from purser.domain.errors import PurserError
from purser.domain.uploads import Arrival


class UnreadableMessageError(PurserError):
    """A message that is no notification of S3."""

    code = "UNREADABLE_MESSAGE"


def arrivals_in(body: str, message_id: str) -> list[Arrival]:
    """Return the files that a message announces; none for the message S3 sends when notifications are set up."""
    try:
        said = json.loads(body)
        if said.get("Event") == "s3:TestEvent":
            return []
        return [_arrival(record["s3"], message_id) for record in said["Records"]]
    except (ValueError, LookupError, TypeError, AttributeError) as wrong:
        raise UnreadableMessageError(f"The message is not a notification of S3 ({type(wrong).__name__}: {wrong}).") from wrong


def _arrival(s3: dict[str, Any], message_id: str) -> Arrival:
    """S3 spells keys as in a URL: a space is a plus."""
    stored = s3["object"]
    return Arrival(
        bucket=s3["bucket"]["name"],
        key=unquote_plus(stored["key"]),
        version=stored.get("versionId"),
        stamp=stored.get("sequencer") or stored.get("eTag") or message_id,
        message_id=message_id,
    )
