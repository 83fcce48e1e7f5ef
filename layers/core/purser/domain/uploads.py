"""Where an uploaded statement lies, and what its place says: incoming/{bank}/{org}/{account|auto}/{upload}/{file name}."""

import hashlib
from dataclasses import dataclass
from uuid import UUID

from purser.domain.errors import PurserError
from purser.domain.ids import uuid8

BANKS = ("chase", "discover", "capital_one", "plaid", "draft", "other")
"""Each has a queue of its own; `other` takes everything that is recognised by its content."""
WITH_FILES = ("chase", "discover", "capital_one")
"""Of these, the ones whose own files are told from others'; an aggregator's accounts take any."""
AUTO = "auto"


class MisaddressedError(PurserError):
    """The object's key names no place in the ledger: nobody can be told, so operators are."""

    code = "MISADDRESSED"


@dataclass(frozen=True, slots=True)
class Address:
    """What a key says. `account_id` None means that the file decides; `import_id` is that of an import waiting for the file."""

    bank: str
    org_id: UUID
    account_id: UUID | None
    import_id: UUID | None
    filename: str

    @classmethod
    def parse(cls, key: str) -> "Address":
        """Read a key; the upload segment may be absent. Raises MisaddressedError."""
        root, *parts = key.split("/")
        if root != "incoming" or len(parts) < 4 or not parts[-1]:  # noqa: PLR2004 - bank, organisation, account, file name
            raise MisaddressedError(
                f"{key!r} is not of the form incoming/{{bank}}/{{organisation}}/{{account or auto}}/{{file name}}."
            )
        bank, org, account, *rest = parts
        if bank not in BANKS:
            raise MisaddressedError(f"{key!r} names the bank {bank!r}; known are {', '.join(BANKS)}.")
        org_id, account_id = _uuid(org), _uuid(account)
        if org_id is None:
            raise MisaddressedError(f"{key!r} names the organisation {org!r}, which is not a UUID.")
        if account_id is None and account != AUTO:
            raise MisaddressedError(f"{key!r} names the account {account!r}, which is neither a UUID nor {AUTO!r}.")
        return cls(bank, org_id, account_id, _uuid(rest[0]) if len(rest) > 1 else None, rest[-1])

    @property
    def key(self) -> str:
        """The key of a file at this address."""
        upload = [str(self.import_id)] if self.import_id else []
        return "/".join(["incoming", self.bank, str(self.org_id), str(self.account_id or AUTO), *upload, self.filename])


def import_id_of(key: str, version: str) -> UUID:
    """Derive the id of an import that nobody announced, a UUID (version 8): a second delivery finds the same import."""
    return uuid8(hashlib.sha256(f"{key}\x1f{version}".encode()).digest())


def _uuid(text: str) -> UUID | None:
    try:
        found = UUID(text)
    except ValueError:
        return None
    return found if str(found) == text.lower() else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """One object that arrived.

    `version` is S3's version id, None where the bucket keeps none; `stamp` tells one arrival under a key from the next.
    `import_id` is given where a person wants the file of an import read again.
    """

    bucket: str
    key: str
    version: str | None
    stamp: str
    message_id: str
    import_id: UUID | None = None
