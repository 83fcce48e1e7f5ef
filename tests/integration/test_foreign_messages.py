"""Messages that claim what is another organisation's: an account, an announced import, a connection, an organisation."""

from uuid import UUID, uuid4

import pytest
from purser.domain.connections import SyncOrder
from purser.domain.ids import uuid7
from purser.domain.uploads import Address, MisaddressedError
from purser.store.kms import Vault
from purser.store.postgres import Connection
from purser.usecases.ingest import ingest
from purser.usecases.sync_connection import sync_connection

from tests.database import Database
from tests.kms import Kms
from tests.statements import SEPTEMBER, Shelf
from tests.tenant_rows import Victim, make_victim


@pytest.fixture
def victim(database: Database) -> Victim:
    return make_victim(database.connect("admin"), uuid7())


def claim(organization: UUID, account: UUID | None = None, announced: UUID | None = None) -> Address:
    return Address("chase", organization, account, announced, "September.csv")


def test_a_file_for_an_account_of_another_organisation_is_rejected(
    app_connection: Connection, organization: UUID, victim: Victim
) -> None:
    before, shelf = victim.checksum(), Shelf()
    outcome = ingest(shelf.put(SEPTEMBER, claim(organization, victim.id("account"))), shelf, app_connection)
    assert (outcome.status, outcome.imported) == ("rejected", 0)
    assert victim.checksum() == before


def test_a_file_that_claims_an_import_of_another_organisation_becomes_one_of_its_own(
    app_connection: Connection, organization: UUID, victim: Victim
) -> None:
    before, shelf = victim.checksum(), Shelf()
    outcome = ingest(shelf.put(SEPTEMBER, claim(organization, None, victim.id("import"))), shelf, app_connection)
    assert outcome.import_id != victim.id("import")
    assert (outcome.status, outcome.org_id) == ("done", organization)
    assert victim.checksum() == before


def test_a_file_for_an_organisation_that_does_not_exist_is_refused(app_connection: Connection) -> None:
    shelf = Shelf()
    with pytest.raises(MisaddressedError):
        ingest(shelf.put(SEPTEMBER, claim(uuid4())), shelf, app_connection)


def test_an_order_to_sync_a_connection_of_another_organisation_syncs_nothing(
    app_connection: Connection, organization: UUID, victim: Victim
) -> None:
    before = victim.checksum()
    order = SyncOrder(org_id=organization, connection_id=victim.id("connection"), reason="person")

    def unreachable(name: str) -> None:
        raise AssertionError(name)

    done = sync_connection(order, app_connection, unreachable, Vault(Kms, "key"))  # type: ignore[arg-type] # never called
    assert (done.status, done.imported) == (None, 0)
    assert victim.checksum() == before
