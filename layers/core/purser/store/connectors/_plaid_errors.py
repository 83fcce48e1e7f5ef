"""Plaid's error codes as the decision each leaves to the caller.  https://plaid.com/docs/errors/."""

import json
from collections.abc import Mapping

from purser.domain.connections import (
    ConnectionStatus,
    ConnectorBusyError,
    ConnectorError,
    FeedMovedError,
    GrantEndedError,
    ReconnectError,
    SignInOpenError,
)
from purser.domain.errors import FieldProblem, InvalidInputError, PurserError

NEEDS_SIGN_IN = frozenset(
    {
        "ITEM_LOGIN_REQUIRED",
        "ITEM_LOCKED",
        "INVALID_CREDENTIALS",
        "INVALID_MFA",
        "INVALID_UPDATED_USERNAME",
        "INSUFFICIENT_CREDENTIALS",
        "USER_SETUP_REQUIRED",
        "USER_INPUT_TIMEOUT",
        "ACCESS_NOT_GRANTED",
    }
)
SPENT = frozenset({"INVALID_PUBLIC_TOKEN"})
OVER = frozenset({"INVALID_LINK_TOKEN"})
REVOKED = frozenset({"USER_PERMISSION_REVOKED", "USER_ACCOUNT_REVOKED"})
GRANT_ENDED = frozenset({"INVALID_ACCESS_TOKEN", "ITEM_NOT_FOUND", "ITEM_CONCURRENTLY_DELETED"})
MEANINGS: Mapping[str, type[ConnectorError]] = {
    **dict.fromkeys(NEEDS_SIGN_IN, ReconnectError),
    **dict.fromkeys(GRANT_ENDED | REVOKED, GrantEndedError),
    "TRANSACTIONS_SYNC_MUTATION_DURING_PAGINATION": FeedMovedError,
}
PASSING_TYPES = frozenset({"RATE_LIMIT_EXCEEDED", "API_ERROR", "INSTITUTION_ERROR"})
LASTING = frozenset({"INSTITUTION_NO_LONGER_SUPPORTED", "UNSUPPORTED_RESPONSE"})
TOO_MANY, SERVER_ERROR = 429, 500


def refusal(status: int, body: str | None, headers: Mapping[str, str] | None) -> PurserError:
    """Choose the error that says what the caller can do. Plaid's words are for people; they hold no secret."""
    try:
        said = json.loads(body or "{}")
    except ValueError:
        said = {}
    code = str(said.get("error_code") or f"HTTP_{status}")
    message = str(said.get("display_message") or said.get("error_message") or "Plaid refused without saying why.")
    if code in MEANINGS:
        return MEANINGS[code](message, code=code)
    if code in SPENT:
        problem = FieldProblem("public_token", "unknown, used or expired")
        return InvalidInputError("This sign-in is over. Link the bank again.", (problem,))
    if code in OVER:
        return SignInOpenError("The sign-in has expired. Begin again.", code="SIGN_IN_LEFT")
    passing = said.get("error_type") in PASSING_TYPES or status == TOO_MANY or status >= SERVER_ERROR
    if passing and code not in LASTING:
        return ConnectorBusyError(message, code=code, retry_after=_seconds((headers or {}).get("Retry-After")))
    return ConnectorError(message, code=code)


def _seconds(retry_after: str | None) -> float:
    return float(retry_after) if retry_after and retry_after.isdecimal() else 0


def status_of(item_error: Mapping[str, str] | None) -> ConnectionStatus:
    """Tell how a connection is from its item's error; one that passes by itself leaves it connected."""
    code = item_error["error_code"] if item_error else ""
    if code in REVOKED | GRANT_ENDED:
        return "revoked"
    return "sign_in_needed" if code in NEEDS_SIGN_IN else "connected"
