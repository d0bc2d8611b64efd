"""A charter, four accounting members and one query member, with their keys and cards, and what they founded."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from quaychain.contracts.bindings.types import AccountPurpose, MemberKind, Seat
from quaychain.node.approval import Approval, approve
from quaychain.node.artifacts import load_artifact
from quaychain.node.card import MemberCard
from quaychain.node.charter import Charter, draft_charter
from quaychain.node.founding import Founding as CheckedFounding
from quaychain.node.genesis import Genesis, build_genesis
from quaychain.node.keys import RANDOM_PASSWORD
from quaychain.node.member_keys import MemberKeys

PASSWORD = b"a password of the tests"


@dataclass(frozen=True)
class Founding:
    """What a consortium is founded from. The first member has a query node too."""

    charter: Charter
    keys: tuple[MemberKeys, ...]
    cards: tuple[MemberCard, ...]


@dataclass(frozen=True)
class Founded:
    """A founding that all founders approved."""

    genesis: Genesis
    approvals: tuple[Approval, ...]
    checked: CheckedFounding


@pytest.fixture(scope="session")
def founding(tmp_path_factory: pytest.TempPathFactory) -> Founding:
    folder = tmp_path_factory.mktemp("founding")
    charter = draft_charter("embedded", "Test consortium", 741_100, 1_772_409_600)
    members = [(Seat.ACCOUNTING, ("query-1",)), *[(Seat.ACCOUNTING, ())] * 3, (Seat.QUERY, ())]
    keys = tuple(
        MemberKeys.create(folder / str(number), seat, PASSWORD, RANDOM_PASSWORD, nodes)
        for number, (seat, nodes) in enumerate(members)
    )
    places = [item.loopback_places(30_303 + 10 * number) for number, item in enumerate(keys)]
    cards = tuple(
        item.make_card(charter, f"Member {number}", MemberKind.SUPPLIER, PASSWORD, places[number])
        for number, item in enumerate(keys)
    )
    return Founding(charter, keys, cards)


@pytest.fixture(scope="session")
def founded(founding: Founding) -> Founded:
    root = load_artifact("ConsortiumRoot")
    genesis = build_genesis(founding.charter, founding.cards, root)
    approvals = tuple(
        approve(genesis, founding.cards, keys.member, keys.account(AccountPurpose.GOVERNANCE, PASSWORD))
        for keys in founding.keys[:4]
    )
    checked = CheckedFounding.check(founding.charter, founding.cards, (genesis.data, "genesis.json"), approvals, root)
    return Founded(genesis, approvals, checked)
