import asyncio
from email.message import EmailMessage
from pathlib import Path

from aiosmtpd.smtp import Envelope, Session

from infra.local.home import Home, Ports
from infra.local.mailbox import Storing, letters


def delivered(folder: Path, letter: EmailMessage, *to: str) -> str:
    envelope = Envelope()
    envelope.content, envelope.rcpt_tos = letter.as_bytes(), list(to)
    return asyncio.run(Storing(folder).handle_DATA(None, Session(None), envelope))  # type: ignore[arg-type] # the server is not asked


def letter(subject: str, text: str) -> EmailMessage:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = "purser@example.com", "maya@example.com", subject
    made.set_content(text)
    return made


def test_what_is_sent_can_be_read_back_in_order(tmp_path: Path) -> None:
    home = Home(tmp_path, Ports())
    delivered(home.mail, letter("First", "Grüße"), "maya@example.com")
    delivered(home.mail, letter("Second", "More"), "maya@example.com")

    first, second = letters(home)

    assert (first.message["Subject"], first.text, second.message["Subject"]) == ("First", "Grüße\n", "Second")


def test_hidden_recipients_are_kept(tmp_path: Path) -> None:
    home = Home(tmp_path, Ports())
    delivered(home.mail, letter("Report", "x"), "maya@example.com", "auditor@example.com")

    (found,) = letters(home)

    assert found.message["X-Envelope-To"] == "maya@example.com, auditor@example.com"
