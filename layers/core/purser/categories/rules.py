"""Which category: what the bank says, else the first rule with a word of the description. Nothing is guessed beyond that."""

import re
from functools import lru_cache

# What Chase, Discover and Capital One write in their category column, in lower case.
BANK_CATEGORIES = {
    "airfare": "Flights",
    "automotive": "Car",
    "awards and rebate credits": "Rewards",
    "bills & utilities": "Utilities",
    "car rental": "Travel",
    "cash advances": "Cash",
    "department stores": "Shopping",
    "dining": "Restaurants",
    "education": "Education",
    "entertainment": "Entertainment",
    "fee/interest charge": "Fees",
    "fees": "Fees",
    "fees & adjustments": "Fees",
    "food & drink": "Restaurants",
    "gas": "Fuel",
    "gas/automotive": "Fuel",
    "gasoline": "Fuel",
    "gifts & donations": "Gifts and donations",
    "government services": "Taxes",
    "grocery": "Groceries",
    "groceries": "Groceries",
    "health & wellness": "Health",
    "health care": "Health",
    "home": "Home improvement",
    "home improvement": "Home improvement",
    "insurance": "Insurance",
    "interest": "Interest paid",
    "internet": "Phone and internet",
    "lodging": "Hotels",
    "medical services": "Health",
    "merchandise": "Shopping",
    "office & shipping": "Office and shipping",
    "payment/credit": "Card payment",
    "payments and credits": "Card payment",
    "personal": "Personal care",
    "phone/cable": "Phone and internet",
    "professional services": "Professional services",
    "restaurants": "Restaurants",
    "shopping": "Shopping",
    "supermarkets": "Groceries",
    "travel": "Travel",
    "travel/ entertainment": "Travel",
    "other travel": "Travel",
    "utilities": "Utilities",
    "warehouse clubs": "Groceries",
}

