"""Plaid. The base URL alone tells production, sandbox and the stand-in of `infra/local/plaid` apart."""

from collections.abc import Mapping

from purser.domain.connections import Connector


def connect(url: str, credentials: Mapping[str, str]) -> Connector:
    """Return the connector to the Plaid at `url`; `credentials` is {client_id, secret}. Nothing is asked yet."""
    from purser.store.connectors._plaid_client import Plaid  # noqa: PLC0415 - 150 ms to import, which discovery must not pay

    return Plaid(url, credentials)


CONNECTOR = connect
