"""Dates of an unknown file: every way a text can be read as one, month names of many languages included."""

import datetime as dt
import re
from collections.abc import Collection, Mapping
from functools import cache, lru_cache
from types import MappingProxyType

from purser.banks._infer_words import fold

LONGEST = 48
"""Characters a date may have, its time and time zone included."""

_TIME = (
    r"(?:(?:\s*[T,/|]\s*|\s+(?:at|um|kl\.?|à|-)?\s*|-)[0-9]{1,2}[:.h][0-9]{2}(?:[:.][0-9]{2})?(?:[.,:][0-9]{1,9})?"
    r"\s*(?:[AaPp]\.?\s?[Mm]\.?)?\s*(?:Uhr|Z|[A-Z]{2,5}|(?:UTC|GMT)?[-+][0-9]{1,2}:?(?:[0-9]{2})?)?(?:\s?[A-Z]{3,4})?)?"
)
_WEEKDAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun|mo|di|mi|do|fr|sa|so|lun|mar|mer|jeu|ven|sam|dim)[a-z]*[.,]?\s+)?"
_NUMERIC = re.compile(
    rf"{_WEEKDAY}(?P<a>[0-9]{{1,4}})(?P<mark>\.\s|\s?[-/.]|\s)(?P<b>[0-9]{{1,2}})(?P=mark)(?P<c>[0-9]{{1,4}})\.?{_TIME}",
    re.IGNORECASE,
)
_COMPACT = re.compile(r"(?P<day>[0-9]{8}|[0-9]{6})(?:T?[0-9]{6}(?:\.[0-9]+)?Z?)?(?:\s?\[[^\]]*\])?|(?P<spaced>[0-9]{8})" + _TIME)
_NAME = r"(?P<m>[^\W\d_]{3,12})"
_YEAR = r"(?P<y>[0-9]{4}|[0-9]{2})"
_NTH = r"(?:st|nd|rd|th|er|º|ª)?"
_OF = r"(?:de\s|of\s|del\s)?"
_NAMED = (
    ("%d %b %Y", rf"{_WEEKDAY}(?P<d>[0-9]{{1,2}}){_NTH}[\s./-]*{_OF}\s*{_NAME}[\s.,/'’-]*{_OF}\s*{_YEAR}{_TIME}"),
    ("%b %d %Y", rf"{_WEEKDAY}{_NAME}[.\s/-]+(?P<d>[0-9]{{1,2}}){_NTH}[\s,./-]+{_YEAR}{_TIME}"),
    ("%Y %b %d", rf"(?P<y>[0-9]{{4}})[\s./-]+{_NAME}[\s./-]+(?P<d>[0-9]{{1,2}}){_TIME}"),
)
_CJK = re.compile(rf"(?P<y>[0-9]{{4}})\s?[年년]\s?(?P<m>[0-9]{{1,2}})\s?[月월]\s?(?P<d>[0-9]{{1,2}})\s?[日일]{_TIME}")
_ORDERS = {"DMY": "%d{0}%m{0}{1}", "MDY": "%m{0}%d{0}{1}", "YMD": "{1}{0}%m{0}%d"}
_LIVING_CALENDARS = (range(1300, 1500), range(2101, 10_000))
"""Years as the Persian, Islamic and Buddhist calendars count them now: read as Gregorian they would be wrong by centuries."""
_COMPACT_YEARS = range(1970, 2101)
_LAST_YEAR_OF_20XX = 68  # as purser.domain.dates has it
_NO_READINGS: Mapping[str, dt.date] = MappingProxyType({})

_MONTHS = """
january february march april may june july august september october november december
januar februar marz april mai juni juli august september oktober november dezember
janner feber marz april mai juni juli august september oktober november dezember
janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre
enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre
janeiro fevereiro marco abril maio junho julho agosto setembro outubro novembro dezembro
januari februari maart april mei juni juli augustus september oktober november december
stycznia lutego marca kwietnia maja czerwca lipca sierpnia wrzesnia pazdziernika listopada grudnia
styczen luty marzec kwiecien maj czerwiec lipiec sierpien wrzesien pazdziernik listopad grudzien
ledna unora brezna dubna kvetna cervna cervence srpna zari rijna listopadu prosince
januara februara marca aprila maja juna jula augusta septembra oktobra novembra decembra
januar februar marcius aprilis majus junius julius augusztus szeptember oktober november december
januari februari mars april maj juni juli augusti september oktober november december
januar februar marts april maj juni juli august september oktober november december
tammikuu helmikuu maaliskuu huhtikuu toukokuu kesakuu heinakuu elokuu syyskuu lokakuu marraskuu joulukuu
ocak subat mart nisan mayis haziran temmuz agustos eylul ekim kasim aralik
ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie
января февраля марта апреля мая июня июля августа сентября октября ноября декабря
январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь
січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня
ιανουαριου φεβρουαριου μαρτιου απριλιου μαιου ιουνιου ιουλιου αυγουστου σεπτεμβριου οκτωβριου νοεμβριου δεκεμβριου
jaanuar veebruar marts aprill mai juuni juuli august september oktoober november detsember
sausio vasario kovo balandzio geguzes birzelio liepos rugpjucio rugsejo spalio lapkricio gruodzio
janvaris februaris marts aprilis maijs junijs julijs augusts septembris oktobris novembris decembris
януари февруари март април май юни юли август септември октомври ноември декември
ינואר פברואר מרץ אפריל מאי יוני יולי אוגוסט ספטמבר אוקטובר נובמבר דצמבר
januari februari maret april mei juni juli agustus september oktober november desember
""".strip()
_CONTRACTED = {"mrt": 3, "mrz": 3, "cvn": 6, "cvc": 7, "rgp": 8, "rgs": 9}
_SHORT = "jan feb mar apr may jun jul aug sep oct nov dec"


