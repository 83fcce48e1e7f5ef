"""Health: whether every part that the API stands on answers."""

from collections.abc import Callable
from typing import Literal

from aws_lambda_powertools.event_handler import Response
from purser import __version__
from purser.runtime.clients import aws, connection
from purser.runtime.edge.declare import public, resource
from purser.runtime.logging import logger_of
from purser.runtime.settings import settings
from purser.store.reachable import ask_bucket, ask_bus, ask_postgres
from pydantic import BaseModel

router = resource()
logger = logger_of("api")

State = Literal["ok", "down"]

CHECKS: dict[str, Callable[[], None]] = {
    "postgres": lambda: ask_postgres(connection()),
    "s3": lambda: ask_bucket(aws("s3"), settings().statements_bucket),
    "events": lambda: ask_bus(aws("events"), settings().event_bus),
}


class Health(BaseModel):
    """`status` is ok when every check is."""

    status: State
    version: str
    checks: dict[str, State]


_ANSWERS = public()
_ANSWERS["responses"][503] = {"description": "A part does not answer", "content": {"application/json": {"model": Health}}}


@router.get("/health", summary="Is everything answering?", tags=["operation"], **_ANSWERS)
def health() -> Response[Health]:
    """Ask each part; 200 only when all answer, else 503."""
    checks = {name: _state(name, ask) for name, ask in CHECKS.items()}
    status: State = "ok" if set(checks.values()) == {"ok"} else "down"
    return Response(200 if status == "ok" else 503, "application/json", Health(status=status, version=__version__, checks=checks))


def _state(name: str, ask: Callable[[], None]) -> State:
    try:
        ask()
    except Exception:  # whatever keeps it from answering is the finding
        logger.exception("does not answer", part=name)
        return "down"
    return "ok"
