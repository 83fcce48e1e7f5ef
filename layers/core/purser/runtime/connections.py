"""Aggregators, their keys and their queue, as this container knows them."""

import os
from dataclasses import dataclass
from functools import cache

from purser.access.plaid_webhooks import KeyRing
from purser.discover import discover
from purser.domain.connections import Connector
from purser.domain.errors import ConflictError, NotFoundError
from purser.runtime.clients import aws
from purser.runtime.settings import settings
from purser.store import connectors
from purser.store.aws import read_secret
from purser.store.kms import Vault
from purser.store.sync_queue import SyncQueue, find_queue
from purser.usecases.link_bank import Aggregator

PLAID = "plaid"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionSettings:
    """What functions that speak with aggregators are told beside `Settings`."""

    key: str
    """Id of the KMS key that access tokens are sealed with."""
    queue: str
    """Name of the queue of `sync_bank`."""


@dataclass(frozen=True, slots=True)
class ConnectorSettings:
    """Where an aggregator is, and the id of the secret that we are known by there."""

    url: str
    secret: str


@cache
def connection_settings() -> ConnectionSettings:
    """Read the environment once. KeyError names a variable the template forgot."""
    return ConnectionSettings(key=os.environ["PURSER_CONNECTIONS_KEY"], queue=os.environ["PURSER_SYNC_QUEUE"])


@cache
def connector_settings(name: str) -> ConnectorSettings:
    """Read an aggregator's part of the environment once: PURSER_PLAID_URL ("" or none: off) and PURSER_PLAID_SECRET for plaid."""
    prefix = f"PURSER_{name.upper()}"
    url = os.environ.get(f"{prefix}_URL", "")
    return ConnectorSettings(url, os.environ[f"{prefix}_SECRET"] if url else "")


@cache
def connector(name: str, *, hurried: bool = False) -> Connector:
    """Return the aggregator of this name; `hurried` where a person waits. NotFoundError if there is no such file."""
    known = discover(connectors, "CONNECTOR")
    if name not in known:
        raise NotFoundError(f"There is no such aggregator. There are: {', '.join(known)}.")
    ours = connector_settings(name)
    credentials = read_secret(aws("secretsmanager"), ours.secret) if ours.url else {}
    if not credentials or "" in credentials.values():
        raise ConflictError("Linking banks is switched off here.", code="SWITCHED_OFF")
    made: Connector = known[name](ours.url, credentials, hurried=hurried)
    return made


@cache
def vault() -> Vault:
    """Return what seals access tokens."""
    return Vault(lambda: aws("kms"), connection_settings().key)


@cache
def sync_queue() -> SyncQueue:
    """Return the queue of `sync_bank`."""
    return find_queue(aws("sqs"), connection_settings().queue)


@cache
def aggregator(name: str) -> Aggregator:
    """Return the aggregator of this name, to link banks through."""
    return Aggregator(name, connector(name, hurried=True), vault(), f"{settings().public_origin}/webhooks/{name}")


@cache
def webhook_keys() -> KeyRing:
    """Return the keys that sign webhooks; Plaid is asked when the first webhook comes."""
    return KeyRing(lambda key_id: connector(PLAID, hurried=True).webhook_key(key_id))