@cache
def _months() -> dict[str, int]:
    """Whole names, and every beginning of three letters or more that means one month only."""
    means: dict[str, set[int]] = {}
    for language in _MONTHS.splitlines():
        for place, name in enumerate(map(fold, language.split()), 1):
            for length in range(3, len(name) + 1):
                means.setdefault(name[:length], set()).add(place)
    clear = {name: places.pop() for name, places in means.items() if len(places) == 1}
    return clear | _CONTRACTED | {name: place for place, name in enumerate(_SHORT.split(), 1)}


@lru_cache(maxsize=32768)
def readings(text: str) -> Mapping[str, dt.date]:
    """Return every date that the text can mean, by the form that reads it so; empty where it is no date."""
    if len(text) > LONGEST or not any(map(str.isdigit, text)):
        return _NO_READINGS
    if match := _NUMERIC.fullmatch(text):
        return _numeric(match["a"], match["mark"].strip() or " ", match["b"], match["c"])
    if match := _COMPACT.fullmatch(text):
        return _compact(match["day"] or match["spaced"])
    if match := _CJK.fullmatch(text):
        return _dates({"%Y年%m月%d日": (match["y"], match["m"], match["d"])})
    return _named(text)


def form_orders(form: str) -> str:
    """Return the order in which a form has day, month and year: DMY, MDY or YMD."""
    return "".join(letter for letter in form.replace("b", "m").upper() if letter in "DMY")


def read_date(text: str, forms: Collection[str]) -> dt.date | None:
    """Read a date in one of the forms a file was settled on."""
    possible = readings(text)
    return next((possible[form] for form in forms if form in possible), None)


def _numeric(first: str, mark: str, second: str, third: str) -> Mapping[str, dt.date]:
    parts = (first, second, third)
    if len(first) == 4 and len(third) <= 2:  # noqa: PLR2004 - a year in full
        return _dates({f"%Y{mark}%m{mark}%d": parts})
    if len(first) > 2 or len(third) == 3:  # noqa: PLR2004 - neither day nor year
        return _NO_READINGS
    if len(third) == 4:  # noqa: PLR2004 - a year in full
        return _ordered(parts, mark, "%Y", ("DMY", "MDY"))
    return _ordered(parts, mark, "%y", ("DMY", "MDY", "YMD")) if len(third) == 2 else _NO_READINGS  # noqa: PLR2004


def _compact(digits: str) -> Mapping[str, dt.date]:
    if len(digits) == 6:  # noqa: PLR2004 - YYMMDD
        parts = (digits[:2], digits[2:4], digits[4:])
        return _ordered(parts, "", "%y", ("DMY", "MDY", "YMD"))
    found = _ordered((digits[:4], digits[4:6], digits[6:]), "", "%Y", ("YMD",))
    found |= _ordered((digits[:2], digits[2:4], digits[4:]), "", "%Y", ("DMY", "MDY"))
    return {form: date for form, date in found.items() if date.year in _COMPACT_YEARS}


def _ordered(parts: tuple[str, str, str], mark: str, year: str, orders: Collection[str]) -> dict[str, dt.date]:
    forms = {}
    for order in orders:
        by_letter = dict(zip(order, parts, strict=True))
        forms[_ORDERS[order].format(mark, year)] = (by_letter["Y"], by_letter["M"], by_letter["D"])
    return _dates(forms)


def _named(text: str) -> Mapping[str, dt.date]:
    for form, known in _NAMED:
        if (match := re.fullmatch(known, text, re.IGNORECASE)) and (month := _months().get(fold(match["m"]))):
            return _dates({form if len(match["y"]) > 2 else form.replace("Y", "y"): (match["y"], str(month), match["d"])})  # noqa: PLR2004
    return _NO_READINGS


def _dates(forms: dict[str, tuple[str, str, str]]) -> dict[str, dt.date]:
    found = {}
    for form, (year, month, day) in forms.items():
        try:
            found[form] = dt.date(_year(year), int(month), int(day))
        except ValueError:
            continue
    return found


def _year(text: str) -> int:
    year = int(text)
    if len(text) == 2:  # noqa: PLR2004 - of a century to be guessed
        return year + (2000 if year <= _LAST_YEAR_OF_20XX else 1900)
    if len(text) != 4:  # noqa: PLR2004 - a year in full
        raise ValueError(f"{text} is no year")
    if any(year in span for span in _LIVING_CALENDARS):
        raise ValueError(f"{text} is no year of the Gregorian calendar that a statement could be of")
    return year
