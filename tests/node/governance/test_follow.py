"""A new set is watched until its new validator has proposed; one that doesn't is named in a line."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest

from quaychain.contracts.reader import ChainReader
from quaychain.contracts.types import Address, to_address, to_hex
from quaychain.node.governance.consortium import Consortium
from quaychain.node.governance.follow import (
    ChainStandsStillError,
    ValidatorSilentError,
    follow_validator,
    shown_time,
    wait_for_chain,
)
from tests.node.governance.fake_rpc import NodeAnswersError, rpc_of

SINCE = 40
VALIDATORS = [to_address(bytes([number]) * 20) for number in range(1, 6)]


class FakeChain:
    """A chain of blocks whose proposers go round, but for those that are silent; a block comes with each waiting."""

    def __init__(self, silent: set[Address], head: int = SINCE, sealed: bool = True) -> None:
        self.head = head
        self.sealed = sealed
        self._working = [one for one in VALIDATORS if one not in silent]

    def consortium(self) -> Consortium:
        reader = ChainReader(rpc_of(self._answer))
        current = SimpleNamespace(number=3, since_block=SINCE, validators=tuple(VALIDATORS))
        return cast("Any", SimpleNamespace(rpc=reader.rpc, reader=reader, validator_set=lambda: current))

    def wait(self, timestamp: int) -> None:
        self.head += 1

    def _answer(self, method: str, parameters: list[Any]) -> Any:
        if method == "qbft_getValidatorsByBlockNumber":
            if not self.sealed:
                raise NodeAnswersError("Method not found", -32601)
            return VALIDATORS
        assert method == "eth_getBlockByNumber"
        number = self.head if parameters[0] == "latest" else int(parameters[0], 16)
        return {
            "number": hex(number), "hash": to_hex(bytes(32)), "parentHash": to_hex(bytes(32)),
            "timestamp": hex(2 * number), "miner": self._working[number % len(self._working)].lower(),
        }  # fmt: skip


@pytest.mark.parametrize("validator", VALIDATORS)
@pytest.mark.parametrize("head", [SINCE, SINCE + 1, SINCE + 300])
def test_a_validator_that_works_is_seen(validator: Address, head: int) -> None:
    chain = FakeChain(set(), head)
    said = list(follow_validator(chain.consortium(), validator, chain.wait))
    assert said[0] == f"set 3 is in force from block {SINCE + 1} on"
    assert said[1].startswith(f"validator {validator} has proposed block ")
    assert chain.head - head <= len(VALIDATORS)


def test_a_validator_that_does_not_propose_is_named() -> None:
    silent = VALIDATORS[2]
    chain = FakeChain({silent})
    with pytest.raises(ValidatorSilentError) as found:
        list(follow_validator(chain.consortium(), silent, chain.wait))
    assert str(found.value) == (
        f"validator {silent} of set 3 has proposed none of blocks 41 to 56: is its node running with this key, "
        "in sync, and on the other nodes' allowlists?"
    )


def test_where_nothing_seals_it_says_so() -> None:
    chain = FakeChain(set(), sealed=False)
    assert list(follow_validator(chain.consortium(), VALIDATORS[0], chain.wait)) == [
        "set 3 is in force; nothing seals blocks on this chain"
    ]


def test_a_chain_that_stands_still_is_named() -> None:
    chain = FakeChain(set())
    wait = wait_for_chain(chain.consortium(), poll=0.01, still=0.05)
    wait(2 * SINCE)
    with pytest.raises(ChainStandsStillError, match=r"no block after 40 in 0 s"):
        wait(2 * SINCE + 1)


def test_times_are_in_utc() -> None:
    assert shown_time(1_772_409_600) == "2026-03-02 00:00:00Z"
