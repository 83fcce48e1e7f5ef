"""Point or comma before the decimals: decided once for the file."""

from dataclasses import dataclass

from purser.banks._infer_context import Context
from purser.banks._infer_money import Marks, value, written
from purser.banks._infer_question import Answer, Question
from purser.domain.currencies import MINOR_UNITS
from purser.domain.errors import StatementError
from purser.domain.money import format_amount

_COMMA_LANGUAGES = frozenset(
    [
        "de",
        "fr",
        "es",
        "it",
        "pt",
        "ca",
        "nl",
        "pl",
        "cs",
        "sk",
        "hu",
        "ro",
        "hr",
        "sv",
        "da",
        "no",
        "fi",
        "et",
        "lv",
        "lt",
        "tr",
        "ru",
        "uk",
        "bg",
        "sr",
        "el",
        "id",
        "vi",
    ]
)
_POINT_LANGUAGES = frozenset({"zh", "ja", "ko", "th", "he", "ms"})
_COINLESS = frozenset({"ja", "ko", "is"})
_THREE_DECIMALS = frozenset({"ar", "fr"})
"""Languages of countries where money has three decimals."""
_OFTEN_WHOLE = frozenset({"HUF", "IDR", "COP", "IQD", "IRR", "LBP", "TZS", "RSD", "AMD", "MMK", "KZT"})
"""Currencies whose smallest coins nobody uses any more, though ISO 4217 still counts them."""


@dataclass(frozen=True, slots=True)
class Mark:
    """The decimal mark, and why it is that one."""

    mark: str
    why: str = ""


def settle_mark(marks: Marks, others: Marks, context: Context, seen: str) -> Mark | Question:
    """Decide, or say what to ask. StatementError AMBIGUOUS_AMOUNTS if the amounts contradict each other."""
    settled = marks.settled()
    if settled is None:
        point, comma = marks.contradiction()
        raise StatementError(
            f'The decimal mark is not clear: "{point}" has a point before its decimals and "{comma}" a comma. '
            "Export the statement again, and do not edit it.",
            code="AMBIGUOUS_AMOUNTS",
        )
    if settled:
        return Mark(settled, "amounts with decimals settle it")
    doubtful = marks.doubtful()
    if not doubtful:
        return Mark(others.settled() or seen or ".")
    return _of_doubtful(doubtful, marks, others, context)


def _of_doubtful(text: str, marks: Marks, others: Marks, context: Context) -> Mark | Question:
    """Decide what 1.234 is, where no amount has one or two decimals."""
    if settled := others.settled():
        return Mark(settled, "other numbers in the file settle it")
    if thousands := marks.grouped_by():
        return Mark("," if thousands == "." else ".", "only amounts above a thousand have a mark")
    parts = written(text)
    mark = next((letter for letter in (parts.body if parts else "") if letter in ".,"), ".")
    other = "," if mark == "." else "."
    languages = context.foreign_languages
    digits = {0 if code in _OFTEN_WHOLE else MINOR_UNITS[code] for code in context.currencies}
    digits = digits or ({0} if languages & _COINLESS else {2} if languages - _THREE_DECIMALS else set())
    if digits == {0}:
        return Mark(other, "the currency has no decimals")
    if digits == {3}:
        return Mark(mark, "the currency has three decimals")
    local = "," if languages & _COMMA_LANGUAGES else "." if not languages or languages & _POINT_LANGUAGES else ""
    if local == other and digits == {2}:
        return Mark(other, "the currency has two decimals, and the language groups digits so")
    return _ask(text, mark)


def _ask(text: str, mark: str) -> Question:
    body = parts.body if (parts := written(text)) else text
    meanings = {one: format_amount(amount) for one in ".," if (amount := value(body, one)) is not None}
    spoken = " or ".join(meanings.values())
    answers = tuple(Answer(meaning, {"decimal_mark": one}) for one, meaning in meanings.items())
    return Question(
        "AMBIGUOUS_AMOUNTS",
        f'Is "{text}" {spoken}? No amount in the file settles whether "{mark}" stands before decimals.',
        answers,
    )
