"""Income, expense or transfer."""

from decimal import Decimal

from purser.categories.taxonomy import TransactionType

# Words of banks' own type columns (Chase's Type, OFX's TRNTYPE) for money that stays with its owner.
BETWEEN_ACCOUNTS = frozenset(
    {
        "account transfer",
        "acct_xfer",
        "balance transfer",
        "chase_to_partnerfi",
        "loan_pmt",
        "partnerfi_to_chase",
        "transfer",
        "xfer",
    }
)
CARD_PAYMENTS = frozenset({"payment", "card payment"})


def transaction_type(amount: Decimal, bank_type: str | None, kind: str) -> TransactionType:
    """Tell the type from the sign (negative = money out), the bank's own type word and the account's kind.

    A payment that a card receives is a transfer. Other money that a card receives is a refund, which lessens expenses.
    """
    word = (bank_type or "").strip().lower()
    if word in BETWEEN_ACCOUNTS or (kind == "card" and amount > 0 and word in CARD_PAYMENTS):
        return "transfer"
    return "income" if amount > 0 and kind != "card" else "expense"
