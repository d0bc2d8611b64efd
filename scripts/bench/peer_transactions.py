"""The peer of `e2e`: one transaction for each event, by web3.py with coincurve, as pipelined as its users would (I/O).

Transactions get a nonce that is counted here, gas and fees that need not be asked for, and go side by side over one
session, no more of them than a node's pool takes of one account; an event counts when its transaction has a receipt.
"""

from __future__ import annotations

import asyncio
import json
import os
import time
from dataclasses import dataclass
from importlib import resources
from typing import Any

from eth_account import Account
from web3 import AsyncHTTPProvider, AsyncWeb3, Web3

from quaychain.contracts.bindings.event_anchor import EventAnchor
from quaychain.contracts.cid import cid_of
from quaychain.contracts.errors import QuaychainError
from quaychain.node.keys import read_password

from .ground import Ground

_BATCH = 100
#: Besu's sequenced pool takes 615 of one account in its ENTERPRISE profile.
_UNDER_WAY = 400
_GAS = 200_000
_PATIENCE = 120.0


@dataclass
class PeerFailedError(QuaychainError):
    """The peer got nowhere."""

    reason: str


def events_a_second(ground: Ground, count: int) -> float:
    """So many events, each anchored by its own transaction into a stream of their own; how many a second."""
    return asyncio.run(_measured(ground, count))


async def _measured(ground: Ground, count: int) -> float:
    provider = AsyncHTTPProvider(ground.rpc.url, request_kwargs={"timeout": 60})
    web3: AsyncWeb3[Any] = AsyncWeb3(provider)
    try:
        password = read_password(ground.password_file).decode()
        account = Account.from_key(Account.decrypt(ground.account_file.read_text(), password))
        address = ground.deployment.contract(EventAnchor).address
        contract = web3.eth.contract(address=Web3.to_checksum_address(address), abi=_abi("EventAnchor"))
        chain_id, nonce = await web3.eth.chain_id, await web3.eth.get_transaction_count(account.address)
        cid = bytes(cid_of(b"an event"))
        common = {
            "to": address,
            "chainId": chain_id,
            "gas": _GAS,
            "maxFeePerGas": 0,
            "maxPriorityFeePerGas": 0,
            "value": 0,
        }

        def send(nonce: int, function: str, *arguments: Any) -> Any:
            transaction = {**common, "nonce": nonce, "data": contract.encode_abi(function, list(arguments))}
            return web3.eth.send_raw_transaction(account.sign_transaction(transaction).raw_transaction)

        stream = os.urandom(32)
        opening = await send(nonce, "openStream", stream, os.urandom(32))
        await web3.eth.wait_for_transaction_receipt(opening, timeout=_PATIENCE, poll_latency=0.05)
        first, last = nonce + 1, opening
        started = time.monotonic()
        for begin in range(0, count, _BATCH):
            await _wait_for_nonce(web3, account.address, first + begin - _UNDER_WAY)
            indexes = range(begin, min(begin + _BATCH, count))
            sent = [send(first + index, "anchor", stream, 1, index + 1, 1, os.urandom(32), cid) for index in indexes]
            last = (await asyncio.gather(*sent))[-1]
        receipt = await web3.eth.wait_for_transaction_receipt(last, timeout=_PATIENCE, poll_latency=0.05)
        seconds = time.monotonic() - started
    finally:
        await provider.disconnect()
    if receipt["status"] != 1:
        raise PeerFailedError("its last transaction failed")
    return count / seconds


async def _wait_for_nonce(web3: AsyncWeb3[Any], address: str, nonce: int) -> None:
    deadline = time.monotonic() + _PATIENCE
    while await web3.eth.get_transaction_count(Web3.to_checksum_address(address)) < nonce:
        if time.monotonic() > deadline:
            raise PeerFailedError(f"the chain did not get to nonce {nonce} in {_PATIENCE:.0f} s")
        await asyncio.sleep(0.05)


def _abi(contract: str) -> list[dict[str, Any]]:
    text = resources.files("quaychain.contracts").joinpath("artifacts", f"{contract}.json").read_text("utf-8")
    abi: list[dict[str, Any]] = json.loads(text)["abi"]
    return abi
