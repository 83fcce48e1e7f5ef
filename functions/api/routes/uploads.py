"""Uploads: a presigned address for a statement file, which then goes to S3 without passing through here."""

from typing import Annotated, Literal
from uuid import UUID

from aws_lambda_powertools.event_handler.openapi.params import Body
from purser.access.permissions import IMPORT_STATEMENTS
from purser.runtime.edge.declare import needs, resource
from purser.runtime.edge.parameters import From, Signed
from purser.runtime.ledger import ledger
from purser.runtime.links import link_client
from purser.runtime.settings import settings
from purser.store.uploads import upload_link
from purser.usecases.upload import Upload, announce
from pydantic import BaseModel, Field

router = resource()

Bank = Literal["chase", "discover", "capital_one", "other"]


class WantedUpload(BaseModel):
    """A file to come, its exact size in bytes. Account and bank may be left to the file itself."""

    filename: str = Field(min_length=1, max_length=255)
    size: int = Field(ge=1, le=2**53)
    account_id: UUID | None = None
    bank: Bank | None = None


class UploadTarget(BaseModel):
    """Where to PUT the file, with these headers, within 15 minutes; then watch the import."""

    import_id: UUID
    upload_url: str
    headers: dict[str, str]


@router.post("/api/uploads", summary="Announce a file", tags=["imports"], **needs(IMPORT_STATEMENTS, 201, 409, 413, 415))
def announce_upload(wanted: Annotated[WantedUpload, Body()], caller: Signed, origin: From) -> UploadTarget:
    """Make the import that waits for the file, and the address to send it to."""
    upload = Upload(**wanted.model_dump(), created_by=caller.user_id, origin=origin)
    with ledger(caller) as tx:
        announced = announce(tx, upload, settings().max_upload_bytes)
    bucket = settings().statements_bucket
    url, headers = upload_link(link_client(), bucket, announced.key, upload.size, upload.correlation_id)
    return UploadTarget(import_id=announced.import_id, upload_url=url, headers=headers)
