"""Plaid's JSON as domain values. Plaid says money out is positive; here it becomes negative."""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from purser.domain.connections import AccountKind, FeedAccount, Item, Page, SignInOpenError
from purser.domain.statements import UNKNOWN_CURRENCY, Entry, Rejected
from purser.store.connectors._plaid_categories import category_word, type_word
from purser.store.connectors._plaid_errors import status_of

Json = Mapping[str, Any]
Row = Entry | Rejected
NOT_READY = "NOT_READY"
KINDS: Mapping[tuple[str, str], AccountKind] = {
    ("depository", "checking"): "checking",
    ("depository", "savings"): "savings",
    ("depository", "money market"): "savings",
    ("depository", "cd"): "savings",
    ("depository", "hsa"): "savings",
    ("depository", "prepaid"): "card",
    ("depository", "paypal"): "other",
}
KINDS_BY_TYPE: Mapping[str, AccountKind] = {
    "depository": "checking",
    "credit": "card",
    "loan": "loan",
    "investment": "investment",
    "brokerage": "investment",
}
OWED = frozenset({"credit", "loan"})
"""Types of account whose balance Plaid states as what is owed."""


def public_token_of(said: Json) -> str:
    """Read the answer of /link/token/get: the token of the first session that ended with a bank."""
    sessions = list[Json](said.get("link_sessions") or ())
    for session in sessions:
        for added in (session.get("results") or {}).get("item_add_results") or ():
            return str(added["public_token"])
    if any(session.get("finished_at") for session in sessions):
        raise SignInOpenError("The sign-in ended without a bank. Begin again.", code="SIGN_IN_LEFT")
    raise SignInOpenError("The sign-in at the bank has not ended yet.")


def item_of(said: Json) -> Item:
    """Read the answer of /item/get."""
    item = said["item"]
    error = item.get("error")
    return Item(
        item_id=item["item_id"],
        institution=item.get("institution_name") or item.get("institution_id") or "Bank",
        status=status_of(error),
        consent_expires_at=item.get("consent_expiration_time"),
        error={"code": error["error_code"], "message": error["error_message"]} if error else None,
    )


def account_of(account: Json) -> FeedAccount:
    """Read one account. What is owed becomes a negative balance, as money out is negative."""
    balances, kind, subtype = account["balances"], str(account["type"]), str(account.get("subtype"))
    current = balances.get("current")
    return FeedAccount(
        account_id=account["account_id"],
        name=account.get("name") or account.get("official_name") or "Account",
        kind=KINDS.get((kind, subtype)) or KINDS_BY_TYPE.get(kind, "other"),
        currency=balances.get("iso_currency_code") or UNKNOWN_CURRENCY,
        number_masked=f"…{account['mask']}" if account.get("mask") else None,
        balance=None if current is None else (-Decimal(current) if kind in OWED else Decimal(current)),
        lasting_id=account.get("persistent_account_id"),
    )


def page_of(said: Json) -> Page:
    """Read the answer of /transactions/sync. Lines count the page's rows from 1."""
    added, modified = list[Json](said["added"]), list[Json](said["modified"])
    return Page(
        added=_rows(added, 1),
        modified=_rows(modified, 1 + len(added)),
        removed=[gone["transaction_id"] for gone in said["removed"]],
        booked_of={t["transaction_id"]: t["pending_transaction_id"] for t in added if t.get("pending_transaction_id")},
        next_cursor=said["next_cursor"],
        has_more=said["has_more"],
        ready=said.get("transactions_update_status") != NOT_READY and bool(said["next_cursor"]),
    )


def _rows(transactions: Sequence[Json], first: int) -> list[Row]:
    return [row_of(transaction, line) for line, transaction in enumerate(transactions, first)]


def row_of(transaction: Json, line: int) -> Row:
    """Read one transaction; one that money cannot be counted in is rejected and kept with its reason."""
    text = json.dumps(transaction, default=str, ensure_ascii=False)
    currency = transaction.get("iso_currency_code")
    if not currency:
        unofficial = transaction.get("unofficial_currency_code") or "none"
        return Rejected(line, text, "BAD_CURRENCY", f"Its currency, {unofficial}, is not one of ISO 4217.")
    try:
        return _entry(transaction, line, text, currency)
    except (KeyError, ValueError, ArithmeticError, TypeError) as wrong:
        return Rejected(line, text, "BAD_ROW", f"Plaid sent a transaction that cannot be read: {wrong!r}.")


def _entry(transaction: Json, line: int, text: str, currency: str) -> Entry:
    date = dt.date.fromisoformat(transaction["date"])
    pending = bool(transaction["pending"])
    name = _text(transaction["name"])
    category = transaction.get("personal_finance_category") or {}
    detailed = str(category.get("detailed"))
    running = transaction.get("running_balance")
    return Entry(
        line=line,
        text=text,
        date=date,
        posted=None if pending else date,
        amount=-Decimal(transaction["amount"]) + 0,
        currency=currency,
        description=_text(transaction.get("merchant_name")) or name,
        original_description=_text(transaction.get("original_description")) or name,
        account=transaction["account_id"],
        pending=pending,
        provider_id=transaction["transaction_id"],
        balance=None if running is None else Decimal(running),
        bank_category=category_word(str(category.get("primary")), detailed),
        bank_type=type_word(detailed) or transaction.get("transaction_code"),
        reference=transaction.get("check_number"),
    )


def _text(said: str | None) -> str:
    """Drop what PostgreSQL cannot store."""
    return (said or "").replace("\x00", "").strip()
