"""ISO 20022 camt.053 (statement), camt.052 (intraday report) and camt.054 (notification), every version, any namespace or none.

An entry's date is its booking day. The sign is that of `CdtDbtInd`: by the standard a reversal states its own direction. Some
banks state the direction of what is reversed; where the balances prove that, and only there, reversals are turned round.
"""

import re
from collections.abc import Iterator

from purser.banks._camt import items
from purser.banks._camt_xml import Part, parts
from purser.banks._text import Document
from purser.domain.statements import UNKNOWN_CURRENCY, Item, Reading, Tally

_MESSAGE = re.compile(r"<(?:[\w.-]+:)?BkToCstmr(?:Stmt|AcctRpt|DbtCdtNtfctn)\w*[\s>/]")
_OTHER_MESSAGE = re.compile(r"urn:iso:std:iso:20022:tech:xsd:([a-z]{4}\.\d{3})")
_REVERSAL = re.compile(rb"RvslInd>\s*(?:true|1)")
_DECLARED = re.compile(rb"<\?xml[^>]{0,200}encoding=[\"'](?!utf-?8[\"'])", re.IGNORECASE)


class _Camt:
    name = "camt"
    bank = "other"

    def claims(self, document: Document) -> bool:
        """Whether one of the three messages begins in it."""
        return _MESSAGE.search(document.opening()) is not None

    def resembles(self, document: Document) -> str:
        """Name another ISO 20022 message."""
        other = _OTHER_MESSAGE.search(document.opening())
        return f"it is a {other[1]} message, which holds no account entries" if other else ""

    def read(self, document: Document, currency: str | None) -> Reading:
        """Read the entries, streamed; a second and third time if there are reversals, whose sign the balances have to prove."""

        def stream(*, turn_reversals: bool = False) -> Iterator[Item]:
            return items(_parts(document), currency or UNKNOWN_CURRENCY, turn_reversals=turn_reversals)

        if _REVERSAL.search(document.data) is None:
            return Reading(self.name, self.bank, "checking", stream())
        turn = (_check(stream()), _check(stream(turn_reversals=True))) == ("failed", "ok")
        warning = ("Reversals carry the sign of what they take back; the balances prove it, so they were turned round.",)
        return Reading(self.name, self.bank, "checking", stream(turn_reversals=turn), warning if turn else ())


def _parts(document: Document) -> Iterator[Part]:
    """Believe Unicode bytes over the declaration; bytes that are not UTF-8 and declare nothing else are Windows-1252."""
    if document.encoding == "utf-16":
        return parts(document.data, None)
    declared = _DECLARED.match(document.data.lstrip())
    return parts(document.data, "utf-8" if document.encoding else None if declared else "windows-1252")


def _check(stream: Iterator[Item]) -> str:
    tally = Tally()
    for item in stream:
        tally.add(item)
    return tally.balance_check()


FORMAT = _Camt()
