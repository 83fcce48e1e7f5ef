"""The banks of the stand-in: accounts and seeded transactions in Plaid's wire format, where money OUT is positive."""

import datetime as dt
import random
import string
from dataclasses import asdict, dataclass
from typing import Any

Json = dict[str, Any]

INSTITUTIONS = {
    "ins_109508": "First Platypus Bank",
    "ins_109509": "First Gingham Credit Union",
    "ins_109510": "Tattersall Federal Credit Union",
}
"""Test institutions of Plaid's sandbox, by their real ids."""
DAYS = 120
MERCHANTS = (
    ("Blue Bottle Coffee", "FOOD_AND_DRINK", "FOOD_AND_DRINK_COFFEE", (350, 900)),
    ("Whole Foods", "FOOD_AND_DRINK", "FOOD_AND_DRINK_GROCERIES", (1500, 18000)),
    ("Uber", "TRANSPORTATION", "TRANSPORTATION_TAXIS_AND_RIDE_SHARES", (700, 4500)),
    ("United Airlines", "TRAVEL", "TRAVEL_FLIGHTS", (12000, 90000)),
    ("Office Depot", "GENERAL_MERCHANDISE", "GENERAL_MERCHANDISE_OFFICE_SUPPLIES", (400, 26000)),
    ("Amazon Web Services", "GENERAL_SERVICES", "GENERAL_SERVICES_OTHER_GENERAL_SERVICES", (2000, 60000)),
)
NOWHERE = dict.fromkeys(("address", "city", "region", "postal_code", "country", "lat", "lon", "store_number"))
NO_META = dict.fromkeys(
    ("by_order_of", "payee", "payer", "payment_method", "payment_processor", "ppd_id", "reason", "reference_number")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spending:
    """What a transaction is about; the rest of Plaid's fields follows from it."""

    account_id: str
    amount: float
    date: str
    name: str
    currency: str = "USD"
    pending: bool = False
    pending_transaction_id: str | None = None
    merchant_name: str | None = None
    primary: str = "GENERAL_MERCHANDISE"
    detailed: str = "GENERAL_MERCHANDISE_OTHER_GENERAL_MERCHANDISE"


def token(source: random.Random) -> str:
    """Make an id that looks like Plaid's: 37 letters and digits."""
    return "".join(source.choices(string.ascii_letters + string.digits, k=37))


def transaction(transaction_id: str, spending: Spending) -> Json:
    """Spell a transaction out as `/transactions/sync` does."""
    said = asdict(spending)
    category = {"primary": said.pop("primary"), "detailed": said.pop("detailed"), "confidence_level": "HIGH"}
    return {
        "transaction_id": transaction_id,
        "iso_currency_code": said.pop("currency"),
        **said,
        "unofficial_currency_code": None,
        "authorized_date": spending.date,
        "authorized_datetime": None,
        "datetime": None,
        "payment_channel": "in store",
        "transaction_code": None,
        "transaction_type": "place",
        "account_owner": None,
        "category": None,
        "category_id": None,
        "check_number": None,
        "original_description": None,
        "logo_url": None,
        "website": None,
        "merchant_entity_id": None,
        "personal_finance_category": category,
        "personal_finance_category_icon_url": "https://plaid-category-icons.plaid.com/PFC_OTHER.png",
        "counterparties": [],
        "location": NOWHERE,
        "payment_meta": NO_META,
    }


def accounts(source: random.Random) -> list[Json]:
    """Open a checking account, a savings account and a card."""
    return [
        _account(source, "Plaid Checking", "depository", "checking", (100.0, 110.0, None)),
        _account(source, "Plaid Saving", "depository", "savings", (200.0, 210.0, None)),
        _account(source, "Plaid Credit Card", "credit", "credit card", (None, 410.0, 2000.0)),
    ]


def _account(
    source: random.Random, name: str, kind: str, subtype: str, balances: tuple[float | None, float | None, float | None]
) -> Json:
    available, current, limit = balances
    return {
        "account_id": token(source),
        "balances": {
            "available": available,
            "current": current,
            "limit": limit,
            "iso_currency_code": "USD",
            "unofficial_currency_code": None,
        },
        "mask": f"{source.randrange(10_000):04}",
        "name": name,
        "official_name": f"{name} of First Platypus",
        "type": kind,
        "subtype": subtype,
        "persistent_account_id": token(source),
    }


def history(source: random.Random, owned: list[Json], count: int, today: dt.date) -> list[Json]:
    """Spend and earn for some months up to `today`, oldest first; the last two are still pending."""
    days = sorted(source.randrange(1, DAYS) for _ in range(count))[::-1]
    return [_one(source, owned, today - dt.timedelta(days=day), pending=n >= count - 2) for n, day in enumerate(days)]


def _one(source: random.Random, owned: list[Json], day: dt.date, *, pending: bool) -> Json:
    merchant, primary, detailed, cents = source.choice(MERCHANTS)
    amount = source.randrange(*cents) / 100
    account = owned[source.randrange(len(owned))]
    if source.random() < 0.1:  # noqa: PLR2004 - one in ten brings money in
        merchant, primary, detailed, amount = "ACH Electronic CreditGUSTO PAY", "INCOME", "INCOME_WAGES", -4 * amount
    spent = Spending(
        account_id=account["account_id"],
        amount=amount,
        date=day.isoformat(),
        name=f"{merchant} {day:%m%d}".upper(),
        merchant_name=merchant,
        primary=primary,
        detailed=detailed,
        pending=pending,
    )
    return transaction(token(source), spent)
