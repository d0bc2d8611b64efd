"""An approval is a founder's signature over the genesis and the cards it is made from; every founder's is needed."""

from __future__ import annotations

import os
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quaychain.contracts.bindings.types import AccountPurpose
from quaychain.node.approval import (
    Approval,
    ApprovalError,
    GenesisDiffersError,
    MissingApprovalsError,
    approve,
    cards_digest,
    check_approvals,
    check_genesis,
)
from quaychain.node.artifacts import load_artifact
from quaychain.node.card import CardConsortiumError, CardSignatureError, DuplicateCardError, MemberCard
from quaychain.node.charter import draft_charter
from quaychain.node.documents import parse_document
from quaychain.node.founding import Founding as CheckedFounding
from quaychain.node.genesis import build_genesis

from .conftest import PASSWORD, Founded, Founding

ROOT = load_artifact("ConsortiumRoot")


def test_approvals_are_read_as_they_were_written(founded: Founded) -> None:
    for approval in founded.approvals:
        assert parse_document(approval.as_file(), Approval, "approval") == approval


def test_all_founders_approve_and_nobody_else(founding: Founding, founded: Founded) -> None:
    check_approvals(founded.genesis, founding.cards[::-1], founded.approvals[::-1])
    with pytest.raises(MissingApprovalsError, match=r"Member 1, Member 3|Member 3, Member 1"):
        check_approvals(founded.genesis, founding.cards, founded.approvals[::2])
    check_approvals(founded.genesis, founding.cards, founded.approvals[::2], complete=False)
    observer = founding.keys[4]
    with pytest.raises(ApprovalError, match="none of the founders"):
        approve(
            founded.genesis,
            founding.cards,
            observer.member,
            observer.account(AccountPurpose.GOVERNANCE, PASSWORD),
        )
    with pytest.raises(ApprovalError, match="is not its founder account"):
        other = founding.keys[1].account(AccountPurpose.GOVERNANCE, PASSWORD)
        approve(founded.genesis, founding.cards, founding.keys[0].member, other)


@pytest.mark.parametrize("field", ["consortium", "genesis", "block", "cards"])
def test_a_changed_approval_is_refused(founding: Founding, founded: Founded, field: str) -> None:
    first = founded.approvals[0]
    content = first.approval.model_copy(update={field: os.urandom(32)})
    with pytest.raises(ApprovalError, match="signature is wrong"):
        changed = first.model_copy(update={"approval": content})
        check_approvals(founded.genesis, founding.cards, [changed, *founded.approvals[1:]])
    founder = founding.keys[0].account(AccountPurpose.GOVERNANCE, PASSWORD)
    signed = Approval(
        approval=content, founder=founder.address, signature=founder.sign_payload(content.signing_payload())
    )
    with pytest.raises(ApprovalError, match=r"is for (an)?other") as caught:
        check_approvals(founded.genesis, founding.cards, [signed, *founded.approvals[1:]])
    assert "\n" not in str(caught.value)


def test_a_card_more_is_another_approval(founding: Founding, founded: Founded) -> None:
    """A query member's card changes nothing of the genesis, but its nodes and accounts would be let in."""
    fewer = founding.cards[:4]
    genesis = build_genesis(founding.charter, fewer, ROOT)
    assert genesis.data == founded.genesis.data
    with pytest.raises(ApprovalError, match="other cards"):
        check_approvals(genesis, fewer, founded.approvals)


def test_the_digest_does_not_depend_on_the_order(founding: Founding) -> None:
    contents = [card.card for card in founding.cards]
    assert cards_digest(contents) == cards_digest(contents[::-1])
    assert cards_digest(contents) != cards_digest(contents[:4])


@given(st.data())
def test_a_byte_makes_another_genesis(founded: Founded, data: Any) -> None:
    ours = founded.genesis.data
    place = data.draw(st.integers(0, len(ours) - 1))
    changed = bytearray(ours)
    changed[place] ^= data.draw(st.integers(1, 255))
    for theirs in (bytes(changed), ours[:place], ours + b"\n"):
        with pytest.raises(GenesisDiffersError) as caught:
            check_genesis(founded.genesis, theirs, "their.json")
        assert "\n" not in str(caught.value)
        assert 1 <= caught.value.line <= len(ours.splitlines()) + 1
    check_genesis(founded.genesis, ours, "ours.json")


def test_the_line_that_differs_is_named(founded: Founded) -> None:
    lines = founded.genesis.data.splitlines(keepends=True)
    lines[2] = b'    "chainId": 1,\n'
    with pytest.raises(GenesisDiffersError, match="from line 3 on"):
        check_genesis(founded.genesis, b"".join(lines), "their.json")


def test_a_founding_is_checked_as_a_whole(founding: Founding, founded: Founded) -> None:
    genesis = (founded.genesis.data, "genesis.json")

    def check(**changes: Any) -> CheckedFounding:
        given = {"charter": founding.charter, "cards": founding.cards, "approvals": founded.approvals, **changes}
        return CheckedFounding.check(given["charter"], given["cards"], genesis, given["approvals"], ROOT)

    assert check() == founded.checked
    forged = founding.cards[0].card.model_copy(update={"name": "Somebody else"})
    cases: list[tuple[type[Exception], dict[str, Any]]] = [
        (CardConsortiumError, {"charter": draft_charter("embedded", "Test consortium", 741_100, 1_772_409_600)}),
        (CardSignatureError, {"cards": (founding.cards[0].model_copy(update={"card": forged}), *founding.cards[1:])}),
        (DuplicateCardError, {"cards": (*founding.cards, founding.cards[0])}),
        (MissingApprovalsError, {"approvals": founded.approvals[1:]}),
    ]
    for error, changes in cases:
        with pytest.raises(error) as caught:
            check(**changes)
        assert "\n" not in str(caught.value)


def test_a_newer_card_counts_and_can_take_nothing_from_others(founding: Founding, founded: Founded) -> None:
    moved = founding.keys[1].make_card(
        founding.charter, "Member 1", founding.cards[1].card.kind, PASSWORD, founding.keys[1].loopback_places(31_000)
    )
    checked = _with_later(founding, founded, moved)
    content = checked.content_of(founding.keys[1].member)
    assert content is not None
    assert content.enodes[0].port == 31_000
    assert len(checked.newest) == len(founding.cards)
    places = founding.keys[1].loopback_places(30_303)  # where the first member's validator is
    taken = founding.keys[1].make_card(founding.charter, "Member 1", founding.cards[1].card.kind, PASSWORD, places)
    with pytest.raises(DuplicateCardError, match="a node at"):
        _with_later(founding, founded, taken)


def _with_later(founding: Founding, founded: Founded, later: MemberCard) -> CheckedFounding:
    return CheckedFounding.check(
        founding.charter,
        founding.cards,
        (founded.genesis.data, "genesis.json"),
        founded.approvals,
        ROOT,
        [later],
    )
