"""Secrets of an organisation, encrypted by KMS. The organisation is the encryption context: no other can have them opened."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Vault:
    """Seals and opens with one key; `client` returns the KMS client. Up to 4 KB a secret, which KMS encrypts itself."""

    client: Callable[[], Any]
    key_id: str

    def seal(self, org_id: UUID, secret: str) -> bytes:
        """Encrypt for the organisation."""
        sealed = self.client().encrypt(KeyId=self.key_id, Plaintext=secret.encode(), EncryptionContext=_context(org_id))
        blob: bytes = sealed["CiphertextBlob"]
        return blob

    def open(self, org_id: UUID, sealed: bytes) -> str:
        """Decrypt what was sealed for the same organisation with the same key, and nothing else."""
        opened = self.client().decrypt(KeyId=self.key_id, CiphertextBlob=sealed, EncryptionContext=_context(org_id))
        secret: bytes = opened["Plaintext"]
        return secret.decode()


def _context(org_id: UUID) -> dict[str, str]:
    return {"organization": str(org_id)}
