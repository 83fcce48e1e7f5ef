"""Webhooks of the stand-in: signed with its own ES256 key as Plaid signs, or wrongly in every way that matters."""

import hashlib
import http.client
import json
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen
from uuid import uuid4

import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key

from infra.local.plaid.bank import Json

Defect = Literal["none", "other_body", "other_signer", "unknown_key", "too_old", "wrong_algorithm", "expired_key", "unsigned"]
PATIENCE_SECONDS = 20
LONG_AGO = 600


@dataclass(frozen=True, slots=True)
class Keys:
    """The signing keys, kept in `file`: a good one and one that has expired."""

    file: Path

    def signer(self, which: Literal["current", "expired"]) -> tuple[str, ec.EllipticCurvePrivateKey]:
        """Return a key's id and its private half."""
        kept = self._kept()[which]
        private = load_pem_private_key(kept["pem"].encode(), None)
        assert isinstance(private, ec.EllipticCurvePrivateKey)  # noqa: S101 - we wrote it
        return kept["kid"], private

    def public(self, key_id: str) -> Json | None:
        """Return the JWK that `/webhook_verification_key/get` shows, None for an id that is not ours."""
        for which, kept in self._kept().items():
            if kept["kid"] == key_id:
                _, private = self.signer(which)  # type: ignore[arg-type]  # the two names we wrote
                shape = json.loads(jwt.algorithms.ECAlgorithm.to_jwk(private.public_key()))
                when = {"created_at": kept["created_at"], "expired_at": kept["expired_at"]}
                return {**shape, "alg": "ES256", "use": "sig", "kid": key_id, **when}
        return None

    def _kept(self) -> dict[str, Json]:
        if not self.file.exists():
            now = int(time.time())
            made = {"current": _new_key(now, None), "expired": _new_key(now - LONG_AGO, now)}
            self.file.touch(mode=0o600)
            self.file.write_text(json.dumps(made))
        kept: dict[str, Json] = json.loads(self.file.read_text())
        return kept


def _new_key(created_at: int, expired_at: int | None) -> Json:
    private = ec.generate_private_key(ec.SECP256R1())
    pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    return {"kid": str(uuid4()), "pem": pem, "created_at": created_at, "expired_at": expired_at}


def sign(body: bytes, keys: Keys, defect: Defect = "none") -> str | None:
    """Make the Plaid-Verification header for the raw body, with one thing wrong if `defect` says so."""
    if defect == "unsigned":
        return None
    key_id, private = keys.signer("expired" if defect == "expired_key" else "current")
    signed = body + b" " if defect == "other_body" else body
    issued = int(time.time()) - (LONG_AGO if defect == "too_old" else 0)
    claims = {"iat": issued, "request_body_sha256": hashlib.sha256(signed).hexdigest()}
    if defect == "wrong_algorithm":
        return jwt.encode(claims, "a secret that the receiver might take the public key for", "HS256", {"kid": key_id})
    if defect == "other_signer":
        private = ec.generate_private_key(ec.SECP256R1())
    if defect == "unknown_key":
        key_id = str(uuid4())
    return jwt.encode(claims, private, algorithm="ES256", headers={"kid": key_id})


def deliver(url: str, body: Json, keys: Keys, defect: Defect = "none") -> Json:
    """Send one webhook; return what came of it: {url, body, status, answer}, status 0 where nobody answered."""
    raw = json.dumps(body, indent=2).encode()
    headers = {"Content-Type": "application/json", "User-Agent": "Plaid stand-in"}
    signature = sign(raw, keys, defect)
    if signature is not None:
        headers["Plaid-Verification"] = signature
    status, answer = _post(Request(url, raw, headers))  # noqa: S310 - the address that the item's owner gave
    return {"url": url, "body": body, "defect": defect, "status": status, "answer": answer}


def _post(request: Request) -> tuple[int, Any]:
    try:
        with urlopen(request, timeout=PATIENCE_SECONDS) as response:  # noqa: S310 - see deliver
            return response.status, response.read().decode(errors="replace")
    except HTTPError as refused:
        with refused:
            return refused.code, refused.read().decode(errors="replace")
    except (URLError, OSError, http.client.HTTPException) as unreachable:
        return 0, str(unreachable)
