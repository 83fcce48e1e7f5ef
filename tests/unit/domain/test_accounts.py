from uuid import UUID

import pytest
from purser.domain.accounts import Account, AccountBook, identity_of, masked, number_in

ORG, OTHER_ORG = UUID(int=1), UUID(int=2)


def book(*stored: Account, kind: str = "checking", chosen: Account | None = None) -> AccountBook:
    return AccountBook(ORG, "chase", kind, stored, chosen)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("…1234", "1234"),
        ("xxxx-1234", "1234"),
        ("****1234", "1234"),
        ("DE98 8505 54", "DE98850554"),
        ("0001-234-5", "00012345"),
        ("", ""),
    ],
)
def test_a_number_is_known_however_its_rest_is_hidden(text: str, number: str) -> None:
    assert number_in(text) == number


def test_only_the_last_digits_are_shown() -> None:
    assert (masked("000123456789"), masked("")) == ("…6789", None)


def test_an_account_is_added_once_and_found_again_by_another_file() -> None:
    first = book()
    added = first.account_of("000123456789", "USD")
    assert first.account_of("000123456789", "USD") is added
    assert first.new == [added]
    second = book(added)
    assert second.account_of("0001 2345 6789", "USD") is added
    assert second.new == []


def test_two_files_that_arrive_together_add_the_same_account() -> None:
    assert book().account_of("000123456789", "USD") == book().account_of("000123456789", "USD")


def test_a_file_that_names_no_account_has_one_of_its_kind() -> None:
    unnamed = book().account_of("", "USD")
    assert (unnamed.name, unnamed.number_masked) == ("Chase checking", None)
    assert book(unnamed).account_of("", "USD") is unnamed
    assert book(unnamed, kind="card").account_of("", "USD") is not unnamed


def test_a_file_with_the_last_digits_finds_the_account_known_by_its_whole_number() -> None:
    whole = book().account_of("000123451234", "USD")
    assert book(whole).account_of("1234", "USD") is whole


def test_a_file_with_the_whole_number_finds_the_account_known_by_its_last_digits() -> None:
    by_digits = book().account_of("1234", "USD")
    assert book(by_digits).account_of("000123451234", "USD") is by_digits


def test_last_digits_that_two_accounts_share_decide_nothing() -> None:
    one, two = (book().account_of(number, "USD") for number in ("000111111234", "000222221234"))
    assert book(one, two).account_of("1234", "USD") not in (one, two)


def test_a_card_and_an_account_with_the_same_last_digits_are_two() -> None:
    checking = book().account_of("1234", "USD")
    assert book(checking, kind="card").account_of("1234", "USD").id != checking.id


def test_the_chosen_account_takes_every_row() -> None:
    chosen = book().account_of("9999", "USD")
    chosen_book = book(chosen=chosen)
    assert chosen_book.account_of("1234", "EUR") is chosen
    assert chosen_book.new == []


def test_an_identity_cannot_be_compared_between_organisations() -> None:
    assert identity_of(ORG, "chase", "checking", "000123456789") != identity_of(OTHER_ORG, "chase", "checking", "000123456789")


def test_an_account_that_a_file_calls_by_a_name_is_called_so() -> None:
    book = AccountBook(org_id=UUID(int=1), bank="other", kind="checking", stored=())
    giro, cyrillic = book.account_of("Girokonto", "EUR"), book.account_of("Основной счёт", "RUB")
    assert (giro.name, giro.number_masked) == ("Other bank checking Girokonto", None)
    assert (cyrillic.name, cyrillic.id != giro.id) == ("Other bank checking Основнойсчёт", True)
    assert book.account_of("girokonto", "EUR") is giro
