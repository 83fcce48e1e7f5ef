"""Which format a file is: exactly one by content, or a refusal that says what to do."""

from collections.abc import Collection
from dataclasses import replace
from typing import Protocol

from purser.banks._infer import Saved, inferred, nothing_saved
from purser.banks._text import Document
from purser.domain.errors import StatementError
from purser.domain.repairs import OWN_LAYOUT
from purser.domain.statements import Reading


class Format(Protocol):
    """What each public module of this package defines as FORMAT."""

    @property
    def name(self) -> str:
        """The module's own name."""

    @property
    def bank(self) -> str:
        """Whose layout it is, "other" where the layout does not say."""

    def claims(self, document: Document) -> bool:
        """Whether the file is of this format; must rest on content alone."""

    def resembles(self, document: Document) -> str:
        """Say what keeps a similar file from being this format, "" if it is not similar."""

    def read(self, document: Document, currency: str | None) -> Reading:
        """Read a file that the format claims; `currency` counts where the file says none."""


def recognise(document: Document, formats: Collection[Format], bank: str | None = None, saved: Saved = nothing_saved) -> Format:
    """Return the one format that claims the file; the bank decides between several, `saved` mappings where none does."""
    claims = [candidate for candidate in formats if candidate.claims(document)]
    # Nobody else writes ours, whose cells may quote rows of any other.
    if OWN_LAYOUT in (candidate.name for candidate in claims):
        claims = [candidate for candidate in claims if candidate.name == OWN_LAYOUT]
    if len(claims) > 1:
        claims = [candidate for candidate in claims if candidate.bank == bank] or claims
    if len(claims) > 1:
        contenders = " and ".join(sorted(candidate.name for candidate in claims))
        message = f"The file could be {contenders}. Say which bank it comes from."
        raise StatementError(message, code="AMBIGUOUS_FORMAT")
    return claims[0] if claims else _infer_layout(document, formats, saved)


def _infer_layout(document: Document, formats: Collection[Format], saved: Saved) -> Format:
    """Find out the layout of a table that no format claims, or refuse it."""
    try:
        return inferred(document, saved)
    except StatementError as refusal:
        raise refused(refusal, document, formats) from refusal


def refused(refusal: StatementError, document: Document, formats: Collection[Format]) -> StatementError:
    """Say of a file that is unknown which format it nearly is; a question stays a question."""
    similar = [(candidate.name, said) for candidate in formats if (said := candidate.resembles(document))]
    if refusal.code != "UNKNOWN_FORMAT" or not similar:
        return refusal
    name, difference = min(similar, key=lambda one: one[1].count('"'))
    remedy = "Export the statement as CSV, OFX or QFX at the bank, and do not edit it."
    return StatementError(f"The file looks like {name}, but {difference}. {remedy}", code="UNKNOWN_FORMAT")


def agree(reading: Reading, bank: str | None) -> Reading:
    """Check the reading against the bank it was filed under; a bank that the file leaves open becomes that one."""
    if bank in (None, "other", reading.bank):
        return reading
    if reading.bank != "other":
        message = f"This is a file of {reading.bank}, not of {bank}. Upload it under {reading.bank}."
        raise StatementError(message, code="WRONG_BANK")
    return replace(reading, bank=bank)
