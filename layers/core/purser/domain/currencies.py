"""ISO 4217: which three letters are a currency, and how many decimals its smallest coin has.

Source: ISO 4217 list one (active) and list three (historic, for old statements), as published by SIX.
"""

from functools import lru_cache

_NONE = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF ADP BEF BYR ESP GRD ITL LUF MGF PTE ROL TPE TRL"
_THREE = "BHD IQD JOD KWD LYD OMR TND"
_FOUR = "CLF UYW"
_TWO = """
    AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW CNY
    COP COU CRC CUC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HRK HTG HUF IDR ILS
    INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD
    NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SLL SOS SRD SSP STN SVC SYP
    SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG ZWL ATS AZM BGL CSD CYP DEM
    EEK FIM FRF GHC IEP LTL LVL MRO MTL MXP NLG PLZ RUR SDD SIT SKK SRG STD TMM VEB VEF YUM ZMK
"""

MINOR_UNITS = {code: digits for codes, digits in ((_TWO, 2), (_NONE, 0), (_THREE, 3), (_FOUR, 4)) for code in codes.split()}


def is_currency(code: str) -> bool:
    """Tell whether these three capitals are, or were, a currency."""
    return code in MINOR_UNITS


def minor_units(code: str) -> int:
    """Decimals of the currency's smallest unit: JPY 0, EUR 2, KWD 3; 2 for a code that is none."""
    return MINOR_UNITS.get(code, 2)


_SIGNS = {
    "€": "EUR", "£": "GBP", "₽": "RUB", "руб.": "RUB", "руб": "RUB", "rur": "RUB", "₹": "INR", "zł": "PLN", "kč": "CZK",
    "ft": "HUF", "₴": "UAH", "₸": "KZT", "₺": "TRY", "₪": "ILS", "₩": "KRW", "₫": "VND", "₱": "PHP", "฿": "THB", "r$": "BRL",
    "us$": "USD", "ca$": "CAD", "a$": "AUD", "hk$": "HKD", "nz$": "NZD", "s$": "SGD", "nt$": "TWD", "rmb": "CNY", "人民币": "CNY",
    "人民币元": "CNY", "港币": "HKD", "港元": "HKD", "美元": "USD", "欧元": "EUR", "英镑": "GBP", "日元": "JPY",
}  # fmt: skip
"""Signs and names that mean one currency. $, kr and ¥ mean several; RUR is what Russian banks still write for RUB."""


@lru_cache(maxsize=1024)
def currency_named(text: str) -> str | None:
    """Return the ISO code that a code or a sign in any case means, None if it means none or several."""
    text = text.strip()
    if text.casefold() in _SIGNS:
        return _SIGNS[text.casefold()]
    return text.upper() if is_currency(text.upper()) else None
