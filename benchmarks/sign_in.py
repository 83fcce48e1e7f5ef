"""Signing in, Argon2id included, through the local cloud; and what our edge adds to a handler that answers who is signed in.

The peer is Powertools alone: the same resolver, the same question to the database, the same typed answer, and nobody asked who
they are. Ours verifies the token, reads the request as a stranger's, keeps organisations apart and protects the answer.
"""

import datetime as dt
import json
import os
import statistics
from collections.abc import Callable, Iterator
from typing import Any

import httpx
from aws_lambda_powertools.event_handler import APIGatewayRestResolver
from purser.access.key_making import new_key, public_jwk
from purser.access.keys import PublicKeys, read_current
from purser.access.tokens import issue
from purser.runtime import clients
from purser.store import people
from purser.store.postgres import tenant_tx

from benchmarks.ledger import Ledger
from benchmarks.page import ENVIRONMENT
from benchmarks.timing import Result, compare, percentile, seconds_of
from infra.local import samples
from tests.http import CONTEXT, ORIGIN, proxy_event

REQUESTS = 300
SIGN_INS = 60
WARM_UP = 10


def results(ledger: Ledger) -> list[Result]:
    """Ask both who is signed in, in turn."""
    os.environ.update(ENVIRONMENT)
    import auth.handler  # noqa: PLC0415 - reads the settings
    from auth.answers import Me, me  # noqa: PLC0415 - same

    key = new_key(dt.datetime.now(dt.UTC))
    keys = PublicKeys(lambda: json.dumps({"keys": [public_jwk(key)]}))
    auth.handler.public_keys = lambda: keys
    database = clients.Database(dict, lambda _: ledger.database.connect("auth"))
    clients._database = lambda: database  # noqa: SLF001 - a bench stands in for the secret, as tests do
    caller = ledger.administrator()
    token = issue(caller, read_current({"keys": [key], "current": key["kid"]}), issuer=ORIGIN, now=dt.datetime.now(dt.UTC))

    bare = APIGatewayRestResolver(enable_validation=True)

    @bare.get("/auth/me")
    def whoami() -> Me:
        with tenant_tx(clients.connection(), caller.org_id) as tx:
            found = people.person(tx, caller.user_id)
        if found is None:
            raise SystemExit("the bench lost its person")
        return me(found)

    event = proxy_event("GET", "/auth/me", headers={"Authorization": f"Bearer {token}"})
    ours, theirs = _times(auth.handler.handler, event), _times(bare.resolve, event)
    return [compare("auth: GET /auth/me, handler in process, median", ours, "bare Powertools, same query, nobody asked", theirs)]


def figures(client: httpx.Client) -> Iterator[str]:
    """Yield a line: it has no peer, only the goal."""
    credentials = {"email": samples.EMAIL, "password": samples.PASSWORD}
    with httpx.Client(base_url=client.base_url, timeout=30, trust_env=False) as visitor:
        times = [1000 * seconds_of(lambda: _sign_in(visitor, credentials)) for _ in range(SIGN_INS + WARM_UP)][WARM_UP:]
    yield (
        f"POST /auth/login, Argon2id included: p50 {percentile(times, 0.5):.0f} ms, "
        f"p95 {percentile(times, 0.95):.0f} ms (goal: p95 under 250)"
    )


def _sign_in(visitor: httpx.Client, credentials: dict[str, str]) -> None:
    visitor.cookies.clear()
    visitor.post("/auth/login", json=credentials).raise_for_status()


def _times(handler: Callable[..., dict[str, Any]], event: dict[str, Any]) -> Callable[[], float]:
    def answer() -> None:
        if handler(event, CONTEXT)["statusCode"] != httpx.codes.OK:
            raise SystemExit("a benchmark of refusals would be quick")

    return lambda: statistics.median(seconds_of(answer) for _ in range(REQUESTS))
