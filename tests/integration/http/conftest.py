"""Both functions in one process, each with its own database role, over moto's S3, SSM, Secrets Manager and EventBridge."""

import datetime as dt
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import api.handler
import auth.handler
import boto3
import pytest
from moto import mock_aws
from purser.access.key_making import new_key, public_jwk
from purser.domain.ids import uuid7
from purser.runtime import clients, connections, keys, links, sign_in
from purser.runtime.settings import settings
from purser.store.postgres import TenantTx, tenant_tx

from tests.database import Database
from tests.http import ORIGIN, Browser, Handler
from tests.plaid import Bank, running_bank

BUCKET = "purser-statements"
PASSWORD = "a ledger is a promise"


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    values = {
        "PURSER_ENVIRONMENT": "local",
        "PURSER_DATABASE_HOST": "nowhere",
        "PURSER_DATABASE_PORT": "1",
        "PURSER_DATABASE_NAME": "none",
        "PURSER_DATABASE_SECRET": "none",
        "PURSER_STATEMENTS_BUCKET": BUCKET,
        "PURSER_LAKE_BUCKET": "purser-lake",
        "PURSER_REPORTS_BUCKET": "purser-reports",
        "PURSER_EVENT_BUS": "purser",
        "PURSER_S3_PUBLIC_ENDPOINT": ORIGIN,
        "PURSER_PUBLIC_ORIGIN": ORIGIN,
        "PURSER_SIGNING_KEYS_SECRET": "purser/signing-keys",
        "PURSER_PUBLIC_KEYS_PARAMETER": "/purser/public-keys",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "us-east-1",
    }
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    _forget()
    yield monkeypatch
    _forget()


def _forget() -> None:
    for cached in (settings, clients.aws, keys.public_keys, keys.signing_keys, links.link_client):
        cached.cache_clear()


@pytest.fixture
def cloud(environment: pytest.MonkeyPatch) -> Iterator[None]:  # noqa: ARG001 - boto3 reads it
    with mock_aws():
        for bucket in (BUCKET, "purser-lake", "purser-reports"):
            boto3.client("s3").create_bucket(Bucket=bucket)
        boto3.client("events").create_event_bus(Name="purser")
        put_keys()
        yield


def put_keys() -> dict[str, str]:
    """Publish a fresh signing key as rotate_keys would, in place of any other; return its private form."""
    key = new_key(dt.datetime.now(dt.UTC))
    secret = json.dumps({"keys": [key], "current": key["kid"]})
    boto3.client("secretsmanager").create_secret(Name="purser/signing-keys", SecretString=secret)
    public = json.dumps({"keys": [public_jwk(key)]})
    boto3.client("ssm").put_parameter(Name="/purser/public-keys", Value=public, Type="String", Overwrite=True)
    return key


LINKING = (
    connections.connection_settings,
    connections.connector_settings,
    connections.connector,
    connections.vault,
    connections.sync_queue,
    connections.aggregator,
)


@pytest.fixture
def bank(tmp_path: Path) -> Iterator[Bank]:
    with running_bank(tmp_path) as bank:
        yield bank


@pytest.fixture
def orders(cloud: None, environment: pytest.MonkeyPatch, bank: Bank) -> Iterator[Callable[[], list[dict[str, Any]]]]:  # noqa: ARG001 - it must stand
    """Read what the queue of sync_bank holds."""
    sqs = boto3.client("sqs")
    queue = sqs.create_queue(QueueName="sync")["QueueUrl"]
    secret = boto3.client("secretsmanager").create_secret(Name="plaid", SecretString='{"client_id": "a", "secret": "b"}')["Name"]
    values = {
        "PURSER_CONNECTIONS_KEY": boto3.client("kms").create_key()["KeyMetadata"]["KeyId"],
        "PURSER_SYNC_QUEUE": "sync",
        "PURSER_PLAID_URL": bank.url,
        "PURSER_PLAID_SECRET": secret,
    }
    for name, value in values.items():
        environment.setenv(name, value)
    for cached in LINKING:
        cached.cache_clear()

    def read() -> list[dict[str, Any]]:
        found = sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10).get("Messages", [])
        return [json.loads(message["Body"]) for message in found]

    yield read
    for cached in LINKING:
        cached.cache_clear()


