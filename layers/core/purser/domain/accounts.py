"""Which account a row of a file belongs to."""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from purser.domain.ids import uuid8

KINDS = frozenset({"checking", "savings", "card", "cash", "investment", "loan", "other"})
BANK_NAMES = {
    "chase": "Chase",
    "discover": "Discover",
    "capital_one": "Capital One",
    "plaid": "Plaid",
    "draft": "Cash",
    "other": "Other bank",
}
LAST_DIGITS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """An account of an organisation. `identity` is how a file finds it again, None until a file did."""

    id: UUID
    bank: str
    kind: str
    name: str
    currency: str
    identity: str | None = None
    number_masked: str | None = None


def identity_of(org_id: UUID, bank: str, kind: str, number: str) -> str:
    """Hash an account's number with its organisation, so that it cannot be looked up elsewhere.

    The last digits alone, or nothing at all, tell an account only among those of its kind.
    """
    whole = len(number) > LAST_DIGITS
    return hashlib.sha256("\x1f".join([str(org_id), bank, "" if whole else kind, number]).encode()).hexdigest()


def number_in(text: str) -> str:
    """The digits and letters of an account number, without the marks that hide the rest: …1234, xxxx-1234, ****1234 are 1234.

    Some files call accounts by a name instead, in any alphabet.
    """
    return re.sub(r"[\W_]", "", re.sub(r"^[X*.… -]+", "", text.strip().upper()))


def masked(number: str) -> str | None:
    """Show only the last digits: …1234. A name has none and hides nothing."""
    return f"…{number[-LAST_DIGITS:]}" if re.search(r"\d", number) else None


@dataclass(slots=True)
class AccountBook:
    """The accounts of one organisation at one bank, and those that a file adds to them (`new`).

    `chosen` is the account that the uploader named: every row goes there, whatever the file says. `named` are those that a person
    may mean who wrote the file, at any bank: by name, by number or by its last digits.
    """

    org_id: UUID
    bank: str
    kind: str
    stored: Iterable[Account]
    chosen: Account | None = None
    named: Iterable[Account] = ()
    new: list[Account] = field(default_factory=list)
    _found: dict[str, Account] = field(default_factory=dict)

    def account_of(self, text: str, currency: str) -> Account:
        """Find the account whose number a row gives (whole, masked or "" for none), or add it."""
        if self.chosen is not None:
            return self.chosen
        if text not in self._found:
            self._found[text] = self._meant(text) or self._find(number_in(text), currency)
        return self._found[text]

    def known(self, text: str) -> Account | None:
        """Find the account whose number a file gives, None if it would have to be added."""
        return self.chosen or self._found.get(text) or self._known(number_in(text))

    def _meant(self, text: str) -> Account | None:
        number, name = number_in(text), text.strip().casefold()
        is_number = len(number) >= LAST_DIGITS and (number.isdigit() or " " not in text.strip())
        ending = masked(number) if is_number else None
        meant = [a for a in self.named if name and (a.name.casefold() == name or (ending and a.number_masked == ending))]
        return meant[0] if len(meant) == 1 else None

    def _find(self, number: str, currency: str) -> Account:
        return self._known(number) or self._add(number, currency)

    def _known(self, number: str) -> Account | None:
        known = {account.identity: account for account in (*self.stored, *self.new)}
        for spelling in (number, number[-LAST_DIGITS:]):  # an account first seen by its last digits keeps that identity
            if (account := known.get(self._identity(spelling))) is not None:
                return account
        return self._only_one_ending_in(number)

    def _only_one_ending_in(self, number: str) -> Account | None:
        """A file that gives the last digits only means the one account of its kind that ends so."""
        if len(number) != LAST_DIGITS:
            return None
        same = [a for a in (*self.stored, *self.new) if (a.number_masked, a.kind) == (masked(number), self.kind)]
        return same[0] if len(same) == 1 else None

    def _add(self, number: str, currency: str) -> Account:
        """Add an account whose id follows from its identity: two files that arrive together add the same one."""
        identity = self._identity(number)
        name = f"{BANK_NAMES.get(self.bank, self.bank)} {self.kind} {masked(number) or number.capitalize()}".rstrip()
        account = Account(
            id=uuid8(bytes.fromhex(identity)),
            bank=self.bank,
            kind=self.kind,
            name=name,
            currency=currency,
            identity=identity,
            number_masked=masked(number),
        )
        self.new.append(account)
        return account

    def _identity(self, number: str) -> str:
        return identity_of(self.org_id, self.bank, self.kind, number)
