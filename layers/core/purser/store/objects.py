"""Uploaded files in S3."""

from dataclasses import dataclass
from typing import Any

from purser.domain.errors import StatementError
from purser.domain.uploads import Arrival

MEGABYTE = 1_000_000
_GONE = frozenset({"404", "NoSuchKey", "NoSuchVersion", "NotFound", "MethodNotAllowed"})
"""MethodNotAllowed is what S3 says to a GET of a delete marker."""


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file as it lies in S3, and what its metadata say of the request that announced it."""

    data: bytes
    correlation_id: str | None


@dataclass(frozen=True, slots=True)
class Objects:
    """S3, and the size beyond which a file is not even downloaded."""

    s3: Any
    max_bytes: int

    def fetch(self, arrival: Arrival) -> StoredFile:
        """Download the version that arrived. StatementError GONE if somebody deleted the file, TOO_LARGE if it is."""
        from botocore.exceptions import ClientError  # noqa: PLC0415 - boto3 costs a third of a second

        try:
            # Deleting leaves the version behind a marker, where it could still be read: who deletes a file does not want it read.
            self.s3.head_object(Bucket=arrival.bucket, Key=arrival.key)
            version = {"VersionId": arrival.version} if arrival.version else {}
            found = self.s3.get_object(Bucket=arrival.bucket, Key=arrival.key, **version)
        except ClientError as refused:
            if refused.response["Error"]["Code"] in _GONE:
                raise StatementError("The file was deleted before it could be read. Upload it again.", code="GONE") from refused
            raise
        with found["Body"] as body:
            self._refuse_large(found["ContentLength"])
            return StoredFile(body.read(), found.get("Metadata", {}).get("correlation-id"))

    def _refuse_large(self, size: int) -> None:
        if size > self.max_bytes:
            limit = f"{self.max_bytes / MEGABYTE:g} MB"
            message = f"The file has {size / MEGABYTE:.1f} MB, more than {limit}. Export a shorter period."
            raise StatementError(message, code="TOO_LARGE")
