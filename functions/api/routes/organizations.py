"""The organisation that the caller belongs to."""

from tempfile import TemporaryFile
from typing import Annotated
from uuid import UUID

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body
from purser.access.permissions import MANAGE_ORGANIZATION
from purser.access.tokens import Caller
from purser.domain.currencies import is_currency
from purser.runtime.clients import aws
from purser.runtime.edge.declare import needs, resource
from purser.runtime.edge.parameters import Acts, Signed
from purser.runtime.ledger import ledger
from purser.runtime.links import hand_out, link_client
from purser.runtime.settings import settings
from purser.store import organizations
from purser.store.archives import archive_link
from purser.store.audit import Deed
from purser.store.objects import Objects
from purser.usecases import edit_organization
from purser.usecases.acting import Acting
from purser.usecases.export_organization import export_organization
from purser.usecases.order_export import fetch_or_order, is_large
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from api.shapes import Currency, Exported, Exporting, Time

router = resource()


def _real(code: str) -> str:
    if not is_currency(code):
        raise ValueError("no such currency in ISO 4217")
    return code


Days = Annotated[int, Field(ge=30, le=36_500)]


class OrganizationSettings(BaseModel):
    """Whose books these are. `keep_originals_days` is null where files are kept for ever, `erase_after` unless it is to end."""

    id: UUID
    name: str
    base_currency: Currency
    require_mfa: bool = Field(validation_alias="mfa_required")
    keep_originals_days: int | None
    created_at: Time
    erasure_requested_at: Time | None
    erase_after: Time | None


class OrganizationChanges(BaseModel):
    """What shall be different; what is left out stays. `keep_originals_days: null` keeps files for ever."""

    model_config = ConfigDict(extra="forbid")

    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)] | None = None
    base_currency: Annotated[Currency, AfterValidator(_real)] | None = None
    require_mfa: bool | None = None
    keep_originals_days: Days | None = None

    def settings(self) -> dict[str, object]:
        """Return the columns to set."""
        said = self.model_dump(exclude_unset=True)
        kept = {name: value for name, value in said.items() if value is not None or name == "keep_originals_days"}
        return {"mfa_required" if name == "require_mfa" else name: value for name, value in kept.items()}


_PATH = "/api/organizations/current"
JSON = "application/json"


@router.get(_PATH, summary="Show the organisation", tags=["organisation"], **needs(MANAGE_ORGANIZATION))
def show_organization(caller: Signed) -> OrganizationSettings:
    """As it is set."""
    with ledger(caller) as tx:
        return OrganizationSettings.model_validate(organizations.organization(tx))


_EXPORT = needs(MANAGE_ORGANIZATION)
_EXPORT["responses"][202] = {
    "description": "It is being made",
    "content": {"application/json": {"schema": {"type": "object", "required": ["status"]}}},
}
_AGAIN_SECONDS = "30"


@router.get(f"{_PATH}/export", summary="Export everything", tags=["organisation"], **_EXPORT)
def export_everything(caller: Signed, acting: Acts) -> Response[Exported | Exporting]:
    """A zip with every table as CSV and JSON and the original files, at an address that works for some minutes.

    Where there is much, 202: it is being made, a letter says when it is ready, and then this gives it out.
    """
    with ledger(caller) as tx:
        large = is_large(tx)
        ready = fetch_or_order(tx, acting) if large else None
    if ready:
        url = archive_link(link_client(), settings().reports_bucket, ready.object_key)
        return Response(200, JSON, Exported(url=url, size=ready.size, tables=ready.tables, files=ready.files))
    return Response(202, JSON, Exporting(), headers={"Retry-After": _AGAIN_SECONDS}) if large else _export_now(caller, acting)


def _export_now(caller: Caller, acting: Acting) -> Response[Exported | Exporting]:
    files = Objects(aws("s3"), settings().max_upload_bytes)
    with TemporaryFile() as archive:
        with ledger(caller) as tx:
            manifest = export_organization(tx, archive, files.fetch, settings().statements_bucket)
            counts = {"tables": manifest["tables"], "files": manifest["files"]}
            acting.record(tx, Deed(action="export", subject_type="organization", subject_id=tx.org_id, after=counts))
        url, size = hand_out(caller.org_id, archive)
    return Response(200, JSON, Exported(url=url, size=size, **counts))


@router.patch(_PATH, summary="Edit the organisation", tags=["organisation"], **needs(MANAGE_ORGANIZATION, 200, 409, 413, 415))
def change_organization(changes: Annotated[OrganizationChanges, Body()], caller: Signed, acting: Acts) -> OrganizationSettings:
    """Name, currency of account, second factors, and how long original files are kept."""
    with ledger(caller) as tx:
        return OrganizationSettings.model_validate(edit_organization.edit_organization(tx, changes.settings(), acting))


@router.delete(_PATH, summary="Erase the organisation", tags=["organisation"], **needs(MANAGE_ORGANIZATION, 202, 409))
def erase_organization(caller: Signed, acting: Acts) -> OrganizationSettings:
    """Everything of it goes at `erase_after`, files included. Until then this can be called off. Export it first."""
    with ledger(caller) as tx:
        return OrganizationSettings.model_validate(edit_organization.ask_for_erasure(tx, acting))


@router.post(f"{_PATH}/keep", summary="Call the erasure off", tags=["organisation"], **needs(MANAGE_ORGANIZATION, 200, 409))
def keep_organization(caller: Signed, acting: Acts) -> OrganizationSettings:
    """As if it had never been asked for."""
    with ledger(caller) as tx:
        return OrganizationSettings.model_validate(edit_organization.call_off_erasure(tx, acting))
