from uuid import UUID

import pytest
from purser.domain.uploads import Address, MisaddressedError, import_id_of

ORG = UUID("0199b2a0-0000-7000-8000-000000000001")
ACCOUNT = UUID("0199b2a0-0000-7000-8000-000000000002")
UPLOAD = UUID("0199b2a0-0000-7000-8000-000000000003")


@pytest.mark.parametrize(
    ("key", "address"),
    [
        (f"incoming/chase/{ORG}/auto/a.csv", Address("chase", ORG, None, None, "a.csv")),
        (f"incoming/other/{ORG}/{ACCOUNT}/a.csv", Address("other", ORG, ACCOUNT, None, "a.csv")),
        (f"incoming/chase/{ORG}/auto/{UPLOAD}/a b.csv", Address("chase", ORG, None, UPLOAD, "a b.csv")),
        (f"incoming/discover/{ORG}/{ACCOUNT}/{UPLOAD}/a.csv", Address("discover", ORG, ACCOUNT, UPLOAD, "a.csv")),
    ],
)
def test_a_key_and_an_address_say_the_same(key: str, address: Address) -> None:
    assert Address.parse(key) == address
    assert address.key == key


def test_folders_of_ones_own_below_the_account_are_let_be() -> None:
    assert Address.parse(f"incoming/chase/{ORG}/auto/2026/september/a.csv").filename == "a.csv"


def test_a_file_may_be_named_like_an_upload() -> None:
    assert Address.parse(f"incoming/chase/{ORG}/auto/{UPLOAD}") == Address("chase", ORG, None, None, str(UPLOAD))


@pytest.mark.parametrize(
    ("key", "reason"),
    [
        ("a.csv", "is not of the form incoming/"),
        (f"outgoing/chase/{ORG}/auto/a.csv", "is not of the form"),
        (f"incoming/chase/{ORG}/auto/", "is not of the form"),
        (f"incoming/chase/{ORG}/a.csv", "is not of the form"),
        (f"incoming/monzo/{ORG}/auto/a.csv", "names the bank 'monzo'; known are chase, discover"),
        ("incoming/chase/us/auto/a.csv", "names the organisation 'us', which is not a UUID"),
        (f"incoming/chase/{{{ORG}}}/auto/a.csv", "which is not a UUID"),
        (f"incoming/chase/{ORG}/mine/a.csv", "names the account 'mine', which is neither"),
    ],
)
def test_a_key_that_names_no_place_says_why(key: str, reason: str) -> None:
    with pytest.raises(MisaddressedError, match=reason.replace("{", r"\{")):
        Address.parse(key)


def test_an_unannounced_import_has_the_same_id_at_every_delivery() -> None:
    assert import_id_of("k", "v1") == import_id_of("k", "v1")
    assert len({import_id_of("k", "v1"), import_id_of("k", "v2"), import_id_of("j", "v1")}) == 3
