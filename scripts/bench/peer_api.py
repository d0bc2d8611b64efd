"""The peer of `api`: bare FastAPI and asyncpg reading a page of events, for everybody and without asking who may see it
(I/O).

python -m quaychain.scripts.bench.peer_api DATABASE PORT
"""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated

import asyncpg
import orjson
import uvicorn
from fastapi import FastAPI, Query, Request, Response

_COLUMNS = (
    "event_id, kind, stream_id, sequence, device_key, member_id, boot, device_sequence, "
    "occurred_at, received_at, anchored_at, signature_valid, root_checked"
)
_ORDER = "ORDER BY occurred_at DESC, stream_id, sequence DESC LIMIT $1"
_FIRST = f"SELECT {_COLUMNS} FROM events {_ORDER}"  # noqa: S608
_FURTHER = (
    f"SELECT {_COLUMNS} FROM events WHERE occurred_at <= $2 AND (occurred_at < $2 OR "  # noqa: S608
    f"(occurred_at = $2 AND (stream_id > $3 OR (stream_id = $3 AND sequence < $4)))) {_ORDER}"
)


def create_app(database: str) -> FastAPI:
    """One route. The pool prepares each query once a connection, and orjson writes the rows as they are."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with asyncpg.create_pool(database, min_size=8, max_size=8) as pool:
            app.state.pool = pool
            yield

    app = FastAPI(lifespan=lifespan, openapi_url=None)

    @app.get("/events")
    async def list_events(
        request: Request,
        limit: Annotated[int, Query(ge=1, le=200)] = 50,
        occurred_at: int | None = None,
        stream_id: str = "",
        sequence: int = 0,
    ) -> Response:
        pool = request.app.state.pool
        if occurred_at is None:
            rows = await pool.fetch(_FIRST, limit)
        else:
            rows = await pool.fetch(_FURTHER, limit, occurred_at, stream_id, sequence)
        return Response(orjson.dumps([dict(row) for row in rows]), media_type="application/json")

    return app


if __name__ == "__main__":
    uvicorn.run(create_app(sys.argv[1]), port=int(sys.argv[2]), log_level="warning", access_log=False)
