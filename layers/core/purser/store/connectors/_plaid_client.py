"""Plaid asked through its own client, plaid-python. Import it lazily: it costs 170 ms that functions without banks need not pay.

Requests are plaid-python's models. Answers are read here, for its models turn money into floats and refuse what is newer than
they are.
"""

import json
import random
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from plaid.api.plaid_api import PlaidApi
from plaid.api_client import ApiClient
from plaid.configuration import Configuration
from plaid.exceptions import ApiException
from plaid.model.accounts_get_request import AccountsGetRequest
from plaid.model.country_code import CountryCode
from plaid.model.item_get_request import ItemGetRequest
from plaid.model.item_public_token_exchange_request import ItemPublicTokenExchangeRequest
from plaid.model.item_remove_request import ItemRemoveRequest
from plaid.model.item_webhook_update_request import ItemWebhookUpdateRequest
from plaid.model.link_token_create_hosted_link import LinkTokenCreateHostedLink
from plaid.model.link_token_create_request import LinkTokenCreateRequest
from plaid.model.link_token_create_request_user import LinkTokenCreateRequestUser
from plaid.model.link_token_get_request import LinkTokenGetRequest
from plaid.model.link_token_transactions import LinkTokenTransactions
from plaid.model.products import Products
from plaid.model.transactions_sync_request import TransactionsSyncRequest
from plaid.model.transactions_sync_request_options import TransactionsSyncRequestOptions
from plaid.model.webhook_verification_key_get_request import WebhookVerificationKeyGetRequest
from urllib3.exceptions import HTTPError

from purser.domain.connections import (
    ConnectorBusyError,
    ConnectorError,
    FeedAccount,
    Grant,
    GrantEndedError,
    Item,
    LinkToken,
    Page,
)
from purser.store.connectors._plaid_answers import account_of, item_of, page_of, public_token_of
from purser.store.connectors._plaid_errors import refusal

TIMEOUT_SECONDS = 60
"""The first page of a large item is slow."""
WAITS_SECONDS = (0.5, 2.0, 8.0)
"""Pauses before the second, third and fourth try; each is stretched or shortened at random, so that callers part ways."""
LONGEST_WAIT_SECONDS = 30
"""If Plaid asks for more patience than this, the message goes back to its queue instead."""
PAGE_SIZE = 500
HISTORY_DAYS = 730
UNKNOWN_KEY = frozenset({"INVALID_WEBHOOK_VERIFICATION_KEY_ID", "INVALID_FIELD"})


Endpoint = Callable[..., Any]
"""A method of PlaidApi."""


