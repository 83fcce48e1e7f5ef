"""The three cookies of a session, as `Set-Cookie` values.

The refresh token goes to /auth only; the CSRF token alone is readable by the page, which echoes it. A browser keeps 4,096 bytes
of a cookie: an access token with a longer signature goes on in a second one, which lives no longer.
"""

from collections.abc import Mapping, Sequence

ACCESS, REFRESH, CSRF = "access_token", "refresh_token", "csrf_token"
REST = "access_token_rest"
ROOM = 3800
"""Characters of an access token in one cookie; its name and flags need the others."""
ACCESS_SECONDS = 15 * 60
REFRESH_SECONDS = 30 * 24 * 60 * 60


def signed_in(access: str, refresh: str, csrf: str, *, secure: bool) -> list[str]:
    """Return the cookies that begin or renew a session."""
    first, rest = access[:ROOM], access[ROOM:]
    return [
        _cookie(ACCESS, first, "/", ACCESS_SECONDS, secure=secure),
        *([_cookie(REST, rest, "/", ACCESS_SECONDS, secure=secure)] if rest else []),
        _cookie(REFRESH, refresh, "/auth", REFRESH_SECONDS, secure=secure),
        _cookie(CSRF, csrf, "/", REFRESH_SECONDS, secure=secure),
    ]


def signed_out(*, secure: bool) -> list[str]:
    """Return the cookies that make a browser forget the session."""
    return [
        _cookie(ACCESS, "", "/", 0, secure=secure),
        _cookie(REFRESH, "", "/auth", 0, secure=secure),
        _cookie(CSRF, "", "/", 0, secure=secure),
    ]


def access_token(sent: Mapping[str, str]) -> str:
    """Return the access token of a browser's cookies, "" for none. What an earlier, longer one left behind is not part of it."""
    first = sent.get(ACCESS, "")
    return first + sent.get(REST, "") if len(first) == ROOM else first


def read_cookies(headers: Sequence[str]) -> dict[str, str]:
    """Read `Cookie` headers; the first of several cookies of one name counts, which is the one of the longest path."""
    found: dict[str, str] = {}
    for pair in "; ".join(headers).split(";"):
        name, _, value = pair.strip().partition("=")
        found.setdefault(name, value)
    return found


def _cookie(name: str, value: str, path: str, seconds: int, *, secure: bool) -> str:
    flags = ["" if name == CSRF else "HttpOnly", "Secure" if secure else "", "SameSite=Lax"]
    return "; ".join([f"{name}={value}", f"Path={path}", f"Max-Age={seconds}", *filter(None, flags)])
