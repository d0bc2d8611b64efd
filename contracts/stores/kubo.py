"""A Kubo node as content store, over its RPC (docs.ipfs.tech/reference/kubo/rpc, /api/v0)."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from types import TracebackType
from typing import Any

import httpx

from ..cid import KUBO_LAYOUT, Cid, InvalidCidError, cid_of
from .content import (
    CidMismatchError,
    ContentNotFoundError,
    ContentStoreRefusedError,
    ContentStoreUnreachableError,
)

#: Stated in full, so that a node configured otherwise (Import.*) gives the same CIDs.
_ADD = {
    "cid-version": "1",
    "raw-leaves": "true",
    "hash": "sha2-256",
    "chunker": f"size-{KUBO_LAYOUT.chunk_size}",
    "max-file-links": str(KUBO_LAYOUT.max_links),
    "trickle": "false",
    "pin": "true",
    "progress": "false",
}
_MISSING = ("not found", "could not find", "not pinned", "deadline exceeded", "timed out")


class KuboContentStore:
    """A ContentStore on one Kubo node. The node isn't trusted: CIDs are computed here too, on every put and get.

    `lookup_timeout` bounds, in seconds, how long the node may look for content among its peers; `transport` is httpx's,
    for a node behind a proxy, a Unix socket or a client certificate.
    """

    def __init__(
        self,
        url: str,
        *,
        timeout: float = 30.0,
        lookup_timeout: float = 10.0,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self._name = f"IPFS node {url}"
        self._lookup_timeout = lookup_timeout
        try:
            self._client = httpx.Client(base_url=f"{url.rstrip('/')}/api/v0/", timeout=timeout, transport=transport)
        except httpx.InvalidURL as error:
            raise ContentStoreUnreachableError(self._name, str(error)) from error

    def __enter__(self) -> KuboContentStore:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def put(self, data: bytes) -> Cid:
        """See ContentStore."""
        cid = cid_of(data)
        response = self._post("add", _ADD, files={"file": ("content", data, "application/octet-stream")})
        given = self._stated(response, "Hash")
        if given != cid:
            raise CidMismatchError(self._name, str(cid), str(given))
        return cid

    def get(self, cid: Cid) -> bytes:
        """See ContentStore."""
        data = self._post("cat", {"arg": str(cid), "timeout": self._patience()}, cid=cid).content
        found = cid_of(data)
        if found != cid:
            raise CidMismatchError(self._name, str(cid), str(found))
        return data

    def has(self, cid: Cid) -> bool:
        """See ContentStore: whether the node has it pinned, hence all of its blocks."""
        try:
            self._post("pin/ls", {"arg": str(cid), "type": "recursive"}, cid=cid)
        except ContentNotFoundError:
            return False
        return True

    def pin(self, cid: Cid) -> None:
        """See ContentStore."""
        self._post("pin/add", {"arg": str(cid), "timeout": self._patience()}, cid=cid)

    def pins(self) -> Iterator[Cid]:
        """All content that the node has pinned; other things than content (folders) may be among it."""
        response = self._post("pin/ls", {"type": "recursive"})
        try:
            listed = sorted(response.json()["Keys"])
        except (ValueError, KeyError, TypeError) as error:
            raise ContentStoreRefusedError(self._name, response.status_code, "no Keys in its answer") from error
        for text in listed:
            with contextlib.suppress(InvalidCidError):  # of a kind that isn't used here
                yield Cid.parse(text)

    def _patience(self) -> str:
        return f"{self._lookup_timeout:g}s"

    def _post(self, command: str, parameters: dict[str, str], cid: Cid | None = None, **body: Any) -> httpx.Response:
        try:
            response = self._client.post(command, params=parameters, **body)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise ContentStoreUnreachableError(self._name, str(error) or type(error).__name__) from error
        if response.is_success:
            return response
        reason = _reason(response)
        if cid is not None and any(words in reason.lower() for words in _MISSING):
            raise ContentNotFoundError(self._name, str(cid))
        raise ContentStoreRefusedError(self._name, response.status_code, reason)

    def _stated(self, response: httpx.Response, name: str) -> Cid:
        try:
            return Cid.parse(response.json()[name])
        except (ValueError, KeyError, TypeError, AttributeError, InvalidCidError) as error:
            raise ContentStoreRefusedError(self._name, response.status_code, f"no {name} in its answer") from error


def _reason(response: httpx.Response) -> str:
    try:
        return str(response.json()["Message"])
    except (ValueError, KeyError, TypeError):
        return response.text.strip()[:200] or response.reason_phrase
