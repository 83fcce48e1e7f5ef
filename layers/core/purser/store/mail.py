"""Mail by SES: `send_raw_email` of version 1 with a message of seven-bit characters, which every relay passes on unchanged."""

from collections.abc import Callable
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage
from email.utils import format_datetime, localtime, make_msgid
from typing import Any, Protocol

_SEVEN_BIT = policy.SMTP.clone(cte_type="7bit")


class Letter(Protocol):
    """What is written: a subject, the same in text and in HTML."""

    @property
    def subject(self) -> str:
        """One line."""
        ...

    @property
    def text(self) -> str:
        """The plain part."""
        ...

    @property
    def html(self) -> str:
        """The other part."""
        ...


@dataclass(frozen=True, slots=True)
class Post:
    """Sends as one sender; `client` returns the SES client."""

    client: Callable[[], Any]
    sender: str

    def send(self, letter: Letter, to: str) -> None:
        """Hand a letter to SES. The envelope names the one recipient, so that no header could add another."""
        message = compose(letter, self.sender, to)
        self.client().send_raw_email(Source=self.sender, Destinations=[to], RawMessage={"Data": message.as_bytes()})


def compose(letter: Letter, sender: str, to: str) -> EmailMessage:
    """Make the message; ValueError if a header would hold a line break."""
    message = EmailMessage(_SEVEN_BIT)
    message["From"], message["To"], message["Subject"] = sender, to, letter.subject
    message["Date"] = format_datetime(localtime())
    message["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2].rstrip(">"))
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text, cte="quoted-printable")
    message.add_alternative(letter.html, subtype="html", cte="quoted-printable")
    return message
