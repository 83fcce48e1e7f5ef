"""Opaque secrets: refresh tokens and whatever else is handed out once and stored as its hash only."""

import hashlib
import secrets


def new_secret() -> str:
    """Return 256 random bits, safe in a URL and in a cookie."""
    return secrets.token_urlsafe(32)


def digest(secret: str) -> bytes:
    """Return what is stored of a secret. Plain SHA-256: 256 random bits need no slow hash."""
    return hashlib.sha256(secret.encode()).digest()
