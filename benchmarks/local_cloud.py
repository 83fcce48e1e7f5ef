"""The whole, through the local cloud: a page over HTTP at 100,000 transactions, and a statement from upload to visible."""

import shutil
import socket
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from benchmarks import sign_in
from benchmarks.statements import write_chase
from benchmarks.timing import percentile, seconds_of
from infra.local import samples
from infra.local.home import HOST, Home, Ports
from infra.local.up import assemble, take_apart

ROWS = 10_000
FILES = 10
REQUESTS = 200
PATIENCE_SECONDS = 120


def figures() -> Iterator[str]:
    """Yield lines: these have no peer, only the goals of the design."""
    with _cloud() as demo, tempfile.TemporaryDirectory() as folder:
        arrivals = [_arrival(demo, write_chase(Path(folder) / f"Chase{n:04}_Activity.csv", ROWS)) for n in range(FILES)]
        median, slowest = percentile(arrivals, 0.5), max(arrivals)
        yield f"{ROWS:,} rows, upload to visible: median {median:.1f} s, slowest {slowest:.1f} s (goal: under 10)"
        total = demo.client.get("/api/transactions/analyze", params={"period": "2025"}).raise_for_status().json()["count"]
        times = [1000 * seconds_of(lambda: _page(demo.client)) for _ in range(REQUESTS)][20:]
        yield (
            f"GET /api/transactions?limit=50 at {total:,}: p50 {percentile(times, 0.5):.0f} ms, "
            f"p95 {percentile(times, 0.95):.0f} ms (goal: p95 under 200)"
        )
        yield from sign_in.figures(demo.client)


def _page(client: httpx.Client) -> None:
    client.get("/api/transactions", params={"limit": 50}).raise_for_status()


def _arrival(demo: samples.Demo, path: Path) -> float:
    return seconds_of(lambda: _upload(demo.client, path))


def _upload(client: httpx.Client, path: Path) -> None:
    csrf = {"X-CSRF-Token": client.cookies["csrf_token"]}
    wanted = {"filename": path.name, "size": path.stat().st_size, "bank": "chase"}
    target = client.post("/api/uploads", json=wanted, headers=csrf).raise_for_status().json()
    httpx.put(target["upload_url"], content=path.read_bytes(), headers=target["headers"], timeout=60).raise_for_status()
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        found = client.get(f"/api/imports/{target['import_id']}").raise_for_status().json()
        if found["status"] == "done":
            return
        if found["status"] not in {"waiting", "reading"}:
            raise SystemExit(f"{path.name}: {found}")
        time.sleep(0.1)
    raise SystemExit(f"{path.name} did not arrive in {PATIENCE_SECONDS} s")


@contextmanager
def _cloud() -> Iterator[samples.Demo]:
    folder = Path(tempfile.mkdtemp(prefix="purser-bench-"))
    folder.chmod(0o755)
    home = Home(folder, Ports(**dict(zip(("front_door", "cloud", "mail", "plaid", "database"), _free_ports(5), strict=True))))
    try:
        assemble(home, lambda _: None)
        yield samples.sign_in(home)
    finally:
        take_apart(home)
        shutil.rmtree(folder, ignore_errors=True)


def _free_ports(count: int) -> list[int]:
    sockets = [socket.create_server((HOST, 0)) for _ in range(count)]
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports
