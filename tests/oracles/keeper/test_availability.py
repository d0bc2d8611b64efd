"""Batches whose data can't be had are told of, challenged, and let go when they can be had again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import pytest

from quaychain.contracts.bindings.event_anchor import GapDeclaredLost
from quaychain.contracts.cid import Cid
from quaychain.contracts.keccak import keccak256
from quaychain.contracts.stores import DirectoryContentStore
from quaychain.oracles.keeper.anchored import AnchoredBatch, AnchoredLogs
from quaychain.oracles.keeper.availability import AvailabilityDuty, AvailabilitySettings, challenged_sequence
from quaychain.oracles.keeper.book import Book
from quaychain.oracles.keeper.challenges import link_of, way_to_pinned

STREAM = b"\x05" * 32
HOUR = 3_600


def batch(number: int, cid: bytes, count: int = 10) -> AnchoredBatch:
    first = 1 + (number - 1) * count
    running = number.to_bytes(32, "big")
    return AnchoredBatch(STREAM, 1, first, count, bytes(32), cid, running, number, bytes([number] * 32), 0)


@dataclass
class Logs:
    """One batch a block."""

    chain: list[AnchoredBatch]
    from_block: int = 0

    def batches(self, first: int, last: int) -> Iterator[AnchoredBatch]:
        return (each for each in self.chain if first <= each.block_number <= last)


@dataclass
class Challenger:
    """One challenge an event; flagged from a time on."""

    flags_from: int = 10**9
    open: set[int] = field(default_factory=set)
    flagged: set[int] = field(default_factory=set)

    def challenge(self, batch: AnchoredBatch, sequence: int) -> bool:
        new = sequence not in self.open
        self.open.add(sequence)
        return new

    def flag(self, _stream: bytes, sequence: int, now: int) -> bool:
        if now < self.flags_from or sequence in self.flagged:
            return False
        self.flagged.add(sequence)
        return True


@dataclass
class Place:
    folder: Path
    challenger: Challenger = field(default_factory=Challenger)

    def __post_init__(self) -> None:
        self.content = DirectoryContentStore(self.folder / "content")
        self.cids = [bytes(self.content.put(f"batch {number}".encode())) for number in range(1, 4)]
        self.logs = Logs([batch(number, cid) for number, cid in enumerate(self.cids, start=1)])
        self.book = Book(f"sqlite:///{self.folder / 'book.sqlite'}", ("log",))

    def duty(self, **changes: Any) -> AvailabilityDuty:
        # A window of the last days that has all three batches, so that each look draws them all.
        settings = AvailabilitySettings(**({"tries": 2, "patience": HOUR, "again": 3, "recentBlocks": 100} | changes))
        logs = cast(AnchoredLogs, self.logs)
        return AvailabilityDuty(settings, logs, self.content, self.book, lambda: 3, self.challenger)

    def lose(self, cid: bytes, damage: bytes | None = None) -> None:
        (path,) = [path for path in (self.folder / "content").rglob(f"*{Cid.from_bytes(cid)}*") if path.is_file()]
        path.chmod(0o600)
        path.unlink() if damage is None else path.write_bytes(damage)


def look(duty: AvailabilityDuty, now: int) -> list[str]:
    return [done.what for done in duty.look(now)]


@pytest.mark.parametrize("damage", [None, b"something else"])
def test_what_is_missing_is_told_challenged_and_flagged_once(tmp_path: Path, damage: bytes | None) -> None:
    place = Place(tmp_path)
    keepers = [place.duty(), place.duty()]
    assert look(keepers[0], 0) == look(keepers[1], 0) == []
    place.lose(place.cids[1], damage)
    # Found when fetched again; before its time is over nobody is told.
    for now in (1, 2, HOUR):
        assert [look(keeper, now) for keeper in keepers] == [[], []]
    assert look(keepers[0], HOUR + 1) == ["notice", "challenge"]
    assert look(keepers[1], HOUR + 2) == []
    (asked,) = place.challenger.open
    assert asked == challenged_sequence(place.logs.chain[1]) and 11 <= asked <= 20
    place.challenger.flags_from = 9 * HOUR
    assert look(keepers[1], 9 * HOUR) == ["flag"] and look(keepers[0], 9 * HOUR) == []
    place.content.put(b"batch 2")
    assert look(keepers[0], 10 * HOUR) == ["notice"]
    assert look(keepers[1], 10 * HOUR) == []
    kinds = place.book.deliveries()
    assert [(each.state, each.count) for each in kinds] == [("waiting", 2)]


def test_only_told_where_a_challenge_is_not_wanted(tmp_path: Path) -> None:
    place = Place(tmp_path)
    place.lose(place.cids[0])
    duty = place.duty(challenge=False, tries=1, patience=0)
    assert look(duty, 5) == ["notice"] and look(duty, 6) == [] and not place.challenger.open


def gap(number: int) -> GapDeclaredLost:
    return GapDeclaredLost(STREAM, 1, 1 + (number - 1) * 10, 10, 7, number.to_bytes(32, "big"))


def test_the_way_to_a_pinned_hash_is_the_shortest(monkeypatch: pytest.MonkeyPatch) -> None:
    entries = [batch(number, bytes(36)) if number != 4 else gap(4) for number in range(1, 11)]
    first, third = cast(AnchoredBatch, entries[0]), cast(AnchoredBatch, entries[2])
    assert way_to_pinned(third, entries, frozenset()) is None
    assert way_to_pinned(third, entries, frozenset({entries[1].running_hash})) is None
    way = way_to_pinned(third, entries, frozenset({entries[5].running_hash, entries[9].running_hash}))
    assert way is not None and way.pinned == entries[5].running_hash and not way.stops
    assert (way.previous, way.links) == (entries[1].running_hash, tuple(map(link_of, entries[3:6])))
    own = way_to_pinned(first, entries, frozenset({first.running_hash}))
    assert own is not None and (own.previous, own.links) == (STREAM, ())
    # What is too far for one transaction is gone in steps.
    monkeypatch.setattr("quaychain.oracles.keeper.challenges._MOST_LINKS", 4)
    far = way_to_pinned(first, entries, frozenset({entries[9].running_hash}))
    assert far is not None and far.pinned == entries[1].running_hash and len(far.links) == 1
    assert [(earlier, pinned) for earlier, _, pinned in far.stops] == [
        (entries[5].running_hash, entries[9].running_hash),
        (entries[1].running_hash, entries[5].running_hash),
    ]
    assert [links for _, links, _ in far.stops] == [
        tuple(map(link_of, entries[6:10])),
        tuple(map(link_of, entries[2:6])),
    ]


def test_links_are_those_of_the_readme() -> None:
    """abi.encode of static values: words of 32 bytes, one after the other."""
    one = batch(1, b"cid")
    words = b"batch".ljust(32, b"\0") + b"".join(value.to_bytes(32, "big") for value in (1, 1, 10))
    assert link_of(one) == keccak256(words + one.root + keccak256(b"cid"))
    words = b"gap".ljust(32, b"\0") + b"".join(value.to_bytes(32, "big") for value in (1, 31, 10, 7))
    assert link_of(gap(4)) == keccak256(words)
