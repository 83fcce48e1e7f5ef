"""New keys for access tokens: Ed25519, named by the RFC 7638 thumbprint of their public half."""

import base64
import hashlib
import json
from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat, load_pem_private_key

from purser.access.tokens import ALGORITHM

Key = dict[str, str]
"""A private key as the secret holds it: {kid, created_at, private_key_pem}."""
Jwk = dict[str, str]


def new_key(created_at: datetime) -> Key:
    """Make a private key."""
    private = Ed25519PrivateKey.generate()
    pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    return {"kid": _thumbprint(_okp(private)), "created_at": created_at.isoformat(), "private_key_pem": pem}


def public_jwk(key: Key) -> Jwk:
    """Return the public half of a key of the secret, as verifiers read it."""
    private: Any = load_pem_private_key(key["private_key_pem"].encode(), password=None)
    return {**_okp(private), "kid": key["kid"], "alg": ALGORITHM, "use": "sig"}


def _okp(private: Ed25519PrivateKey) -> Jwk:
    raw = private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    return {"crv": "Ed25519", "kty": "OKP", "x": _base64url(raw)}


def _thumbprint(jwk: Jwk) -> str:
    canonical = json.dumps(jwk, sort_keys=True, separators=(",", ":"))
    return _base64url(hashlib.sha256(canonical.encode()).digest())


def _base64url(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
