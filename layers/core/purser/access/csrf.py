"""Cross-site request forgery: the double submit. A page of ours can read its cookie and echo it; another site's cannot."""

import hmac


def agrees(cookie: str, header: str) -> bool:
    """Tell, in constant time, whether the echo is the cookie; an empty one never is."""
    return bool(cookie) and hmac.compare_digest(cookie.encode(), header.encode())
