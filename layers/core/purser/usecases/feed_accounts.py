"""Which account of ours an aggregator's account is: the same one whenever the bank is linked again."""

from collections.abc import Iterable
from uuid import UUID

from purser.domain.accounts import Account, identity_of, masked
from purser.domain.connections import FeedAccount
from purser.domain.ids import uuid8

LONGEST_NAME = 200


def accounts_for(org_id: UUID, connector: str, institution: str, feeds: Iterable[FeedAccount]) -> dict[str, Account]:
    """Map the aggregator's account ids to accounts, which are known by its lasting id, else by bank, name and last digits.

    Where those do not tell two accounts apart, or there are no digits, an account is known by its id, until the next linking.
    """
    found: dict[str, Account] = {}
    for feed in feeds:
        named = f"{institution}|{feed.name}|{feed.number_masked}" if feed.number_masked else feed.account_id
        account = _account(org_id, connector, feed.lasting_id or named, feed, _name(feed))
        if account in found.values():
            account = _account(org_id, connector, feed.account_id, feed, _name(feed))
        found[feed.account_id] = account
    return found


def stranger(org_id: UUID, connector: str, account_id: str, currency: str) -> Account:
    """Return the account of rows whose account the aggregator did not describe: closed since, or hidden."""
    feed = FeedAccount(account_id=account_id, name="Account", kind="other", currency=currency)
    return _account(org_id, connector, account_id, feed, f"Account {masked(account_id)}")


def _name(feed: FeedAccount) -> str:
    digits = feed.number_masked
    return (feed.name if not digits or digits in feed.name else f"{feed.name} {digits}")[:LONGEST_NAME]


def _account(org_id: UUID, connector: str, number: str, feed: FeedAccount, name: str) -> Account:
    identity = identity_of(org_id, connector, feed.kind, number)
    return Account(
        id=uuid8(bytes.fromhex(identity)),
        bank=connector,
        kind=feed.kind,
        name=name,
        currency=feed.currency,
        identity=identity,
        number_masked=feed.number_masked,
    )
