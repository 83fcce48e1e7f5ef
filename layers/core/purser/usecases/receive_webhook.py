"""Take in a webhook that proves to be Plaid's."""

import json
from dataclasses import dataclass
from typing import Protocol

from purser.access.plaid_webhooks import KeyRing, verify

CONNECTOR = "plaid"


class Queue(Protocol):
    """Where reports go; `SyncQueue`, or a test's own."""

    def report(self, connector: str, item_id: str, reason: str, correlation_id: str | None) -> None:
        """Pass on that the aggregator has spoken of an item."""
        ...


@dataclass(frozen=True, slots=True)
class Webhook:
    """A request as it came: the raw `body`, the header that signs it, when (Unix time), and the request's id."""

    body: bytes
    signature: str | None
    received_at: float
    correlation_id: str


def receive_webhook(webhook: Webhook, keys: KeyRing, queue: Queue) -> str | None:
    """Verify the raw body and report its item, in one message whatever it says; return the webhook's code.

    The webhook's word is not taken for anything: the item is asked itself, so repeats and late comers change nothing. None: it
    speaks of no item. WebhookError: it is not provably Plaid's.
    """
    verify(webhook.body, webhook.signature, keys, webhook.received_at)
    said = json.loads(webhook.body)
    item_id, code = said.get("item_id"), str(said.get("webhook_code", ""))
    if not item_id:
        return None
    queue.report(CONNECTOR, str(item_id), code, webhook.correlation_id)
    return code
