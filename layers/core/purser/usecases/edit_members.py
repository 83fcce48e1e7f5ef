"""Invite people, change what they may do and see, switch them off, remove them. Somebody who may do everything always remains."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from purser.access.permissions import EVERYTHING
from purser.domain.errors import ConflictError, FieldProblem, ForbiddenError, InvalidInputError, NotFoundError
from purser.store import members, roles
from purser.store.audit import Deed
from purser.store.members import Member
from purser.store.postgres import TenantTx
from purser.store.roles import Role
from purser.usecases.acting import Acting
from purser.usecases.invite import invite


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberChanges:
    """What shall be different; None stays as it is, but for `account_ids`, which counts if `limits` says so: None is all."""

    role: str | None = None
    active: bool | None = None
    limits: bool = False
    account_ids: Sequence[UUID] | None = None


@dataclass(frozen=True, slots=True)
class Invitation:
    """Whom to invite; `account_ids` limits them, None is all accounts."""

    email: str
    role: str
    account_ids: Sequence[UUID] | None = None


def invite_member(tx: TenantTx, wanted: Invitation, acting: Acting) -> dict[str, Any]:
    """Have somebody written to; return them as the list shows them. ConflictError if the address is taken, anywhere."""
    role = grantable_role(tx, wanted.role, acting)
    user_id = invite(tx, wanted.email, role.id, acting.user_id, acting.origin)
    _limit(tx, user_id, wanted.account_ids)
    _refuse_limited_administrator(_found(members.member(tx, user_id)))
    return _shown(tx, user_id)


def edit_member(tx: TenantTx, user_id: UUID, changes: MemberChanges, acting: Acting) -> dict[str, Any]:
    """Apply the changes; return the person as the list shows them.

    ForbiddenError beyond one's own permissions and accounts, ConflictError if nobody were left who may do everything.
    """
    before = _within_reach(tx, user_id, acting)
    if changes.role is not None:
        members.set_role(tx, user_id, grantable_role(tx, changes.role, acting).id)
    if changes.active is not None:
        members.set_active(tx, user_id, active=changes.active)
    if changes.limits:
        _limit(tx, user_id, changes.account_ids)
    after = _found(members.member(tx, user_id))
    _refuse_limited_administrator(after)
    _refuse_orphan(tx)
    deed = Deed(action="edit", subject_type="user", subject_id=user_id, before=_told(before), after=_told(after))
    acting.record(tx, deed)
    return _shown(tx, user_id)


def remove_member(tx: TenantTx, user_id: UUID, acting: Acting) -> None:
    """Delete a person, their credentials and sessions; what they did stays on the trail."""
    before = _within_reach(tx, user_id, acting)
    members.delete_member(tx, user_id)
    _refuse_orphan(tx)
    acting.record(tx, Deed(action="remove", subject_type="user", subject_id=user_id, before=_told(before)))


def grantable_role(tx: TenantTx, name: str, acting: Acting) -> Role:
    """Return the role of this name; InvalidInputError if there is none, ForbiddenError if it may do more than who gives it."""
    found = roles.role_named(tx, name)
    if found is None:
        raise InvalidInputError("There is no such role.", (FieldProblem("role", "Take a name from /api/roles."),))
    acting.refuse_more(found.permissions)
    return found


def _within_reach(tx: TenantTx, user_id: UUID, acting: Acting) -> Member:
    """Return a person whom the acting one may change: one who may neither do nor see more."""
    members.lock_members(tx)
    found = _found(members.member(tx, user_id))
    acting.refuse_more(found.permissions)
    seen = members.visible_accounts(tx)
    if seen is not None and (found.account_ids is None or not found.account_ids <= seen):
        raise ForbiddenError("They see accounts that you do not.", code="BEYOND_YOUR_ACCOUNTS")
    return found


def _limit(tx: TenantTx, user_id: UUID, account_ids: Sequence[UUID] | None) -> None:
    if account_ids is None and members.visible_accounts(tx) is not None:
        raise ForbiddenError("You do not see all accounts yourself.", code="BEYOND_YOUR_ACCOUNTS")
    wanted = sorted(set(account_ids)) if account_ids is not None else None
    if wanted and members.unknown_accounts(tx, wanted):
        raise NotFoundError("There is no such account.")
    members.set_accounts(tx, user_id, wanted)


def _refuse_limited_administrator(member: Member) -> None:
    if EVERYTHING in member.permissions and member.account_ids is not None:
        problem = FieldProblem("account_ids", "Give them another role first.")
        raise InvalidInputError("Who may do everything sees all accounts.", (problem,))


def _refuse_orphan(tx: TenantTx) -> None:
    if members.administrators(tx) == 0:
        raise ConflictError("Somebody must remain who may do everything.", code="LAST_ADMIN")


def _found(found: Member | None) -> Member:
    if found is None:
        raise NotFoundError("There is no such person.")
    return found


def _shown(tx: TenantTx, user_id: UUID) -> dict[str, Any]:
    shown = members.shown_member(tx, user_id)
    if shown is None:
        raise NotFoundError("There is no such person.")
    return shown


def _told(member: Member) -> dict[str, Any]:
    accounts = None if member.account_ids is None else sorted(str(one) for one in member.account_ids)
    return {"email": member.email, "role": member.role, "active": member.active, "account_ids": accounts}
