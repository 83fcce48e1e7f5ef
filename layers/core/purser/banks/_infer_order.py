"""In which order a file writes day, month and year: decided once, from all its dates, and only by what proves it."""

import datetime as dt
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from purser.banks._infer_context import DAY_FIRST_CURRENCIES, YEAR_FIRST_LANGUAGES, Context
from purser.banks._infer_dates import form_orders, readings
from purser.banks._infer_question import Answer, Question
from purser.domain.errors import StatementError

Orders = frozenset[str]
_TOLERANCE = 50
"""One date in so many may contradict the others: it is garbled, and its row is rejected."""
_ENOUGH_SORTED = 5
"""Different days that are in order only if read one way."""
_LONGEST_LAG = 10
"""Days between two dates of one row; read the wrong way round they are often months apart."""
_ENOUGH_LAGS = 2
_MONTHS_ALIKE = 3
_FULL = re.compile(r"\d\d[-/.]\d\d[-/.]\d{2}")
_LONG_AGO = 2005
"""Before this year exports of tables were rare."""
_LONGEST_SPAN = 730
"""Days of a statement that is not suspicious."""
_SPELLED = (
    ("DMY", re.compile(r"(?<![a-z])(?:dd?|tt?|jj?|gg?)[-./ ]?mm?[-./ ]?(?:yy|jj|aa|гг|rr|ee)", re.IGNORECASE)),
    ("MDY", re.compile(r"(?<![a-z])mm?[-./ ]?(?:dd?|jj?|tt?)[-./ ]?(?:yy|aa)", re.IGNORECASE)),
    ("YMD", re.compile(r"(?<![a-z])(?:yy(?:yy)?|aa(?:aa)?|jj(?:jj)?)[-./ ]?mm[-./ ]?(?:dd?|tt?|jj?)", re.IGNORECASE)),
)


@dataclass(frozen=True, slots=True)
class Dates:
    """The dates of a file: every different text, and for each column of dates the texts of its rows in order (of a sample).

    `mark`: what amounts have before their decimals. `varied`: the rows say several things, none of them on two days.
    """

    texts: Sequence[str]
    rows: Sequence[Sequence[str]]
    first_line: int | None = None
    mark: str = ""
    varied: bool = False


@dataclass(frozen=True, slots=True)
class Order:
    """The forms to read dates in, and why they are in this order."""

    forms: tuple[str, ...]
    why: str


def settle_order(dates: Dates, context: Context) -> Order | Question:
    """Decide, or say what to ask. StatementError AMBIGUOUS_DATES if the dates contradict each other."""
    open_texts = [text for text in dates.texts if len(set(readings(text).values())) > 1]
    possible = _possible(dates.texts)
    if not open_texts or len(possible) == 1:
        why = "no date can be read in two ways" if not open_texts else "dates with a day after the 12th settle it"
        return Order(_forms(dates.texts, next(iter(sorted(possible)), "DMY")), why)
    for why, narrow in _EVIDENCE:
        kept = narrow(possible, dates, context)
        if kept and len(kept) == 1:
            return Order(_forms(dates.texts, next(iter(kept))), why)
        possible = kept or possible
    return _ask(open_texts[0], possible, dates)


def _possible(texts: Sequence[str]) -> Orders:
    """Return the orders that read all dates but for a few garbled ones."""
    telling = [(text, {form_orders(form) for form in readings(text)}) for text in texts if _is_open_shape(text)]
    fits = {order: sum(order in orders for _, orders in telling) for order in ("DMY", "MDY", "YMD")}
    most = max(fits.values())
    if most < len(telling) and (len(telling) - most) * _TOLERANCE > len(telling):
        best = max(fits, key=lambda order: fits[order])
        odd = next(text for text, orders in telling if best not in orders)
        fine = next(text for text, orders in telling if best in orders)
        raise StatementError(
            f'The order of day and month is not clear: "{fine}" and "{odd}" cannot both be read day first, nor month first. '
            "Export the statement again, and do not edit it.",
            code="AMBIGUOUS_DATES",
        )
    return frozenset(order for order, count in fits.items() if count == most)


