"""What kind of transaction an entry is: its merchant, type and category, and who said so."""

from dataclasses import dataclass

from purser.categories.merchants import merchant_name
from purser.categories.rules import bank_category, rule_category
from purser.categories.taxonomy import TAXONOMY, TransactionType
from purser.categories.types import transaction_type
from purser.domain.statements import Entry

_TYPES = {category.name: category.type for category in TAXONOMY}


@dataclass(frozen=True, slots=True)
class Classification:
    """`category` is a name of the taxonomy or None; `provenance` is who said it: "file", "rule" or "" for nobody."""

    merchant: str
    type: TransactionType
    category: str | None
    provenance: str


def classify(entry: Entry, kind: str) -> Classification:
    """Classify an entry of an account of this kind. A category contradicting the type is left out rather than forced."""
    merchant = merchant_name(entry.description)
    said, ruled = bank_category(entry.bank_category), rule_category(entry.original_description)
    category, provenance = (said, "file") if said else (ruled, "rule") if ruled else (None, "")
    type_ = transaction_type(entry.amount, entry.bank_type, kind)
    if category is None:
        return Classification(merchant, type_, None, "")
    of_category = _TYPES[category]
    if of_category == type_ or (of_category == "income" and entry.amount > 0):
        return Classification(merchant, of_category, category, provenance)
    if of_category == "transfer" and not _is_refund(entry):
        return Classification(merchant, "transfer", category, provenance)
    return Classification(merchant, type_, None, "")


def _is_refund(entry: Entry) -> bool:
    return (entry.bank_type or "").strip().lower() in {"return", "refund", "sale", "adjustment"}
