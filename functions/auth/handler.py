"""API Gateway -> /auth.

Try it: purser invoke auth events/sign_in.json
"""

from typing import Any

from aws_lambda_powertools.logging import correlation_paths
from purser.runtime.edge.resolver import Edge
from purser.runtime.keys import public_keys
from purser.runtime.logging import logger_of

from auth import routes

logger = logger_of("auth")
app = Edge(routes, lambda kid: public_keys().find(kid), logger)


@logger.inject_lambda_context(correlation_id_path=correlation_paths.API_GATEWAY_REST)
def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answer one HTTP request."""
    return app.resolve(event, context)