def _is_open_shape(text: str) -> bool:
    """Whether the form of the text, whatever its numbers, can have several orders."""
    return any("%b" not in form and not (form.startswith("%Y") and len(form) > len("%Y%m%d")) for form in readings(text))


def _forms(texts: Sequence[str], order: str) -> tuple[str, ...]:
    """Return the forms in that order that the file uses, the one used most first."""
    counts: dict[str, int] = {}
    for text in texts:
        possible = readings(text)
        form = next((form for form in possible if form_orders(form) == order), None) or next(iter(possible), None)
        if form is not None and not (_is_open_shape(text) and form_orders(form) != order):
            counts[form] = counts.get(form, 0) + 1
    return tuple(sorted(counts, key=lambda form: -counts[form]))


def _spelled(possible: Orders, _dates: Dates, context: Context) -> Orders:
    said = (*context.table.names, *context.above)
    return possible & {order for order, known in _SPELLED for text in said if known.search(text)}


def _beside(possible: Orders, dates: Dates, context: Context) -> Orders:
    """Dates above the table that have the shape of those in it, and a day after the 12th."""
    shapes = {_shape(text) for text in dates.texts}
    orders = [frozenset(map(form_orders, readings(text))) for text in context.dates_beside if _shape(text) in shapes]
    kept = possible
    for each in orders:
        kept = kept & each or kept
    return kept if kept != possible else frozenset()


def _shape(text: str) -> str:
    return re.sub("[0-9]", "9", text)


def _year_last(possible: Orders, dates: Dates, context: Context) -> Orders:
    """Only some languages write two digits of the year first; but it says little where the other readings are of long ago."""
    named = context.table.header is not None and not context.foreign_languages & YEAR_FIRST_LANGUAGES
    old = all(_latest(dates, order) < _LONG_AGO for order in possible - {"YMD"})
    return possible - {"YMD"} if named and not (old and _latest(dates, "YMD") >= _LONG_AGO) else possible


def _latest(dates: Dates, order: str) -> int:
    return max((day.year for text in dates.texts if (day := _read(text, order))), default=0)


def _few_years(possible: Orders, dates: Dates, _context: Context) -> Orders:
    """Statements have more days of the month than years, unless days are taken for years."""
    kept = set()
    for order in possible:
        days = [day for text in dates.texts if (day := _read(text, order))]
        if len({day.year for day in days}) <= max(1, len({day.day for day in days})):
            kept.add(order)
    return frozenset(kept) if "YMD" in possible else possible


def _span(possible: Orders, dates: Dates, _context: Context) -> Orders:
    """Taking days for years makes the months of a statement decades."""
    spans = {}
    for order in possible:
        days = [day for text in dates.texts if (day := _read(text, order))]
        spans[order] = (max(days) - min(days)).days
    short = frozenset(order for order, span in spans.items() if span <= _LONGEST_SPAN)
    return short if all(span > 2 * _LONGEST_SPAN for order, span in spans.items() if order not in short) else possible


def _dotted(possible: Orders, dates: Dates, _context: Context) -> Orders:
    forms = [next(iter(readings(text))) for text in dates.texts if _is_open_shape(text)]
    return possible - {"MDY"} if all("." in form for form in forms) else possible


def _commas(possible: Orders, dates: Dates, _context: Context) -> Orders:
    """Who writes decimals with a comma writes the day first; only apps that mix habits do not, and they write short dates."""
    full = all(_FULL.match(text) for text in dates.texts if _is_open_shape(text))
    return possible - {"MDY"} if dates.mark == "," and full else possible


def _same_day(possible: Orders, dates: Dates, _context: Context) -> Orders:
    """Different things do not happen on the same day of every month: the day has been taken for the month."""
    kept = set()
    for order in possible:
        days = {day for text in dates.texts if (day := _read(text, order))}
        if len({day.day for day in days}) > 1 or len({(day.year, day.month) for day in days}) < _MONTHS_ALIKE:
            kept.add(order)
    return frozenset(kept) if dates.varied else possible


