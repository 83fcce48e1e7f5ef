"""CloudFormation -> roles, database and schema.

Try it: purser invoke migrate_database events/stack_created.json
"""

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext
from purser.runtime.clients import aws, connect_as
from purser.runtime.custom_resource import answer
from purser.runtime.logging import logger_of
from purser.runtime.settings import migration_settings
from purser.store.aws import read_secret
from purser.usecases.migrate import Roles, migrate

logger = logger_of("migrate_database")


def bring_up_to_date() -> dict[str, str]:
    """Make roles and database, apply new migrations; the names of those are the resource's attributes."""
    s = migration_settings()
    roles = Roles(**{role: read_secret(aws("secretsmanager"), secret) for role, secret in s.secrets.items()})
    applied = migrate(connect_as, roles, s.database_name, s.folder, admin_database=s.admin_database)
    logger.info("migrated", extra={"applied": applied})
    return {"Applied": ",".join(applied)}


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: LambdaContext) -> None:  # noqa: ARG001 - read by the decorator
    """Create and Update migrate; Delete leaves the data alone."""
    answer(event, bring_up_to_date, logger)
