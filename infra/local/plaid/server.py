"""The stand-in over HTTP, on 127.0.0.1 only."""

import json
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl
from uuid import uuid4

from infra.local.plaid import link
from infra.local.plaid.api import ENDPOINTS, needed
from infra.local.plaid.bank import Json
from infra.local.plaid.control import CONTROLS
from infra.local.plaid.faults import PlaidError
from infra.local.plaid.signing import Keys, deliver
from infra.local.plaid.world import World

LARGEST_BODY = 1_000_000
HEALTH, DELIVER = "/_stand_in/health", "/_stand_in/deliver"
READING = frozenset(
    {"/item/get", "/accounts/get", "/transactions/sync", "/link/token/get", "/webhook_verification_key/get", "/_stand_in/look"}
)
"""What leaves nothing behind worth writing to disk."""
Answer = tuple[int, Json, int | None]


@dataclass(slots=True)
class StandIn:
    """One world behind one lock. Webhooks leave outside of the lock, for their receiver asks back."""

    world: World
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def answer(self, path: str, body: Json) -> Answer:
        """Return status, body and seconds to retry after."""
        try:
            said = self._deliver(body) if path == DELIVER else self._serve(path, body)
        except PlaidError as refused:
            return refused.status, refused.body(), refused.retry_after
        finally:
            self._send_outgoing()
        return 200, {**said, "request_id": uuid4().hex[:15]}, None

    def _serve(self, path: str, body: Json) -> Json:
        served = ENDPOINTS.get(path) or CONTROLS.get(path)
        if served is None:
            raise PlaidError("INVALID_REQUEST", "NOT_FOUND", f"the stand-in does not serve {path}")
        with self._lock:
            self.world.raise_ordered_fault(path)
            said = served(self.world, body)
            if path not in READING:
                self.world.save()
            return said

    def page(self, form: dict[str, str], *, signing_in: bool = False) -> tuple[int, str]:
        """Return status and HTML of the page to sign in on, or of what came of it."""
        with self._lock:
            if not signing_in:
                return link.show(self.world, form.get("token", ""))
            answer = link.sign_in(self.world, form)
            self.world.save()
            return answer

    def _send_outgoing(self) -> None:
        with self._lock:
            tray, self.world.outgoing = self.world.outgoing, []
        if tray:
            threading.Thread(target=lambda: self._send([(out.url, out.body, "none") for out in tray]), daemon=True).start()

    def _deliver(self, body: Json) -> Json:
        """{item_id?, webhooks: [{body, url?, defect?}]}: send these, in this order, now; return what came of each."""
        with self._lock:
            usual = self.world.item_named(body["item_id"]).webhook if "item_id" in body else None
        wanted = [(out.get("url") or usual, out["body"], out.get("defect", "none")) for out in needed(body, "webhooks")]
        return {"deliveries": self._send(wanted)}

    def _send(self, wanted: list[tuple[Any, Json, Any]]) -> list[Json]:
        keys = Keys(self.world.folder / "keys.json")
        done = [deliver(url, body, keys, defect) for url, body, defect in wanted]
        with self._lock:
            self.world.remember(done)
        return done


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    stand_in: StandIn

    def do_GET(self) -> None:
        """Say that it is alive, or show the page to sign in on."""
        path, _, query = self.path.partition("?")
        if path == link.PATH:
            self._show(*self.stand_in.page(dict(parse_qsl(query))))
            return
        alive = self.path == HEALTH
        self._reply(200 if alive else 404, {"status": "ok"} if alive else {"status": "not found"}, None)

    def do_POST(self) -> None:
        """Serve the API."""
        size = int(self.headers.get("Content-Length") or 0)
        if size > LARGEST_BODY:
            self.close_connection = True
            self._reply(413, {}, None)
            return
        raw = self.rfile.read(size)
        if self.path.partition("?")[0] == link.PATH:
            self._show(*self.stand_in.page(dict(parse_qsl(raw.decode())), signing_in=True))
            return
        try:
            body = json.loads(raw or b"{}")
        except ValueError:
            fault = PlaidError("INVALID_REQUEST", "INVALID_BODY", "body could not be parsed as JSON")
            self._reply(fault.status, fault.body(), None)
            return
        self._reply(*self.stand_in.answer(self.path, body))

    def _show(self, status: int, page: str) -> None:
        raw = page.encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    def _reply(self, status: int, body: Json, retry_after: int | None) -> None:
        raw = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(raw)))
        if retry_after is not None:
            self.send_header("Retry-After", str(retry_after))
        self.end_headers()
        self.wfile.write(raw)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name the library gave it
        """Log the path and status; bodies hold tokens."""
        print(format % args, flush=True)


def server(folder: Path, port: int = 0) -> ThreadingHTTPServer:
    """Open the stand-in whose memory is in `folder`; port 0 takes a free one. Serving is up to the caller."""
    folder.mkdir(parents=True, exist_ok=True)
    stand_in = StandIn(World.load(folder))
    handler = type("Handler", (_Handler,), {"stand_in": stand_in})
    listening = ThreadingHTTPServer(("127.0.0.1", port), handler)
    stand_in.world.origin = f"http://127.0.0.1:{listening.server_port}"
    return listening
