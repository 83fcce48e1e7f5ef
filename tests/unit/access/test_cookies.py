import pytest
from purser.access.cookies import read_cookies, signed_in, signed_out
from purser.access.csrf import fingerprint, fits, new_refresh_token, token
from purser.access.permissions import allows
from purser.access.secrets import digest, new_secret


def test_the_refresh_token_goes_to_sign_in_alone_and_only_the_csrf_token_is_readable() -> None:
    access, refresh, csrf = signed_in("a", "r", "c", secure=True)
    assert access == "access_token=a; Path=/; Max-Age=900; HttpOnly; Secure; SameSite=Lax"
    assert refresh == "refresh_token=r; Path=/auth; Max-Age=2592000; HttpOnly; Secure; SameSite=Lax"
    assert csrf == "csrf_token=c; Path=/; Max-Age=2592000; Secure; SameSite=Lax"


def test_signing_out_clears_exactly_what_signing_in_set() -> None:
    def places(lines: list[str]) -> set[tuple[str, str]]:
        return {(line.partition("=")[0], line.split("; ")[1]) for line in lines}

    assert places(signed_out(secure=False)) == places(signed_in("a", "r", "c", secure=False))
    assert all("Max-Age=0" in line for line in signed_out(secure=False))


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        (["a=1; b=2"], {"a": "1", "b": "2"}),
        (["a=1", "b=2"], {"a": "1", "b": "2"}),
        (["a=first; a=second"], {"a": "first"}),
        (["a=b=c"], {"a": "b=c"}),
        (["a=1; {weird} @; b=2"], {"a": "1", "{weird} @": "", "b": "2"}),
    ],
)
def test_cookies_are_read_whatever_stands_between_them(headers: list[str], expected: dict[str, str]) -> None:
    assert read_cookies(headers) == expected


@pytest.mark.parametrize(
    ("said", "echoed", "does"),
    [
        (fingerprint(token("mine.1")), token("mine.1"), True),
        (fingerprint(token("mine.1")), token("mine.2"), True),
        (fingerprint(token("mine.1")), token("another's.1"), False),
        (fingerprint(token("mine.1")), "", False),
        (fingerprint(token("mine.1")), "é", False),
        ("", "", False),
        ("", token("mine.1"), False),
    ],
)
def test_only_the_token_of_its_session_fits(said: str, echoed: str, does: bool) -> None:  # noqa: FBT001 - the expectation
    assert fits(said, echoed) is does


def test_what_pages_echo_lasts_as_long_as_the_session() -> None:
    first, other = new_refresh_token(), new_refresh_token()
    second = new_refresh_token(first)
    assert len({first, second, other}) == 3
    assert token(first) == token(second) != token(other)
    assert token("made-up") == ""


def test_everything_includes_each_permission() -> None:
    assert allows(["*"], "read_transactions")
    assert allows(["read_transactions"], "read_transactions")
    assert not allows(["read_reports"], "read_transactions")
    assert not allows([], "read_transactions")


def test_secrets_are_long_different_and_stored_as_a_hash() -> None:
    one, other = new_secret(), new_secret()
    assert one != other
    assert len(one) == 43
    assert len(digest(one)) == 32
