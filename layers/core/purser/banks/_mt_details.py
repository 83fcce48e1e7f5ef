"""What field 86 of an MT940 says: free text, `?20` subfields (Germany, Poland), or `/NAME/` code words (Benelux).

Sources: the German banks' DFÜ agreement, annex 3, chapter 8 (MT940); the format descriptions of ABN AMRO, ING and Rabobank.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from purser.banks._mt_line import mt_amount
from purser.banks._rows import Converted
from purser.domain.currencies import is_currency
from purser.domain.errors import RowError

_WRAP = 65
"""A physical line of field 86 holds at most this many characters: a line that long was cut by the format."""

_SUBFIELDS = re.compile(r"\d{0,4}\s*([?<>~^])\d\d")
_CODE_WORDS = re.compile(
    r"/(TRTP|TRCD|IBAN|BIC|CSID|MARF|NAME|ORDP|BENM|CNTP|REMI|EREF|PREF|KREF|ISDT|RTRN|SVCL|PURP|ULTB|ULTC|ULTD|ADDR|CHGS"
    r"|OCMT|EXCH|INIT|PT|PY|FT|CREF|IREF)/"
)
_SEPA = re.compile(r"(EREF|KREF|MREF|CRED|DEBT|COAM|OAMT|SVWZ|ABWA|ABWE|IBAN|BIC|PURP|MDAT)\+")
_ORIGINAL = re.compile(r"/OCMT/\s?([A-Z]{3})/?\s?(\d[\d.,]{0,30})")
_RATE = re.compile(r"/EXCH/\s?(\d[\d.,]{0,30})")
_REMITTANCE = re.compile(r"(?:USTD|STRD(?:/[A-Z]+)?)?/+")


@dataclass(frozen=True, slots=True)
class Details:
    """Field 86 taken apart: the whole `text`, the other party's `name`, the `purpose`, the `kind` of booking; spaces folded."""

    text: str = ""
    name: str = ""
    purpose: str = ""
    kind: str = ""
    reference: str = ""

    @property
    def description(self) -> str:
        """Name and purpose, what a person looks for, or else everything there is."""
        return " ".join(part for part in (self.name, self.purpose) if part) or self.kind or self.text


def details(lines: list[str]) -> Details:
    """Take field 86 apart, by the notation it is written in."""
    if structured := _SUBFIELDS.match("".join(lines[:2])):
        return _structured("".join(lines), structured[1])
    if _CODE_WORDS.search("".join(lines[:2])[:_WRAP]):
        return _code_words(_joined(lines, _WRAP - 1))  # Rabobank cuts one character earlier
    return Details(text=_folded(_joined(lines, _WRAP)))


def converted(text: str, money_out: bool, currency: str) -> Converted:  # noqa: FBT001 - a sign
    """Return what the bank converted, where /OCMT/ tells it in another currency than the account's."""
    said, rate = _ORIGINAL.search(text), _RATE.search(text)
    if said is None or said[1] == currency or not is_currency(said[1]):
        return {}
    try:
        amount, exchange_rate = mt_amount(said[2]), mt_amount(rate[1]) if rate else None
    except RowError:
        return {}
    return {"original_amount": -amount if money_out else amount, "original_currency": said[1], "exchange_rate": exchange_rate}


def _joined(lines: list[str], wrap: int) -> str:
    """Join lines with a space, except after a line that the format had to cut."""
    return "".join(line if len(line) >= wrap else line + " " for line in lines)


def _folded(text: str) -> str:
    return " ".join(text.split())


def _structured(text: str, mark: str) -> Details:
    parts = re.split(re.escape(mark) + r"(\d\d)", text)
    subfields: dict[str, str] = {}
    for number, value in zip(parts[1::2], parts[2::2], strict=True):
        subfields[number] = subfields.get(number, "") + value
    purpose = "".join(value for number, value in sorted(subfields.items()) if number[0] == "2" or "60" <= number <= "63")
    sepa = _tagged(_SEPA, purpose)
    return Details(
        text=_folded(text),
        name=_folded(subfields.get("32", "") + subfields.get("33", "")),
        purpose=_folded(sepa.get("SVWZ", "") or purpose),
        kind=_folded(subfields.get("00", "")),
        reference=_folded(sepa.get("EREF", "")),
    )


def _code_words(text: str) -> Details:
    words = _tagged(_CODE_WORDS, text)
    parts = words.get("CNTP", "").split("/")
    return Details(
        text=_folded(text),
        name=_folded(words.get("NAME", "") or "".join(parts[2:3])),
        purpose=_folded(_REMITTANCE.sub("", words.get("REMI", "") or words.get("PY", ""), count=1)),
        kind=_folded(words.get("TRTP", "")),
        reference=_folded(words.get("EREF", "")),
    )


def _tagged(pattern: re.Pattern[str], text: str) -> Mapping[str, str]:
    """The text after each tag; a tag met again keeps its first text that is not empty."""
    parts = pattern.split(text)
    found: dict[str, str] = {}
    for tag, value in zip(parts[1::2], parts[2::2], strict=True):
        found[tag] = found.get(tag, "").strip("/ ") or value.strip("/ ")
    return found
