"""How access tokens are signed: with Ed25519, or with ML-DSA-65 (FIPS 204), which no quantum computer forges either.

A key knows its algorithm, and a token is verified by the key's, never by what its own header says.
"""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import jwt
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA65PrivateKey, MLDSA65PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from jwt.algorithms import Algorithm

ED25519, ML_DSA = "EdDSA", "ML-DSA-65"

Jwk = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A key that verifies, and the one algorithm that it does that by."""

    algorithm: str
    key: Any


def public_key(jwk: Jwk) -> PublicKey:
    """Read a JWK: OKP on Ed25519 (RFC 8037) or AKP of ML-DSA-65 (ML-DSA for JOSE and COSE); ValueError for every other kind."""
    match jwk:
        case {"kty": "OKP", "crv": "Ed25519", "x": str(x)}:
            return PublicKey(ED25519, Ed25519PublicKey.from_public_bytes(unbase64url(x)))
        case {"kty": "AKP", "alg": "ML-DSA-65", "pub": str(pub)}:
            return PublicKey(ML_DSA, MLDSA65PublicKey.from_public_bytes(unbase64url(pub)))
    raise ValueError(f"no key that access tokens are signed with: {jwk.get('kty')}")


class MlDsa65(Algorithm):
    """ML-DSA-65 for PyJWT, which has none of its own."""

    def prepare_key(self, key: Any) -> Any:
        """Take a key, or PEM of a private one."""
        loaded = load_pem_private_key(key.encode(), password=None) if isinstance(key, str) else key
        if not isinstance(loaded, MLDSA65PrivateKey | MLDSA65PublicKey):
            raise jwt.InvalidKeyError("not a key of ML-DSA-65")
        return loaded

    def sign(self, msg: bytes, key: Any) -> bytes:
        """Sign."""
        signature: bytes = key.sign(msg)
        return signature

    def verify(self, msg: bytes, key: Any, sig: bytes) -> bool:
        """Verify."""
        try:
            key.verify(sig, msg)
        except InvalidSignature:
            return False
        return True

    @staticmethod
    def to_jwk(key_obj: Any, as_dict: bool = False) -> Any:  # noqa: ARG004, FBT001, FBT002 - as PyJWT declares it
        """Refuse: `key_making.public_jwk` is where keys are published."""
        raise jwt.InvalidKeyError("published by purser.access.key_making")

    @staticmethod
    def from_jwk(jwk: Any) -> Any:
        """Read a public key."""
        return public_key(jwk).key


jwt.register_algorithm(ML_DSA, MlDsa65())


def raw_public(private: Ed25519PrivateKey | MLDSA65PrivateKey) -> bytes:
    """Return the bytes of the public half."""
    return private.public_key().public_bytes_raw()


def base64url(raw: bytes) -> str:
    """Write bytes as JOSE does."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def unbase64url(text: str) -> bytes:
    """Read them."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
