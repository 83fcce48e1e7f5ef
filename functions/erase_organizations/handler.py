"""Schedule -> organisations and people whose grace is over, files no longer to be kept, parts of files that nobody comes for.

Try it: purser invoke erase_organizations events/organizations_swept.json
"""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from aws_lambda_powertools.utilities.typing import LambdaContext
from purser.runtime.clients import aws, connection
from purser.runtime.connections import connector, vault
from purser.runtime.logging import logger_of
from purser.runtime.settings import settings
from purser.store.connections import Connection
from purser.store.erasing import Shelves
from purser.usecases.erase_organizations import erase_organizations
from purser.usecases.forget_lost_parts import forget_lost_parts
from purser.usecases.leave import erase_leavers

logger = logger_of("erase_organizations")


def end_link(org_id: UUID, link: Connection) -> None:
    """Have the aggregator forget a bank."""
    connector(link.connector).remove(vault().open(org_id, link.sealed_token))


@logger.inject_lambda_context(clear_state=True)
def handler(event: dict[str, Any], context: LambdaContext) -> None:  # noqa: ARG001 - the clock says nothing; the decorator reads the context
    """Sweep once."""
    shelves = Shelves(aws("s3"), settings().statements_bucket, (settings().lake_bucket, settings().reports_bucket))
    swept = erase_organizations(connection(), shelves, end_link)
    left, lost = erase_leavers(connection()), forget_lost_parts(connection())
    logger.info("swept", extra={**asdict(swept), "people": left, "lost_imports": lost})
