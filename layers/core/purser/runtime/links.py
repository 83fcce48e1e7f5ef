"""The S3 client that signs the addresses people send files to, and fetch exports from."""

from functools import cache
from typing import IO, Any
from uuid import UUID

from purser.domain.ids import uuid7
from purser.runtime.clients import aws
from purser.runtime.settings import settings
from purser.store.archives import NAME, ZIP, archive_key, archive_link, put_archive
from purser.store.uploads import make_link_client


@cache
def link_client() -> Any:
    """Return the client of this container."""
    return make_link_client(settings().s3_public_endpoint)


def hand_out(org_id: UUID, archive: IO[bytes], name: str = NAME, media_type: str = ZIP) -> tuple[str, int]:
    """Store an archive under its organisation; return an address at which it can be fetched for some minutes, and its size."""
    key, bucket = archive_key(org_id, uuid7(), name), settings().reports_bucket
    size = put_archive(aws("s3"), bucket, key, archive, media_type)
    return archive_link(link_client(), bucket, key), size
