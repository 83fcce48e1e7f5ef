"""Cross-site request forgery: a signed double submit. A page of ours can read the cookie and echo it; another site's cannot.

The token is an HMAC under a secret of the session, the first part of its refresh tokens, which no page reads; the access token
carries its fingerprint. So one that somebody planted, or took from a session of their own, fits no other session.
"""

import hashlib
import hmac

from purser.access.secrets import new_secret
from purser.access.signatures import base64url


def new_refresh_token(previous: str = "") -> str:
    """Return a refresh token of the same session as `previous`, of a new one if that is empty."""
    return f"{_secret(previous) or new_secret()}.{new_secret()}"


def token(refresh_token: str) -> str:
    """Return what pages of a session echo, the same as long as it lasts; "" for what is no refresh token of ours."""
    secret = _secret(refresh_token)
    return base64url(hmac.digest(secret.encode(), b"csrf", "sha256")) if secret else ""


def fingerprint(echoed: str) -> str:
    """Return what an access token says of it; the token itself stays between the page and us."""
    return base64url(hashlib.sha256(echoed.encode()).digest())


def fits(said: str, echoed: str) -> bool:
    """Tell, in constant time, whether what was echoed has that fingerprint; nothing fits an empty one."""
    return bool(said) and hmac.compare_digest(said, fingerprint(echoed))


def _secret(refresh_token: str) -> str:
    first, dot, _ = refresh_token.partition(".")
    return first if dot else ""
