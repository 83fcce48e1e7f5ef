"""Amounts of money as text: exact decimals in, plain digits out, never a float."""

import re
from collections.abc import Iterable
from decimal import Decimal
from functools import cache

from purser.domain.errors import StatementError

LONGEST_AMOUNT = 64
"""Characters; the longest honest spelling known has 23."""

MOST_DIGITS = 28
"""What the default decimal context adds and negates without rounding."""

_GROUPING = {".": "[,'’ \u00a0\u202f]", ",": "[.'’ \u00a0\u202f]"}  # noqa: RUF001 - Swiss apostrophe, French spaces

_INDIAN = {".": "[0-9]{1,2}(?:,[0-9]{2})+,[0-9]{3}", ",": "[0-9]{1,2}(?:[.][0-9]{2})+[.][0-9]{3}"}
_SYMBOL = "[$€£¥₹₽]?"
_GAP = "[ \u00a0\u202f]?"


@cache
def _plain(decimal_mark: str) -> re.Pattern[str]:
    return re.compile(rf"[-+]?[0-9]{{1,18}}(?:\{decimal_mark}[0-9]{{1,10}})?")


@cache
def _decorated(decimal_mark: str) -> re.Pattern[str]:
    """Amounts with a currency's symbol, digits in groups of three, a sign anywhere it is written, or parentheses."""
    group = _GROUPING[decimal_mark]
    threes = rf"[0-9]{{1,3}}(?P<group>{group})[0-9]{{3}}(?:(?P=group)[0-9]{{3}})*"
    number = rf"(?=.?[0-9])(?P<whole>{threes}|{_INDIAN[decimal_mark]}|[0-9]*)(?:\{decimal_mark}(?P<fraction>[0-9]+))?"
    before = rf"(?P<before>[-+−]?){_GAP}(?P<symbol>{_SYMBOL}){_GAP}(?P<inner>[-+−]?){_GAP}"  # noqa: RUF001 - typographic minus
    return re.compile(rf"(?P<open>\()?{before}{number}(?P<after>-?){_GAP}(?P<unit>{_SYMBOL})(?P<close>\))?")


def parse_amount(text: str, decimal_mark: str = ".") -> Decimal:
    """Read "-1,234.56", "$40.00", "40.00 €", "(40.00)", "- $40.00" or "40.00-"; anything doubtful is a ValueError.

    `decimal_mark` is "." or ","; digits may be grouped by threes with the other one, an apostrophe or a space, or as in India
    (1,50,000). Exponents, NaN, two signs, groups of another size and more digits than can be added exactly are refused.
    """
    text = text.strip()
    if len(text) > LONGEST_AMOUNT:
        raise ValueError(f"{len(text)} characters are too many for an amount")
    if _plain(decimal_mark).fullmatch(text):
        return Decimal(text if decimal_mark == "." else text.replace(",", "."))
    match = _decorated(decimal_mark).fullmatch(text)
    if not match:
        raise ValueError(f'"{text}" is not an amount')
    return _value(match)


def _value(match: re.Match[str]) -> Decimal:
    part = match.groupdict(default="")
    signs = part["before"] + part["inner"] + part["after"] + part["open"]
    if len(signs) > 1 or bool(part["open"]) != bool(part["close"]) or (part["symbol"] and part["unit"]):
        raise ValueError(f'"{match[0]}" has contradictory signs')
    digits = re.sub("[^0-9]", "", part["whole"])
    if len(digits.lstrip("0")) + len(part["fraction"]) > MOST_DIGITS:
        raise ValueError(f'"{match[0]}" has more digits than can be added exactly')
    amount = Decimal(f"{digits or '0'}.{part['fraction'] or ''}")
    return amount if signs in ("", "+") else -amount


def format_amount(amount: Decimal) -> str:
    """Write all digits the amount has, "-867.10", without exponent, grouping or a negative zero."""
    return f"{amount or abs(amount):f}"


def settle_decimal_mark(marks: str, texts: Iterable[str]) -> str:
    """Decide which of the `marks` a file writes before decimals, once, from all its amounts.

    AMBIGUOUS_AMOUNTS when amounts mean something else with either mark and none settles it: "1,234" alone.
    """
    fits = dict.fromkeys(marks, 0)
    doubtful = ""
    for text in dict.fromkeys(texts):
        readings = {mark: amount for mark in marks if (amount := _try(text, mark)) is not None}
        if len(readings) < len(marks):
            fits.update({mark: fits[mark] + 1 for mark in readings})
        elif len(set(readings.values())) > 1:
            doubtful = doubtful or text
    best = max(fits.values())
    possible = [mark for mark in marks if fits[mark] == best]
    if doubtful and len(possible) > 1:
        meanings = " or ".join(format_amount(parse_amount(doubtful, mark)) for mark in possible)
        raise StatementError(
            f'The decimal mark is not clear: "{doubtful}" could be {meanings}, and no amount settles it. '
            "Export a longer period, or choose amounts with decimals.",
            code="AMBIGUOUS_AMOUNTS",
        )
    return possible[0]


def _try(text: str, mark: str) -> Decimal | None:
    try:
        return parse_amount(text, mark)
    except ValueError:
        return None
