"""What a file says beside its rows: its language, its country, its currency, whether it is of a card."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from purser.banks._header import plain_text
from purser.banks._infer_columns import Column
from purser.banks._infer_headers import languages
from purser.banks._infer_lexicon import CARD
from purser.banks._infer_money import currencies_in, currency_of
from purser.banks._infer_table import Table, is_date
from purser.banks._infer_words import Lexicon, fold
from purser.domain.currencies import is_currency

DAY_FIRST_CURRENCIES = frozenset(
    [
        "GBP",
        "INR",
        "AUD",
        "NZD",
        "ZAR",
        "SGD",
        "MYR",
        "IEP",
        "NGN",
        "KES",
        "GHS",
        "PKR",
        "LKR",
        "BDT",
        "AED",
        "SAR",
        "QAR",
        "ILS",
        "BRL",
        "ARS",
        "CLP",
        "COP",
        "MXN",
        "PEN",
        "UYU",
        "CHF",
        "DKK",
        "NOK",
        "CZK",
        "PLN",
        "RON",
        "BGN",
        "HRK",
        "RSD",
        "TRY",
        "RUB",
        "UAH",
        "KZT",
        "GEL",
        "IDR",
        "VND",
        "THB",
        "EGP",
        "MAD",
        "TND",
        "HKD",
    ]
)
"""Currencies of countries in which nobody writes the month of a numeric date first."""
YEAR_FIRST_LANGUAGES = frozenset(("hu", "sv", "lt", "zh", "ja", "ko"))
"""Languages in which a date of three two-digit numbers may begin with the year."""
_AMERICAN = Lexicon(
    "ach ach_* zelle venmo checkcard check_number check_no check_or_slip zip_code routing_number ppd web_id kroger* walgreens"
    " cvs publix wegmans trader_joe* chipotle xfinity comcast verizon geico usps irs paycheck*"
)
_BRITISH = Lexicon(
    "cheque* chq* paid_in paid_out sort_code standing_order* bacs faster_payment* direct_debit* direct_credit*"
    " lodgement* building_society eftpos bpay osko payid paywave woolworths"
    " coles countdown pak_n_save tesco* sainsbury* asda morrisons waitrose"
    " hmrc dvla council_tax dunnes supervalu upi neft imps rtgs swiggy* zomato* flipkart* pick_n_pay paynow mpesa m_pesa"
)
"""Words of banks and shops where English is written and the day comes first."""
_STATE = re.compile(
    r"\s(?:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY])\s*"
    r"(?:USA?|\d{5}(?:-\d{4})?)?$"
)
_FEWEST_STATES = 3
_MASKED = re.compile(r"(?=.{6,24}$)[0-9]{0,6}[ -]?[Xx*•.]{2,12}(?:[ -]?[Xx*•.]{2,4}){0,3}[ -]?[0-9]{4}")
"""Card numbers with their middle hidden."""
_ABOUT_CURRENCY = Lexicon(
    "currency account_currency wahrung devise monnaie divisa moneda valuta moeda munt munteenheid waluta mena deviza"
    " devizanem valuutta valuuta para_birimi валюта 币种 通貨"
)


@dataclass(frozen=True)
class Context:
    """The table and its columns, and what can be told from them. Not slotted: what it tells is worked out once."""

    table: Table
    columns: Sequence[Column]

    @cached_property
    def above(self) -> tuple[str, ...]:
        """The lines above the table."""
        return tuple(map(plain_text, self.table.before))

    @cached_property
    def foreign_languages(self) -> frozenset[str]:
        """Languages that the header may be in if it cannot all be English, the likeliest ones; empty where it can."""
        said = [languages(name) for name in self.table.names if name]
        telling = [one for one in said if one and "en" not in one]
        if 2 * len(telling) < sum(1 for one in said if one == {"en"}) or not telling:
            return frozenset()
        votes = Counter(code for one in telling for code in one)
        most = max(votes.values())
        return frozenset(code for code, count in votes.items() if count == most)

    @cached_property
    def named_currency(self) -> str:
        """The one currency that the amounts, the names of their columns or the lines above say; "" for none or several."""
        for said in (self._symbols(), self._names(), self._lines()):
            if len(said) == 1:
                return said.pop()
            if said:
                return ""
        return ""

    def _symbols(self) -> set[str]:
        """The currencies beside amounts, where most amounts of the column have one: a few that do are the exceptions."""
        return {
            code
            for column in self.columns
            if 2 * sum(column.symbols.values()) >= column.filled
            for symbol in column.symbols
            if column.symbols[symbol] and (code := currency_of(symbol))
        }

    def _names(self) -> set[str]:
        money = [column for column in self.columns if column.says("amount", "debit", "credit", "balance", least=0.2)]
        own = [column for column in money if not column.says("original")]
        return {code for column in own for code in currencies_in(column.name)}

    def _lines(self) -> set[str]:
        return {code for line in self.above if fold(line) in _ABOUT_CURRENCY or len(line) < 60 for code in currencies_in(line)}  # noqa: PLR2004

    @cached_property
    def currencies(self) -> frozenset[str]:
        """Every currency that the file names for itself, in a column too."""
        column = next((one for one in self.columns if one.is_currency and not one.says("original", "balance")), None)
        codes = {value.upper() for value in column.values} if column else set()
        return frozenset({code for code in codes if is_currency(code)} or {self.named_currency} - {""})

    @cached_property
    def is_card(self) -> bool:
        """Whether a name, a line above or the file's name speaks of a card."""
        names = [column.name for column in self.columns]
        if any(
            _MASKED.fullmatch(value) for column in self.columns if not column.says("counter") for value in list(column.values)[:3]
        ):
            return True
        constants = [value for column in self.columns if column.is_text for value in column.values if len(column.values) == 1]
        return any(
            fold(text) in CARD for text in (*names, *self.above, re.sub(r"\.\w+$", "", self.table.document.filename), *constants)
        )

    @cached_property
    def has_iban(self) -> bool:
        """Whether a column holds IBANs."""
        return any(column.ibans for column in self.columns)

    @cached_property
    def is_british(self) -> bool:
        """Whether the file uses banking words of Britain and its former colonies, and none of America's."""
        return any(text in _BRITISH for text in self._texts) and not self._american_words

    @cached_property
    def is_american(self) -> bool:
        """Whether the file uses words of American banking, or places in American states, and none of elsewhere."""
        if self.has_iban or self.foreign_languages or self.table.dialect.separator == ";":
            return False
        states = sum(1 for text in self._raw_texts if _STATE.search(text.strip()))
        return (self._american_words or states >= _FEWEST_STATES) and not any(text in _BRITISH for text in self._texts)

    @cached_property
    def _american_words(self) -> bool:
        return any(text in _AMERICAN for text in self._texts)

    @cached_property
    def _raw_texts(self) -> list[str]:
        return [value for column in self.columns if column.is_text for value in list(column.values)[:200]]

    @cached_property
    def _texts(self) -> list[str]:
        return [fold(text) for text in (*self.table.names, *self.above, *self._raw_texts)]

    @cached_property
    def dates_beside(self) -> list[str]:
        """Texts of dates that stand above the table: of the period, of the export."""
        words = (word.strip("()[]:,;") for line in self.above for part in line.split("|") for word in (part, *part.split()))
        return [word for word in words if is_date(word)]
