"""Which concepts the name of a column holds, and in which languages it is one.

A concept is not yet a role: "Value date" says date and value, "Kwota w walucie rachunku" amount, currency and account.
"""

import re
from functools import cache, lru_cache

from purser.banks._infer_names_dates import NAMES as DATES
from purser.banks._infer_names_money import NAMES as MONEY
from purser.banks._infer_names_words import NAMES as WORDS
from purser.banks._infer_words import Lexicon, fold

CONCEPTS = DATES | MONEY | WORDS
"""Concept -> language -> stems."""
FOREIGN_TO_STATEMENTS = Lexicon(
    "invoice* customer* email* e_mail phone* telephone mobile birthday first_name last_name surname hours duration"
    " employee* project task due due_date vat tax taxes receipt* subtotal discount shipping rechnung* rechnungsnummer mwst"
    " ust kunde* kundennummer anschrift strasse plz stunden beleg_nr faktura facture* tva client factura* iva cliente*"
    " fattura* factuur* btw klant* faktur* order_* order orders units weight host url ip grade score age gender"
    " store_address size colour color odometer distance"
)
"""Columns of invoices, orders, address books, time sheets: beside them an amount proves little."""
OTHER_DATES = Lexicon(
    "due next expiry expires expiration birth* invoice* order* delivery deadline maturity start end valid until issue fallig*"
    " falligkeit* lieferdatum rechnungsdatum echeance vencimiento scadenza vervaldatum leverdatum forfall* forfallsdato erapaiva"
)
"""Dates on which something is to happen, or that are of something else than money."""
OTHER_UNITS = Lexicon(
    "cents pence minor minor_units centimes rappen centavos centimos centesimi paise kopecks kopeks копеек groszy ore"
    " thousand thousands tausend milliers miles_de in_000 000s millions"
)
"""What amounts are counted in where the name of their column says that it is not the currency itself."""
STRONGLY_FOREIGN = Lexicon(
    "sku qty quantity *_quantity unit_price price prices price_* isin symbol ticker shares high low open close volume"
    " adj_close temperature* humidity severity level menge stuckpreis preis* einzelpreis"
    " wertpapier* wkn stuck* quantite* prix* cantidad_* precio* quantita* prezzo* aantal prijs* ilosc cena* litres liters"
    " gallons kilometer* kwh miles_driven gain_loss market_value cost_basis unrealized* dividend_yield asset coin fund"
    " units_held nav ist actual planned budgeted geplant prevu reel presupuesto variance"
)
"""Columns of portfolios, trades, shops and measurements."""


_FORM = re.compile(r"[(\[][^)\]]*(?:dd|mm|yy|tt|jj|aa|utc|gmt)[^)\]]*[)\]]", re.IGNORECASE)
"""What a name says of how dates are written, "(DD/MM/YYYY)": it says nothing about what they are of."""


_SIGNS = {"-": "debit", "+": "credit"}
"""What a column is if its name is a sign."""


@cache
def _lexicons() -> dict[str, Lexicon]:
    return {concept: Lexicon(" ".join(by_language.values())) for concept, by_language in CONCEPTS.items()}


@cache
def _languages() -> dict[str, Lexicon]:
    codes = sorted({code for by_language in CONCEPTS.values() for code in by_language})
    return {code: Lexicon(" ".join(by.get(code, "") for by in CONCEPTS.values())) for code in codes}


@cache
def concepts(header: str) -> dict[str, float]:
    """Say which concepts a column's name holds, and how much of the name each one explains (0 to 1]."""
    if sign := _SIGNS.get(header.strip("[]() ")):
        return {sign: 1.0}
    text = fold(_FORM.sub("", header) or header)
    length = len(text.replace(" ", ""))
    found = {concept: sum(len(word.replace(" ", "")) for word in known.find(text)) for concept, known in _lexicons().items()}
    return {concept: min(1.0, explained / length) for concept, explained in found.items() if explained}


@lru_cache(maxsize=4096)  # every encoding is tried on the same names
def languages(header: str) -> frozenset[str]:
    """Return the languages in which a column may be called this."""
    text = fold(header)
    return frozenset(code for code, known in _languages().items() if text in known)
