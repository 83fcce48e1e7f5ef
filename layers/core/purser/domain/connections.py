"""A bank linked through an aggregator, in the ledger's terms: money out is negative, whatever the aggregator thinks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal, Protocol
from uuid import UUID

from purser.domain.errors import PurserError
from purser.domain.statements import Entry, Rejected

AccountKind = Literal["checking", "savings", "card", "cash", "investment", "loan", "other"]
ConnectionStatus = Literal["connected", "sign_in_needed", "expiring", "revoked"]
"""`sign_in_needed`: nothing comes until a person signs in at the bank again; `expiring`: it soon will be so."""


class ConnectorError(PurserError):
    """The aggregator refused, and asking again would not help; `code` is its own."""

    code = "CONNECTOR_REFUSED"


class ConnectorBusyError(ConnectorError):
    """The aggregator or the bank behind it cannot answer now; the same request may succeed later."""

    code = "CONNECTOR_BUSY"

    def __init__(self, message: str, *, code: str | None = None, retry_after: float = 0) -> None:
        super().__init__(message, code=code)
        self.retry_after = retry_after
        """Seconds the aggregator asks us to wait, 0 where it does not say."""


class FeedMovedError(ConnectorError):
    """The feed changed between two pages: what was read of it is void, begin again at the first page's cursor."""

    code = "FEED_MOVED"


class GrantEndedError(ConnectorError):
    """The grant is no longer good, and nothing will make it so: the bank must be linked anew."""

    code = "GRANT_ENDED"


class ReconnectError(ConnectorError):
    """Only a person can mend the connection, by signing in at the bank again."""

    code = "SIGN_IN_NEEDED"


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkToken:
    """What the aggregator's sign-in page needs to open; `url` is that page where it hosts one itself."""

    token: str
    expires_at: str
    url: str | None = None


class SignInOpenError(ConnectorError):
    """The sign-in has not ended, or ended without a bank: `code` is SIGN_IN_OPEN or SIGN_IN_LEFT."""

    code = "SIGN_IN_OPEN"


@dataclass(frozen=True, slots=True)
class Grant:
    """The right to read one item. `access_token` is a secret: never logged, stored encrypted only."""

    item_id: str
    access_token: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One login at one bank. `error` is {code, message} while it does not work; `consent_expires_at` is an ISO 8601 instant."""

    item_id: str
    institution: str
    status: ConnectionStatus = "connected"
    consent_expires_at: str | None = None
    error: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedAccount:
    """One account of an item. `number_masked` is like "…1234"; `lasting_id` survives linking again, where it is told."""

    account_id: str
    name: str
    kind: AccountKind
    currency: str
    number_masked: str | None = None
    balance: Decimal | None = None
    lasting_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page of a feed since a cursor; `Entry.account` is the aggregator's account id, `provider_id` its transaction id.

    `booked_of` maps the id of a booked transaction to the id it had while pending, where the aggregator knows.
    A page that is not `ready` says nothing yet: keep the old cursor and wait.
    """

    added: Sequence[Entry | Rejected] = ()
    modified: Sequence[Entry | Rejected] = ()
    removed: Sequence[str] = ()
    booked_of: Mapping[str, str] = field(default_factory=dict)
    next_cursor: str
    has_more: bool = False
    ready: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncOrder:
    """The wish to bring a connection up to date. `reason` is a webhook's code, or who asked; it decides very little."""

    org_id: UUID
    connection_id: UUID
    reason: str
    correlation_id: str | None = None


class Connector(Protocol):
    """What Purser asks of an aggregator. Every method may raise the errors above."""

    def link_token(self, person: str, webhook: str, access_token: str | None = None) -> LinkToken:
        """Open a sign-in for `person` (an opaque id); with an access token, to mend that connection."""

    def public_token(self, link_token: str) -> str:
        """Return what a sign-in page hosted by the aggregator hands out; SignInOpenError as long as there is nothing."""

    def exchange(self, public_token: str) -> Grant:
        """Turn what the sign-in page handed out, once, into a lasting grant."""

    def item(self, access_token: str) -> Item:
        """Describe the item behind the grant."""

    def accounts(self, access_token: str) -> list[FeedAccount]:
        """List the item's accounts with the balances last seen."""

    def page(self, access_token: str, cursor: str | None) -> Page:
        """Read what changed since `cursor`, None for everything there ever was."""

    def set_webhook(self, access_token: str, webhook: str) -> None:
        """Say where to report changes of the item."""

    def remove(self, access_token: str) -> None:
        """End the grant, which ends the aggregator's access to the bank. Harmless where it has ended."""

    def webhook_key(self, key_id: str) -> Mapping[str, Any] | None:
        """Return the public JWK that signs webhooks under this id, None where there is none."""
