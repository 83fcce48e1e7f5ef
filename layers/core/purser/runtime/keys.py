"""The keys of access tokens as this container knows them."""

from functools import cache

from purser.access.keys import PublicKeys, SigningKeys
from purser.runtime.clients import aws
from purser.runtime.settings import settings
from purser.store.aws import read_secret
from purser.store.parameters import read_parameter


@cache
def public_keys() -> PublicKeys:
    """Return the keys that verify."""
    return PublicKeys(lambda: read_parameter(aws("ssm"), settings().public_keys_parameter))


@cache
def signing_keys() -> SigningKeys:
    """Return the keys that sign; only `auth` is allowed to read them."""
    return SigningKeys(lambda: read_secret(aws("secretsmanager"), settings().signing_keys_secret))