@pytest.fixture
def mail(cloud: None, environment: pytest.MonkeyPatch) -> Iterator[None]:  # noqa: ARG001 - moto must stand
    """What sign-in needs beside the ledger: somebody who carries letters, and a key that seals."""
    boto3.client("ses").verify_email_identity(EmailAddress="purser@example.com")
    environment.setenv("PURSER_MAIL_FROM", "purser@example.com")
    environment.setenv("PURSER_CONNECTIONS_KEY", boto3.client("kms").create_key()["KeyMetadata"]["KeyId"])
    cached = (sign_in.sign_in_settings, sign_in.vault, sign_in.post)
    for one in cached:
        one.cache_clear()
    yield
    for one in cached:
        one.cache_clear()


@pytest.fixture
def handlers(cloud: None, database: Database, environment: pytest.MonkeyPatch) -> dict[str, Handler]:  # noqa: ARG001 - it must stand
    def as_role(role: str, handler: Handler) -> Handler:
        held = clients.Database(dict, lambda _: database.connect(role))

        def handle(event: dict[str, Any], context: Any) -> dict[str, Any]:
            environment.setattr(clients, "_database", lambda: held)
            return handler(event, context)

        return handle

    return {"api": as_role("app", api.handler.handler), "auth": as_role("auth", auth.handler.handler)}


@pytest.fixture
def browser(handlers: dict[str, Handler]) -> Browser:
    """Nobody yet."""
    return Browser(handlers)


Register = Callable[..., Browser]


@pytest.fixture
def register(handlers: dict[str, Handler]) -> Register:
    """Make an organisation and return the browser of its administrator."""

    def registered(email: str = "ada@example.com", organization: str = "Counting House") -> Browser:
        person = Browser(handlers)
        answer = person.post("/auth/register", {"email": email, "password": PASSWORD, "organization": organization})
        assert answer.status == 201, answer.body
        return person

    return registered


@pytest.fixture
def ada(register: Register) -> Browser:
    return register()


def organization_of(person: Browser) -> UUID:
    return UUID(person.get("/auth/me").json["organization"]["id"])


def make_account(tx: TenantTx, name: str = "Everyday", bank: str = "chase", kind: str = "checking") -> UUID:
    institution, account = uuid7(), uuid7()
    tx.execute(
        "INSERT INTO institutions (id, org_id, bank, name) VALUES (:id, :org, :bank, :name)",
        id=institution, org=tx.org_id, bank=bank, name=f"{bank} {institution}",
    )  # fmt: skip
    tx.execute(
        "INSERT INTO accounts (id, org_id, institution_id, bank, kind, name, currency)"
        " VALUES (:id, :org, :institution, :bank, :kind, :name, :currency)",
        id=account, org=tx.org_id, institution=institution, bank=bank, kind=kind, name=name, currency="USD",
    )  # fmt: skip
    return account


def make_transaction(tx: TenantTx, account: UUID, date: str, amount: str, **fields: Any) -> UUID:
    """Insert one; `fields` overrides any column."""
    values = {
        "id": uuid7(),
        "org_id": tx.org_id,
        "account_id": account,
        "bank": "chase",
        "date": dt.date.fromisoformat(date),
        "amount": amount,
        "currency": "USD",
        "description": "Coffee",
        "original_description": "COFFEE #7",
        "merchant": "Coffee House",
        "type": "expense" if amount.startswith("-") else "income",
        "source": "bank",
        "status": "booked",
        **fields,
    }
    names = ", ".join(values)
    places = ", ".join("CAST(:amount AS numeric)" if name == "amount" else f":{name}" for name in values)
    tx.execute(f"INSERT INTO transactions ({names}) VALUES ({places})", **values)  # noqa: S608 - our own names
    return UUID(str(values["id"]))


@pytest.fixture
def books(database: Database) -> Callable[[Browser], Any]:
    """Open a transaction of a person's organisation, as purser_app."""

    def opened(person: Browser) -> Any:
        return tenant_tx(database.connect("app"), organization_of(person))

    return opened
