"""A page of 50 at 100,000 transactions: the api handler in process beside a bare FastAPI + asyncpg on the same query.

The handler verifies a token, checks a permission, validates, keeps organisations apart and answers with typed JSON; the peer only
asks the query.
"""

import datetime as dt
import json
import os
import statistics
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from purser.access.key_making import new_key, public_jwk
from purser.access.keys import PublicKeys
from purser.access.tokens import SigningKey, issue
from purser.domain.ids import uuid7
from purser.runtime import clients
from purser.store.postgres import tenant_tx
from purser.store.staging import merge, stage

from benchmarks import peers
from benchmarks.ledger import Ledger
from benchmarks.timing import Result, compare, seconds_of
from tests.http import CONTEXT, ORIGIN, proxy_event

TRANSACTIONS = 100_000
REQUESTS = 60
ENVIRONMENT = {
    "PURSER_ENVIRONMENT": "local",
    "PURSER_DATABASE_HOST": "",
    "PURSER_DATABASE_PORT": "0",
    "PURSER_DATABASE_NAME": "",
    "PURSER_DATABASE_SECRET": "",
    "PURSER_STATEMENTS_BUCKET": "",
    "PURSER_LAKE_BUCKET": "",
    "PURSER_REPORTS_BUCKET": "",
    "PURSER_EVENT_BUS": "",
    "PURSER_PUBLIC_ORIGIN": ORIGIN,
    "PURSER_PUBLIC_KEYS_PARAMETER": "",
}


def results(ledger: Ledger) -> list[Result]:
    """Fill the ledger, then ask both for the same page, in turn."""
    with tenant_tx(ledger.database.connect("app"), ledger.org_id) as tx:
        stage(tx, ledger.staged(TRANSACTIONS))
        merge(tx, uuid7(), "chase", [ledger.account_id])
    ledger.database.connect("admin").run("VACUUM ANALYZE")
    ours = _handler(ledger)
    with tempfile.TemporaryDirectory() as folder:
        query = Path(folder) / "page.sql"
        query.write_text(_sql())
        what = f"api: page of 50 at {TRANSACTIONS:,}, handler in process, median"
        return [compare(what, ours, "FastAPI + asyncpg, same query, in process", _peer(ledger, query), rounds=3)]


def _handler(ledger: Ledger) -> Callable[[], float]:
    os.environ.update(ENVIRONMENT)
    import api.handler  # noqa: PLC0415 - reads the settings

    key = new_key(dt.datetime.now(dt.UTC))
    keys = PublicKeys(lambda: json.dumps({"keys": [public_jwk(key)]}))
    api.handler.public_keys = lambda: keys
    database = clients.Database(dict, lambda _: ledger.database.connect("app"))
    clients._database = lambda: database  # noqa: SLF001 - a bench stands in for the secret, as tests do
    token = issue(
        ledger.administrator(), SigningKey(key["kid"], key["private_key_pem"]), issuer=ORIGIN, now=dt.datetime.now(dt.UTC)
    )
    event = proxy_event("GET", "/api/transactions", query={"limit": "50"}, headers={"Authorization": f"Bearer {token}"})
    return lambda: statistics.median(seconds_of(lambda: _page(api.handler.handler, event, CONTEXT)) for _ in range(REQUESTS))


def _page(handler: Callable[..., dict[str, Any]], event: dict[str, Any], context: SimpleNamespace) -> None:
    answer = handler(event, context)
    if len(json.loads(answer["body"])["items"]) != 50:  # noqa: PLR2004 - a benchmark of nothing would be quick
        raise SystemExit(answer["body"])


def _peer(ledger: Ledger, query: Path) -> Callable[[], float]:
    script = Path(__file__).with_name("peers") / "serve_page.py"
    command = [str(peers.python()), str(script), ledger.dsn, str(ledger.org_id), str(query), str(REQUESTS)]

    def milliseconds() -> float:
        done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=120)  # noqa: S603 - our own
        return statistics.median(json.loads(done.stdout)) / 1000

    return milliseconds


def _sql() -> str:
    """Return the handler's own query, its columns and order, without the filter machinery."""
    from purser.store import transactions_read as reading  # noqa: PLC0415

    return (
        f"SELECT {reading._COLUMNS} FROM transactions AS t WHERE t.deleted_at IS NULL"  # noqa: S608, SLF001 - the same words on purpose
        " ORDER BY t.date DESC, t.id DESC LIMIT 50"
    )
