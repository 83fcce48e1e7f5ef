"""CloudFormation's custom resource, with secrets in moto and the real PostgreSQL."""

import json
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import boto3
import migrate_database.handler
import pytest
from moto import mock_aws
from purser.runtime import clients
from purser.runtime.settings import database_server, migration_settings
from purser.store.postgres import connect
from purser.usecases.migrate import Roles

from infra.local.postgres import PostgresServer
from tests.conftest import MIGRATIONS

NAME = "purser_function"


@pytest.fixture
def secrets(monkeypatch: pytest.MonkeyPatch, postgres_server: PostgresServer, roles: Roles) -> Iterator[Any]:
    values = {
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "us-east-1",
        "PURSER_DATABASE_HOST": postgres_server.host,
        "PURSER_DATABASE_PORT": str(postgres_server.port),
        "PURSER_DATABASE_NAME": NAME,
        "PURSER_DATABASE_ADMIN_SECRET": "admin",
        "PURSER_OWNER_SECRET": "owner",
        "PURSER_APP_SECRET": "app",
        "PURSER_AUTH_SECRET": "auth",
        "LAMBDA_TASK_ROOT": str(MIGRATIONS.parent),
        "PURSER_MIGRATIONS_DIR": "migrations",
    }
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    caches = (migration_settings, database_server, clients.aws)
    for cached in caches:
        cached.cache_clear()
    with mock_aws():
        manager = boto3.client("secretsmanager")
        for role in ("admin", "owner", "app", "auth"):
            manager.create_secret(Name=role, SecretString=json.dumps(dict(getattr(roles, role))))
        yield manager
    for cached in caches:
        cached.cache_clear()
    server = postgres_server
    with closing(connect(host=server.host, port=server.port, database="postgres", credentials=roles.admin)) as admin:
        admin.run(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")


def test_secrets_become_roles_and_migrations_a_schema(secrets: Any) -> None:
    assert migrate_database.handler.bring_up_to_date() == {
        "Applied": ",".join(sorted(path.name for path in MIGRATIONS.iterdir()))
    }
    assert migrate_database.handler.bring_up_to_date() == {"Applied": ""}
    assert secrets


def test_a_variable_that_the_template_forgot_is_named(secrets: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PURSER_APP_SECRET")
    with pytest.raises(KeyError, match="PURSER_APP_SECRET"):
        migrate_database.handler.bring_up_to_date()
    assert secrets
