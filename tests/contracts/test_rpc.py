"""A node's JSON-RPC: answers, errors, silence, and another chain."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from quaychain.contracts.reader import ChainReader, block_parameter
from quaychain.contracts.revert import EmptyRevertError, PanicError
from quaychain.contracts.rpc import ChainMismatchError, Rpc, RpcAnswerError, RpcError, RpcUnreachableError
from quaychain.contracts.types import ViewCall, to_address
from tests.contracts.fake_node import CHAIN_ID, GENESIS, FakeNode

ADDRESS = to_address("0x" + "11" * 20)


def client(answer: Callable[[httpx.Request], httpx.Response], **options: Any) -> Rpc:
    options.setdefault("patience", 0.0)
    return Rpc("http://user:secret@node.test/key", transport=httpx.MockTransport(answer), **options)


def saying(status: int = 200, **body: Any) -> Callable[[httpx.Request], httpx.Response]:
    def answer(request: httpx.Request) -> httpx.Response:
        asked = json.loads(request.content)
        return httpx.Response(status, json={"jsonrpc": "2.0", "id": asked["id"], **body})

    return answer


def test_results() -> None:
    rpc = FakeNode().rpc()
    assert (rpc.chain_id(), rpc.genesis_hash(), rpc.block_number()) == (CHAIN_ID, GENESIS, 0)
    assert rpc.batch([("eth_chainId", []), ("eth_blockNumber", [])]) == [hex(CHAIN_ID), "0x0"]
    assert rpc.batch([]) == []
    assert rpc.block(7) is None
    assert rpc.head().timestamp == 1000
    assert rpc.receipt(bytes(32)) is None
    assert ChainReader(rpc).now() == 1000


def test_more_calls_than_a_node_takes_at_once_go_in_parts() -> None:
    sizes = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked = json.loads(request.content)
        sizes.append(len(asked))
        return httpx.Response(200, json=[{"id": one["id"], "result": one["params"][0]} for one in reversed(asked)])

    assert client(answer).batch([("eth_call", [number]) for number in range(2_500)]) == list(range(2_500))
    assert sum(sizes) == 2_500
    assert max(sizes) <= 1_024


def test_the_chain_that_is_wanted() -> None:
    rpc = FakeNode().rpc()
    rpc.check_chain(CHAIN_ID, GENESIS)
    with pytest.raises(ChainMismatchError, match="has chain 31337, not 1"):
        rpc.check_chain(1, GENESIS)
    with pytest.raises(ChainMismatchError, match="another chain of the same number"):
        rpc.check_chain(CHAIN_ID, bytes(32))


@pytest.mark.parametrize("data", ["0x4e", {"data": "0x4e", "txHash": "0x"}])
def test_errors_with_revert_data(data: Any) -> None:
    rpc = client(saying(error={"code": 3, "message": "execution\nreverted", "data": data}))
    with pytest.raises(RpcError) as caught:
        rpc.call("eth_call")
    assert caught.value == RpcError("eth_call", 3, "execution\nreverted", b"\x4e")
    assert str(caught.value) == "eth_call: execution reverted (3)"


def test_errors_of_another_status_and_with_other_data() -> None:
    rpc = client(saying(401, error={"code": -40100, "message": "Unauthorized", "data": "no bytes"}))
    with pytest.raises(RpcError) as caught:
        rpc.call("eth_call")
    assert caught.value.data is None


def test_an_error_in_a_batch_is_raised() -> None:
    with pytest.raises(RpcError, match="eth_missing"):
        FakeNode().rpc().batch([("eth_chainId", []), ("eth_missing", [])])
    with pytest.raises(RpcError, match="too many"):
        client(lambda request: httpx.Response(200, json={"error": {"code": -32005, "message": "too many"}})).batch(
            [("eth_chainId", [])]
        )


@pytest.mark.parametrize(
    "response",
    [
        httpx.Response(200, text="<html>"),
        httpx.Response(404, text="not here"),
        httpx.Response(200, json=[]),
        httpx.Response(200, json={"id": 99, "result": 1}),
        httpx.Response(200, json={"result": 1}),
        httpx.Response(200, text=""),
    ],
)
def test_answers_that_are_no_json_rpc(response: httpx.Response) -> None:
    with pytest.raises(RpcAnswerError):
        client(lambda request: response).call("eth_chainId")


def test_no_answer_and_no_secret_in_the_message() -> None:
    def silent(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused")

    with pytest.raises(RpcUnreachableError) as caught:
        client(silent).call("eth_chainId")
    assert "secret" not in str(caught.value)
    assert "node.test" in str(caught.value)


def failing_first(count: int, error: Exception | int) -> tuple[Callable[[httpx.Request], httpx.Response], list[str]]:
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(json.loads(request.content)["method"])
        if len(asked) <= count:
            if isinstance(error, int):
                return httpx.Response(error)
            raise error
        return saying(result="0x1")(request)

    return answer, asked


def test_a_block_that_the_node_has_is_asked_for_again_while_it_answers_null() -> None:
    asked = []

    def answer(request: httpx.Request) -> httpx.Response:
        calls = json.loads(request.content)
        asked.append([call["params"][0] for call in calls])
        known = [{"number": call["params"][0]} if len(asked) > 1 else None for call in calls]
        return httpx.Response(
            200, json=[{"id": call["id"], "result": one} for call, one in zip(calls, known, strict=True)]
        )

    assert client(answer, patience=5.0).blocks([7, 8]) == [{"number": "0x7"}, {"number": "0x8"}]
    assert asked == [["0x7", "0x8"]] * 2


def test_a_node_without_a_newest_block() -> None:
    with pytest.raises(RpcAnswerError, match="no block latest"):
        client(saying(result=None)).head()


@pytest.mark.parametrize(
    "error", [httpx.ConnectError("refused"), httpx.ReadError("reset"), httpx.ReadTimeout("slow"), 503]
)
def test_it_tries_again(error: Exception | int) -> None:
    answer, asked = failing_first(2, error)
    assert client(answer, patience=5.0).call("eth_blockNumber") == "0x1"
    assert len(asked) == 3


def test_what_may_have_happened_is_not_repeated() -> None:
    answer, asked = failing_first(1, httpx.ReadError("reset"))
    with pytest.raises(RpcUnreachableError):
        client(answer, patience=5.0).call("evm_increaseTime", 60)
    assert asked == ["evm_increaseTime"]
    answer, asked = failing_first(1, httpx.ConnectError("refused"))
    assert client(answer, patience=5.0).call("evm_increaseTime", 60) == "0x1"


@pytest.mark.parametrize("url", ["node.test", "ftp://node.test", "http://"])
def test_urls_that_are_none(url: str) -> None:
    with pytest.raises(RpcUnreachableError):
        Rpc(url, patience=0.0).call("eth_chainId")


def test_reading() -> None:
    node = FakeNode()
    reader = ChainReader(node.rpc())
    call = ViewCall(ADDRESS, b"\1\2\3\4", lambda answer: answer.hex())
    assert reader.read(call) == ""
    assert reader.read_many([call, call]) == ["", ""]
    node.refuses = lambda one: bytes.fromhex("4e487b71") + (0x12).to_bytes(32)
    with pytest.raises(PanicError):
        reader.read(call, 0)
    node.refuses = lambda one: b""
    with pytest.raises(EmptyRevertError):
        reader.read_many([call])


def test_blocks_as_json_rpc_names_them() -> None:
    assert block_parameter(17) == "0x11"
    assert block_parameter("latest") == "latest"
    assert block_parameter(b"\1" * 32) == {"blockHash": "0x" + "01" * 32, "requireCanonical": True}
