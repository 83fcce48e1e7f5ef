"""The stand-in speaks Plaid's language: plaid-python's own models, which refuse what is not in the contract, read it."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import urlopen

import jwt
import plaid
import pytest
from plaid.api.plaid_api import PlaidApi
from plaid.model.accounts_balance_get_request import AccountsBalanceGetRequest
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
from plaid.model.products import Products
from plaid.model.sandbox_item_fire_webhook_request import SandboxItemFireWebhookRequest
from plaid.model.sandbox_item_reset_login_request import SandboxItemResetLoginRequest
from plaid.model.sandbox_public_token_create_request import SandboxPublicTokenCreateRequest
from plaid.model.transactions_sync_request import TransactionsSyncRequest
from plaid.model.webhook_verification_key_get_request import WebhookVerificationKeyGetRequest

from tests.plaid import Bank, running_bank


@pytest.fixture
def bank(tmp_path: Path) -> Iterator[Bank]:
    with running_bank(tmp_path) as bank:
        yield bank


@pytest.fixture
def api(bank: Bank) -> PlaidApi:
    keys = {"clientId": "anyone", "secret": "anything"}
    return PlaidApi(plaid.ApiClient(plaid.Configuration(host=bank.url, api_key=keys)))


def linked(api: PlaidApi) -> str:
    wanted = SandboxPublicTokenCreateRequest(institution_id="ins_109508", initial_products=[Products("transactions")])
    public = api.sandbox_public_token_create(wanted).public_token
    return str(api.item_public_token_exchange(ItemPublicTokenExchangeRequest(public_token=public)).access_token)


def everything(api: PlaidApi, access_token: str, cursor: str = "") -> tuple[list[int], list[Any], str]:
    sizes, changes, more = [], [], True
    while more:
        page = api.transactions_sync(TransactionsSyncRequest(access_token=access_token, cursor=cursor))
        sizes.append(len(page.added) + len(page.modified) + len(page.removed))
        changes += [*page.added, *page.modified, *page.removed]
        cursor, more = page.next_cursor, page.has_more
    return sizes, changes, cursor


def refusal(call: Any, *arguments: Any) -> tuple[int, str]:
    with pytest.raises(plaid.ApiException) as refused:
        call(*arguments)
    return refused.value.status, json.loads(refused.value.body)["error_code"]


def test_a_bank_is_linked_and_read_in_three_pages(api: PlaidApi) -> None:
    user = LinkTokenCreateRequestUser(client_user_id="someone")
    link = LinkTokenCreateRequest(
        client_name="Purser", language="en", country_codes=[CountryCode("US")], products=[Products("transactions")], user=user
    )
    assert api.link_token_create(link).link_token.startswith("link-sandbox-")
    access_token = linked(api)
    assert api.item_get(ItemGetRequest(access_token=access_token)).item.institution_name == "First Platypus Bank"
    assert len(api.accounts_get(AccountsGetRequest(access_token=access_token)).accounts) == 3
    assert len(api.accounts_balance_get(AccountsBalanceGetRequest(access_token=access_token)).accounts) == 3
    sizes, changes, cursor = everything(api, access_token)
    assert sizes == [100, 100, 50]
    assert len({t.transaction_id for t in changes}) == 250
    assert everything(api, access_token, cursor)[0] == [0]


def test_a_public_token_is_spent_by_its_exchange(api: PlaidApi, bank: Bank) -> None:
    asked = ItemPublicTokenExchangeRequest(public_token=bank.public_token())
    api.item_public_token_exchange(asked)
    assert refusal(api.item_public_token_exchange, asked) == (400, "INVALID_PUBLIC_TOKEN")


def test_a_removed_item_is_gone(api: PlaidApi) -> None:
    access_token = linked(api)
    api.item_remove(ItemRemoveRequest(access_token=access_token))
    assert refusal(api.item_get, ItemGetRequest(access_token=access_token)) == (400, "INVALID_ACCESS_TOKEN")


def test_an_item_that_wants_a_sign_in_says_so_until_repaired(api: PlaidApi, bank: Bank) -> None:
    access_token = linked(api)
    item_id = api.item_get(ItemGetRequest(access_token=access_token)).item.item_id
    api.sandbox_item_reset_login(SandboxItemResetLoginRequest(access_token=access_token))
    assert refusal(everything, api, access_token) == (400, "ITEM_LOGIN_REQUIRED")
    assert api.item_get(ItemGetRequest(access_token=access_token)).item.error.error_code == "ITEM_LOGIN_REQUIRED"
    bank.order("repair", item_id=item_id)
    assert sum(everything(api, access_token)[0]) == 250


def test_a_change_between_two_pages_is_a_mutation(api: PlaidApi, bank: Bank) -> None:
    access_token = linked(api)
    item_id = bank.order("look")["items"][0]
    bank.order("behave", item_id=item_id, mutate_on=2)
    assert refusal(everything, api, access_token) == (400, "TRANSACTIONS_SYNC_MUTATION_DURING_PAGINATION")
    assert sum(everything(api, access_token)[0]) == 251


def test_pending_becomes_posted_as_one_removed_and_one_added(api: PlaidApi, bank: Bank) -> None:
    access_token = linked(api)
    _, _, cursor = everything(api, access_token)
    item_id = bank.order("look")["items"][0]
    pending = next(name for name, t in bank.books(item_id).items() if t["pending"])
    bank.order("change", item_id=item_id, post=[{"pending_id": pending}])
    page = api.transactions_sync(TransactionsSyncRequest(access_token=access_token, cursor=cursor))
    assert [t.pending_transaction_id for t in page.added] == [pending]
    assert [t.transaction_id for t in page.removed] == [pending]


def test_trouble_comes_as_often_as_it_was_ordered(api: PlaidApi, bank: Bank) -> None:
    access_token = linked(api)
    bank.order("fault", path="/transactions/sync", status=429, times=2, retry_after=1)
    bank.order("fault", path="/transactions/sync", status=500)
    codes = [refusal(everything, api, access_token) for _ in range(3)]
    assert codes == [(429, "TRANSACTIONS_SYNC_LIMIT")] * 2 + [(500, "INTERNAL_SERVER_ERROR")]
    assert sum(everything(api, access_token)[0]) == 250


def test_a_slow_bank_answers_nothing_at_first(api: PlaidApi, bank: Bank) -> None:
    access_token = linked(api)
    bank.order("behave", item_id=bank.order("look")["items"][0], waits=1)
    page = api.transactions_sync(TransactionsSyncRequest(access_token=access_token))
    assert (page.transactions_update_status.value, page.next_cursor, page.added) == ("NOT_READY", "", [])
    assert sum(everything(api, access_token)[0]) == 250


def test_what_it_knows_survives_a_restart(tmp_path: Path) -> None:
    def api_of(bank: Bank) -> PlaidApi:
        return PlaidApi(plaid.ApiClient(plaid.Configuration(host=bank.url, api_key={"clientId": "a", "secret": "b"})))

    with running_bank(tmp_path) as first:
        access_token = linked(api_of(first))
        _, before, cursor = everything(api_of(first), access_token)
    with running_bank(tmp_path) as second:
        assert everything(api_of(second), access_token, cursor)[0] == [0]
        assert everything(api_of(second), access_token)[1] == before


class Receiver(BaseHTTPRequestHandler):
    got: ClassVar[list[tuple[dict[str, str], bytes]]]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.got.append(({name.lower(): value for name, value in self.headers.items()}, body))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        pass


def test_webhooks_are_signed_with_a_key_that_it_shows(api: PlaidApi) -> None:
    Receiver.got = []
    listening = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    threading.Thread(target=listening.serve_forever, args=(0.01,), daemon=True).start()
    access_token = linked(api)
    address = f"http://127.0.0.1:{listening.server_port}/webhooks/plaid"
    api.item_webhook_update(ItemWebhookUpdateRequest(access_token=access_token, webhook=address))
    api.sandbox_item_fire_webhook(SandboxItemFireWebhookRequest(access_token=access_token, webhook_code="SYNC_UPDATES_AVAILABLE"))
    deadline = threading.Event()
    for _ in range(200):
        if len(Receiver.got) >= 2:
            break
        deadline.wait(0.05)
    listening.shutdown()
    listening.server_close()
    assert {json.loads(body)["webhook_code"] for _, body in Receiver.got} == {
        "WEBHOOK_UPDATE_ACKNOWLEDGED",
        "SYNC_UPDATES_AVAILABLE",
    }
    kid = str(jwt.get_unverified_header(Receiver.got[0][0]["plaid-verification"])["kid"])
    key = api.webhook_verification_key_get(WebhookVerificationKeyGetRequest(key_id=kid)).key
    assert (key.kid, key.alg, key.expired_at) == (kid, "ES256", None)
    made_up = WebhookVerificationKeyGetRequest(key_id="made up")
    assert refusal(api.webhook_verification_key_get, made_up) == (400, "INVALID_WEBHOOK_VERIFICATION_KEY_ID")


def test_a_sign_in_on_its_page_is_told_as_plaid_tells_it(api: PlaidApi, bank: Bank) -> None:
    wanted = LinkTokenCreateRequest(
        client_name="Purser",
        language="en",
        country_codes=[CountryCode("US")],
        user=LinkTokenCreateRequestUser(client_user_id="ada"),
        products=[Products("transactions")],
        hosted_link=LinkTokenCreateHostedLink(),
    )
    opened = api.link_token_create(wanted)
    assert not api.link_token_get(LinkTokenGetRequest(link_token=opened.link_token)).link_sessions
    with urlopen(opened.hosted_link_url, timeout=10) as page:  # noqa: S310 - ours
        assert "First Platypus Bank" in page.read().decode()
    urlopen(opened.hosted_link_url, urlencode({"token": opened.link_token}).encode(), timeout=10).close()  # noqa: S310 - ours
    (session,) = api.link_token_get(LinkTokenGetRequest(link_token=opened.link_token)).link_sessions
    token = session.results.item_add_results[0].public_token
    access = api.item_public_token_exchange(ItemPublicTokenExchangeRequest(public_token=token)).access_token
    assert api.item_get(ItemGetRequest(access_token=access)).item.institution_id == "ins_109508"
    with pytest.raises(HTTPError, match="410"):
        urlopen(opened.hosted_link_url, timeout=10)  # noqa: S310 - ours
    assert bank.order("look")["items"]
