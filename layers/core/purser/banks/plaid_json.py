"""Answers of Plaid's /transactions/get and /transactions/sync, saved as JSON: one answer, several in a list, or one a line.

Charges are positive. A list of transactions alone will do. Rows of `removed` are told, but there is nothing to remove yet.
"""

import datetime as dt
import json
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from purser.banks._rows import REMEDY
from purser.banks._text import Document
from purser.domain.currencies import currency_named
from purser.domain.dates import parse_date
from purser.domain.errors import RowError, StatementError
from purser.domain.money import MOST_DIGITS
from purser.domain.statements import UNKNOWN_CURRENCY, Entry, Ignored, Item, Reading, Rejected

_PLAID = re.compile(r'"transaction_id"\s*:|"next_cursor"\s*:|"total_transactions"\s*:')
_LISTS = ("transactions", "added", "modified")
_LARGEST = 20 * 1024 * 1024
_LONGEST_TEXT = 4_000
_ISO = ("%Y-%m-%d", "%Y-%m-%dT%T")


class _PlaidJson:
    name = "plaid_json"
    bank = "plaid"

    def claims(self, document: Document) -> bool:
        """Whether it is JSON that speaks of Plaid's transactions."""
        opening = document.opening().lstrip("\ufeff \t\r\n")
        return opening[:1] in ("{", "[") and _PLAID.search(opening) is not None

    def resembles(self, _document: Document) -> str:
        """Resemble nothing: JSON of another kind is another thing."""
        return ""

    def read(self, document: Document, currency: str | None) -> Reading:
        """Read the transactions; StatementError if the JSON is broken."""
        if len(document.data) > _LARGEST:
            raise StatementError(
                f"The JSON is larger than {_LARGEST // 1024 // 1024} MB. Save fewer answers in a file.", code="TOO_LARGE"
            )
        answers = _answers(document.text().lstrip("\ufeff"))
        return Reading(self.name, self.bank, "other", _items(answers, currency or UNKNOWN_CURRENCY))


def _answers(text: str) -> list[Any]:
    try:
        found = json.loads(text, parse_float=Decimal, parse_constant=str)
    except (ValueError, RecursionError) as error:
        return _lines(text, error)
    return found if isinstance(found, list) else [found]


def _lines(text: str, broken: Exception) -> list[Any]:
    """Read one answer a line, which JSON as a whole is not."""
    try:
        return [json.loads(line, parse_float=Decimal, parse_constant=str) for line in text.splitlines() if line.strip()]
    except (ValueError, RecursionError):
        raise StatementError(f"The JSON is broken or unfinished ({broken}). Save it again.") from broken


def _items(answers: list[Any], currency: str) -> Iterator[Item]:
    for line, (kind, row) in enumerate(_rows(answers), 1):
        text = json.dumps(row, default=str, ensure_ascii=False)[:_LONGEST_TEXT]
        if kind == "removed":
            yield Ignored(line, text, "removed by Plaid: there is nothing to add")
            continue
        try:
            yield _entry(line, text, row, currency)
        except RowError as error:
            yield Rejected(line, text, error.code, error.message)


def _rows(answers: list[Any]) -> Iterator[tuple[str, Any]]:
    for answer in answers:
        if isinstance(answer, dict) and any(isinstance(answer.get(name), list) for name in (*_LISTS, "removed")):
            for name in (*_LISTS, "removed"):
                yield from ((name, row) for row in answer.get(name) or [])
        else:
            yield "transactions", answer


def _entry(line: int, text: str, row: Any, currency: str) -> Entry:
    if not isinstance(row, dict):
        raise RowError(f"This is not a transaction. {REMEDY}")
    name = _text(row, "original_description") or _text(row, "name") or _text(row, "merchant_name")
    category = row.get("personal_finance_category")
    return Entry(
        line=line,
        text=text,
        date=_date(row),
        posted=_date(row),
        amount=-_amount(row.get("amount")),
        currency=currency_named(_text(row, "iso_currency_code") or _text(row, "unofficial_currency_code")) or currency,
        description=" ".join((_text(row, "merchant_name") or name).split()),
        original_description=name,
        account=_text(row, "account_id"),
        pending=row.get("pending") is True,
        provider_id=_text(row, "transaction_id") or None,
        bank_category=_text(category, "primary") or None if isinstance(category, dict) else None,
        bank_type=_text(row, "payment_channel") or None,
        reference=_text(row, "check_number") or None,
    )


def _date(row: dict[str, Any]) -> dt.date:
    try:
        return parse_date(_text(row, "date"), _ISO)
    except ValueError as error:
        raise RowError(f'"date": "{_text(row, "date")[:40]}" is not a date like YYYY-MM-DD. {REMEDY}', code="BAD_DATE") from error


def _amount(value: Any) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise RowError(f'"amount" is not a number. {REMEDY}', code="BAD_AMOUNT")
    amount = Decimal(value)
    if len(amount.as_tuple().digits) > MOST_DIGITS or abs(amount.adjusted()) > MOST_DIGITS:
        raise RowError(f'"amount" has more digits than can be added exactly. {REMEDY}', code="BAD_AMOUNT")
    return amount


def _text(row: dict[str, Any], key: str) -> str:
    value = row.get(key)
    return value.strip() if isinstance(value, str) else ""


FORMAT = _PlaidJson()
