"""Identity of a transaction: what makes two rows the same one, in one file or across files."""

import hashlib
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from purser.domain.ids import uuid8
from purser.domain.statements import Entry


def plain(amount: Decimal) -> str:
    """The amount's shortest exact spelling: 35.20 and 35.2 are one amount."""
    text = str(amount)  # the quicker of the two spellings, where it has no exponent
    text = f"{amount:f}" if "E" in text else text
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"


@dataclass(slots=True)
class Fingerprints:
    """Keys for the entries of one file, in file order.

    The bank's own id is the key where there is one, together with date and amount, because some banks use an id again for
    something else. Otherwise the key is (account, date, amount, original description, n-th occurrence): two identical rows of
    one file are two transactions, the same rows of a second export are the same two. Pending never enters the key.
    """

    org_id: UUID
    _seen: dict[bytes, int] = field(default_factory=dict)
    _begun: dict[UUID, "hashlib._Hash"] = field(default_factory=dict)

    def transaction_id(self, account_id: UUID, entry: Entry) -> UUID:
        """Derive the transaction's id, a UUID (version 8, RFC 9562) made of its fingerprint."""
        said = f"\x1f{entry.date.isoformat()}\x1f{plain(entry.amount)}\x1f"
        if entry.provider_id:
            return uuid8(self._digest(account_id, f"{said}id\x1f{entry.provider_id}"))
        base = self._digest(account_id, f"{said}text\x1f{' '.join(entry.original_description.split())}")
        self._seen[base] = nth = self._seen.get(base, 0) + 1
        return uuid8(hashlib.sha256(f"{base.hex()}\x1f{nth}".encode()).digest())

    def _digest(self, account_id: UUID, said: str) -> bytes:
        """Digest what is said of a row behind its organisation and account, which are digested once for all rows."""
        begun = self._begun.get(account_id)
        if begun is None:
            begun = self._begun[account_id] = hashlib.sha256(f"{self.org_id}\x1f{account_id}".encode())
        digest = begun.copy()
        digest.update(said.encode())
        return digest.digest()[:16]