def _lags(possible: Orders, dates: Dates, _context: Context) -> Orders:
    """The two dates of a row lie close together; read the wrong way round some do not."""
    pairs = [pair for pair in zip(*dates.rows[:2], strict=False) if all(pair)] if len(dates.rows) > 1 else []
    close = set()
    for order in possible:
        lags = [(last - first).days for pair in pairs if (first := _read(pair[0], order)) and (last := _read(pair[1], order))]
        if len({pair for pair in pairs if pair[0] != pair[1]}) >= _ENOUGH_LAGS and all(abs(lag) <= _LONGEST_LAG for lag in lags):
            close.add(order)
    return frozenset(close) if close != possible else frozenset()


def _sorted(possible: Orders, dates: Dates, _context: Context) -> Orders:
    """Files are sorted by a date; read the wrong way round they are not."""
    kept: set[str] = set()
    for rows in dates.rows:
        if len(set(rows)) >= _ENOUGH_SORTED:
            kept |= {order for order in possible if _in_order([day for text in rows if (day := _read(text, order))])}
    return frozenset(kept)


def _in_order(days: list[dt.date]) -> bool:
    up, down = (first <= second for first, second in pairwise(days)), (first >= second for first, second in pairwise(days))
    return all(up) or all(down)


def _language(possible: Orders, dates: Dates, context: Context) -> Orders:
    canadian = "fr" in context.foreign_languages and dates.mark == "."
    if not context.foreign_languages or canadian:
        return frozenset()
    return possible - ({"MDY"} if context.foreign_languages & YEAR_FIRST_LANGUAGES else {"MDY", "YMD"})


def _country(possible: Orders, dates: Dates, context: Context) -> Orders:
    """Currencies, IBANs and words of a country; American ones beside decimal commas are somebody else's."""
    codes = context.currencies
    european = codes == {"EUR"} and context.has_iban
    if (codes and codes <= DAY_FIRST_CURRENCIES) or european or (not codes and context.is_british):
        return possible & {"DMY"}
    american = codes <= {"USD"} and context.is_american and dates.mark != ","
    return possible & {"MDY"} if american else frozenset()


def _read(text: str, order: str) -> dt.date | None:
    found = readings(text)
    return next((day for form, day in found.items() if form_orders(form) == order or not _is_open_shape(text)), None)


_EVIDENCE: tuple[tuple[str, Callable[[Orders, Dates, Context], Orders]], ...] = (
    ("the file spells out the form of its dates", _spelled),
    ("only so they are of fewer years than days", _few_years),
    ("the language of the header writes the year last", _year_last),
    ("dates above the table settle it", _beside),
    ("dates with points are never written month first", _dotted),
    ("only so they are of few years", _span),
    ("only so the two dates of each row lie close together", _lags),
    ("only so the rows are sorted by date", _sorted),
    ("the language of the header writes the day first", _language),
    ("the country writes dates so", _country),
    ("amounts are written with a comma, as where the day comes first", _commas),
    ("only so not all of them are of the same day of a month", _same_day),
)
"""In this order; what narrows the possible orders to one settles them."""


def _ask(text: str, possible: Orders, dates: Dates) -> Question:
    days = {order: day for order in sorted(possible) if (day := _read(text, order))}
    spoken = " or ".join(_spoken(day, order) for order, day in days.items())
    return Question(
        "AMBIGUOUS_DATES",
        f"Is {text} {spoken}? No date in the file settles the order of day and month. "
        "Choose one, or export a longer period with a day after the 12th of a month.",
        tuple(_answers(days, dates)),
        dates.first_line,
    )


def _answers(days: dict[str, dt.date], dates: Dates) -> Iterator[Answer]:
    for order, day in days.items():
        yield Answer(_spoken(day, order), {"dates": _forms(dates.texts, order)})


def _spoken(day: dt.date, order: str) -> str:
    month = (
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    )[day.month - 1]
    return {"DMY": f"{day.day} {month}", "MDY": f"{month} {day.day}"}.get(order, f"{day.year} {month} {day.day}")
