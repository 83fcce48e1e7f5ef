"""Writes statements in the declared CSV layouts: the inverse of reading them, for tests that compare the two."""

import csv
import datetime as dt
import html
import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from purser import banks
from purser.banks import _signs
from purser.banks._csv import NEXT, CsvFormat
from purser.banks._header import MORE, normal
from purser.domain.dates import order_is_open

GOLDEN = Path(__file__).parent / "golden"
LAYOUTS = sorted((form for form in banks.formats().values() if isinstance(form, CsvFormat)), key=lambda form: form.name)
Row = tuple[dt.date, str, Decimal]
PROVES_THE_ORDER = (dt.date(2026, 1, 31), "a day that is no month", Decimal("-1.00"))


@dataclass(frozen=True, kw_only=True)
class Dialect:
    """What one export of a layout may choose; the numbers choose among what the layout allows."""

    header: int = 0
    date: int = 0
    mark: int = 0
    separator: int = 0
    end: str = "\n"
    quote_all: bool = True
    above: bool = False


def sample(layout: CsvFormat) -> str:
    """Return the first golden sample of the layout that is text, "" where all are workbooks."""
    paths = sorted(path for path in (GOLDEN / layout.name).glob("[!._]*") if path.suffix != ".json")
    data = next((data for data in map(Path.read_bytes, paths) if not data.startswith((b"PK", b"\xd0\xcf"))), b"")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode(layout.encoding)


def rows_for(layout: CsvFormat, rows: list[Row]) -> list[Row]:
    """Return the rows that a file of this layout can hold: none that it ignores, and one that proves the order of dates."""
    rows = [(day, text if layout.name != "bocom_card" else _with_direction(text, amount), amount) for day, text, amount in rows]
    kept = [(day, writable(layout, text), amount) for day, text, amount in rows if amount or not layout.ignore]
    return [*kept, PROVES_THE_ORDER] if order_is_open(layout.dates) else kept


def _with_direction(text: str, amount: Decimal) -> str:
    return f"{'退货' if amount >= 0 else '消费'} {text}"


def expected_text(layout: CsvFormat, text: str) -> str:
    """Say which description reading must give back."""
    trimmed = text.strip(layout.trim + " \t\r\n\u00a0") if layout.trim else text
    return " ".join((html.unescape(trimmed) if layout.entities else trimmed).split())


def writable(layout: CsvFormat, text: str) -> str:
    """Take out what the layout's quotes cannot hold."""
    if layout.quotes in ("bare", "none"):
        return re.sub(r'["\r\n\t,;|~]', " ", text)
    return text


def written(layout: CsvFormat, rows: list[Row], dialect: Dialect) -> tuple[str, int]:
    """Write a file, and say how many rows at its end are not of `rows` but needed to prove whose file it is."""
    separator = layout.separator[dialect.separator % len(layout.separator)]
    names = [] if layout.shape else _names(layout, dialect)
    lines = [] if layout.shape else [names]
    lines += [_line(layout, names, row, dialect) for row in rows]
    above, below = _proof(layout, separator)
    text = _dumped(layout, lines, separator, dialect)
    heading = "".join(f"{line}{dialect.end}" for line in _above(layout)) if dialect.above or above else ""
    return heading + text + "".join(f"{line}{dialect.end}" for line in below), len(below)


def _names(layout: CsvFormat, dialect: Dialect) -> list[str]:
    spelling = layout.headers[dialect.header % len(layout.headers)]
    names = next(csv.reader([spelling], delimiter=layout.separator[0], skipinitialspace=True))
    if names[-1] == MORE:
        said = {*normal(names), NEXT}
        more = [columns[0] for columns in map(_several, layout.columns.values()) if not {*normal(columns)} & said]
        names = names[:-1] + list(dict.fromkeys(more))
    return [name.replace("¤", "EUR") for name in names]


def _several(columns: str | tuple[str, ...]) -> tuple[str, ...]:
    return (columns,) if isinstance(columns, str) else columns


def _line(layout: CsvFormat, names: list[str], row: Row, dialect: Dialect) -> list[str]:
    cells = _cells(layout, row, dialect)
    if layout.shape:
        return _shaped(layout, cells)
    places = {name: place for place, name in enumerate(normal(names))} | {NEXT: len(names)}
    line = [""] * (len(names) + (NEXT in layout.columns.values()))
    for role, columns in layout.columns.items():
        spelled = [normal([name.replace("¤", "EUR")])[0] for name in _several(columns)]
        here = [places[name] for name in spelled if name in places]
        if role in cells and here:
            line[here[0]] = cells[role]
    return line


