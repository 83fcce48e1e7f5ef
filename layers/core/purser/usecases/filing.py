"""Turn the items of a statement into rows for the ledger: each with its account, its id, its merchant and its category."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple
from uuid import UUID

from purser.categories.classification import classify
from purser.domain.accounts import Account, AccountBook
from purser.domain.balances import Known, NewestBalances
from purser.domain.declarations import Declarations, Declared
from purser.domain.statements import Balance, Covers, Entry, Ignored, Item, Rejected, Tally
from purser.domain.transactions import Fingerprints
from purser.store.staging import StagedRow


class Filed(NamedTuple):
    """A row with all that tells it from others; of a transaction, also what the rest is made of."""

    row: StagedRow
    entry: Entry | None = None
    account: Account | None = None


@dataclass(slots=True)
class Clerk:
    """Files the items of one statement and keeps its figures. `categories` maps names to ids."""

    book: AccountBook
    categories: Mapping[str, UUID]
    fingerprints: Fingerprints
    tally: Tally = field(default_factory=Tally)
    _balances: NewestBalances = field(default_factory=NewestBalances)
    _declarations: Declarations = field(default_factory=Declarations)
    _accounts: set[UUID] = field(default_factory=set)
    _provided: set[tuple[UUID, bool]] = field(default_factory=set)

    def rows(self, items: Iterable[Item]) -> Iterator[StagedRow]:
        """File the items, lazily, in order."""
        return map(self.whole, self.found(items))

    def found(self, items: Iterable[Item]) -> Iterator[Filed]:
        """Find account and id of each item, lazily, in order; `whole` does the rest."""
        for item in items:
            self.tally.add(item)
            match item:
                case Entry():
                    self._balances.see(item)
                    self._declarations.see(item)
                    yield self._transaction(item)
                case Balance():
                    self._balances.see(item)
                    self._declarations.see(item)
                case Covers():
                    self._declarations.see(item)
                case Rejected():
                    yield Filed(StagedRow(self.tally.rows, item.line, "rejected", item.text, item.code, item.message))
                case Ignored():
                    yield Filed(StagedRow(self.tally.rows, item.line, "ignored", item.text, None, item.reason))

    def reject_booked(self, rows: int) -> None:
        """Count booked rows as rejected after all: the ledger does not take them."""
        self.tally.booked -= rows
        self.tally.rejected += rows

    @property
    def account_ids(self) -> list[UUID]:
        """The accounts that got rows, or of which the file says that they got none; in one order everywhere."""
        return sorted(self._accounts.union(self.balances(), (account_id for account_id, _ in self.statements())))

    def balances(self) -> dict[UUID, Known]:
        """The newest balance of each account; of several numbers filed to one account, the newest of all."""
        newest: dict[UUID, Known] = {}
        for number, known in self._balances.found().items():
            account = self.book.known(number)
            if account and (account.id not in newest or newest[account.id].date <= known.date):
                newest[account.id] = known
        return newest

    def statements(self) -> list[tuple[UUID, Declared]]:
        """The statements that declare their period, each with its account; one without rows is none of an unknown account."""
        found = ((self.book.known(one.account), one) for one in self._declarations.found())
        return [(account.id, one) for account, one in found if account]

    def _transaction(self, entry: Entry) -> Filed:
        account = self.book.account_of(entry.account, entry.currency)
        self._accounts.add(account.id)
        transaction_id = self.fingerprints.transaction_id(account.id, entry)
        status = self._status(transaction_id, entry)
        row = StagedRow(self.tally.rows, entry.line, status, entry.text, None, None, transaction_id, account.id, entry.date)
        return Filed(row, entry, account)

    def whole(self, filed: Filed) -> StagedRow:
        """Complete a row, with its merchant and its category."""
        row, entry, account = filed
        if entry is None or account is None:
            return row
        found = classify(entry, account.kind)
        category_id = self.categories.get(found.category) if found.category else None
        return StagedRow(
            ordinal=row.ordinal,
            line=row.line,
            status=row.status,
            text=row.text,
            id=row.id,
            account_id=row.account_id,
            date=row.date,
            posted=entry.posted,
            amount=entry.amount,
            currency=entry.currency,
            description=entry.description,
            original_description=entry.original_description,
            merchant=found.merchant,
            category_id=category_id,
            type=found.type,
            provider_id=entry.provider_id,
            balance=entry.balance,
            reference=entry.reference,
            notes=entry.memo,
            provenance=_provenance(found.provenance if category_id else "", entry.memo),
            original_amount=entry.original_amount,
            original_currency=entry.original_currency,
            exchange_rate=entry.exchange_rate,
        )

    def _status(self, transaction_id: UUID, entry: Entry) -> str:
        """A bank's own id that comes twice in one file is one transaction; without one, two equal rows are two."""
        if entry.provider_id:
            if (transaction_id, entry.pending) in self._provided:
                return "pending" if entry.pending else "repeated"
            self._provided.add((transaction_id, entry.pending))
        return "pending" if entry.pending else "booked"


def _provenance(category: str, memo: str | None) -> str:
    said = {"category": category, "notes": "file" if memo else ""}
    return json.dumps({field: who for field, who in said.items() if who})
