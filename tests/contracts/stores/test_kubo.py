"""What the Kubo store makes of every answer a node can give; a real node is asked in the integration tests."""

from __future__ import annotations

from collections.abc import Callable

import httpx
import pytest

from quaychain.contracts.cid import cid_of
from quaychain.contracts.stores import (
    CidMismatchError,
    ContentNotFoundError,
    ContentStoreRefusedError,
    ContentStoreUnreachableError,
    KuboContentStore,
)

DATA = b"packing list"
CID = cid_of(DATA)
OTHER = cid_of(b"another packing list")


def node(answer: Callable[[httpx.Request], httpx.Response]) -> KuboContentStore:
    return KuboContentStore("http://127.0.0.1:5001", transport=httpx.MockTransport(answer))


def says(status: int, message: str) -> httpx.Response:
    return httpx.Response(status, json={"Message": message, "Code": 0, "Type": "error"})


def test_states_the_layout_in_full_and_takes_the_nodes_answer() -> None:
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, json={"Name": "content", "Hash": str(CID), "Size": "12"})

    assert node(answer).put(DATA) == CID
    (request,) = seen
    assert (request.method, request.url.path) == ("POST", "/api/v0/add")
    assert dict(request.url.params) == {
        "cid-version": "1",
        "raw-leaves": "true",
        "hash": "sha2-256",
        "chunker": "size-262144",
        "max-file-links": "174",
        "trickle": "false",
        "pin": "true",
        "progress": "false",
    }
    assert DATA in request.content


def test_a_node_that_stores_under_another_cid_is_caught() -> None:
    store = node(lambda _: httpx.Response(200, json={"Hash": str(OTHER)}))
    with pytest.raises(CidMismatchError, match=str(OTHER)):
        store.put(DATA)


def test_a_node_that_gives_other_bytes_is_caught() -> None:
    assert node(lambda _: httpx.Response(200, content=DATA)).get(CID) == DATA
    for other in (b"", DATA[:-1], DATA + b" ", b"another packing list"):
        with pytest.raises(CidMismatchError):
            node(lambda _, other=other: httpx.Response(200, content=other)).get(CID)


@pytest.mark.parametrize(
    "message",
    [
        "block was not found locally (offline): ipld: could not find bafk",
        "context deadline exceeded",
        "path 'bafk' is not pinned",
    ],
)
def test_missing_content_is_told_from_failure(message: str) -> None:
    store = node(lambda _: says(500, message))
    with pytest.raises(ContentNotFoundError):
        store.get(CID)
    with pytest.raises(ContentNotFoundError):
        store.pin(CID)
    assert not store.has(CID)
    with pytest.raises(ContentStoreRefusedError):
        store.put(DATA)


def test_pinned_content_is_had() -> None:
    store = node(lambda _: httpx.Response(200, json={"Keys": {str(CID): {"Type": "recursive"}}}))
    assert store.has(CID)


@pytest.mark.parametrize(
    "response",
    [
        says(403, "403 - Forbidden"),
        says(500, "disk full"),
        httpx.Response(502, text="<html>Bad gateway</html>"),
        httpx.Response(404, json=["no message"]),
        httpx.Response(500),
    ],
)
def test_refusals_carry_the_status_and_the_reason(response: httpx.Response) -> None:
    store = node(lambda _: response)
    for action in (lambda: store.put(DATA), lambda: store.get(CID), lambda: store.has(CID), lambda: store.pin(CID)):
        with pytest.raises(ContentStoreRefusedError) as caught:
            action()
        assert caught.value.status == response.status_code
        assert caught.value.reason
        assert "\n" not in str(caught.value)


@pytest.mark.parametrize("body", [b"", b"no json", b"[]", b"{}", b'{"Hash":1}', b'{"Hash":"nonsense"}'])
def test_an_answer_without_a_cid_is_a_refusal(body: bytes) -> None:
    with pytest.raises(ContentStoreRefusedError):
        node(lambda _: httpx.Response(200, content=body)).put(DATA)


@pytest.mark.parametrize(
    "error", [httpx.ConnectError("Connection refused"), httpx.ReadTimeout(""), httpx.RemoteProtocolError("cut off")]
)
def test_a_node_that_does_not_answer_is_unreachable(error: Exception) -> None:
    def answer(_: httpx.Request) -> httpx.Response:
        raise error

    with node(answer) as store, pytest.raises(ContentStoreUnreachableError) as caught:
        store.get(CID)
    assert caught.value.reason


@pytest.mark.parametrize("url", ["http://127.0.0.1:port", "no address", "ftp://127.0.0.1"])
def test_an_address_that_is_none_is_said(url: str) -> None:
    with pytest.raises(ContentStoreUnreachableError) as caught:
        KuboContentStore(url).get(CID)
    assert "\n" not in str(caught.value)


def test_what_is_pinned_is_listed() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        assert (request.url.path, dict(request.url.params)) == ("/api/v0/pin/ls", {"type": "recursive"})
        ours = {str(cid): {"Type": "recursive"} for cid in (CID, OTHER)}
        return httpx.Response(200, json={"Keys": {"bafkqaaa": {}, "nonsense": {}, **ours}})

    assert set(node(answer).pins()) == {CID, OTHER}
    for body in (b"[]", b"{}", b"no json"):
        with pytest.raises(ContentStoreRefusedError):
            list(node(lambda _, body=body: httpx.Response(200, content=body)).pins())  # type: ignore[misc]
