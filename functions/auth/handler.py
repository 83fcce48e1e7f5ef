"""API Gateway -> /auth; SQS of events that ask for a letter -> SES; `purser reseal-secrets` -> seeds sealed anew.

Try it: purser invoke auth events/sign_in.json
"""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from aws_lambda_powertools.logging import correlation_paths
from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from purser.runtime.clients import connection
from purser.runtime.edge.once import answering_once
from purser.runtime.edge.resolver import Edge
from purser.runtime.keys import public_keys
from purser.runtime.logging import logger_of
from purser.runtime.settings import settings
from purser.runtime.sign_in import done_at_sign_in, post, vault, wanted
from purser.store.sealed import SEEDS
from purser.usecases.reseal_secrets import reseal_secrets
from purser.usecases.send_letter import send_letter

from auth import routes

logger = logger_of("auth")
app = Edge(routes, lambda kid: public_keys().find(kid), logger)
app.use([answering_once(done_at_sign_in)])
processor = BatchProcessor(EventType.SQS, raise_on_entire_batch_failure=False, logger=logger)  # type: ignore[arg-type] # a logging.Logger but by name


def on_letter(record: SQSRecord) -> None:
    """Send one letter. Only this function makes links that let somebody in."""
    letter = wanted(record.json_body)
    sent = send_letter(connection(), post(), letter, settings().public_origin)
    logger.info("letter", extra={"kind": letter.kind, "sent": sent})


@logger.inject_lambda_context(correlation_id_path=correlation_paths.API_GATEWAY_REST)
def handler(event: dict[str, Any], context: Any) -> Any:
    """Answer one HTTP request, or send letters and report those that failed, or seal seeds anew: {"reseal": since when}."""
    if "reseal" in event:
        return asdict(reseal_secrets(connection(), vault(), SEEDS, datetime.fromisoformat(event["reseal"])))
    if "Records" in event:
        return process_partial_response(event, on_letter, processor, context)
    return app.resolve(event, context)
