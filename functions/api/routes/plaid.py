"""Banks linked through Plaid: linked by signing in at the bank, kept up to date by webhook and every day."""

from functools import partial
from typing import Annotated, Literal
from uuid import UUID

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body
from purser.access.permissions import IMPORT_STATEMENTS, LINK_BANKS, READ_TRANSACTIONS
from purser.access.tokens import Caller
from purser.domain.errors import FieldProblem, InvalidInputError
from purser.runtime.connections import PLAID, aggregator, sync_queue
from purser.runtime.edge.declare import needs, resource
from purser.runtime.edge.parameters import Cursor, From, Limit, Signed
from purser.runtime.ledger import ledger
from purser.store import connections
from purser.store.audit import Origin
from purser.store.paging import Slice
from purser.usecases.link_bank import Actor, link_bank, open_link, open_mending, order_sync, signed_in, unlink_bank
from pydantic import BaseModel, Field

from api.shapes import Currency, Listed, Time

router = resource()


ConnectorName = Annotated[str, Field(pattern="^[a-z][a-z0-9_]{0,30}$")]
"""Through whom: `plaid`, unless another aggregator was added."""


class WantedLink(BaseModel):
    """What the sign-in is for: a new bank, or an item that asks for a new sign-in, at its own aggregator."""

    item_id: UUID | None = None
    connector: ConnectorName = PLAID


class LinkToken(BaseModel):
    """Opens Plaid's sign-in page, for some minutes; `hosted_link_url` is that page, where Plaid hosts it."""

    link_token: str
    expires_at: Time
    hosted_link_url: str | None


class WantedExchange(BaseModel):
    """What the sign-in page handed out, or, of a page that Plaid hosts, the link token that it was opened with."""

    public_token: str | None = Field(default=None, min_length=1, max_length=500)
    link_token: str | None = Field(default=None, min_length=1, max_length=500)
    connector: ConnectorName = PLAID


class PlaidProblem(BaseModel):
    """Why nothing comes from the bank; `code` is Plaid's."""

    code: str
    message: str


class LinkedAccount(BaseModel):
    """An account that the item keeps up to date."""

    id: UUID
    name: str
    kind: Literal["checking", "savings", "card", "cash", "investment", "loan", "other"]
    currency: Currency
    number_masked: str | None


class PlaidItem(BaseModel):
    """One login at one bank. `sign_in_needed`: open a link token for it; `expiring`: do so soon; `revoked`: link it anew."""

    id: UUID
    connector: str
    institution: str
    status: Literal["connected", "sign_in_needed", "expiring", "revoked"]
    error: PlaidProblem | None
    consent_expires_at: Time | None
    created_at: Time
    synced_at: Time | None
    accounts: list[LinkedAccount]


class SyncOrdered(BaseModel):
    """The reading will begin in a moment; its import appears when there is news."""

    status: Literal["ordered"] = "ordered"


@router.post("/api/plaid/link-token", summary="Open a sign-in", tags=["plaid"], **needs(LINK_BANKS, 200, 409, 413, 415, 502))
def create_link_token(wanted: Annotated[WantedLink, Body()], caller: Signed, origin: From) -> LinkToken:
    """Return what Plaid's page needs to let a person sign in at a bank, anew if an item is named."""
    actor = _actor(caller, origin)
    if wanted.item_id is None:
        token = open_link(aggregator(wanted.connector), actor)
    else:
        token = open_mending(partial(ledger, caller), aggregator, actor, wanted.item_id)
    return LinkToken.model_validate({"link_token": token.token, "expires_at": token.expires_at, "hosted_link_url": token.url})


@router.post("/api/plaid/exchange", summary="Link a bank", tags=["plaid"], **needs(LINK_BANKS, 201, 409, 413, 415, 502))
def exchange_public_token(wanted: Annotated[WantedExchange, Body()], caller: Signed, origin: From) -> PlaidItem:
    """Keep what the sign-in gave, and read the bank for the first time.

    Of a link token: 409 `SIGN_IN_OPEN` as long as the person has not finished, `SIGN_IN_LEFT` if they left without a bank.
    """
    if (wanted.public_token is None) == (wanted.link_token is None):
        raise InvalidInputError("Which sign-in?", (FieldProblem("public_token", "Give it, or link_token; not both."),))
    through = aggregator(wanted.connector)
    public_token = wanted.public_token or signed_in(through, wanted.link_token or "")
    order = link_bank(partial(ledger, caller), through, _actor(caller, origin), public_token)
    sync_queue().order(order)
    with ledger(caller) as tx:
        return PlaidItem.model_validate(connections.shown_connection(tx, order.connection_id))


@router.get("/api/plaid/items", summary="List linked banks", tags=["plaid"], **needs(READ_TRANSACTIONS))
def list_items(caller: Signed, limit: Limit = 50, cursor: Cursor = None) -> Listed[PlaidItem]:
    """Oldest first."""
    with ledger(caller) as tx:
        return Listed[PlaidItem].of(connections.connections_page(tx, Slice(connections.OLDEST_FIRST, limit, cursor)))


@router.post("/api/plaid/items/<item_id>/sync", summary="Sync a bank", tags=["plaid"], **needs(IMPORT_STATEMENTS, 202, 409))
def sync_item(item_id: UUID, caller: Signed, origin: From) -> SyncOrdered:
    """Read what is new, now. Also to be called when a person has signed in anew."""
    sync_queue().order(order_sync(partial(ledger, caller), _actor(caller, origin), item_id))
    return SyncOrdered()


@router.delete("/api/plaid/items/<item_id>", summary="Unlink a bank", tags=["plaid"], **needs(LINK_BANKS, 204, 409, 502))
def unlink_item(item_id: UUID, caller: Signed, origin: From) -> Response[None]:
    """End Plaid's access to the bank. What it has brought so far stays."""
    unlink_bank(partial(ledger, caller), aggregator, _actor(caller, origin), item_id)
    return Response(204)


def _actor(caller: Caller, origin: Origin) -> Actor:
    return Actor(caller.org_id, caller.user_id, origin)
