"""Plaid. The base URL alone tells production, sandbox and the stand-in of `infra/local/plaid` apart."""

from collections.abc import Mapping

from purser.domain.connections import Connector

PATIENCE_SECONDS = 8
"""Before a person, who would rather try again than wait."""


def connect(url: str, credentials: Mapping[str, str], *, hurried: bool = False) -> Connector:
    """Return the connector to the Plaid at `url`; `credentials` is {client_id, secret, countries?}. Nothing is asked yet."""
    from purser.store.connectors._plaid_client import Plaid  # noqa: PLC0415 - 170 ms to import, which discovery must not pay

    return Plaid(url, credentials, timeout_seconds=PATIENCE_SECONDS, waits=()) if hurried else Plaid(url, credentials)


CONNECTOR = connect
