"""What S3 tells a queue about files that arrived."""

import json
from typing import Any
from urllib.parse import quote_plus, unquote_plus
from uuid import UUID

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
        return [_arrival(record, message_id) for record in said["Records"]]
    except (ValueError, LookupError, TypeError, AttributeError) as wrong:
        raise UnreadableMessageError(f"The message is not a notification of S3 ({type(wrong).__name__}: {wrong}).") from wrong


def notification(bucket: str, key: str, version: str | None, import_id: UUID) -> str:
    """Write a message as S3 would if the file arrived now, for an import whose file is to be read again."""
    stored = {"key": quote_plus(key), **({"versionId": version} if version else {})}
    return json.dumps({"Records": [{"s3": {"bucket": {"name": bucket}, "object": stored}, "import_id": str(import_id)}]})


def queue_name(environment: str, key: str) -> str:
    """Return the name of the queue that hears of a key: its bank's, as infra/bank_feed.yaml names it."""
    return f"purser-{environment}-{key.split('/')[1]}"


def _arrival(record: dict[str, Any], message_id: str) -> Arrival:
    """S3 spells keys as in a URL: a space is a plus."""
    s3 = record["s3"]
    stored = s3["object"]
    return Arrival(
        bucket=s3["bucket"]["name"],
        key=unquote_plus(stored["key"]),
        version=stored.get("versionId"),
        stamp=stored.get("sequencer") or stored.get("eTag") or message_id,
        message_id=message_id,
        import_id=UUID(record["import_id"]) if "import_id" in record else None,
    )
