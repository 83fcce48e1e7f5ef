"""A mailbox in place of the world's: what the local SES sends arrives here as .eml files. Run as a part of its own."""

import asyncio
import email
import os
import time
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

from infra.local.home import HOST, Home, home

LARGEST = 40_000_000
"""Bytes; SES itself takes no more."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A message that arrived, and its file."""

    path: Path
    message: EmailMessage

    @property
    def text(self) -> str:
        """The plain part, else the HTML."""
        body = self.message.get_body(("plain", "html"))
        return body.get_content() if body else ""


def letters(home: Home) -> list[Letter]:
    """Read the mailbox, oldest first."""
    return [Letter(path, _parsed(path)) for path in sorted(home.mail.glob("*.eml"))]


def _parsed(path: Path) -> EmailMessage:
    return email.message_from_bytes(path.read_bytes(), _class=EmailMessage, policy=default)


class Storing:
    """Writes each message to a file of its own, whole or not at all, with the envelope's recipients, who may be hidden ones."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd calls it so
        """Store a message."""
        content = envelope.content if isinstance(envelope.content, bytes) else (envelope.content or "").encode()
        path = self._folder / f"{time.time_ns()}.eml"
        unfinished = path.with_suffix(".part")
        unfinished.write_bytes(b"X-Envelope-To: " + ", ".join(envelope.rcpt_tos).encode() + b"\r\n" + content)
        unfinished.rename(path)
        return "250 stored"


async def serve(home: Home) -> None:
    """Accept mail until the process ends."""
    handler = Storing(home.mail)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: SMTP(handler, hostname="purser.local", data_size_limit=LARGEST, loop=loop), HOST, home.ports.mail
    )
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    os.umask(0o077)  # mail holds links that sign people in
    asyncio.run(serve(home()))
