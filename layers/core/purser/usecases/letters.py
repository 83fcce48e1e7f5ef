"""What people are written about signing in.

Names come from strangers: no line break of theirs reaches a header, no tag of theirs a page.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from string import Template

WANTED = "letter.wanted"
"""The type of the event that asks for one; its detail is {kind, user_id, …}, for a reset {kind, email}."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter as it is sent: one line of subject, and the same said in text and in HTML."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True, slots=True)
class Kind:
    """A letter to be filled in: `$organization` and `$person` are names. `action` says what the link does; "" for no link."""

    subject: str
    paragraphs: tuple[str, ...]
    action: str = ""


KINDS: Mapping[str, Kind] = {
    "reset": Kind(
        "Choose a new password",
        (
            "Somebody, hopefully you, asked to reset your password for $organization.",
            "The link works once, within 30 minutes. If it was not you, do nothing: your password stays as it is.",
        ),
        "Choose a new password",
    ),
    "invitation": Kind(
        "Invitation to $organization",
        ("$person invites you to keep the books of $organization with Purser.", "The link works once, within 30 minutes."),
        "Accept the invitation",
    ),
    "confirmation": Kind(
        "Confirm your address",
        ("Please confirm that this address is yours, for $organization.", "The link works once, within 30 minutes."),
        "Confirm this address",
    ),
    "export_ready": Kind(
        "Your export is ready",
        (
            "Everything of $organization lies ready, in a zip.",
            "Sign in and fetch it from the page of your organisation within six days.",
        ),
    ),
    "password_changed": Kind(
        "Your password was changed",
        (
            "The password of your account at $organization was changed, and every other session was ended.",
            "If it was not you, reset it now from the sign-in page, and tell your administrator.",
        ),
    ),
    "mfa_changed": Kind(
        "How you sign in was changed",
        (
            "A second factor of your account at $organization was added or removed.",
            "If it was not you, change your password now, and tell your administrator.",
        ),
    ),
}


def write(kind: str, names: Mapping[str, str], link: str = "") -> Letter:
    """Write a letter of that kind; KeyError if there is no such kind."""
    form = KINDS[kind]
    plain = {name: one_line(value) for name, value in names.items()}
    paragraphs = [Template(paragraph).substitute(plain) for paragraph in form.paragraphs]
    subject = Template(form.subject).substitute(plain)
    return Letter(subject, _text(paragraphs, link), _html(subject, paragraphs, form.action, link))


def one_line(name: str) -> str:
    """Return a name without line breaks and other control characters, and of a length that a header bears."""
    return " ".join("".join(c if c.isprintable() else " " for c in name).split())[:120]


def _text(paragraphs: list[str], link: str) -> str:
    return "\n\n".join([*paragraphs[:1], *([link] if link else []), *paragraphs[1:]]) + "\n"


def _html(subject: str, paragraphs: list[str], action: str, link: str) -> str:
    """Lay out in a table with styles in line: what every mail program shows alike."""
    button = (
        f'<p style="margin:24px 0"><a href="{escape(link)}" style="background:#1f5f4a;color:#ffffff;padding:12px 20px;'
        f'border-radius:6px;text-decoration:none;display:inline-block">{escape(action)}</a></p>'
    )
    said = [f'<p style="margin:0 0 16px">{escape(paragraph)}</p>' for paragraph in paragraphs]
    inner = "".join([*said[:1], *([button] if link else []), *said[1:]])
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(subject)}</title></head>'
        '<body style="margin:0;background:#f4f4f1"><table role="presentation" width="100%" cellpadding="0" cellspacing="0"><tr>'
        '<td align="center" style="padding:32px 16px"><table role="presentation" width="480" cellpadding="0" cellspacing="0" '
        'style="max-width:480px;background:#ffffff;border-radius:8px"><tr><td style="padding:32px;color:#222222;'
        f'font:16px/1.5 system-ui,sans-serif"><h1 style="font-size:20px;margin:0 0 16px">{escape(subject)}</h1>{inner}'
        "</td></tr></table></td></tr></table></body></html>"
    )
