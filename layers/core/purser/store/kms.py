"""Secrets of an organisation at rest: envelope encryption with AES-256-GCM under data keys of KMS.

KMS gives out a data key for an encryption context, the organisation and the purpose, and opens it again for the same context
only; AES-GCM authenticates the context once more. So a secret opens for nobody else, and not as a secret of another kind.

A sealed secret, version 1:  01 | length of the wrapped data key, 2 bytes big-endian | wrapped data key | nonce, 12 bytes |
ciphertext with its tag of 16 bytes.
"""

import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from purser.domain.errors import PurserError

VERSION = 1
NONCE_BYTES = 12
_HEAD_BYTES = 3
_NOT_OURS = frozenset({"InvalidCiphertextException", "IncorrectKeyException", "AccessDeniedException"})


class SealBrokenError(PurserError):
    """It was not sealed by us, for this organisation and purpose, or it was changed since."""

    code = "SEAL_BROKEN"


@dataclass(frozen=True, slots=True)
class Vault:
    """Seals with one key; `client` returns the KMS client. `purpose` says what the secrets are, such as "bank_token".

    Opening needs no key id: KMS finds the key in what it wrapped, also one that was in use before, if the policy allows it.
    """

    client: Callable[[], Any]
    key_id: str
    purpose: str = "bank_token"

    def seal(self, org_id: UUID, secret: str) -> bytes:
        """Encrypt for the organisation, under a data key of its own."""
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415 - only where something is sealed

        context = self._context(org_id)
        data_key = self.client().generate_data_key(KeyId=self.key_id, KeySpec="AES_256", EncryptionContext=context)
        wrapped, nonce = bytes(data_key["CiphertextBlob"]), os.urandom(NONCE_BYTES)
        ciphertext = AESGCM(data_key["Plaintext"]).encrypt(nonce, secret.encode(), _bound(context, wrapped))
        return bytes([VERSION]) + len(wrapped).to_bytes(2) + wrapped + nonce + ciphertext

    def open(self, org_id: UUID, sealed: bytes) -> str:
        """Decrypt what was sealed for the same organisation and purpose, and nothing else; SealBrokenError."""
        from botocore.exceptions import ClientError  # noqa: PLC0415 - boto3 costs a third of a second
        from cryptography.exceptions import InvalidTag  # noqa: PLC0415 - only where something is opened
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415 - same

        context = self._context(org_id)
        wrapped, nonce, ciphertext = _parts(sealed)
        try:
            return AESGCM(self._unwrap(wrapped, context)).decrypt(nonce, ciphertext, _bound(context, wrapped)).decode()
        except ClientError as refused:
            if refused.response["Error"]["Code"] in _NOT_OURS:
                raise SealBrokenError("KMS does not open this secret for this organisation.") from refused
            raise
        except InvalidTag as changed:
            raise SealBrokenError("This secret is not as it was sealed.") from changed

    def _unwrap(self, wrapped: bytes, context: Mapping[str, str]) -> bytes:
        """Open a data key. The local cloud makes its key anew at each start, of the same material: there it has to be named."""
        from botocore.exceptions import ClientError  # noqa: PLC0415 - boto3 costs a third of a second

        asked = {"CiphertextBlob": wrapped, "EncryptionContext": context}
        try:
            opened = self.client().decrypt(**asked)
        except ClientError as unknown:
            if unknown.response["Error"]["Code"] != "InvalidCiphertextException":
                raise
            opened = self.client().decrypt(**asked, KeyId=self.key_id)
        return bytes(opened["Plaintext"])

    def reseal(self, org_id: UUID, sealed: bytes) -> bytes:
        """Encrypt anew, with a new data key of the key in use now: how secrets move to another key."""
        return self.seal(org_id, self.open(org_id, sealed))

    def _context(self, org_id: UUID) -> dict[str, str]:
        return {"organization": str(org_id), "purpose": self.purpose}


def _parts(sealed: bytes) -> tuple[bytes, bytes, bytes]:
    if sealed[:1] != bytes([VERSION]):
        raise SealBrokenError("This is no secret that Purser has sealed.")
    nonce_at = _HEAD_BYTES + int.from_bytes(sealed[1:_HEAD_BYTES])
    ciphertext_at = nonce_at + NONCE_BYTES
    if len(sealed) < ciphertext_at:
        raise SealBrokenError("This secret is cut short.")
    return sealed[_HEAD_BYTES:nonce_at], sealed[nonce_at:ciphertext_at], sealed[ciphertext_at:]


def _bound(context: Mapping[str, str], wrapped: bytes) -> bytes:
    """Return what is authenticated beside the secret: the context, and which data key it is under."""
    return json.dumps(context, sort_keys=True).encode() + wrapped
