"""Amounts of an unknown file: what may be one, and which mark its decimals have, decided once for the whole file."""

import re
from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from purser.domain.currencies import is_currency
from purser.domain.money import LONGEST_AMOUNT, MOST_DIGITS

SYMBOLS = {
    "€": "EUR", "£": "GBP", "₹": "INR", "Rs": "INR", "Rs.": "INR", "₽": "RUB", "руб.": "RUB", "руб": "RUB", "₺": "TRY",
    "TL": "TRY", "₴": "UAH", "грн": "UAH", "₩": "KRW", "원": "KRW", "₫": "VND", "฿": "THB", "₪": "ILS", "zł": "PLN", "zl": "PLN",
    "Kč": "CZK", "Ft": "HUF", "lei": "RON", "Lei": "RON", "лв": "BGN", "лв.": "BGN", "円": "JPY", "元": "CNY", "R$": "BRL",
    "US$": "USD", "A$": "AUD", "AU$": "AUD", "C$": "CAD", "CA$": "CAD", "NZ$": "NZD", "HK$": "HKD", "S$": "SGD", "RM": "MYR",
    "Rp": "IDR", "S/": "PEN", "₸": "KZT", "₾": "GEL", "₼": "AZN", "₱": "PHP",
    "₲": "PYG", "₡": "CRC", "₮": "MNT", "৳": "BDT", "GH₵": "GHS", "₵": "GHS", "NT$": "TWD", "RD$": "DOP",
    "KSh": "KES", "Ksh": "KES",    "грн.": "UAH", "ден": "MKD", "ден.": "MKD", "KM": "BAM",
    "kn": "HRK", 'ש"ח': "ILS", "₦": "NGN", "Fr.": "CHF", "SFr.": "CHF",
}  # fmt: skip
"""Signs that mean one currency."""
_VAGUE = ("$", "¥", "￥", "kr", "kr.", "Kr", "R", "р.", "din", "¤")
_GROUPS = "'’ \u00a0\u202f\u2009"
_SIGNS = "-+−–"
_SYMBOL = "|".join(map(re.escape, sorted((*SYMBOLS, *_VAGUE), key=len, reverse=True))) + "|[A-Z]{3}"
_BODY = rf"(?:[0-9][0-9.,{_GROUPS}]*[0-9]|[0-9]|[.,][0-9]+)(?:[.,]-{{1,2}})?"
_PLAIN = re.compile(r"([-+]?)([0-9]+(?:[.,][0-9]+)?)")
_DECORATED = re.compile(
    rf"(?P<open>\()?\s*(?P<before>[{_SIGNS}])?\s*(?P<symbol>{_SYMBOL})?\s*(?P<inner>[{_SIGNS}])?\s*(?P<body>{_BODY})\s*"
    rf"(?P<after>[{_SIGNS}])?\s*(?P<behind>{_SYMBOL})?\s*(?P<word>(?:[CcDd][Rr]|DB|[CDSH])\.?)?\s*(?P<close>\))?"
)
_GROUPED = {
    mark: re.compile(
        rf"(?P<whole>[0-9]*|[0-9]{{1,3}}(?:(?P<group>[{other}{_GROUPS}])[0-9]{{3}})(?:(?P=group)[0-9]{{3}})*"
        rf"|[0-9]{{1,2}}(?:{other}[0-9]{{2}})+{other}[0-9]{{3}})(?:{re.escape(mark)}(?P<fraction>[0-9]+|-{{1,2}}))?"
    )
    for mark, other in ((".", ","), (",", r"\."))
}
_NAMED = re.compile(r"\beuro(?:a|s)?\b|[(（](円|元|원|₫|zł|Kč|Ft|kn|RON|lei|Rp|RM|R\$)[)）]", re.IGNORECASE)
_CODE = re.compile(r"(?<![A-Za-z])([A-Z]{3})(?![A-Za-z])")
_SIGN = re.compile("|".join(sorted(map(re.escape, SYMBOLS), key=len, reverse=True)))
_TOLERANCE = 50
"""One amount in so many may contradict the decimal mark of the others: it is garbled, and its row is rejected."""


class Written(NamedTuple):
    """An amount as it stands: `sign` "-", "+" or "", `body` its digits and marks, `symbol`, `word` such as CR behind it."""

    sign: str
    body: str
    symbol: str
    word: str