def _shaped(layout: CsvFormat, cells: dict[str, str]) -> list[str]:
    """Take the first row of the golden sample for a pattern, and put the cells where their roles are."""
    reader = csv.reader(io.StringIO(sample(layout)), delimiter=layout.separator, quotechar='"' if layout.quotes != "'" else "'")
    rows = [row for row in reader if len(row) >= len(layout.shape)]
    line = rows[len(_above(layout))][: len(layout.shape)]
    seen: set[str] = set()
    for place, spelling in enumerate(layout.shape):
        roles = spelling.partition(":")[0].split("+")
        for role in roles:
            if role in cells and role not in seen:
                line[place] = cells[role]
                seen.add(role)
            elif role == "description":
                line[place] = ""
    return [{"forecasted": "posted"}.get(cell, cell) for cell in line]


def _cells(layout: CsvFormat, row: Row, dialect: Dialect) -> dict[str, str]:
    day, text, amount = row
    mark = layout.decimal_mark[dialect.mark % len(layout.decimal_mark)]
    forms = [form for form in layout.dates if "%*" not in form]
    date = day.strftime(forms[dialect.date % len(forms)].replace("%T", "10:11:12"))
    inverse = _NAMED.get(layout.name) or _INVERSE.get(layout.sign) or _words
    amounts = {role: str(value).replace(".", mark) for role, value in inverse(layout, amount).items()}
    return {"date": date, "posted": date, "description": text, **amounts}


Inverse = Callable[[CsvFormat, Decimal], dict[str, object]]


def _words(layout: CsvFormat, amount: Decimal) -> dict[str, object]:
    assert isinstance(layout.sign, _signs.ByWord), f"tests/layouts.py must learn the inverse of the sign of {layout.name}"
    return {"amount": abs(amount), "direction": (layout.sign.money_in if amount >= 0 else layout.sign.money_out)[0]}


def _columns(_layout: CsvFormat, amount: Decimal) -> dict[str, object]:
    return {"credit": amount, "debit": ""} if amount >= 0 else {"debit": -amount, "credit": "0.00"}


_INVERSE: dict[object, Inverse] = {
    _signs.as_is: lambda _layout, amount: {"amount": amount},
    _signs.signed_by_word: lambda _layout, amount: {"amount": amount},
    _signs.amount_less_fee: lambda _layout, amount: {"amount": amount + 1, "fee": "1.00"},
    _signs.amount_plus_fee: lambda _layout, amount: {"amount": amount + 1, "fee": "-1.00"},
    _signs.credit_plus_debit: lambda _layout, amount: {"credit": amount} if amount >= 0 else {"debit": amount},
    _signs.flip: lambda _layout, amount: {"amount": -amount},
    _signs.credit_minus_debit: _columns,
    _signs.credit_minus_any_debit: _columns,
}
_NAMED: dict[str, Inverse] = {
    "bocom_card": lambda _layout, amount: {"amount": f"CNY {abs(amount)}"},
    "citi_card": lambda _layout, amount: {"credit": -amount} if amount >= 0 else {"debit": -amount},
    "ics_card": lambda _layout, amount: {"amount": -amount, "direction": "D" if amount < 0 else "C"},
    "wise_history": lambda _layout, amount: (
        {"credit": amount, "direction": "IN"} if amount >= 0 else {"debit": -amount, "direction": "OUT"}
    ),
    "yuh": _columns,
}


def _proof(layout: CsvFormat, separator: str) -> tuple[bool, list[str]]:
    """Tell whether the proof stands above the header, and which row of the golden sample proves it else."""
    if not layout.proof or layout.above:
        return bool(layout.proof), []
    reader = csv.reader(io.StringIO(sample(layout)), delimiter=layout.separator[0])
    proving = [line for line in reader if re.search(layout.proof, "|".join(line), re.IGNORECASE)]
    return False, [] if normal(proving[0][:1]) == normal(["Date"]) else [separator.join(f'"{cell}"' for cell in proving[0])]


def _above(layout: CsvFormat) -> list[str]:
    """Return the lines over the header of the golden sample."""
    if not layout.above:
        return []
    found = banks.read(sample(layout).encode()).heading if sample(layout) else None
    return list(found.lines if layout.shape else found.lines[:-1]) if found else []


def _dumped(layout: CsvFormat, lines: list[list[str]], separator: str, dialect: Dialect) -> str:
    if layout.quotes == "bare":
        return "".join(separator.join(f'"{cell}"' for cell in line) + dialect.end for line in lines)
    if layout.quotes == "none":
        return "".join(separator.join(line) + dialect.end for line in lines)
    out = io.StringIO(newline="")
    spans_lines = any(mark in cell for line in lines for cell in line for mark in "\r\n")  # else unquoted
    writer = csv.writer(
        out,
        delimiter=separator,
        quotechar=layout.quotes,
        lineterminator=dialect.end,
        quoting=csv.QUOTE_ALL if dialect.quote_all or spans_lines else csv.QUOTE_MINIMAL,
    )
    writer.writerows(lines)
    return out.getvalue()
