"""A charter, four accounting members and one query member, with their keys and cards."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from quaychain.contracts.bindings.types import MemberKind, Seat
from quaychain.node.card import MemberCard
from quaychain.node.charter import Charter, draft_charter
from quaychain.node.keys import RANDOM_PASSWORD
from quaychain.node.member_keys import MemberKeys

PASSWORD = b"a password of the tests"


@dataclass(frozen=True)
class Founding:
    """What a consortium is founded from."""

    charter: Charter
    keys: tuple[MemberKeys, ...]
    cards: tuple[MemberCard, ...]


@pytest.fixture(scope="session")
def founding(tmp_path_factory: pytest.TempPathFactory) -> Founding:
    folder = tmp_path_factory.mktemp("founding")
    charter = draft_charter("embedded", "Test consortium", 741_100, 1_772_409_600)
    seats = [Seat.ACCOUNTING] * 4 + [Seat.QUERY]
    keys = tuple(
        MemberKeys.create(folder / str(number), seat, PASSWORD, RANDOM_PASSWORD) for number, seat in enumerate(seats)
    )
    places = [item.loopback_places(30_303 + 10 * number) for number, item in enumerate(keys)]
    cards = tuple(
        item.make_card(charter, f"Member {number}", MemberKind.SUPPLIER, PASSWORD, places[number])
        for number, item in enumerate(keys)
    )
    return Founding(charter, keys, cards)
