"""Files on their way in: the import that waits for one, and the place in S3 where it goes."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote
from uuid import UUID

from purser.domain.uploads import Address
from purser.store.postgres import TenantTx
from purser.store.undo import Stored

LINK_SECONDS = 900
"""How long a presigned address works."""
CORRELATION = "correlation-id"


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """A file to come: where it goes, what its owner calls it, who sends it."""

    import_id: UUID
    address: Address
    filename: str
    size: int
    created_by: UUID
    correlation_id: str


def insert_waiting_import(tx: TenantTx, expected: Expected) -> None:
    """Insert the import that waits for a file."""
    tx.execute(
        """
        INSERT INTO imports (id, org_id, bank, account_id, filename, object_key, size, status, created_by, correlation_id)
        VALUES (:id, :org, :bank, :account, :filename, :key, :size, 'waiting', :created_by, :correlation_id)
        """,
        id=expected.import_id,
        org=tx.org_id,
        bank=expected.address.bank,
        account=expected.address.account_id,
        filename=expected.filename,
        key=expected.address.key,
        size=expected.size,
        created_by=expected.created_by,
        correlation_id=expected.correlation_id,
    )


def forget_waiting_import(tx: TenantTx, import_id: UUID) -> None:
    """Delete an import whose file will never come."""
    tx.execute("DELETE FROM imports WHERE id = :id AND status = 'waiting'", id=import_id)


def make_link_client(endpoint: str) -> Any:
    """Build the S3 client that signs addresses under which people reach the bucket; "" is AWS itself. It never connects."""
    import boto3  # noqa: PLC0415 - a third of a second to import
    from botocore.config import Config  # noqa: PLC0415 - same

    config = Config(signature_version="s3v4", s3={"addressing_style": "path" if endpoint else "virtual"})
    return boto3.client("s3", endpoint_url=endpoint or None, config=config)


def upload_link(s3: Any, bucket: str, key: str, size: int, correlation_id: str) -> tuple[str, dict[str, str]]:
    """Sign an address for one PUT of exactly `size` bytes; return it and the headers to send with it."""
    parameters = {"Bucket": bucket, "Key": key, "ContentLength": size, "Metadata": {CORRELATION: correlation_id}}
    url: str = s3.generate_presigned_url("put_object", Params=parameters, ExpiresIn=LINK_SECONDS)
    return url, {f"x-amz-meta-{CORRELATION}": correlation_id}


def download_link(s3: Any, bucket: str, stored: Stored) -> str:
    """Sign an address at which a file can be fetched, under the name its owner gave it."""
    version = {"VersionId": stored.version} if stored.version else {}
    name = f"attachment; filename*=UTF-8''{quote(stored.filename)}"
    parameters = {"Bucket": bucket, "Key": stored.key, "ResponseContentDisposition": name, **version}
    url: str = s3.generate_presigned_url("get_object", Params=parameters, ExpiresIn=LINK_SECONDS)
    return url


def put_file(s3: Any, bucket: str, key: str, content: bytes, correlation_id: str) -> None:
    """Put a file where statements arrive."""
    s3.put_object(Bucket=bucket, Key=key, Body=content, Metadata={CORRELATION: correlation_id})
