"""Register: a new organisation with its built-in roles, its first person as administrator, and the categories to start from."""

from dataclasses import dataclass
from uuid import UUID

from purser.access.passwords import hash_password, refuse_weak
from purser.access.permissions import ADMIN, BUILT_IN_ROLES
from purser.access.tokens import Caller
from purser.categories.taxonomy import TAXONOMY
from purser.domain.ids import uuid7
from purser.store import audit, chart, people
from purser.store.audit import Deed, Origin
from purser.store.outbox import add_event
from purser.store.postgres import Connection, TenantTx, tenant_tx
from purser.usecases.letters import WANTED
from purser.usecases.sign_in import SignedIn, active, at_work, open_session


@dataclass(frozen=True, slots=True)
class Registration:
    """What a newcomer says."""

    email: str
    password: str
    organization: str


def register(connection: Connection, wanted: Registration, origin: Origin) -> SignedIn:
    """Make it all in one transaction and sign the person in; ConflictError if the address is taken."""
    refuse_weak(wanted.password, (wanted.email, wanted.organization))
    hashed = hash_password(wanted.password)
    with tenant_tx(connection, uuid7()) as tx:
        people.insert_organization(tx, wanted.organization)
        roles = people.insert_built_in_roles(tx, BUILT_IN_ROLES)
        chart.insert_categories(tx, ((category.name, category.type, category.parent) for category in TAXONOMY))
        user_id = people.insert_user(tx, wanted.email, roles[ADMIN], hashed)
        _want_confirmation(tx, user_id, origin)
        after = {"name": wanted.organization, "administrator": user_id}
        audit.record(tx, user_id, Deed(action="register", subject_type="organization", subject_id=tx.org_id, after=after), origin)
        return open_session(tx, active(tx, user_id), origin)


def want_confirmation(connection: Connection, caller: Caller, origin: Origin) -> None:
    """Have the letter that confirms the person's address sent again."""
    with tenant_tx(connection, caller.org_id) as tx:
        _want_confirmation(tx, at_work(tx, caller).id, origin)


def _want_confirmation(tx: TenantTx, user_id: UUID, origin: Origin) -> None:
    add_event(tx, WANTED, {"kind": "confirmation", "user_id": user_id}, origin.request_id)
