"""Numbers of ISO 4217, which statements of fixed width use instead of letters: "978" is EUR. Source: its lists one and three."""

_NUMBERS = """
    008 ALL 012 DZD 032 ARS 036 AUD 040 ATS 048 BHD 051 AMD 056 BEF 124 CAD 152 CLP 156 CNY 170 COP 191 HRK 203 CZK 208 DKK
    250 FRF 276 DEM 280 DEM 344 HKD 348 HUF 352 ISK 356 INR 360 IDR 376 ILS 380 ITL 392 JPY 398 KZT 410 KRW 414 KWD 417 KGS
    458 MYR 484 MXN 498 MDL 504 MAD 512 OMR 528 NLG 554 NZD 578 NOK 604 PEN 608 PHP 620 PTE 634 QAR 643 RUB 682 SAR 702 SGD
    703 SKK 704 VND 705 SIT 710 ZAR 724 ESP 752 SEK 756 CHF 764 THB 784 AED 788 TND 807 MKD 810 RUB 818 EGP 826 GBP 840 USD
    860 UZS 901 TWD 933 BYN 941 RSD 944 AZN 946 RON 949 TRY 975 BGN 977 BAM 978 EUR 980 UAH 981 GEL 985 PLN 986 BRL
"""
_CODES = dict(zip(_NUMBERS.split()[::2], _NUMBERS.split()[1::2], strict=True))


def numbered(number: str) -> str | None:
    """Return the letters of a currency's number (810 is what Russian accounts still have for RUB), None for none."""
    return _CODES.get(number.strip().zfill(3)[-3:]) if number.strip() else None
