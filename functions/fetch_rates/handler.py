"""Schedule -> exchange rates of the European Central Bank, for everyone.

Try it: purser invoke fetch_rates events/minute_passed.json
"""

from dataclasses import asdict
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext
from purser.runtime.clients import connection
from purser.runtime.logging import logger_of
from purser.runtime.settings import settings
from purser.store.downloads import download
from purser.usecases.load_rates import load_everyones

logger = logger_of("fetch_rates")
MOST_BYTES = 20_000_000


@logger.inject_lambda_context(clear_state=True)
def handler(event: dict[str, Any], context: LambdaContext) -> None:  # noqa: ARG001 - the clock says nothing; the decorator reads the context
    """Load what is published now; without an address there is nothing to fetch."""
    address = settings().rates_url
    if address:
        loaded = load_everyones(connection(), download(address, MOST_BYTES))
        logger.info("loaded exchange rates", extra=asdict(loaded))
