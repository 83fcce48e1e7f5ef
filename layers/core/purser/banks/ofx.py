"""OFX 1.x (SGML), OFX 2.x (XML), QFX, QBO, and OFC, which came before them; of any bank."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from purser.banks._ofx import decode
from purser.banks._ofx_items import OfxItems
from purser.banks._text import Document
from purser.domain.currencies import currency_named
from purser.domain.errors import StatementError
from purser.domain.statements import Reading

_START = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:OFXHEADER\s*:|<\?OFX\b|<OFX[\s>])", re.IGNORECASE)
_ROOT = re.compile(
    r"<(?:[a-z_][\w-]{0,30}:)?(?:OF[XC]|SIGNONMSGSRSV1|BANKMSGSRSV1|CREDITCARDMSGSRSV1|STMTTRNRS|CCSTMTTRNRS|BANKTRANLIST|STMTTRN)"
    r"(?:\s[^<>]*)?>(?=\s*(?P<inner><[a-z])?)",
    re.IGNORECASE,
)
_HEAD = 4096
"""Characters in which the first tag must stand: a header may be damaged, or have lines of a web server above it."""
_ORGANISATION = re.compile(r"<ORG>\s*([^<\r\n]*)", re.IGNORECASE)
_KIND = re.compile(r"<(?:(STMTRS|CCSTMTRS|INVSTMTRS|STMTTRN)\b|ACCTTYPE>\s*([A-Za-z]*))", re.IGNORECASE)
_BANKS = {"b1": "chase", "discover financial services": "discover", "hibernia": "capital_one", "capital one": "capital_one"}
_KINDS = {
    "CHECKING": "checking",
    "SAVINGS": "savings",
    "MONEYMRKT": "savings",
    "CD": "savings",
    "CREDITLINE": "loan",
    "CCSTMTRS": "card",
    "INVSTMTRS": "investment",
}


@dataclass(frozen=True)
class OfxFormat:
    """Any file that starts as OFX does; the bank is what its <ORG> says, where that is known."""

    name: str = "ofx"
    bank: str = "other"

    def claims(self, document: Document) -> bool:
        """Whether the file starts with an OFX header or root, or soon comes to a root with tags in it."""
        head = document.opening()[:_HEAD]
        return _START.match(head) is not None or any(root["inner"] for root in _ROOT.finditer(head))

    def resembles(self, _document: Document) -> str:
        """Say nothing: a file is OFX or is not."""
        return ""

    def read(self, document: Document, currency: str | None) -> Reading:
        """Read all statements of the file; `currency` counts where neither CURDEF nor the entry says one."""
        text = decode(document)
        root = _ROOT.search(text)
        if not root:
            raise StatementError("The file stops after its OFX header. Export it again.", code="UNREADABLE")
        if re.search(r"<!(?:ENTITY|DOCTYPE[^<>]*\[)", text[: root.start()], re.IGNORECASE):
            message = "The file declares its own XML entities, which no bank does. Export it again at the bank."
            raise StatementError(message, code="UNREADABLE")
        organisation = _ORGANISATION.search(document.opening())
        bank = _BANKS.get(organisation[1].strip().casefold(), self.bank) if organisation else self.bank
        return Reading(self.name, bank, _kind(text), OfxItems(text, currency).read(), tuple(_warnings(text)))


FORMAT = OfxFormat()


def _kind(text: str) -> str:
    """Return the kind that all statements of the file share, "other" if they differ."""
    kinds: set[str] = set()
    in_head = False
    for match in _KIND.finditer(text):
        tag, account_type = (match[1] or "").upper(), (match[2] or "").upper()
        if in_head and not tag:
            kinds.add(_KINDS.get(account_type, "other"))
        elif tag in _KINDS:
            kinds.add(_KINDS[tag])
        in_head = tag == "STMTRS"
    return kinds.pop() if len(kinds) == 1 else "other"


def _warnings(text: str) -> Iterator[str]:
    currency = re.search(r"<CURDEF>\s*([^<\r\n]{1,40})", text, re.IGNORECASE)
    if currency and not currency_named(currency[1]):
        yield f'The statement\'s currency, "{currency[1].strip()}", is not a code like USD.'
    if not re.search(r"</(?:[\w-]+:)?OF[XC]\s*>[\s\x1a]*\Z", text, re.IGNORECASE):
        yield "The file does not end with </OFX>: it may have been cut short."
    if error := re.search(r"<SEVERITY>\s*ERROR\b[^<]*(?:</SEVERITY>\s*)?(?:<MESSAGE>([^<\r\n]*))?", text, re.IGNORECASE):
        yield f"The bank reported an error: {(error[1] or 'without a message').strip()}."
