"""Dates as statements write them."""

import datetime as dt
import re
from collections.abc import Iterable
from functools import cache, lru_cache

from purser.domain.errors import StatementError

_DIRECTIVES = {
    "%Y": ("(?P<Y>[0-9]{4})", "YYYY"),
    "%y": ("(?P<y>[0-9]{2})", "YY"),
    "%m": ("(?P<m>[0-9]{1,2})", "MM"),
    "%d": ("(?P<d>[0-9]{1,2})", "DD"),
    "%b": (r"(?P<b>[^\W\d_]{3,12}\.?)", "MON"),
    "%*": (".{0,40}", "…"),
    "%T": (r"[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]{1,9})?)?(?: ?(?:[AaPp][Mm]|Z|[+-][0-9]{2}:?[0-9]{2}))?", "hh:mm:ss"),
}
_MONTHS = {
    word: number
    for words in (
        "jan feb mar apr may jun jul aug sep oct nov dec",
        "january february march april may june july august sept october november december",
        "jan feb mär apr mai jun jul aug september okt nov dez",
        "januar februar märz april mai juni juli august sep oktober november dezember",
        "janv févr mars avr mai juin juil août sept oct nov déc",
        "ene feb mar abr may jun jul ago sep oct nov dic",
        "gen feb mar apr mag giu lug ago set ott nov dic",
        "jan feb mrt apr mei jun jul aug sep okt nov dec",
        "jan fev mar abr mai jun jul ago set out nov dez",
        "sty lut mar kwi maj cze lip sie wrz paź lis gru",
        "янв фев мар апр мая июн июл авг сен окт ноя дек",
    )
    for number, word in enumerate(words.split(), 1)
}
"""Months by name: English, German, French, Spanish, Italian, Dutch, Portuguese, Polish, Russian."""
_LAST_YEAR_OF_20XX = 68  # POSIX: 69-99 are 1969-1999


@cache
def _pattern(form: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"%[YymdbT*]", lambda m: _DIRECTIVES[m[0]][0], re.sub(r"(?<!%)[^\w%]", r"\\\g<0>", form)))


def describe(form: str) -> str:
    """Say "%m/%d/%Y" as a person does: MM/DD/YYYY."""
    return re.sub("%[YymdbT*]", lambda m: _DIRECTIVES[m[0]][1], form)


@lru_cache(maxsize=8192)
def parse_date(text: str, forms: tuple[str, ...]) -> dt.date:
    """Read a date in the first of the `forms` that fits; else ValueError.

    Forms are made of %Y %y %m %d, padded or not, %b for a month's name, and %T for a time of day or %* for any text,
    which are passed over.
    """
    for form in forms:
        if match := _pattern(form).fullmatch(text):
            part = match.groupdict()
            return dt.date(_year(part), _month(part), int(part["d"]))
    raise ValueError(f'"{text}" is not a date like {" or ".join(describe(form) for form in forms)}')


def _month(part: dict[str, str]) -> int:
    if "m" in part:
        return int(part["m"])
    name = part["b"].casefold().rstrip(".")
    if name not in _MONTHS:
        raise ValueError(f'"{part["b"]}" is not the name of a month')
    return _MONTHS[name]


def _year(part: dict[str, str]) -> int:
    if "Y" in part:
        return int(part["Y"])
    year = int(part["y"])
    return year + (2000 if year <= _LAST_YEAR_OF_20XX else 1900)


def order_is_open(forms: tuple[str, ...]) -> bool:
    """Whether two forms differ only in the order of day, month and year, so that a text may fit both."""
    return len({_shape(form) for form in forms}) < len(forms)


def settle_order(forms: tuple[str, ...], texts: Iterable[str], *, usual: bool = False) -> tuple[str, ...]:
    """Drop the forms that the file's own dates rule out; decided once, from all of them.

    AMBIGUOUS_DATES when nothing settles it, unless the first form is the `usual` one, or when the dates contradict each other.
    """
    possible = {shape: [f for f in forms if _shape(f) == shape] for shape in map(_shape, forms)}
    doubtful: dict[str, str] = {}
    for text in dict.fromkeys(texts):
        for shape, candidates in possible.items():
            readings = {form: date for form in candidates if (date := _try(text, form))}
            if not readings and any(_try(text, form) for form in forms if _shape(form) == shape):
                raise _ambiguous(f'"{text}" contradicts the other dates: some are written day first, some month first.')
            if len(set(readings.values())) > 1:
                doubtful[shape] = text
            possible[shape] = list(readings) or candidates
    for shape, text in doubtful.items():
        if len(possible[shape]) > 1 and not usual:
            raise _ambiguous(f'"{text}" could be {" or ".join(describe(f) for f in possible[shape])}, and no date settles it.')
    return tuple(candidates[0] for candidates in possible.values())


def _ambiguous(why: str) -> StatementError:
    remedy = "Export a longer period, with a day after the 12th of a month, or choose dates written year first."
    return StatementError(f"The order of day and month is not clear: {why} {remedy}", code="AMBIGUOUS_DATES")


def _shape(form: str) -> str:
    return re.sub("%[ymd]", "?", form)


def _try(text: str, form: str) -> dt.date | None:
    try:
        return parse_date(text, (form,))
    except ValueError:
        return None
