"""The S3 client that signs the addresses people send files to."""

from functools import cache
from typing import Any

from purser.runtime.settings import settings
from purser.store.uploads import make_link_client


@cache
def link_client() -> Any:
    """Return the client of this container."""
    return make_link_client(settings().s3_public_endpoint)
