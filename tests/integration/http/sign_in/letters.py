"""The post, in one process: events that ask for letters are handed to `auth`, as the bus would; moto's SES keeps what is sent."""

import email
import json
import re
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import default
from typing import Any
from uuid import uuid4

from moto.ses.models import ses_backends

from tests.database import Database
from tests.http import CONTEXT, Handler


@dataclass
class PostOffice:
    auth: Handler
    database: Database
    asked: list[dict[str, str]] = field(default_factory=list)

    def deliver(self) -> list[EmailMessage]:
        """Hand over what was asked for since the last time; return every letter sent so far."""
        for detail in self.asked:
            self.hand_over(detail)
        self.asked.clear()
        admin = self.database.connect("admin")
        for event_id, detail in admin.run(
            "UPDATE outbox SET published_at = now() WHERE type = 'letter.wanted' AND published_at IS NULL RETURNING id, detail"
        ):
            self.hand_over({"event_id": str(event_id), **detail})
        return self.sent()

    def hand_over(self, detail: dict[str, Any]) -> None:
        event = {"id": str(uuid4()), "detail-type": "letter.wanted", "source": "purser", "detail": detail}
        record = {"messageId": "m-1", "eventSource": "aws:sqs", "body": json.dumps(event)}
        failed = self.auth({"Records": [record]}, CONTEXT)
        assert failed == {"batchItemFailures": []}

    def sent(self) -> list[EmailMessage]:
        return [
            email.message_from_string(message.raw_data, _class=EmailMessage, policy=default)
            for message in ses_backends["123456789012"]["us-east-1"].sent_messages
        ]

    def link(self, kind: str) -> str:
        """Return the token of the latest letter of that kind."""
        tokens = [found[1] for letter in self.deliver() if (found := re.search(rf"#{kind}=(\S+)", text_of(letter)))]
        return tokens[-1]


def text_of(letter: EmailMessage, kind: str = "plain") -> str:
    body = letter.get_body((kind,))
    assert body
    text: str = body.get_content()
    return text
