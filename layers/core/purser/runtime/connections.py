"""Aggregators, their keys and their queue, as this container knows them."""

import os
from dataclasses import dataclass
from functools import cache

from purser.access.plaid_webhooks import KeyRing
from purser.discover import discover
from purser.domain.connections import Connector
from purser.runtime.clients import aws
from purser.runtime.settings import settings
from purser.store import connectors
from purser.store.aws import read_secret
from purser.store.kms import Vault
from purser.store.sync_queue import SyncQueue
from purser.usecases.link_bank import Aggregator

PLAID = "plaid"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionSettings:
    """What functions that speak with aggregators are told beside `Settings`."""

    key: str
    """Id of the KMS key that access tokens are sealed with."""
    queue_url: str
    """SQS queue of `sync_bank`."""


@dataclass(frozen=True, slots=True)
class ConnectorSettings:
    """Where an aggregator is, and the id of the secret that we are known by there."""

    url: str
    secret: str


@cache
def connection_settings() -> ConnectionSettings:
    """Read the environment once. KeyError names a variable the template forgot."""
    return ConnectionSettings(key=os.environ["PURSER_CONNECTIONS_KEY"], queue_url=os.environ["PURSER_SYNC_QUEUE"])


@cache
def connector_settings(name: str) -> ConnectorSettings:
    """Read an aggregator's part of the environment once: PURSER_PLAID_URL and PURSER_PLAID_SECRET for plaid."""
    prefix = f"PURSER_{name.upper()}"
    return ConnectorSettings(os.environ[f"{prefix}_URL"], os.environ[f"{prefix}_SECRET"])


@cache
def connector(name: str, *, hurried: bool = False) -> Connector:
    """Return the aggregator of this name; `hurried` where a person waits."""
    ours = connector_settings(name)
    made: Connector = discover(connectors, "CONNECTOR")[name](
        ours.url, read_secret(aws("secretsmanager"), ours.secret), hurried=hurried
    )
    return made


@cache
def vault() -> Vault:
    """Return what seals access tokens."""
    return Vault(lambda: aws("kms"), connection_settings().key)


@cache
def sync_queue() -> SyncQueue:
    """Return the queue of `sync_bank`."""
    return SyncQueue(aws("sqs"), connection_settings().queue_url)


@cache
def aggregator() -> Aggregator:
    """Return the aggregator that banks are linked through."""
    return Aggregator(PLAID, connector(PLAID, hurried=True), vault(), f"{settings().public_origin}/webhooks/{PLAID}")


@cache
def webhook_keys() -> KeyRing:
    """Return the keys that sign webhooks; Plaid is asked when the first webhook comes."""
    return KeyRing(lambda key_id: connector(PLAID, hurried=True).webhook_key(key_id))
