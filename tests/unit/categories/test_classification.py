import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from purser.categories.classification import classify
from purser.categories.rules import BANK_CATEGORIES, RULES, bank_category, rule_category
from purser.categories.taxonomy import TAXONOMY
from purser.categories.types import transaction_type
from purser.domain.statements import Entry


def entry(description: str, amount: str, **rest: Any) -> Entry:
    return Entry(
        line=1,
        text=description,
        date=dt.date(2026, 9, 18),
        amount=Decimal(amount),
        currency="USD",
        description=description,
        original_description=description,
        **rest,
    )


@pytest.mark.parametrize(
    ("amount", "word", "kind", "expected"),
    [
        ("-12.00", "Sale", "card", "expense"),
        ("12.00", "Return", "card", "expense"),
        ("500.00", "Payment", "card", "transfer"),
        ("-500.00", "PAYMENT", "checking", "expense"),
        ("-500.00", "ACCT_XFER", "checking", "transfer"),
        ("500.00", "XFER", "savings", "transfer"),
        ("2500.00", "ACH_CREDIT", "checking", "income"),
        ("-4.00", None, "checking", "expense"),
        ("0", None, "checking", "expense"),
    ],
)
def test_the_sign_and_the_banks_own_word_tell_the_type(amount: str, word: str | None, kind: str, expected: str) -> None:
    assert transaction_type(Decimal(amount), word, kind) == expected


def test_what_the_bank_says_comes_before_our_rules() -> None:
    found = classify(entry("SHELL OIL 5744", "-40.00", bank_category="Groceries"), "card")
    assert (found.category, found.provenance) == ("Groceries", "file")


def test_a_rule_finds_a_category_where_the_bank_says_nothing() -> None:
    found = classify(entry("SHELL OIL 5744", "-40.00"), "card")
    assert (found.category, found.type, found.provenance) == ("Fuel", "expense", "rule")


def test_an_unknown_description_has_no_category_and_no_provenance() -> None:
    found = classify(entry("QWERTZ 17", "-40.00"), "card")
    assert (found.category, found.provenance) == (None, "")


def test_a_card_payment_is_a_transfer_in_both_accounts() -> None:
    received = classify(entry("Payment Thank You-Mobile", "200.00", bank_type="Payment"), "card")
    sent = classify(entry("CAPITAL ONE MOBILE PYMT 8GTR", "-200.00", bank_type="ACH_DEBIT"), "checking")
    assert {received.type, sent.type} == {"transfer"}
    assert {received.category, sent.category} == {"Card payment"}


def test_cashback_on_a_card_is_income() -> None:
    assert (
        classify(entry("CASHBACK BONUS REDEMPTION", "25.00", bank_category="Awards and Rebate Credits"), "card").type == "income"
    )


def test_a_category_that_contradicts_the_sign_is_left_out() -> None:
    assert classify(entry("STARBUCKS EMPLOYER PAY", "900.00"), "checking").category is None


def test_a_keyword_is_a_whole_word() -> None:
    assert rule_category("UPS STORE") == "Office and shipping"
    assert rule_category("STARTUPS INC") is None


def test_every_rule_speaks_of_a_category_of_the_taxonomy() -> None:
    names = {category.name for category in TAXONOMY}
    assert {category for category, _ in RULES} | set(BANK_CATEGORIES.values()) <= names


def test_category_names_are_unique_and_parents_come_first() -> None:
    seen: set[str] = set()
    for category in TAXONOMY:
        assert category.name not in seen
        assert category.parent is None or category.parent in seen
        seen.add(category.name)


def test_the_banks_spelling_of_a_category_does_not_matter() -> None:
    assert bank_category("Travel/ Entertainment") == bank_category(" TRAVEL/  ENTERTAINMENT ") == "Travel"
