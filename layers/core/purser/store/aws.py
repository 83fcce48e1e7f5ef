"""Clients of AWS services. boto3 costs a third of a second to import, so nothing does before it must."""

import json
from typing import Any


def make_client(service: str) -> Any:
    """Build a client that gives up in seconds: a function that waits is paid for and, in front of a person, useless."""
    import boto3  # noqa: PLC0415 - see above
    from botocore.config import Config  # noqa: PLC0415 - see above

    patience = Config(connect_timeout=2, read_timeout=20, retries={"mode": "standard", "total_max_attempts": 4})
    return boto3.client(service, config=patience)


def read_secret(secrets_manager: Any, secret_id: str) -> dict[str, str]:
    """Return the JSON object that a secret holds, such as {username, password}."""
    found: dict[str, str] = json.loads(secrets_manager.get_secret_value(SecretId=secret_id)["SecretString"])
    return found
