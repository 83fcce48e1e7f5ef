"""A throw-away PostgreSQL with an organisation, an account and as many transactions as asked for."""

import datetime as dt
import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from uuid import UUID

from purser.access.permissions import BUILT_IN_ROLES
from purser.access.tokens import Caller
from purser.domain.accounts import Account
from purser.domain.ids import uuid7
from purser.store import people
from purser.store.accounts import add_accounts
from purser.store.postgres import Connection, connect, tenant_tx
from purser.store.staging import StagedRow
from purser.usecases.migrate import Credentials, Roles, migrate

from benchmarks.statements import rows
from infra.local import postgres
from tests.database import Database, make_organization

MIGRATIONS = Path(__file__).parents[1] / "infra/migrations"
NAME = "purser_bench"


@dataclass(frozen=True, slots=True)
class Ledger:
    """The database, and the organisation and account to write for."""

    database: Database
    org_id: UUID
    account_id: UUID

    @property
    def dsn(self) -> str:
        """Where a peer connects, as the same role."""
        server, app = self.database.server, self.database.credentials("app")
        return f"postgresql://{app['username']}:{app['password']}@{server.host}:{server.port}/{self.database.name}"

    def administrator(self) -> Caller:
        """Add a person who may do everything."""
        with tenant_tx(self.database.connect("auth"), self.org_id) as tx:
            role = people.insert_built_in_roles(tx, {"admin": BUILT_IN_ROLES["admin"]})["admin"]
            user = people.insert_user(tx, "bench@example.com", role, "no hash")
        return Caller(user_id=user, org_id=self.org_id, session_id=uuid7(), role="admin", permissions=("*",))

    def staged(self, count: int) -> list[StagedRow]:
        """Make rows as a statement's would be staged, with ids not used before."""
        return [_staged(n, self.account_id, *row) for n, row in enumerate(rows(count), start=1)]


@contextmanager
def ledger() -> Iterator[Ledger]:
    """Start, migrate, yield, stop, remove."""
    home = Path(tempfile.mkdtemp(prefix="purser-bench-"))
    home.chmod(0o755)
    server = postgres.start(home, forgetful=True, url="")
    try:
        database = Database(server, NAME, _migrated(server))
        yield _with_account(database)
        database.close()
    finally:
        server.stop()
        shutil.rmtree(home)


def _migrated(server: postgres.PostgresServer) -> Roles:
    def connect_to(credentials: Credentials, database: str) -> Connection:
        return connect(host=server.host, port=server.port, database=database, credentials=credentials)

    made = {role: {"username": f"purser_{role}", "password": "of-the-bench"} for role in ("owner", "app", "auth")}
    roles = Roles(admin={"username": server.user, "password": server.password}, **made)
    migrate(connect_to, roles, NAME, MIGRATIONS, admin_database=server.database)
    return roles


def _with_account(database: Database) -> Ledger:
    org_id = make_organization(database)
    account = Account(id=uuid7(), bank="chase", kind="checking", name="Chase checking", currency="USD")
    with tenant_tx(database.connect("app"), org_id) as tx:
        add_accounts(tx, [account])
    return Ledger(database, org_id, account.id)


def _staged(ordinal: int, account_id: UUID, day: dt.date, text: str, amount: Decimal) -> StagedRow:
    return StagedRow(
        ordinal=ordinal,
        line=ordinal + 1,
        status="booked",
        text=f"DEBIT,{day},{text},{amount},DEBIT_CARD,,,",
        id=uuid7(),
        account_id=account_id,
        date=day,
        posted=day,
        amount=amount,
        currency="USD",
        description=text,
        original_description=text,
        merchant=text.partition(" #")[0].title(),
        type="expense",
        provenance=json.dumps({"category": "rule"}),
    )
