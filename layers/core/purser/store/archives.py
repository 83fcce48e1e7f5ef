"""Exports in S3: put there once, fetched at a signed address, gone after a week."""

from typing import IO, Any
from uuid import UUID

LINK_SECONDS = 900
"""How long a presigned address gives the archive out."""
NAME = "purser.zip"
ZIP = "application/zip"


def archive_key(org_id: UUID, export_id: UUID, name: str = NAME) -> str:
    """Return where an export of an organisation goes: nowhere but under its own id."""
    return f"exports/{org_id}/{export_id}/{name}"


def put_archive(s3: Any, bucket: str, key: str, archive: IO[bytes], media_type: str = ZIP) -> int:
    """Store an archive from its beginning; return its size."""
    size = archive.seek(0, 2)
    archive.seek(0)
    s3.put_object(Bucket=bucket, Key=key, Body=archive, ContentType=media_type)
    return size


def archive_link(s3: Any, bucket: str, key: str) -> str:
    """Sign an address at which the archive can be fetched."""
    name = key.rpartition("/")[2]
    parameters = {"Bucket": bucket, "Key": key, "ResponseContentDisposition": f'attachment; filename="{name}"'}
    url: str = s3.generate_presigned_url("get_object", Params=parameters, ExpiresIn=LINK_SECONDS)
    return url
