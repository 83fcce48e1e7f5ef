"""The audit log: who did what to what, when, from where, and the proof that nothing of it was changed."""

import csv
import io
import json
from dataclasses import asdict
from io import BytesIO
from typing import Annotated, Any, Literal
from uuid import UUID

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query
from purser.access.permissions import READ_AUDIT_LOG
from purser.domain.errors import FieldProblem, InvalidInputError
from purser.runtime.edge.declare import needs, resource
from purser.runtime.edge.parameters import Acts, Cursor, Limit, Signed
from purser.runtime.ledger import ledger
from purser.runtime.links import hand_out
from purser.store import audit, audit_read
from purser.store.audit import Deed
from purser.store.audit_read import TrailFilters
from purser.store.paging import Slice
from purser.usecases.verify_audit import verify_audit
from pydantic import BaseModel

from api.filters import FromDay, PeriodName, ToDay, period_of
from api.shapes import Listed, Time

router = resource()

MOST_EXPORTED = 50_000
"""Entries of one export: what fits into memory. Ask for shorter periods beyond that."""
MOST_AT_ONCE = 4_000_000
"""Bytes of one answer; Lambda's limit is six million, and JSON inside JSON grows. A longer export is a file in S3."""
_WORD = "^[a-z_]{1,60}$"
ActorId = Annotated[UUID | None, Query(description="Done by this person")]
Action = Annotated[str | None, Query(pattern=_WORD, description="Such as `edit` or `sign_in`")]
SubjectType = Annotated[str | None, Query(pattern=_WORD, description="Such as `account` or `user`")]
SubjectId = Annotated[UUID | None, Query(description="Done to this")]


class Entry(BaseModel):
    """One deed. `actor` is null for what Purser does itself, or if the person is gone; `hash` chains it to the entry before."""

    id: UUID
    seq: int
    at: Time
    actor_id: UUID | None
    actor: str | None
    action: str
    subject_type: str
    subject_id: UUID | None
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    ip: str | None
    user_agent: str | None
    request_id: str | None
    prev_hash: str
    hash: str


class Broken(BaseModel):
    """The first entry that is not as it was written."""

    seq: int
    reason: str


class AuditProof(BaseModel):
    """`status` is ok if every entry follows from the one before. Write `entries` and `hash` down elsewhere, to compare later."""

    status: Literal["ok", "broken"]
    entries: int
    hash: str
    broken: Broken | None
    hash_at: str | None


@router.get("/api/audit-log", summary="List who did what", tags=["audit log"], **needs(READ_AUDIT_LOG))
def list_audit_log(  # noqa: PLR0913 - each is a documented filter
    *,
    caller: Signed,
    acting: Acts,
    from_: FromDay = None,
    to: ToDay = None,
    period: PeriodName = None,
    actor_id: ActorId = None,
    action: Action = None,
    subject_type: SubjectType = None,
    subject_id: SubjectId = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Listed[Entry]:
    """Most recent first. Reading the first page is itself an entry, after those that are shown."""
    days = period_of(from_, to, period)
    filters = TrailFilters(
        actor_id=actor_id, action=action, subject_type=subject_type, subject_id=subject_id, start=days.start, end=days.end
    )
    with ledger(caller) as tx:
        found = Listed[Entry].of(audit_read.trail_page(tx, filters, Slice(audit_read.RECENT_FIRST, limit, cursor)))
        if cursor is None:
            acting.looked(tx, "audit_log", asked=asdict(filters))
    return found


_EXPORT = needs(READ_AUDIT_LOG)
_EXPORT["responses"][200]["content"] = {
    "application/json": {"schema": {"type": "object", "required": ["items"]}},
    "text/csv": {"schema": {"type": "string"}},
}
_EXPORT["responses"][302] = {"description": "It is long: a file to be fetched within minutes"}
MEDIA = {"csv": "text/csv; charset=utf-8", "json": "application/json"}


@router.get("/api/audit-log/export", summary="Export who did what", tags=["audit log"], **_EXPORT)
def export_audit_log(  # noqa: PLR0913 - each is a documented filter
    *,
    caller: Signed,
    acting: Acts,
    format_: Annotated[Literal["csv", "json"], Query(alias="format")] = "json",
    from_: FromDay = None,
    to: ToDay = None,
    actor_id: ActorId = None,
    action: Action = None,
    subject_type: SubjectType = None,
    subject_id: SubjectId = None,
) -> Response[str]:
    """The oldest first, with the hashes that chain them; refused beyond 50,000 entries. Exporting is itself an entry."""
    filters = TrailFilters(
        actor_id=actor_id, action=action, subject_type=subject_type, subject_id=subject_id, start=from_, end=to
    )
    with ledger(caller) as tx:
        entries = list(audit_read.trail(tx, filters, MOST_EXPORTED + 1))
        _refuse_many(entries)
        asked = {name: value for name, value in asdict(filters).items() if value is not None}
        after = {"format": format_, **asked, "entries": len(entries)}
        acting.record(tx, Deed(action="export", subject_type="audit_log", after=after))
    body, name = _csv(entries) if format_ == "csv" else _json(entries), f"audit-log.{format_}"
    if len(content := body.encode()) > MOST_AT_ONCE:
        return Response(
            302, MEDIA[format_], "", headers={"Location": hand_out(caller.org_id, BytesIO(content), name, MEDIA[format_])[0]}
        )
    return Response(200, MEDIA[format_], body, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _refuse_many(entries: list[dict[str, Any]]) -> None:
    if len(entries) > MOST_EXPORTED:
        problem = FieldProblem("to", f"Ask for a shorter period: these are more than {MOST_EXPORTED:,} entries.")
        raise InvalidInputError("There are more entries than one export holds.", (problem,))


@router.get("/api/audit-log/proof", summary="Prove the audit log", tags=["audit log"], **needs(READ_AUDIT_LOG))
def prove_audit_log(
    caller: Signed,
    seq: Annotated[int | None, Query(ge=1, le=2**53, description="Tell the hash of this entry, too")] = None,
) -> AuditProof:
    """Hash every entry anew; name the first that is not as it was written."""
    with ledger(caller) as tx:
        verdict = verify_audit(tx)
        known = audit.hash_at(tx, seq) if seq is not None else None
    broken = None if verdict.broken is None else Broken(seq=verdict.broken.seq, reason=verdict.broken.reason)
    return AuditProof(
        status="broken" if broken else "ok",
        entries=verdict.entries,
        hash=verdict.hash.hex(),
        broken=broken,
        hash_at=known.hex() if known else None,
    )


def _json(entries: list[dict[str, Any]]) -> str:
    return json.dumps({"items": entries}, ensure_ascii=False)


def _csv(entries: list[dict[str, Any]]) -> str:
    """Write a table for spreadsheets, in which no cell is a formula."""
    sink = io.StringIO()
    writer = csv.writer(sink)
    writer.writerow(Entry.model_fields)
    for entry in entries:
        writer.writerow([_cell(entry[name]) for name in Entry.model_fields])
    return sink.getvalue()


def _cell(value: Any) -> str:
    text = "" if value is None else json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else str(value)
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text
