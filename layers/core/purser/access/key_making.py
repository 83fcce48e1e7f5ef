"""New keys for access tokens, named by the RFC 7638 thumbprint of their public half, and keys that are retired."""

import hashlib
import json
from datetime import datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA65PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key

from purser.access.keys import FRESH_SECONDS
from purser.access.signatures import ED25519, ML_DSA, base64url, raw_public
from purser.access.tokens import LIFETIME

Key = dict[str, Any]
"""A key as the secret holds it: {kid, alg, created_at, private_key_pem}; a retired one {kid, alg, public}, its JWK with `exp`."""
Jwk = dict[str, Any]

OVERLAP = LIFETIME + timedelta(seconds=2 * FRESH_SECONDS)
"""How long a retired key verifies: as long as tokens live, and as containers may sign on with the key they know, twice."""


def new_key(created_at: datetime, *, post_quantum: bool = False) -> Key:
    """Make a private key."""
    private: Ed25519PrivateKey | MLDSA65PrivateKey = (
        MLDSA65PrivateKey.generate() if post_quantum else Ed25519PrivateKey.generate()
    )
    pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    return {
        "kid": _thumbprint(_public(private)),
        "alg": ML_DSA if post_quantum else ED25519,
        "created_at": created_at.isoformat(),
        "private_key_pem": pem,
    }


def public_jwk(key: Key) -> Jwk:
    """Return the public half of a key of the secret, as verifiers read it."""
    if "public" in key:
        retired: Jwk = key["public"]
        return retired
    private: Any = load_pem_private_key(key["private_key_pem"].encode(), password=None)
    public = _public(private)
    return {"alg": ED25519, **public, "kid": key["kid"], "use": "sig"}


def retired(key: Key, now: datetime) -> Key:
    """Return what is kept of a key that signs no more: its public half, until nothing that it signed is valid."""
    if "public" in key:
        return key
    expires_at = int((now + OVERLAP).timestamp())
    return {"kid": key["kid"], "alg": key.get("alg", ED25519), "public": {**public_jwk(key), "exp": expires_at}}


def is_over(key: Key, now: datetime) -> bool:
    """Tell whether nothing that a retired key has signed is valid any more."""
    return "public" in key and key["public"]["exp"] <= now.timestamp()


def _public(private: Ed25519PrivateKey | MLDSA65PrivateKey) -> Jwk:
    """Return the members that the thumbprint is made of."""
    public = base64url(raw_public(private))
    if isinstance(private, Ed25519PrivateKey):
        return {"crv": "Ed25519", "kty": "OKP", "x": public}
    return {"alg": ML_DSA, "kty": "AKP", "pub": public}


def _thumbprint(jwk: Jwk) -> str:
    canonical = json.dumps(jwk, sort_keys=True, separators=(",", ":"))
    return base64url(hashlib.sha256(canonical.encode()).digest())
