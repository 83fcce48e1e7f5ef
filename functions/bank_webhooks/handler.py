"""API Gateway -> POST /webhooks/plaid -> SQS: a webhook that proves to be Plaid's becomes one wish to sync.

Try it: purser invoke bank_webhooks events/webhook_unsigned.json
"""

import time
from typing import Any, cast

from aws_lambda_powertools.logging import correlation_paths
from aws_lambda_powertools.utilities.typing import LambdaContext
from chalice.app import Chalice, Request, Response
from purser.access.plaid_webhooks import WebhookError
from purser.runtime.connections import sync_queue, webhook_keys
from purser.runtime.edge.errors import Refusal, refusal
from purser.runtime.logging import logger_of
from purser.usecases.receive_webhook import Webhook, receive_webhook

logger = logger_of("bank_webhooks")
app = Chalice(app_name="bank_webhooks", configure_logs=False)


@app.route("/webhooks/plaid", methods=["POST"], content_types=["*/*"])
def plaid() -> Response:
    """Answer 200 once the message is in the queue; Plaid delivers anything else again."""
    webhook = _webhook(cast("Request", app.current_request))
    try:
        said = receive_webhook(webhook, webhook_keys(), sync_queue())
    except WebhookError as refused:
        logger.warning("refused a webhook", extra={"code": refused.code})
        return _answer(refusal(refused, webhook.correlation_id))
    except Exception as problem:  # the edge: whatever it is leaves in the form of errors
        logger.exception("could not take in a webhook")
        return _answer(refusal(problem, webhook.correlation_id))
    logger.info("took in a webhook", extra={"webhook": said})
    return Response({"status": "ok"})


def _webhook(request: Request) -> Webhook:
    """Take from a request what proves it; Chalice finds headers whatever their case."""
    signature = request.headers.get("plaid-verification")
    return Webhook(cast("bytes", request.raw_body), signature, time.time(), str(request.context.get("requestId", "")))


def _answer(told: Refusal) -> Response:
    return Response(told.body, headers=dict(told.headers), status_code=told.status)


@logger.inject_lambda_context(correlation_id_path=correlation_paths.API_GATEWAY_REST, clear_state=True)
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Answer one HTTP request."""
    return app(event, context)
