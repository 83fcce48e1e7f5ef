"""Saved mappings: how to read the files of layouts that Purser does not know."""

from typing import Annotated, Any
from uuid import UUID

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body
from purser.access.permissions import IMPORT_STATEMENTS
from purser.runtime.edge.declare import needs, resource
from purser.runtime.edge.parameters import Cursor, From, Limit, Signed
from purser.runtime.ledger import ledger
from purser.store import mappings
from purser.store.paging import Slice
from purser.usecases.save_mapping import change_mapping, forget_mapping, save_mapping
from pydantic import BaseModel, ConfigDict, StringConstraints

from api.shapes import Listed, Time

router = resource()

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]


class SavedMapping(BaseModel):
    """How files of one layout are read; `fingerprint` tells the layout."""

    id: UUID
    name: str
    fingerprint: str
    mapping: dict[str, Any]
    created_at: Time


class NewMapping(BaseModel):
    """A mapping as a preview shows it, with the fields that the chosen answers set."""

    model_config = ConfigDict(extra="forbid")

    name: Name
    mapping: dict[str, Any]


class MappingChanges(BaseModel):
    """Another name, or another way to read; what is left out stays."""

    model_config = ConfigDict(extra="forbid")

    name: Name | None = None
    mapping: dict[str, Any] | None = None


@router.get("/api/mappings", summary="List mappings", tags=["imports"], **needs(IMPORT_STATEMENTS))
def list_mappings(caller: Signed, limit: Limit = 50, cursor: Cursor = None) -> Listed[SavedMapping]:
    """By name."""
    with ledger(caller) as tx:
        return Listed[SavedMapping].of(mappings.mappings_page(tx, Slice(mappings.BY_NAME, limit, cursor)))


@router.post("/api/mappings", summary="Save a mapping", tags=["imports"], **needs(IMPORT_STATEMENTS, 201, 409, 413, 415))
def add_mapping(wanted: Annotated[NewMapping, Body()], caller: Signed, origin: From) -> SavedMapping:
    """Answer for every file of a layout how it is to be read. Then have the refused file read again (replay)."""
    with ledger(caller) as tx:
        return SavedMapping.model_validate(save_mapping(tx, wanted.name, wanted.mapping, caller.user_id, origin))


@router.patch(
    "/api/mappings/<mapping_id>", summary="Edit a mapping", tags=["imports"], **needs(IMPORT_STATEMENTS, 200, 409, 413, 415)
)
def edit_mapping(mapping_id: UUID, changes: Annotated[MappingChanges, Body()], caller: Signed, origin: From) -> SavedMapping:
    """Change its name, or how later files are read."""
    with ledger(caller) as tx:
        changed = change_mapping(tx, mapping_id, changes.model_dump(exclude_none=True), caller.user_id, origin)
    return SavedMapping.model_validate(changed)


@router.delete("/api/mappings/<mapping_id>", summary="Forget a mapping", tags=["imports"], **needs(IMPORT_STATEMENTS, 204, 409))
def delete_mapping(mapping_id: UUID, caller: Signed, origin: From) -> Response[None]:
    """The next file of its layout is asked about again."""
    with ledger(caller) as tx:
        forget_mapping(tx, mapping_id, caller.user_id, origin)
    return Response(204)
