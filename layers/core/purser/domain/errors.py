"""Every error Purser raises on purpose: one class for each decision a caller can take."""

from dataclasses import dataclass


class PurserError(Exception):
    """Root of the tree. `code` is stable and for programs, the message is for a person."""

    code = "ERROR"

    def __init__(self, message: str, *, code: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        if code is not None:
            self.code = code


class StatementError(PurserError):
    """The whole file cannot be a statement; tell the uploader, never retry.

    `line` is 1-based where the trouble has a place, else None. Codes in use: EMPTY_FILE, TOO_LARGE, ARCHIVE, NUL_BYTES,
    UNREADABLE, UNKNOWN_FORMAT, AMBIGUOUS_FORMAT, AMBIGUOUS_DATES, AMBIGUOUS_AMOUNTS, WRONG_BANK, GONE.
    """

    code = "UNREADABLE"

    def __init__(self, message: str, *, code: str | None = None, line: int | None = None) -> None:
        super().__init__(message, code=code)
        self.line = line


class RowError(PurserError):
    """One row cannot be read; reject that row alone and go on. Codes: BAD_DATE, BAD_AMOUNT, BAD_ROW, BAD_CURRENCY, TRUNCATED."""

    code = "BAD_ROW"


class NotFoundError(PurserError):
    """No such thing for this organisation, which includes another organisation's things."""

    code = "NOT_FOUND"


class ConflictError(PurserError):
    """The request contradicts what is stored."""

    code = "CONFLICT"


class UnauthenticatedError(PurserError):
    """Nobody is signed in, or the proof of it does not hold."""

    code = "UNAUTHENTICATED"


class ForbiddenError(PurserError):
    """Signed in, but not allowed."""

    code = "FORBIDDEN"


class TooManyError(PurserError):
    """Too often; `seconds` says after how long the next one is looked at."""

    code = "TOO_MANY"

    def __init__(self, message: str, *, seconds: int) -> None:
        super().__init__(message)
        self.seconds = seconds


class TooLargeError(PurserError):
    """More bytes than the configured limit."""

    code = "TOO_LARGE"


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """What is wrong with one field of a request."""

    field: str
    problem: str


class InvalidInputError(PurserError):
    """A well-formed request whose values cannot be accepted; `details` names the fields."""

    code = "VALIDATION_FAILED"

    def __init__(self, message: str, details: tuple[FieldProblem, ...] = ()) -> None:
        super().__init__(message)
        self.details = details
