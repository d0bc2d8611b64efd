"""Whatever is asked of the contracts, a refusal says why: no panic, no bare text, no empty revert.

Calls as the ABI has them, with arguments at and beyond every edge, from accounts that may do the most; what is not
refused is done, so that later calls find something there. An array or enum that the ABI's decoder does not take is not
among them: that is refused before the contract is asked.
"""

from __future__ import annotations

import os
import random
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from quaychain.contracts.bindings.types import AccountPurpose
from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.types import Call
from tests.contracts.models.chain import TestChain, running_chain
from tests.contracts.models.functions import CONTRACTS, Function, Parameter, functions, refusal

pytestmark = pytest.mark.integration

#: How often each function is called.
ROUNDS = int(os.environ.get("QC_REVERT_ROUNDS", "4"))

#: OpenZeppelin's AccessManager is not ours: it refuses without a word a call that is shorter than a selector, and a
#: target or caller that is no contract.
OURS = tuple(name for name in CONTRACTS if name != "AccessManager")

#: A few names for everything, so that one call meets what another one stored.
IDENTIFIERS = tuple(bytes([number]) * 32 for number in (0, 1, 2, 3, 255))


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestChain]:
    with running_chain(tmp_path_factory.mktemp("chain")) as running:
        yield running


class Draw:
    """Arguments at the edges."""

    def __init__(self, chain: TestChain, source: random.Random) -> None:
        self._random = source
        self._chain = chain
        self._members = [member.id for member in chain.members.values()]
        accounts = [account for member in chain.members.values() for account in member.accounts.values()]
        self._addresses = [*accounts, chain.deployment.root, "0x" + "00" * 20, "0x" + "ff" * 20, "0x" + "a1" * 20]
        self._addresses += [chain.deployment.address(name) for name in CONTRACTS]

    def __call__(self, parameter: Parameter) -> Any:
        pick = self._random.choice
        if parameter.enum is not None:
            return self._random.randrange(parameter.enum)
        if parameter.type == "length":
            return pick((0, 1, 1, 2, 3, 17, 33, 65))
        if parameter.type == "address":
            return pick(self._addresses)
        if parameter.type == "bool":
            return pick((True, False))
        if parameter.type == "string":
            return pick(("", "reason", "#proposer=0x" + "0" * 40, "é" * 40))
        if parameter.type == "bytes":
            return pick((b"", b"\0", bytes(4), bytes(64), bytes(65), self._random.randbytes(65), bytes(2049)))
        if parameter.type.startswith("bytes"):
            size = int(parameter.type[5:])
            if size == 16:
                return pick((*self._members, *self._members, bytes(16), b"\xff" * 16, self._random.randbytes(16)))
            return pick((*(name[:size] for name in IDENTIFIERS), self._random.randbytes(size), b"NLCN"[:size]))[
                :size
            ].ljust(size, b"\0")
        bits = int(parameter.type.removeprefix("u").removeprefix("int") or 256)
        if parameter.type.startswith("int"):
            return pick((0, 1, -1, 2 ** (bits - 1) - 1, -(2 ** (bits - 1))))
        top, now = 2**bits - 1, self._chain.now
        near = (
            0,
            0,
            1,
            1,
            2,
            3,
            4,
            100,
            1_000_000,
            now - 1,
            now,
            now + 1,
            now + 86_400,
            2**40 - 1,
            2**40,
            top - 1,
            top,
        )
        return pick([top, *(value for value in near if value <= top)])


def callers(chain: TestChain, function: Function, source: random.Random) -> list[str]:
    """Who may do it, or nearly: the Governor and two members' accounts of any purpose."""
    members = source.sample([member for member in chain.members.values() if member.accounts], 3)
    accounts = [source.choice(list(member.accounts.values())) for member in members]
    accounts += [member.accounts[AccountPurpose.OPERATIONS] for member in members]
    return [chain.deployment.address("ConsortiumGovernor"), *accounts]


@pytest.mark.parametrize("contract", OURS)
def test_every_refusal_has_a_name(chain: TestChain, contract: str) -> None:
    seen: Counter[str] = Counter()
    bare = set()
    source = random.Random(f"{contract} 51")
    location = chain.deployment.address(contract)
    with chain.undone():
        for _ in range(ROUNDS):
            for function in functions(contract):
                data = function.calldata(Draw(chain, source))
                for caller in callers(chain, function, source):
                    problem = refusal(chain.rpc, caller, location, data)
                    seen[problem or "done"] += 1
                    if problem is not None and not problem.isidentifier():
                        bare.add(f"{function}: {problem}")
                    if problem is None and function.writes:
                        with_all = Call(location, data)
                        try:
                            chain.send(caller, with_all)
                        except QuaychainError as error:  # the time has moved on by one
                            seen[type(error).__name__] += 1
                        break
    assert not bare, "\n".join(sorted(bare))
    assert seen["done"] > 0 and len(seen) > 2, seen
