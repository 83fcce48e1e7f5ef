"""The keys of access tokens at rest: the private set is a secret, the public set a parameter."""

import json
from typing import Any

from purser.store.aws import read_secret

KeySet = dict[str, Any]


def read_private_keys(secrets_manager: Any, secret_id: str) -> KeySet:
    """Return {"keys": [{kid, created_at, private_key_pem}, …], "current": kid or null}."""
    return read_secret(secrets_manager, secret_id)


def write_private_keys(secrets_manager: Any, secret_id: str, keys: KeySet) -> None:
    """Replace the private set."""
    secrets_manager.put_secret_value(SecretId=secret_id, SecretString=json.dumps(keys))


def write_public_keys(ssm: Any, parameter: str, keys: KeySet) -> None:
    """Replace the public set, {"keys": [JWK, …]}. Two keys of ML-DSA-65 need more than a standard parameter's 4 KB."""
    ssm.put_parameter(Name=parameter, Value=json.dumps(keys), Type="String", Tier="Intelligent-Tiering", Overwrite=True)
