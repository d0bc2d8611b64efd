"""What routes share: parameters, answers, and how they are described in OpenAPI."""

from __future__ import annotations

import hashlib
from typing import Annotated, Any

import orjson
from fastapi import Path, Query, Request, Response

from ..paging import DEFAULT_LIMIT, MAX_LIMIT, PageRequest

_OPTIONS = orjson.OPT_UTC_Z | orjson.OPT_NAIVE_UTC

Bytes32 = Annotated[str, Path(pattern="^0x[0-9a-f]{64}$", description="32 bytes, 0x-hex", examples=["0x" + "5e" * 32])]
Bytes16 = Annotated[str, Path(pattern="^0x[0-9a-f]{32}$", description="16 bytes, 0x-hex", examples=["0x" + "a1" * 16])]
Bytes32Query = Annotated[str | None, Query(pattern="^0x[0-9a-f]{64}$", description="32 bytes, 0x-hex")]
CodeQuery = Annotated[str | None, Query(pattern="^[a-z_]{1,40}$")]
AssetQuery = Annotated[
    str,
    Query(
        min_length=1,
        max_length=120,
        pattern="^[!-~]+$",
        description="a GS1 key, EPC URI or GS1 Digital Link",
        examples=["8004/9520001STS0417"],
    ),
]


async def page_request(
    limit: Annotated[int, Query(ge=1, le=MAX_LIMIT, description="how many at most")] = DEFAULT_LIMIT,
    cursor: Annotated[str | None, Query(description="`next` of the page before", max_length=1_024)] = None,
) -> PageRequest:
    """The page that is asked for."""
    return PageRequest(limit, cursor)


def answer(value: Any, request: Request | None = None) -> Response:
    """A value of the query layer as JSON, by orjson: the shapes are the response models, checked by tests.

    With `request`, the answer carries an ETag, and is 304 where the asker has it already.
    """
    body = orjson.dumps(value, option=_OPTIONS)
    if request is None:
        return Response(body, media_type="application/json", headers={"Cache-Control": "no-store"})
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
    if tag in (each.strip() for each in request.headers.get("if-none-match", "").split(",")):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type="application/json", headers=headers)
