"""What is handed to SES: seven-bit characters, one recipient, no header that was not meant."""

import email
from email.policy import default
from typing import Any

import pytest
from purser.store.mail import Post, compose
from purser.usecases.letters import KINDS, Letter, one_line, write

NAMES = {"organization": "Käse & Söhne <GmbH>", "person": "ada@example.com"}
LINK = "https://purser.example.com/#reset=abc_-123"


class Ses:
    def __init__(self) -> None:
        self.sent: list[dict[str, Any]] = []

    def send_raw_email(self, **message: Any) -> None:
        self.sent.append(message)


def test_a_letter_is_seven_bit_whatever_names_are_in_it() -> None:
    ses = Ses()
    Post(lambda: ses, "purser@example.com").send(write("invitation", NAMES, LINK), "bob@example.com")
    (sent,) = ses.sent
    assert sent["RawMessage"]["Data"].isascii()
    assert max(len(line) for line in sent["RawMessage"]["Data"].splitlines()) <= 998
    assert (sent["Source"], sent["Destinations"]) == ("purser@example.com", ["bob@example.com"])
    read = email.message_from_bytes(sent["RawMessage"]["Data"], policy=default)
    assert read["Subject"] == "Invitation to Käse & Söhne <GmbH>"


@pytest.mark.parametrize("kind", KINDS)
def test_both_parts_of_every_letter_say_the_same(kind: str) -> None:
    link = LINK if KINDS[kind].action else ""
    message = compose(write(kind, NAMES, link), "Purser <purser@example.com>", "bob@example.com")
    plain, html = (message.get_body((part,)) for part in ("plain", "html"))
    assert plain
    assert html
    assert (LINK in plain.get_content()) is bool(link)
    assert (f'href="{LINK}"' in html.get_content()) is bool(link)
    assert "Käse & Söhne <GmbH>" in plain.get_content()
    assert "Käse &amp; Söhne &lt;GmbH&gt;" in html.get_content()


@pytest.mark.parametrize("header", ["subject", "to"])
def test_header_injection_is_refused_by_the_message_itself(header: str) -> None:
    letter = Letter("Hello\r\nBcc: victim@example.com" if header == "subject" else "Hello", "text", "<p>html</p>")
    to = "bob@example.com\r\nBcc: victim@example.com" if header == "to" else "bob@example.com"
    with pytest.raises(ValueError, match=r"[Hh]eader|linefeed|newline"):
        compose(letter, "purser@example.com", to)


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("Evil\r\nBcc: victim@example.com", "Evil Bcc: victim@example.com"),
        ("a\u2028b\u0085c\x0bd", "a b c d"),
        ("  spaced   out ", "spaced out"),
        ("x" * 500, "x" * 120),
    ],
)
def test_names_of_strangers_become_one_line(name: str, line: str) -> None:
    assert one_line(name) == line


def test_a_dollar_in_a_name_is_a_dollar() -> None:
    letter = write("invitation", {"organization": "Cash $person $$", "person": "ada@example.com"}, LINK)
    assert letter.subject == "Invitation to Cash $person $$"