@dataclass
class Plaid:
    """A `Connector`. `credentials` is {client_id, secret, countries?}, the last like "US,GB"."""

    url: str
    credentials: Mapping[str, str] = field(repr=False)
    page_size: int = PAGE_SIZE
    timeout_seconds: int = TIMEOUT_SECONDS
    waits: Sequence[float] = WAITS_SECONDS
    sleep: Callable[[float], None] = time.sleep

    def link_token(self, person: str, webhook: str, access_token: str | None = None) -> LinkToken:
        """Open Link for `person`; with an access token in update mode, which asks for no products."""
        wanted = {"products": [Products("transactions")], "transactions": LinkTokenTransactions(days_requested=HISTORY_DAYS)}
        request = LinkTokenCreateRequest(
            client_name="Purser",
            language="en",
            country_codes=[CountryCode(code) for code in self.credentials.get("countries", "US").split(",")],
            user=LinkTokenCreateRequestUser(client_user_id=person),
            hosted_link=LinkTokenCreateHostedLink(),
            **({"access_token": access_token} if access_token else wanted),
            **self._address(webhook),
        )
        said = self._call(self._api.link_token_create, request)
        return LinkToken(token=said["link_token"], expires_at=said["expiration"], url=said.get("hosted_link_url"))

    def public_token(self, link_token: str) -> str:
        """Ask how the sign-in on Plaid's page stands."""
        return public_token_of(self._call(self._api.link_token_get, LinkTokenGetRequest(link_token=link_token)))

    def exchange(self, public_token: str) -> Grant:
        """Turn Link's public token into an access token; asked once only, for the token is spent by it."""
        said = self._send(self._api.item_public_token_exchange, ItemPublicTokenExchangeRequest(public_token=public_token))
        return Grant(said["item_id"], said["access_token"])

    def item(self, access_token: str) -> Item:
        """Describe the item and name its institution."""
        return item_of(self._call(self._api.item_get, ItemGetRequest(access_token=access_token)))

    def accounts(self, access_token: str) -> list[FeedAccount]:
        """List accounts with the balances Plaid last saw; asking the bank anew would cost money and half a minute."""
        said = self._call(self._api.accounts_get, AccountsGetRequest(access_token=access_token))
        return [account_of(account) for account in said["accounts"]]

    def page(self, access_token: str, cursor: str | None) -> Page:
        """Read one page of /transactions/sync."""
        since = {"cursor": cursor} if cursor else {}
        options = TransactionsSyncRequestOptions(include_original_description=True)
        request = TransactionsSyncRequest(access_token=access_token, count=self.page_size, options=options, **since)
        try:
            return page_of(self._call(self._api.transactions_sync, request))
        except ConnectorError as refused:
            if refused.code == "PRODUCT_NOT_READY":
                return Page(next_cursor="", ready=False)
            raise

    def set_webhook(self, access_token: str, webhook: str) -> None:
        """Point the item's webhooks at us, unless Plaid could not reach us anyway."""
        address = self._address(webhook)
        if address:
            self._call(self._api.item_webhook_update, ItemWebhookUpdateRequest(access_token=access_token, **address))

    def remove(self, access_token: str) -> None:
        """End the item, and with it what it costs."""
        try:
            self._call(self._api.item_remove, ItemRemoveRequest(access_token=access_token))
        except GrantEndedError:
            return

    def webhook_key(self, key_id: str) -> Mapping[str, Any] | None:
        """Return the JWK of this id; any id may be asked for, so a refusal is an answer."""
        try:
            said = self._call(self._api.webhook_verification_key_get, WebhookVerificationKeyGetRequest(key_id=key_id))
        except ConnectorError as refused:
            if refused.code in UNKNOWN_KEY:
                return None
            raise
        key: Mapping[str, Any] = said["key"]
        return key

    @cached_property
    def _api(self) -> Any:
        configuration = Configuration(
            host=self.url.rstrip("/"),
            api_key={"clientId": self.credentials["client_id"], "secret": self.credentials["secret"]},
        )
        configuration.retries = False  # ours know Plaid's error codes
        return PlaidApi(ApiClient(configuration))

    def _address(self, webhook: str) -> dict[str, str]:
        """Plaid itself reaches public addresses only; a stand-in on this machine reaches this machine."""
        public = (urlsplit(self.url).hostname or "").endswith("plaid.com")
        reachable = webhook.startswith("https://") or not public
        return {"webhook": webhook} if reachable else {}

    def _call(self, endpoint: Endpoint, request: Any) -> Any:
        """Ask, and ask again for a while if Plaid is busy."""
        for wait in self.waits:
            try:
                return self._send(endpoint, request)
            except ConnectorBusyError as busy:
                if busy.retry_after > LONGEST_WAIT_SECONDS:
                    raise
                self.sleep(max(busy.retry_after, wait * random.uniform(0.5, 1.5)))  # noqa: S311 - not a secret
        return self._send(endpoint, request)

    def _send(self, endpoint: Endpoint, request: Any) -> Any:
        """Ask once. Numbers of the answer with a fraction are Decimals."""
        try:
            data = endpoint(request, _preload_content=False, _request_timeout=self.timeout_seconds).data
        except ApiException as refused:
            raise refusal(refused.status, refused.body, refused.headers) from refused
        except HTTPError as broken:
            raise ConnectorBusyError("Plaid does not answer.", code="UNREACHABLE") from broken
        return _read(data)


def _read(data: bytes) -> Any:
    try:
        return json.loads(data, parse_float=Decimal, parse_constant=_refuse_constant)
    except ValueError as broken:
        raise ConnectorBusyError("Plaid's answer cannot be read.", code="UNREADABLE_ANSWER") from broken


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not a number of JSON")
