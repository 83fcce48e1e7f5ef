"""API Gateway -> /auth; events of the bus that ask for a letter -> SES.

Try it: purser invoke auth events/sign_in.json
"""

from typing import Any

from aws_lambda_powertools.logging import correlation_paths
from purser.runtime.clients import connection
from purser.runtime.edge.resolver import Edge
from purser.runtime.keys import public_keys
from purser.runtime.logging import logger_of
from purser.runtime.settings import settings
from purser.runtime.sign_in import post, wanted
from purser.usecases.send_letter import send_letter

from auth import routes

logger = logger_of("auth")
app = Edge(routes, lambda kid: public_keys().find(kid), logger)


@logger.inject_lambda_context(correlation_id_path=correlation_paths.API_GATEWAY_REST)
def handler(event: dict[str, Any], context: Any) -> dict[str, Any] | None:
    """Answer one HTTP request, or send one letter. Only this function makes links that let somebody in."""
    letter = wanted(event)
    if letter is None:
        return app.resolve(event, context)
    sent = send_letter(connection(), post(), letter, settings().public_origin)
    logger.info("letter", extra={"kind": letter.kind, "sent": sent})
    return None
