"""Which format a file is: exactly one by content, or a refusal that says what to do."""

from collections.abc import Collection
from dataclasses import replace
from typing import Protocol

from purser.banks._text import Document
from purser.domain.errors import StatementError
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


def recognise(document: Document, formats: Collection[Format], bank: str | None = None) -> Format:
    """Return the one format that claims the file; the bank decides only between several."""
    claims = [candidate for candidate in formats if candidate.claims(document)]
    if len(claims) > 1:
        claims = [candidate for candidate in claims if candidate.bank == bank] or claims
    if len(claims) > 1:
        contenders = " and ".join(sorted(candidate.name for candidate in claims))
        message = f"The file could be {contenders}. Say which bank it comes from."
        raise StatementError(message, code="AMBIGUOUS_FORMAT")
    if not claims:
        raise StatementError(
            f"{_nearest(document, formats)} Export the statement as CSV, OFX or QFX at the bank, and do not edit it.",
            code="UNKNOWN_FORMAT",
        )
    return claims[0]


def _nearest(document: Document, formats: Collection[Format]) -> str:
    """Name the format from which the fewest columns are missing."""
    similar = [(candidate.name, said) for candidate in formats if (said := candidate.resembles(document))]
    if not similar:
        return "The file is no statement in a layout that Purser knows."
    name, difference = min(similar, key=lambda one: one[1].count('"'))
    return f"The file looks like {name}, but {difference}."


def agree(reading: Reading, bank: str | None) -> Reading:
    """Check the reading against the bank it was filed under; a bank that the file leaves open becomes that one."""
    if bank in (None, "other", reading.bank):
        return reading
    if reading.bank != "other":
        message = f"This is a file of {reading.bank}, not of {bank}. Upload it under {reading.bank}."
        raise StatementError(message, code="WRONG_BANK")
    return replace(reading, bank=bank)
