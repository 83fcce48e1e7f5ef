"""The environment of a function as one typed value, read on first use."""

import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, cast

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What template.yaml tells a function. Names of secrets, never secrets."""

    environment: Literal["local", "dev", "prod"]
    database_host: str
    database_port: int
    database_name: str
    database_secret: str
    """Id of the Secrets Manager secret {username, password} of this function's database role."""
    database_ca: str
    """File of the certificate authority of the database, "" for a plain connection (local only)."""
    statements_bucket: str
    lake_bucket: str
    reports_bucket: str
    event_bus: str
    s3_public_endpoint: str
    """Where a client reaches S3, "" for AWS itself: presigned URLs are made for it."""
    public_origin: str
    """Where people reach Purser, such as https://purser.example.com; decides the Secure flag of cookies."""
    client_address_header: str
    """The header, lower case, in which the proxy before us says for whom it asks; "" to believe nobody but the connection."""
    signing_keys_secret: str
    """Id of the secret that holds the private keys of access tokens; only `auth` may read it."""
    public_keys_parameter: str
    """Name of the SSM parameter that holds their public halves as a JWK set."""
    max_upload_bytes: int
    rates_url: str
    """Where exchange rates are published, "" to fetch none."""

    @property
    def secure_cookies(self) -> bool:
        """Secure, except on plain HTTP, which only the local cloud speaks."""
        return self.public_origin.startswith("https://")


@cache
def settings() -> Settings:
    """Read the environment once. KeyError names a variable the template forgot."""
    env = os.environ
    return Settings(
        environment=cast("Literal['local', 'dev', 'prod']", env["PURSER_ENVIRONMENT"]),
        database_host=env["PURSER_DATABASE_HOST"],
        database_port=int(env["PURSER_DATABASE_PORT"]),
        database_name=env["PURSER_DATABASE_NAME"],
        database_secret=env["PURSER_DATABASE_SECRET"],
        database_ca=env.get("PURSER_DATABASE_CA", ""),
        statements_bucket=env["PURSER_STATEMENTS_BUCKET"],
        lake_bucket=env["PURSER_LAKE_BUCKET"],
        reports_bucket=env["PURSER_REPORTS_BUCKET"],
        event_bus=env["PURSER_EVENT_BUS"],
        s3_public_endpoint=env.get("PURSER_S3_PUBLIC_ENDPOINT", ""),
        public_origin=env["PURSER_PUBLIC_ORIGIN"],
        client_address_header=env.get("PURSER_CLIENT_ADDRESS_HEADER", "").lower(),
        signing_keys_secret=env.get("PURSER_SIGNING_KEYS_SECRET", ""),
        public_keys_parameter=env["PURSER_PUBLIC_KEYS_PARAMETER"],
        max_upload_bytes=int(env.get("PURSER_MAX_UPLOAD_BYTES", 100 * MEGABYTE)),
        rates_url=env.get("PURSER_RATES_URL", ""),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class MigrationSettings:
    """What `migrate_database` alone is told."""

    database_name: str
    admin_database: str
    """A database that exists already; the administrator connects to it to make the others."""
    secrets: dict[str, str]
    """Role ("admin", "owner", "app", "auth") to the id of its secret {username, password}."""
    folder: Path
    """Where the migrations lie, within the function's code."""


@cache
def migration_settings() -> MigrationSettings:
    """Read the environment once. KeyError names a variable the template forgot."""
    env = os.environ
    variables = {"admin": "PURSER_DATABASE_ADMIN_SECRET"} | {r: f"PURSER_{r.upper()}_SECRET" for r in ("owner", "app", "auth")}
    return MigrationSettings(
        database_name=env["PURSER_DATABASE_NAME"],
        admin_database=env.get("PURSER_DATABASE_ADMIN_NAME", "postgres"),
        secrets={role: env[variable] for role, variable in variables.items()},
        folder=Path(env.get("LAMBDA_TASK_ROOT", ""), env["PURSER_MIGRATIONS_DIR"]),
    )


@dataclass(frozen=True, slots=True)
class DatabaseServer:
    """Where PostgreSQL is; `ca` is the file of its certificate authority, "" for a plain connection (local only)."""

    host: str
    port: int
    ca: str


@cache
def database_server() -> DatabaseServer:
    """Read the environment once. KeyError names a variable the template forgot."""
    env = os.environ
    return DatabaseServer(env["PURSER_DATABASE_HOST"], int(env["PURSER_DATABASE_PORT"]), env.get("PURSER_DATABASE_CA", ""))


@cache
def post_quantum() -> bool:
    """Tell whether new keys of access tokens are ML-DSA-65; `rotate_keys` alone is told."""
    return os.environ.get("PURSER_POST_QUANTUM", "false").lower() == "true"
