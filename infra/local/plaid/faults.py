"""Plaid's errors, as they look on the wire."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

STATUS_OF_TYPE = {"RATE_LIMIT_EXCEEDED": 429, "API_ERROR": 500}
"""Every other type of error comes with status 400."""

INSTITUTION_DOWN = 400


@dataclass
class PlaidError(Exception):
    """An answer other than 200. `retry_after` in seconds becomes the header of that name."""

    type: str
    code: str
    message: str
    retry_after: int | None = None

    @property
    def status(self) -> int:
        """The HTTP status that goes with the type."""
        return STATUS_OF_TYPE.get(self.type, 400)

    def body(self) -> dict[str, Any]:
        """Return the error object of the API and of webhooks."""
        return {
            "error_type": self.type,
            "error_code": self.code,
            "error_message": self.message,
            "display_message": None,
            "causes": [],
            "request_id": uuid4().hex[:15],
            "documentation_url": "https://plaid.com/docs/errors/",
            "suggested_action": None,
        }


def login_required() -> PlaidError:
    """Say that the bank wants the person to sign in again."""
    message = (
        "the login details of this item have changed (credentials, MFA, or required user action) and a user login is required"
    )
    return PlaidError("ITEM_ERROR", "ITEM_LOGIN_REQUIRED", message)


def mutated() -> PlaidError:
    """Say that the feed changed between two of its pages."""
    message = "Underlying transaction data changed since last page was fetched. Please restart pagination from last update."
    return PlaidError("TRANSACTIONS_ERROR", "TRANSACTIONS_SYNC_MUTATION_DURING_PAGINATION", message)


def injected(status: int, retry_after: int | None) -> PlaidError:
    """Build the fault that a test ordered by its status: 429, 400 for a bank that is down, else 500."""
    if status == INSTITUTION_DOWN:
        return PlaidError("INSTITUTION_ERROR", "INSTITUTION_DOWN", "this institution is not currently responding", retry_after)
    if status == STATUS_OF_TYPE["RATE_LIMIT_EXCEEDED"]:
        return PlaidError("RATE_LIMIT_EXCEEDED", "TRANSACTIONS_SYNC_LIMIT", "rate limit exceeded for this item", retry_after)
    return PlaidError("API_ERROR", "INTERNAL_SERVER_ERROR", "an unexpected error occurred", retry_after)


def missing(field: str) -> PlaidError:
    """Say that a required field is not in the request."""
    return PlaidError("INVALID_REQUEST", "MISSING_FIELDS", f"the following required fields are missing: {field}")


def invalid(code: str, message: str) -> PlaidError:
    """Say that a value means nothing here."""
    return PlaidError("INVALID_INPUT", code, message)
