"""One origin on one port, as CloudFront is in the cloud: the page, the API without its stage, and S3 for uploads.

Run as a part of its own.
"""

import datetime as dt
import json
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http import HTTPStatus
from pathlib import Path
from uuid import uuid4

import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from infra.local.home import HOST, ROOT, Home, home

METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
API_PATHS = ("/api/{rest:path}", "/auth/{rest:path}", "/webhooks/{rest:path}", "/openapi.json", "/docs")
BUCKETS = "/purser-local-{rest:path}"
"""Path-style addresses of the buckets of the stack, as presigned addresses have them."""
HOP_BY_HOP = {b"connection", b"keep-alive", b"proxy-authenticate", b"te", b"trailer", b"transfer-encoding", b"upgrade"}
OF_PROXIES = {b"x-forwarded-for", b"x-forwarded-host", b"x-forwarded-proto", b"x-real-ip", b"forwarded"}
"""What a proxy says of the client. Nobody stands before this one: it would be made up, and the emulator believes it."""
PATIENCE = httpx.Timeout(connect=5, read=65, write=65, pool=65)
EXTENSIONS = {"timeout": PATIENCE.as_dict()}
HEALTH_SECONDS = 10
POLICY = (
    "default-src 'self'; img-src 'self' data:; connect-src 'self' {files}; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
"""What the page may load, as in infra/web.yaml: nothing of others but the addresses that statements are sent to."""
PAGE_HEADERS = {
    "Cache-Control": "no-cache",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
}


class Page(StaticFiles):
    """The files of web/, never stale on a developer's machine. `files` is where statements are sent to."""

    def __init__(self, directory: Path, files: str) -> None:
        super().__init__(directory=directory, html=True)
        self._headers = {**PAGE_HEADERS, "Content-Security-Policy": POLICY.format(files=files)}

    async def get_response(self, path: str, scope: object) -> Response:
        """Answer with a file and headers that CloudFront would add."""
        response = await super().get_response(path, scope)  # type: ignore[arg-type] # starlette's Scope
        response.headers.update(self._headers)
        return response


def build(home: Home, api_id: str, client: httpx.AsyncClient, page: Path = ROOT / "web") -> Starlette:
    """Build the application for the API that was deployed as `api_id`; `client` speaks to the emulator."""
    stage = f"{home.endpoint}/restapis/{api_id}/local/_user_request_"

    async def to_api(request: Request) -> Response:
        return await _forward(client, request, stage)

    async def to_buckets(request: Request) -> Response:
        return await _forward(client, request, home.endpoint)

    async def health(_: Request) -> Response:
        return await _health(client, home, stage)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        async with client:
            yield

    routes = [
        Route("/health", health),
        Route("/health", to_api, methods=METHODS),
        *(Route(path, to_api, methods=METHODS) for path in API_PATHS),
        Route(BUCKETS, to_buckets, methods=METHODS),
        Mount("/", Page(page, home.origin)),
    ]
    return Starlette(routes=routes, lifespan=lifespan)


async def _forward(client: httpx.AsyncClient, request: Request, to: str) -> Response:
    """Pass a request on and its answer back, both in streams, header by header: several Set-Cookie stay several."""
    url = httpx.URL(to + request.scope["raw_path"].decode("ascii"), query=request.scope["query_string"] or None)
    headers = [(name, value) for name, value in request.headers.raw if name not in HOP_BY_HOP | OF_PROXIES]
    headers.append((b"x-forwarded-for", (request.client.host if request.client else HOST).encode()))
    has_body = "content-length" in request.headers or "transfer-encoding" in request.headers
    # Built by hand: the client's own build_request would add an Accept-Encoding that nobody asked for.
    outgoing = httpx.Request(
        request.method, url, headers=headers, content=request.stream() if has_body else None, extensions=EXTENSIONS
    )
    try:
        answer = await client.send(outgoing, stream=True)
    except httpx.HTTPError:
        return _unavailable()
    passed = StreamingResponse(_body(answer), answer.status_code)
    passed.raw_headers = [(name.lower(), value) for name, value in answer.headers.raw if name.lower() not in HOP_BY_HOP]
    return passed


async def _body(answer: httpx.Response) -> AsyncIterator[bytes]:
    """Yield the body as it comes, compressed if it is; give the connection back at the end, or when the client went away."""
    try:
        async for chunk in answer.aiter_raw():
            yield chunk
    finally:
        await answer.aclose()


async def _health(client: httpx.AsyncClient, home: Home, stage: str) -> Response:
    """Answer 200 only when every part does: what the API asks, and the mailbox, which it does not know."""
    try:
        answer = await client.get(f"{stage}/health", timeout=HEALTH_SECONDS)
        told = answer.json()
        checks = dict(told.get("checks", {}))
    except (httpx.HTTPError, json.JSONDecodeError, AttributeError):
        return _unavailable()
    checks["mail"] = "ok" if _listens(home.ports.mail) else "down"
    well = answer.is_success and set(checks.values()) == {"ok"}
    return JSONResponse({**told, "status": "ok" if well else "down", "checks": checks}, 200 if well else 503)


def _listens(port: int) -> bool:
    try:
        with socket.create_connection((HOST, port), timeout=1):
            return True
    except OSError:
        return False


def _unavailable() -> Response:
    error = {
        "code": "UNAVAILABLE",
        "message": "The local cloud does not answer. `purser status` says which part is down.",
        "details": [],
        "timestamp": dt.datetime.now(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "request_id": str(uuid4()),
    }
    return JSONResponse({"error": error}, HTTPStatus.SERVICE_UNAVAILABLE)


if __name__ == "__main__":
    here = home()
    outputs = json.loads((here.folder / "run/stack.json").read_text())
    uvicorn.run(
        build(here, outputs["ApiId"], httpx.AsyncClient(limits=httpx.Limits(max_connections=100), trust_env=False)),
        host=HOST,
        port=here.ports.front_door,
        access_log=False,
        log_level="warning",
        proxy_headers=False,  # else the address of a client would be whatever it says
        server_header=False,
        date_header=False,  # the emulator has set both on what passes through
    )
