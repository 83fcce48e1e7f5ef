"""Plaid's categories in the words that banks use in their files.  https://plaid.com/docs/transactions/pfc-migration/."""

from collections.abc import Mapping

WORDS: Mapping[str, str] = {
    "BANK_FEES": "fees",
    "BANK_FEES_CASH_ADVANCES": "cash advances",
    "BANK_FEES_INTEREST_CHARGE": "interest",
    "ENTERTAINMENT": "entertainment",
    "FOOD_AND_DRINK_FAST_FOOD": "dining",
    "FOOD_AND_DRINK_GROCERIES": "groceries",
    "FOOD_AND_DRINK_RESTAURANT": "dining",
    "GENERAL_MERCHANDISE": "shopping",
    "GENERAL_SERVICES_ACCOUNTING_AND_FINANCIAL_PLANNING": "professional services",
    "GENERAL_SERVICES_AUTOMOTIVE": "automotive",
    "GENERAL_SERVICES_CONSULTING_AND_LEGAL": "professional services",
    "GENERAL_SERVICES_EDUCATION": "education",
    "GENERAL_SERVICES_INSURANCE": "insurance",
    "GENERAL_SERVICES_POSTAGE_AND_SHIPPING": "office & shipping",
    "GOVERNMENT_AND_NON_PROFIT_DONATIONS": "gifts & donations",
    "GOVERNMENT_AND_NON_PROFIT_TAX_PAYMENT": "government services",
    "HOME_IMPROVEMENT": "home improvement",
    "LOAN_PAYMENTS_CREDIT_CARD_PAYMENT": "payments and credits",
    "MEDICAL": "health care",
    "PERSONAL_CARE": "personal",
    "RENT_AND_UTILITIES_GAS_AND_ELECTRICITY": "utilities",
    "RENT_AND_UTILITIES_INTERNET_AND_CABLE": "internet",
    "RENT_AND_UTILITIES_SEWAGE_AND_WASTE_MANAGEMENT": "utilities",
    "RENT_AND_UTILITIES_TELEPHONE": "internet",
    "RENT_AND_UTILITIES_WATER": "utilities",
    "TRANSPORTATION_GAS": "gas",
    "TRAVEL": "travel",
    "TRAVEL_FLIGHTS": "airfare",
    "TRAVEL_LODGING": "lodging",
}
"""A detailed category, or a primary one where no detail of it has a word of its own. What is missing is left to the rules."""
BETWEEN_ACCOUNTS = frozenset(
    {"TRANSFER_IN_ACCOUNT_TRANSFER", "TRANSFER_OUT_ACCOUNT_TRANSFER", "TRANSFER_IN_SAVINGS", "TRANSFER_OUT_SAVINGS"}
)
CARD_PAYMENT = "LOAN_PAYMENTS_CREDIT_CARD_PAYMENT"


def category_word(primary: str, detailed: str) -> str | None:
    """Return the word for a category, None for one that has none."""
    return WORDS.get(detailed) or WORDS.get(primary)


def type_word(detailed: str) -> str | None:
    """Return the word for the kind of movement, where the category tells."""
    if detailed in BETWEEN_ACCOUNTS:
        return "transfer"
    return "payment" if detailed == CARD_PAYMENT else None
