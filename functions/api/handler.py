"""API Gateway -> /api, /health, /docs.

Try it: purser invoke api events/list_transactions.json
"""

from typing import Any

from aws_lambda_powertools.logging import correlation_paths
from purser.runtime.edge.once import answering_once
from purser.runtime.edge.resolver import Edge
from purser.runtime.keys import public_keys
from purser.runtime.ledger import done_in
from purser.runtime.logging import logger_of

from api import routes

logger = logger_of("api")
app = Edge(routes, lambda kid: public_keys().find(kid), logger)
app.use([answering_once(lambda _, caller: done_in(caller))])


@logger.inject_lambda_context(correlation_id_path=correlation_paths.API_GATEWAY_REST)
def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answer one HTTP request."""
    return app.resolve(event, context)
