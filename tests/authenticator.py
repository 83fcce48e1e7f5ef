"""A software authenticator: what a phone or a security key does in a browser's two ceremonies, with ES256 and no attestation."""

import base64
import hashlib
import json
import os
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

PRESENT, VERIFIED, WITH_KEY = 0x01, 0x04, 0x40


def base64url(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


@dataclass
class Authenticator:
    """Holds one passkey. `verifies` tells whether it asks for a finger or PIN; `counts` whether it counts its signatures."""

    origin: str
    verifies: bool = True
    counts: bool = True
    credential_id: bytes = field(default_factory=lambda: os.urandom(32))
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    user_handle: str = ""
    signatures: int = 0

    def create(self, options: dict[str, Any]) -> dict[str, Any]:
        """`navigator.credentials.create`."""
        self.user_handle = options["user"]["id"]
        told = self._told("webauthn.create", options)
        cose = cbor2.dumps({1: 2, 3: -7, -1: 1, -2: self._point(0), -3: self._point(1)})
        attested = bytes(16) + len(self.credential_id).to_bytes(2) + self.credential_id + cose
        data = self._data(options["rp"]["id"], WITH_KEY) + attested
        attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        return self._answer({"clientDataJSON": base64url(told), "attestationObject": base64url(attestation)})

    def get(self, options: dict[str, Any]) -> dict[str, Any]:
        """`navigator.credentials.get`."""
        self.signatures += 1 if self.counts else 0
        told, data = self._told("webauthn.get", options), self._data(options["rpId"], 0)
        signature = self.key.sign(data + hashlib.sha256(told).digest(), ec.ECDSA(SHA256()))
        return self._answer(
            {
                "clientDataJSON": base64url(told),
                "authenticatorData": base64url(data),
                "signature": base64url(signature),
                "userHandle": self.user_handle,
            }
        )

    def _answer(self, response: dict[str, str]) -> dict[str, Any]:
        name = base64url(self.credential_id)
        return {"id": name, "rawId": name, "type": "public-key", "response": response, "clientExtensionResults": {}}

    def _told(self, kind: str, options: dict[str, Any]) -> bytes:
        return json.dumps({"type": kind, "challenge": options["challenge"], "origin": self.origin}).encode()

    def _data(self, host: str, flags: int) -> bytes:
        flags |= PRESENT | (VERIFIED if self.verifies else 0)
        return hashlib.sha256(host.encode()).digest() + bytes([flags]) + self.signatures.to_bytes(4)

    def _point(self, which: int) -> bytes:
        numbers = self.key.public_key().public_numbers()
        return (numbers.x, numbers.y)[which].to_bytes(32)
