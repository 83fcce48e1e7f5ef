"""A question that only a person can answer about a file, and the answers that there are."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from purser.domain.errors import StatementError


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer in words, and the fields of the mapping that it sets."""

    text: str
    sets: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Question:
    """What to ask, quoting the file. `code` is AMBIGUOUS_DATES, AMBIGUOUS_AMOUNTS or AMBIGUOUS_SIGN."""

    code: str
    text: str
    answers: tuple[Answer, ...]
    line: int | None = None

    def refusal(self) -> StatementError:
        """The error that refuses the file until somebody answers."""
        return StatementError(self.text, code=self.code, line=self.line)
