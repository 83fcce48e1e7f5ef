import pytest
from purser.categories.merchants import LONGEST, merchant_name

NAMES = [
    ("STARBUCKS STORE 05512 SEATTLE WA", "Starbucks"),
    ("SQ *BLUE BOTTLE COFFEE San Francisco CA", "Blue Bottle Coffee"),
    ("TST* THE FRENCH LAUNDRY YOUNTVILLE CA", "The French Laundry"),
    ("PAYPAL *SPOTIFY USA 402-935-7733 CA", "Spotify Usa"),
    ("AMZN Mktp US*2A34B5678", "AMZN Mktp US"),
    ("Amazon.com*MK1AB2CD3 Amzn.com/bill WA", "Amazon.com"),
    ("COSTCO WHSE #01234", "Costco Whse"),
    ("ORIG CO NAME:STRIPE           CO ENTRY DESCR:TRANSFER   SEC:CCD IND ID:ST-S7U3 ORIG ID:1800948492", "Stripe"),
    ("Online Transfer 12345678901 to Schwab Personal Checking ####9876 transaction #: 12345678901 09/13", "Online Transfer"),
    ("GITHUB  INC.", "Github Inc"),
    ("WHOLE FOODS MARKET AUSTIN TX", "Whole Foods Market"),
    ("TRADER JOE'S #123 SAN FRANCISCO CA", "Trader Joe's"),
    ("POS DEBIT 09/18 7-ELEVEN 33456 NEW YORK NY", "7-Eleven"),
    ("UBER   *TRIP HELP.UBER.COM", "Uber"),
    ("H&M 0123 NEW YORK NY", "H&M"),
    ("DEBIT CARD PURCHASE - 1800FLOWERS.COM", "1800flowers.com"),
    ("24 HOUR FITNESS #554", "24 Hour Fitness"),
    ("ACME TRADING CO", "Acme Trading Co"),
    ("Zelle payment to John Smith 12345678", "Zelle payment to John Smith"),
    ("Кофейня Дабльби", "Кофейня Дабльби"),
    ("12345", "12345"),
    ("  ", "Unknown"),
]


@pytest.mark.parametrize(("description", "name"), NAMES)
def test_a_merchant_is_named_without_what_terminals_add(description: str, name: str) -> None:
    assert merchant_name(description) == name


def test_one_merchant_has_one_name_in_every_shop() -> None:
    shops = ["STARBUCKS STORE 05512 SEATTLE WA", "STARBUCKS #881", "SQ *STARBUCKS", "STARBUCKS 800-782-7282 WA"]
    assert {merchant_name(shop) for shop in shops} == {"Starbucks"}


def test_a_name_is_never_longer_than_a_list_can_show() -> None:
    assert len(merchant_name("International wire transfer to somebody whose name does not end before the column does")) <= LONGEST
