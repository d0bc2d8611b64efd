"""One indexer writes; another waits, takes over, and the first can't write any more."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy import func, select

from quaychain.api.database import writing
from quaychain.api.indexer.lease import LeaseLostError, WriterLease
from quaychain.api.indexer.ledger import Ledger
from quaychain.api.opening.projector import StoreProjector
from quaychain.api.tables.chain import cursor, logs
from quaychain.api.tables.events import events
from tests.api.chain import CHAIN_ID, ROOT, block_hash
from tests.api.order_story import OrderStory
from tests.api.world import World

_LIFETIME = 5.0


class _Clock:
    def __init__(self) -> None:
        self.at = 100.0

    def __call__(self) -> float:
        return self.at


def _lease(world: World, clock: _Clock) -> WriterLease:
    return WriterLease(world.engine, _LIFETIME, clock)


def _holding(world: World, lease: WriterLease) -> None:
    """Let the world's indexer write under a lease."""
    world.ledger = Ledger(world.engine, CHAIN_ID, block_hash(0), ROOT, embedded=True, guard=lease.hold)
    world.follower = world.new_follower()
    world.projector = StoreProjector(world.engine, world.services.opener, lambda: world.wall, lease.hold)


def test_a_second_waits_and_takes_over_when_the_first_is_silent(story: OrderStory) -> None:
    world, clock = story.world, _Clock()
    first, second = _lease(world, clock), _lease(world, clock)
    assert first.attempt() is None
    _holding(world, first)
    assert second.attempt() == first.holder
    clock.at += _LIFETIME - 1
    story.complete("M01", 1)
    world.advance()
    clock.at += 2
    assert second.attempt() == first.holder, "the first has written meanwhile"
    clock.at += _LIFETIME
    assert second.attempt() is None


def test_a_lease_lost_in_the_middle_cannot_write(story: OrderStory) -> None:
    world, clock = story.world, _Clock()
    first, second = _lease(world, clock), _lease(world, clock)
    assert first.attempt() is None
    _holding(world, first)
    world.advance()
    second.attempt()
    clock.at += _LIFETIME
    assert second.attempt() is None
    before = world.dump()
    story.anchor(story.batch())
    with pytest.raises(LeaseLostError, match=second.holder):
        world.follower.step()
    assert world.dump() == before
    _holding(world, second)
    while world.follower.step().name == "ADVANCED":
        pass
    # Nor does the first fill in what comes from the stores.
    with pytest.raises(LeaseLostError):
        StoreProjector(world.engine, world.services.opener, lambda: world.wall, first.hold).step()
    with world.engine.connect() as connection:
        assert connection.execute(select(func.count()).select_from(events)).scalar_one() == 0
    world.advance()
    with world.engine.connect() as connection:
        assert connection.execute(select(func.count()).select_from(events)).scalar_one() > 0
        assert connection.execute(select(cursor.c.block_number)).scalar_one() == world.chain.head.number


def test_a_lease_given_back_is_free_at_once(world: World) -> None:
    clock = _Clock()
    first, second = _lease(world, clock), _lease(world, clock)
    assert first.attempt() is None
    with first.kept():
        assert second.attempt() == first.holder
    assert second.attempt() is None
    first.release()
    assert _lease(world, clock).attempt() == second.holder


def test_it_is_counted_on_beside_long_work(world: World) -> None:
    first = WriterLease(world.engine, 0.4, threading.Event().is_set)
    second = _lease(world, _Clock())
    assert first.attempt() is None
    with writing(world.engine) as connection:
        first.hold(connection)
    with first.kept():
        seen = set()
        for _ in range(100):
            second.attempt()
            seen.add(second._seen)
            if len(seen) > 2:
                break
            threading.Event().wait(0.05)
        assert len(seen) > 2


def test_waiting_ends_when_it_is_told_to(world: World) -> None:
    assert _lease(world, _Clock()).attempt() is None
    stop = threading.Event()
    stop.set()
    assert not _lease(world, _Clock()).wait(stop)


def test_the_lease_stays_when_rows_are_made_anew(story: OrderStory) -> None:
    world = story.world
    lease = _lease(world, _Clock())
    assert lease.attempt() is None
    _holding(world, lease)
    with world.engine.connect() as connection:
        count = connection.execute(select(func.count()).select_from(logs)).scalar_one()
    world.follower.step()
    assert world.ledger.rebuild() == count
    with writing(world.engine) as connection:
        lease.hold(connection)
