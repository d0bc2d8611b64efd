"""Which validators work, and when one may be taken out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from quaychain.contracts.bindings.types import Member, MemberKind, MemberStatus, Seat
from quaychain.contracts.rpc import RpcError
from quaychain.contracts.types import to_address
from quaychain.node.governance.validators import (
    QuorumEndangeredError,
    ValidatorSetView,
    ValidatorView,
    check_removal,
    is_sealed,
    proposers,
    window_of,
)
from tests.node.governance.fake_rpc import NodeAnswersError, rpc_of

REFERENCE = Path(__file__).resolve().parents[4] / "shared/reference/qbft"
MEMBER = Member(MemberKind.SUPPLIER, Seat.ACCOUNTING, MemberStatus.ACTIVE, 0, 0, to_address(bytes(20)))


def view(*last: int | None, sealed: bool = True) -> ValidatorSetView:
    """A set whose validators proposed these blocks last; None: none lately."""
    validators = tuple(
        ValidatorView(to_address(bytes([number + 1]) * 20), bytes(16), MEMBER, proposed)
        for number, proposed in enumerate(last)
    )
    return ValidatorSetView(1, 50, 0, 100, sealed, window_of(len(last)), validators)


def test_one_of_five_that_all_work_may_go() -> None:
    check_removal(view(1, 2, 3, 4, 5), to_address(bytes([1]) * 20))


def test_one_that_is_silent_may_go() -> None:
    check_removal(view(None, 2, 3, 4, 5), to_address(bytes([1]) * 20))


def test_one_that_works_stays_while_another_is_silent() -> None:
    """Above all while the one that is to take its place has not shown that it works."""
    with pytest.raises(QuorumEndangeredError) as refused:
        check_removal(view(1, 2, 3, 4, None), to_address(bytes([1]) * 20))
    assert (refused.value.working, refused.value.needed) == (3, 3)
    assert refused.value.silent == (to_address(bytes([5]) * 20),)


def test_a_removal_that_would_stop_the_chain() -> None:
    with pytest.raises(QuorumEndangeredError):
        check_removal(view(None, None, None, 4, 5), to_address(bytes([1]) * 20))


def test_where_nothing_seals_nothing_is_endangered() -> None:
    check_removal(view(None, None, None, None, sealed=False), to_address(bytes([1]) * 20))


def test_a_chain_without_validators_is_known_by_its_node() -> None:
    def answer(method: str, parameters: list[Any]) -> Any:
        raise NodeAnswersError("Method not found", -32601)

    assert not is_sealed(rpc_of(answer))
    assert is_sealed(rpc_of(lambda method, parameters: []))

    def trouble(method: str, parameters: list[Any]) -> Any:
        raise NodeAnswersError("Internal error", -32603)

    with pytest.raises(RpcError):
        is_sealed(rpc_of(trouble))


@pytest.mark.skipif(not REFERENCE.is_dir(), reason="the recordings of a Besu network are not beside the checkout")
def test_the_proposer_stands_in_the_recorded_headers() -> None:
    blocks = {int(block["number"], 16): block for block in json.loads((REFERENCE / "blocks.json").read_text())}
    validators = json.loads((REFERENCE / "validators_by_block.json").read_text())
    known = {to_address(one) for answer in validators.values() for one in answer["result"]}
    found = proposers(rpc_of(lambda method, parameters: blocks.get(int(parameters[0], 16))), 1, 64)
    assert set(found) <= known
    assert max(found.values()) == 64