@lru_cache(maxsize=65536)
def written(text: str) -> Written | None:
    """Take an amount apart; None where the text is none."""
    if match := _PLAIN.fullmatch(text):
        return Written(match[1], match[2], "", "")
    if not text or len(text) > LONGEST_AMOUNT or (match := _DECORATED.fullmatch(text)) is None:
        return None
    part = match.groupdict(default="")
    signs = part["before"] + part["inner"] + part["after"] + part["open"]
    symbol = part["symbol"] or part["behind"]
    if len(signs) > 1 or bool(part["open"]) != bool(part["close"]) or (part["symbol"] and part["behind"]):
        return None
    if symbol.isalpha() and symbol.isupper() and symbol.isascii() and symbol not in SYMBOLS and not _is_code(symbol):
        return None
    return Written("" if not signs else "+" if signs == "+" else "-", part["body"], symbol, part["word"].rstrip(".").upper())


def _is_code(symbol: str) -> bool:
    return symbol in _VAGUE or is_currency(symbol)


@lru_cache(maxsize=65536)
def value(body: str, mark: str) -> Decimal | None:
    """Read digits with this decimal mark; None where they cannot have it."""
    match = _GROUPED[mark].fullmatch(body)
    if match is None or body[-1] in ".,":
        return None
    whole, fraction = re.sub("[^0-9]", "", match["whole"]), (match["fraction"] or "").strip("-")
    if not whole + fraction or len(whole.lstrip("0")) + len(fraction) > MOST_DIGITS:
        return None
    if match["group"] and whole.startswith("0"):
        return None
    return Decimal(f"{whole or '0'}.{fraction}")


def magnitude(text: str, mark: str) -> Decimal | None:
    """Read an amount without its sign."""
    parts = written(text)
    return None if parts is None else value(parts.body, mark)


def number(text: str, mark: str) -> Decimal | None:
    """Read an amount with the sign that is written at it."""
    parts = written(text)
    amount = None if parts is None else value(parts.body, mark)
    return -amount if amount is not None and parts is not None and parts.sign == "-" else amount


def currencies_in(text: str) -> set[str]:
    """Return the currencies that a text names by their codes, else by their signs."""
    codes = {code for code in _CODE.findall(text) if is_currency(code)}
    codes = codes or {SYMBOLS[symbol] for symbol in _SIGN.findall(text) if not symbol.isalpha()}
    return codes or {SYMBOLS.get(sign, "EUR") for sign in _NAMED.findall(text)}


def currency_of(symbol: str) -> str:
    """Return the currency that a symbol means, "" where it means several."""
    return SYMBOLS.get(symbol, symbol if is_currency(symbol) else "")


class Marks:
    """Which decimal mark the amounts of a file have: fed with all of them, asked once."""

    def __init__(self) -> None:
        self._shapes: Counter[str] = Counter()
        self._examples: dict[str, str] = {}

    def see(self, texts: Iterable[str]) -> None:
        """Take amounts in; other text is passed over."""
        for text in texts:
            parts = written(text)
            if parts is not None:
                shape = _shape(parts.body)
                self._shapes[shape] += 1
                self._examples.setdefault(shape, text)

    def settled(self) -> str | None:
        """Return the mark, "" where no amount has one that matters, None where two marks contradict each other."""
        point, comma = self._only("."), self._only(",")
        if not point and not comma:
            return ""
        if min(point, comma) * _TOLERANCE > max(point, comma):
            return None
        return "." if point > comma else ","

    def contradiction(self) -> tuple[str, str]:
        """Quote an amount for each mark."""
        found = {mark: next(text for shape, text in self._examples.items() if _only_with(shape) == mark) for mark in ".,"}
        return found["."], found[","]

    def doubtful(self) -> str:
        """Quote an amount such as 1.234 that both marks can read, to different values."""
        return next((text for shape, text in self._examples.items() if _open(shape)), "")

    def grouped_by(self) -> str:
        """Tell the thousands mark, if amounts below a thousand have none, and none above is without: "." or ","."""
        whole = [shape for shape in self._shapes if shape.isdigit() and shape.strip("0")]
        doubtful = {next(mark for mark in shape if mark in ".,") for shape in self._shapes if _open(shape)}
        if len(doubtful) != 1 or not whole or any(len(shape) > 3 for shape in whole):  # noqa: PLR2004 - a group has three digits
            return ""
        return doubtful.pop()

    def _only(self, mark: str) -> int:
        return sum(count for shape, count in self._shapes.items() if _only_with(shape) == mark)


def _shape(body: str) -> str:
    """Nines for digits, but zeros at the start stay: 0.500 is no grouped number."""
    rest = body.lstrip("0")
    return body[: len(body) - len(rest)] + re.sub("[0-9]", "9", rest)


@lru_cache(maxsize=4096)
def _only_with(shape: str) -> str:
    point, comma = value(shape, ".") is not None, value(shape, ",") is not None
    return "" if point == comma else "." if point else ","


@lru_cache(maxsize=4096)
def _open(shape: str) -> bool:
    return (
        not shape.isdigit() and value(shape, ".") != value(shape, ",") and not _only_with(shape) and value(shape, ".") is not None
    )
