"""Who does something, as far as a use case must know."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from purser.access.permissions import covers
from purser.domain.errors import ForbiddenError
from purser.store import audit
from purser.store.audit import Deed, Origin
from purser.store.postgres import TenantTx


@dataclass(frozen=True, slots=True)
class Acting:
    """A person, what they may do, and where from."""

    user_id: UUID
    permissions: tuple[str, ...]
    origin: Origin

    def record(self, tx: TenantTx, deed: Deed) -> None:
        """Add what they did to the trail."""
        audit.record(tx, self.user_id, deed, self.origin)

    def looked(
        self, tx: TenantTx, subject_type: str, subject_id: UUID | None = None, *, asked: Mapping[str, Any] | None = None
    ) -> None:
        """Add that they read something sensitive, and what of it they asked for. Which things are is in docs/security.md."""
        said = {name: value for name, value in (asked or {}).items() if value is not None}
        self.record(tx, Deed(action="read", subject_type=subject_type, subject_id=subject_id, after=said or None))

    def refuse_more(self, permissions: tuple[str, ...]) -> None:
        """ForbiddenError unless they have all of these themselves: nobody gives, takes or changes what they do not have."""
        if not covers(self.permissions, permissions):
            raise ForbiddenError("You cannot give, take or change permissions that you do not have.", code="MORE_THAN_YOURS")
