"""A bare FastAPI + asyncpg service of the same page of transactions, in process: prints milliseconds a request, as JSON.

usage: serve_page.py DSN ORG_ID SQL_FILE REQUESTS
"""

import asyncio
import json
import sys
import time
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg
import httpx
from fastapi import FastAPI


async def main(dsn: str, org: str, sql: str, requests: int) -> list[float]:
    """Serve the page `requests` times in this process."""
    pool = await asyncpg.create_pool(dsn, min_size=1, max_size=1)

    @asynccontextmanager
    async def nothing(_app):  # noqa: ANN001, ANN202 - the smallest app there is
        yield

    app = FastAPI(lifespan=nothing)

    @app.get("/api/transactions")
    async def page() -> dict:
        async with pool.acquire() as connection, connection.transaction():
            await connection.execute("SELECT set_config('app.org_id', $1, true)", org)
            rows = await connection.fetch(sql)
        return {"items": [{k: v if isinstance(v, (str, list, type(None))) else str(v) for k, v in r.items()} for r in rows]}

    times = []
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://peer") as client:
        for _ in range(requests):
            start = time.perf_counter()
            answer = await client.get("/api/transactions?limit=50")
            times.append((time.perf_counter() - start) * 1000)
            assert len(answer.json()["items"]) == 50  # noqa: S101, PLR2004 - a benchmark of nothing would be quick
    await pool.close()
    return times


if __name__ == "__main__":
    print(json.dumps(asyncio.run(main(sys.argv[1], sys.argv[2], Path(sys.argv[3]).read_text(), int(sys.argv[4])))))
