"""Anchors a second: our pipelined sender, which has each transaction on the disk before it is sent, against a loop of
web3.py that sends one, waits for its receipt and sends the next, keeping nothing. Same chain, same calls, one run.

Two threads share the sender, with streams of their own: one signs while the other waits for the node.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

from quaychain.contracts.bindings.event_anchor import EventAnchor
from quaychain.contracts.bindings.types import AccountPurpose
from quaychain.contracts.keccak import keccak256
from quaychain.contracts.pipeline import PipelinedSender
from quaychain.contracts.types import Call
from quaychain.node.keys import load_private_key, read_password

from .frame import Must, Result, Setting
from .ground import Ground, carry, ground

_ANCHORS, _STREAMS, _THREADS = 4_000, 8, 2
#: On the embedded chain as many seconds as ours, or longer: what it does now and then falls into both. On another one
#: each waits for a block.
_OF_THE_PEER, _OF_THE_PEER_BY_BLOCK = 1_000, 100
_GAS, _OPEN_GAS = 150_000, 320_000
_EVENTS = 1_000
_CID = bytes.fromhex("01551220")
_RATIO = "anchors a second / web3.py"


def run(setting: Setting) -> Result:
    """Anchor on streams of our own, first by the pipeline, then by web3.py."""
    with ground(setting) as on:
        anchor = on.deployment.contract(EventAnchor)
        sender = on.pipeline(AccountPurpose.ORACLE, "submit.transactions")
        streams = [os.urandom(32) for _ in range(_STREAMS + 1)]
        carry(sender, {f"open/{s.hex()}": anchor.open_stream(s, keccak256(s)) for s in streams}, _OPEN_GAS)
        each = _OF_THE_PEER if setting.chain is None else _OF_THE_PEER_BY_BLOCK
        count, peers = setting.scaled(_ANCHORS, 64), setting.scaled(each, 10)
        setting.say(f"{count} anchors by the pipeline")
        calls = [(f"anchor/{number}", call) for number, call in enumerate(_anchors(anchor, streams[:-1], count))]
        ours = count / _carry_side_by_side(sender, calls)
        setting.say(f"{peers} anchors by web3.py")
        theirs = peers / _web3(on, list(_anchors(anchor, streams[-1:], peers)))
    figures = {"anchors a second": ours, "web3.py, send and wait, anchors a second": theirs}
    return Result("submit", figures, {_RATIO: ours / theirs}, (Must(_RATIO, 10.0),))


def _carry_side_by_side(sender: PipelinedSender, calls: Sequence[tuple[str, Call]]) -> float:
    """Seconds until all have their receipts. As streams are even in number, each one's calls are one thread's."""
    started = time.perf_counter()
    with ThreadPoolExecutor(_THREADS) as threads:
        for carried in [threads.submit(carry, sender, dict(calls[n::_THREADS]), _GAS) for n in range(_THREADS)]:
            carried.result()
    return time.perf_counter() - started


def _anchors(anchor: EventAnchor, streams: list[bytes], count: int) -> Iterator[Call]:
    """Batches of the streams in turn, each with a root and CID of its own."""
    for number in range(count):
        stream, batch = streams[number % len(streams)], number // len(streams)
        root = keccak256(stream + batch.to_bytes(8, "big"))
        yield anchor.anchor(stream, 1, 1 + batch * _EVENTS, _EVENTS, root, _CID + root)


def _web3(on: Ground, calls: list[Call]) -> float:
    """The loop as its users write it: coincurve signs, the nonce is counted here, the receipt is asked for often."""
    from eth_account import Account
    from web3 import HTTPProvider, Web3

    key = load_private_key(on.account_file, read_password(on.password_file))
    account = Account.from_key(key)
    web3 = Web3(HTTPProvider(on.rpc.url))
    nonce = web3.eth.get_transaction_count(account.address)
    started = time.perf_counter()
    for number, call in enumerate(calls):
        signed = account.sign_transaction(
            {
                "to": Web3.to_checksum_address(str(call.to)),
                "data": call.data,
                "value": 0,
                "nonce": nonce + number,
                "gas": _GAS,
                "maxFeePerGas": 0,
                "maxPriorityFeePerGas": 0,
                "chainId": on.deployment.chain_id,
                "type": 2,
            }
        )
        receipt = web3.eth.wait_for_transaction_receipt(
            web3.eth.send_raw_transaction(signed.raw_transaction), poll_latency=0.005
        )
        assert receipt["status"] == 1
    return time.perf_counter() - started
