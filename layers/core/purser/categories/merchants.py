"""Who was paid: the merchant's name inside a bank's description."""

import re
from functools import lru_cache

LONGEST = 40

_ACH = re.compile(r"ORIG CO NAME:\s*(.+?)\s*(?:CO ENTRY DESCR|ORIG ID|DESC DATE|SEC:|IND ID|$)", re.IGNORECASE)
# What terminals, banks and payment services put before the name.
_BEFORE = re.compile(
    r"""^(?:(?:POS|VISA|MC|DEBIT|CREDIT|CHECK\ ?CARD|CARD|RECURRING|PURCHASE|PMT|WITHDRAWAL
        |(?:PRE)?AUTHORIZED|ON|ACH|SIG|PIN)\b[\ :-]*
    |\d\d/\d\d(?:/\d\d(?:\d\d)?)?\ +
    |(?:SQ|TST|PAYPAL|PP|SP|IN|PY|DD|EB|FSP|CKE|APL|WPY|BT|ZSK|LEVELUP|SUMUP|PADDLE\.NET)\ ?\*\ *)+""",
    re.IGNORECASE | re.VERBOSE,
)
# Where the name ends: an order after a star, a store number, a date, a telephone or reference number, or a word announcing one.
_AFTER = re.compile(
    r"""\s*(?:\*|\#\ *\d|\b(?:STORE|UNIT|WEB\ ID|PPD\ ID|CCD\ ID|TRANSACTION\ ?\#?:|ID:|REF)\b|\b\d\d/\d\d\b
    |\+?\b\d{3}[-.\ ]\d{3}[-.\ ]?\d{4}\b|\b[A-Z]?\d{3,}).*$""",
    re.IGNORECASE | re.VERBOSE,
)
# CO, HI, IN, ME, OK and OR end names as well; alone they prove no place.
_STATES = (
    "AK|AL|AR|AZ|CA|CT|DC|DE|FL|GA|IA|ID|IL|KS|KY|LA|MA|MD|MI|MN|MO|MS|MT|NC|ND|NE|NH|NJ|NM|NV|NY|OH|PA|RI|SC|SD|TN|TX|UT|VA|VT"
    "|WA|WI|WV|WY"
)
_STATE = re.compile(rf" (?:{_STATES})(?: \d{{5}})?(?: US)?$")
_HALF_A_CITY = re.compile(
    r"BATON|CORPUS|DALY|DES|EAST|EL|FORT|FT|GRAND|KANSAS|LA|LAS|LONG|LOS|MOUNTAIN|NEW|NORTH|PALO|REDWOOD|SAINT|SALT|SAN|SANTA|SOUTH|ST|WEST",
    re.IGNORECASE,
)


@lru_cache(maxsize=8192)
def merchant_name(description: str) -> str:
    """Shorten a description to the name in it; what has no such form stays as it is, at most 40 characters."""
    text = " ".join(description.split())
    name = _without_place(_named(text)) if text else ""
    return _readable(name or text or "Unknown")[:LONGEST].rstrip()


def _named(text: str) -> str:
    ach = _ACH.search(text)
    name = ach[1] if ach else _BEFORE.sub("", text)
    cut = _AFTER.sub("", name).strip(" -*,.#:")
    return cut if len(cut) > 1 else name.strip()


def _without_place(name: str) -> str:
    """Drop the state at the end, and the city before it as far as a city can be told from a name."""
    words = _STATE.sub("", name).split()
    if len(words) == len(name.split()) or len(words) < 2:  # noqa: PLR2004 - a name and a city
        return name
    words.pop()
    if len(words) > 1 and _HALF_A_CITY.fullmatch(words[-1]):
        words.pop()
    return " ".join(words)


def _readable(name: str) -> str:
    """Write a name in capitals as a name; one that has small letters already is somebody's choice."""
    return " ".join(_word(word) for word in name.split()) if name == name.upper() else name


def _word(word: str) -> str:
    """Initials stay: no vowel, or an ampersand, in a short word."""
    if len(word) <= 4 and (not re.search(r"[AEIOUY]", word) or "&" in word):  # noqa: PLR2004 - CVS, H&M, AT&T
        return word
    return re.sub(r"(?<![\w'.])[a-z]", lambda first: first[0].upper(), word.lower())
