"""Identity of a transaction: what makes two rows the same one, in one file or across files."""

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from purser.domain.ids import uuid8
from purser.domain.statements import Entry


def plain(amount: Decimal) -> str:
    """The amount's shortest exact spelling: 35.20 and 35.2 are one amount."""
    text = f"{amount:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"


@dataclass(slots=True)
class Fingerprints:
    """Keys for the entries of one file, in file order.

    The bank's own id is the key where there is one, together with date and amount, because some banks use an id again for
    something else. Otherwise the key is (account, date, amount, original description, n-th occurrence): two identical rows of
    one file are two transactions, the same rows of a second export are the same two. Pending never enters the key.
    """

    org_id: UUID
    _seen: Counter[bytes] = field(default_factory=Counter)

    def transaction_id(self, account_id: UUID, entry: Entry) -> UUID:
        """Derive the transaction's id, a UUID (version 8, RFC 9562) made of its fingerprint."""
        parts = [str(self.org_id), str(account_id), entry.date.isoformat(), plain(entry.amount)]
        if entry.provider_id:
            return uuid8(_digest([*parts, "id", entry.provider_id]))
        base = _digest([*parts, "text", " ".join(entry.original_description.split())])
        self._seen[base] += 1
        return uuid8(_digest([base.hex(), str(self._seen[base])]))


def _digest(parts: list[str]) -> bytes:
    return hashlib.sha256("\x1f".join(parts).encode()).digest()[:16]