# First match wins. Words are whole words of the description, in capitals and without punctuation; indented lines go on.
_RULES = """\
Card payment: PAYMENT THANK YOU, AUTOMATIC PAYMENT THANK, CAPITAL ONE MOBILE PYMT, CAPITAL ONE CRCARDPMT, DISCOVER E
    PAYMENT, PAYMENT TO CHASE CARD, CHASE CREDIT CRD AUTOPAY, DIRECTPAY FULL BALANCE
Between accounts: ONLINE TRANSFER, TRANSFER TO SAVINGS, TRANSFER FROM SAVINGS, TRANSFER TO CHECKING, TRANSFER FROM
    CHECKING
Investments: VANGUARD, SCHWAB BROKERAGE, FIDELITY INVESTMENTS, ROBINHOOD
Salary: PAYROLL, DIRECT DEP, SALARY, GUSTO PAY
Interest: INTEREST PAYMENT, INTEREST PAID, INTEREST EARNED
Dividends: DIVIDEND
Rewards: CASHBACK BONUS, CASH BACK, STATEMENT CREDIT
Interest paid: INTEREST CHARGE, PURCHASE INTEREST
Fees: SERVICE FEE, ANNUAL FEE, LATE FEE, WIRE FEE, OVERDRAFT, FOREIGN TRANSACTION FEE, ANNUAL MEMBERSHIP FEE
Taxes: IRS, USATAXPYMT, FRANCHISE TAX, TAX PAYMENT, DEPT OF REVENUE
Cash: ATM WITHDRAWAL, NON CHASE ATM, CASH ADVANCE
Rent and mortgage: RENT PAYMENT, APARTMENTS, MORTGAGE, HOME LOAN
Insurance: GEICO, STATE FARM, PROGRESSIVE, ALLSTATE, INSURANCE, LEMONADE
Phone and internet: VERIZON, T MOBILE, TMOBILE, ATT, COMCAST, XFINITY, SPECTRUM, MINT MOBILE
Utilities: PG E, PGANDE, CON ED, CONED, DUKE ENERGY, NATIONAL GRID, ELECTRIC, WATER BILL, POWER LIGHT
Subscriptions: NETFLIX, SPOTIFY, HULU, DISNEY PLUS, APPLE COM BILL, ITUNES, AUDIBLE, YOUTUBE PREMIUM, PATREON
Software and cloud: GITHUB, AMAZON WEB SERVICES, AWS, GOOGLE CLOUD, DIGITALOCEAN, ADOBE, SLACK, ZOOM US, DROPBOX,
    MICROSOFT, OPENAI, ANTHROPIC, CLOUDFLARE, NOTION
Coffee: STARBUCKS, DUNKIN, PEETS, PEET S, BLUE BOTTLE, COFFEE, PHILZ
Groceries: WHOLE FOODS, WHOLEFDS, TRADER JOE, TRADER JOE S, SAFEWAY, KROGER, ALDI, PUBLIX, WEGMANS, COSTCO WHSE,
    INSTACART, SPROUTS, H E B, FOOD LION, STOP SHOP
Restaurants: DOORDASH, UBER EATS, UBEREATS, GRUBHUB, MCDONALD S, MCDONALDS, CHIPOTLE, CHICK FIL A, SUBWAY, TACO BELL,
    DOMINO S, PANERA, SHAKE SHACK, SWEETGREEN, RESTAURANT, PIZZA
Fuel: SHELL, SHELL OIL, CHEVRON, EXXONMOBIL, EXXON, ARCO, SUNOCO, COSTCO GAS, SPEEDWAY, WAWA
Rides and transit: UBER, LYFT, MTA, BART, CLIPPER, AMTRAK, CALTRAIN
Parking and tolls: PARKING, E ZPASS, EZPASS, FASTRAK, PARKMOBILE, SPOTHERO
Flights: DELTA AIR, UNITED AIRLINES, SOUTHWEST, JETBLUE, AMERICAN AIRLINES, ALASKA AIR, LUFTHANSA
Hotels: MARRIOTT, HILTON, HYATT, AIRBNB, BOOKING COM, EXPEDIA, HOTEL
Office and shipping: STAPLES, OFFICE DEPOT, USPS, UPS, FEDEX
Advertising: GOOGLE ADS, FACEBK, FACEBOOK ADS, LINKEDIN ADS
Health: CVS, WALGREENS, RITE AID, PHARMACY, DENTAL, KAISER, QUEST DIAGNOSTICS
Entertainment: AMC, STEAM GAMES, TICKETMASTER, NINTENDO, PLAYSTATION, REGAL CINEMAS
Home improvement: HOME DEPOT, LOWES, LOWE S, IKEA
Electronics: BEST BUY, APPLE STORE, NEWEGG
Clothing: OLD NAVY, NORDSTROM, UNIQLO, H M, ZARA, MACY S
Shopping: AMAZON, AMAZON COM, AMZN, AMZN MKTP, TARGET, WALMART, WAL MART, WM SUPERCENTER, EBAY, ETSY
"""
RULES = tuple(
    (category, tuple(keyword.strip() for keyword in keywords.split(",")))
    for category, keywords in (rule.split(":") for rule in _RULES.replace("\n    ", " ").splitlines())
)
"""(category, keywords)."""
_WORDS = re.compile("[A-Z0-9]+")
_PLACES = {keyword: place for place, (_, keywords) in reversed(list(enumerate(RULES))) for keyword in keywords}
"""The first rule of each keyword: a row is looked up, not searched, for rules are many and rows are more."""
_LONGEST = max(keyword.count(" ") for keyword in _PLACES) + 1


def bank_category(said: str | None) -> str | None:
    """Our name for the category that the bank's file gives, None where it gives none or one without a meaning for us."""
    return BANK_CATEGORIES.get(" ".join(said.lower().split())) if said else None


@lru_cache(maxsize=8192)
def rule_category(description: str) -> str | None:
    """The category of the first rule that has a word in the description."""
    words = _WORDS.findall(description.upper())
    runs = (" ".join(words[at : at + length]) for length in range(1, _LONGEST + 1) for at in range(len(words) - length + 1))
    first = min((_PLACES[run] for run in runs if run in _PLACES), default=None)
    return None if first is None else RULES[first][0]
