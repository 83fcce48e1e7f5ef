"""What tests hold of a stand-in for Plaid: banks whose books they change, and trouble on order."""

import contextlib
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

from infra.local.plaid.server import server


@dataclass(frozen=True)
class Bank:
    """A running stand-in, by its address."""

    url: str

    def post(self, path: str, body: dict[str, Any]) -> Any:
        """Ask any of its endpoints; numbers come as Decimals."""
        request = Request(f"{self.url}{path}", json.dumps(body, default=float).encode(), {"Content-Type": "application/json"})  # noqa: S310 - ours
        with urlopen(request, timeout=30) as answer:  # noqa: S310 - ours
            return json.loads(answer.read(), parse_float=Decimal)

    def order(self, what: str, **body: Any) -> Any:
        """Use a control of the stand-in: change, behave, fault, repair, expire, adopt, look, deliver."""
        return self.post(f"/_stand_in/{what}", body)

    def public_token(self, *, transactions: int = 250, webhook: str | None = None) -> str:
        """Sign a person in at a new item with so many transactions."""
        options = {"override_username": f"transactions_{transactions}"} | ({"webhook": webhook} if webhook else {})
        wanted = {"institution_id": "ins_109508", "initial_products": ["transactions"], "options": options}
        token: str = self.post("/sandbox/public_token/create", wanted)["public_token"]
        return token

    def books(self, item_id: str) -> dict[str, dict[str, Any]]:
        """Return the item's transactions by id, in Plaid's terms."""
        return {t["transaction_id"]: t for t in self.order("look", item_id=item_id)["transactions"]}

    def sums(self, item_id: str) -> tuple[Decimal, Decimal]:
        """Return what the ledger should say of the item: booked and pending, money out negative."""
        found = self.books(item_id).values()
        booked, pending = (sum((-Decimal(t["amount"]) for t in found if t["pending"] is p), Decimal(0)) for p in (False, True))
        return booked, pending


@contextlib.contextmanager
def running_bank(folder: Path) -> Iterator[Bank]:
    """Serve a stand-in on a free port while the test runs."""
    serving = server(folder)
    thread = threading.Thread(target=serving.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield Bank(f"http://127.0.0.1:{serving.server_port}")
    finally:
        serving.shutdown()
        serving.server_close()
        thread.join(10)
