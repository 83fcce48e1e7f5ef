"""Who does something, as far as a use case must know."""

from dataclasses import dataclass
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

    def refuse_more(self, permissions: tuple[str, ...]) -> None:
        """ForbiddenError unless they have all of these themselves: nobody gives, takes or changes what they do not have."""
        if not covers(self.permissions, permissions):
            raise ForbiddenError("You cannot give, take or change permissions that you do not have.", code="MORE_THAN_YOURS")
