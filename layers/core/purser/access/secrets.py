"""Opaque secrets: refresh tokens and whatever else is handed out once and stored as its hash only."""

import base64
import binascii
import hashlib
import secrets
from uuid import UUID

_BYTES = 32
_ORGANIZATION = 16


def new_secret() -> str:
    """Return 256 random bits, safe in a URL and in a cookie."""
    return secrets.token_urlsafe(_BYTES)


def new_secret_of(org_id: UUID) -> str:
    """Return a secret that also says whose it is, so that finding it needs no look across organisations."""
    return base64.urlsafe_b64encode(secrets.token_bytes(_BYTES) + org_id.bytes).decode()


def organization_in(secret: str) -> UUID | None:
    """Return the organisation that a secret of `new_secret_of` names, which proves nothing; None if it names none."""
    try:
        raw = base64.urlsafe_b64decode(secret.encode())
    except (binascii.Error, ValueError):
        return None
    return UUID(bytes=raw[_BYTES:]) if len(raw) == _ORGANIZATION + _BYTES else None


def digest(secret: str) -> bytes:
    """Return what is stored of a secret. Plain SHA-256: 256 random bits need no slow hash."""
    return hashlib.sha256(secret.encode()).digest()
