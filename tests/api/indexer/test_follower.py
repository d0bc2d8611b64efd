"""The indexer follows a chain, takes rows back where it may, and halts where it must not."""

from __future__ import annotations

import gc
import threading
import weakref
from collections import defaultdict
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import func, select, update
from sqlalchemy.exc import OperationalError

from quaychain.api.indexer.follower import ChainForkedError, Outcome
from quaychain.api.indexer.ledger import Cursor, CursorMovedError, Ledger
from quaychain.api.indexer.preparing import PreparedRange
from quaychain.api.indexer.source import ChainRange
from quaychain.api.tables import metadata
from quaychain.api.tables.chain import cursor, log_subjects, logs
from quaychain.api.tables.members import directory, members
from quaychain.api.tables.orders import milestones, orders
from quaychain.contracts.bindings.consortium_root import DirectoryEntrySet
from quaychain.contracts.bindings.member_registry import MemberReinstated, MemberSuspended
from quaychain.contracts.bindings.order_fulfilment import MilestoneEscalated, MilestoneReminded, MilestoneScheduled
from quaychain.contracts.bindings.types import ScheduleCause
from quaychain.contracts.rpc import ChainMismatchError
from tests.api.chain import DAY, ROOT, START, address_of, block_hash, topic
from tests.api.order_story import OrderStory
from tests.api.world import CONTRACTS, KINDS, World


def _count(world: World, table: object) -> int:
    with world.engine.connect() as connection:
        return int(connection.execute(select(func.count()).select_from(table)).scalar_one())  # type: ignore[arg-type]


def _logs_at(world: World, number: int) -> list[tuple[object, ...]]:
    query = select(logs.c.log_index, logs.c.event, logs.c.block_hash).where(logs.c.block_number == number)
    with world.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(query)]


def test_rows_come_with_the_cursor(story: OrderStory) -> None:
    world = story.world
    assert _count(world, directory) == len(CONTRACTS)
    assert _count(world, members) == len(KINDS)
    assert _count(world, orders) == 1
    with world.engine.connect() as connection:
        row = connection.execute(select(cursor)).one()
    assert (row.block_number, row.block_hash) == (world.chain.head.number, "0x" + world.chain.head.hash.hex())


def test_a_step_with_nothing_new_changes_nothing(story: OrderStory) -> None:
    before = story.world.dump()
    assert story.world.follower.step() is Outcome.CURRENT
    assert story.world.dump() == before


def test_a_restart_goes_on_where_the_last_run_stopped(story: OrderStory) -> None:
    world = story.world
    story.complete("M01", 1)
    world.ledger = world.new_ledger()
    world.follower = world.new_follower()
    world.advance()
    with world.engine.connect() as connection:
        status = connection.execute(select(milestones.c.status).order_by(milestones.c.sequence)).scalars().all()
    assert status == ["completed", "open", "open"]


def test_ranges_of_any_length_give_the_same_rows(tmp_path_factory: pytest.TempPathFactory) -> None:
    dumps = []
    for longest in (1, 1_000):
        world = World(tmp_path_factory.mktemp("world"))
        # The keys differ from world to world, and with them the roots of what is sealed; the chain's rows don't.
        story = OrderStory(world)
        world.source._longest = longest
        for number in range(3):
            world.mine(at=START + number + 10)
        story.delay()
        world.advance()
        dump = world.dump()
        dumps.append({name: dump[name] for name in ("milestones", "sub_orders", "alternatives", "involvements")})
    assert dumps[0] == dumps[1]


def test_the_embedded_chain_may_go_another_way(story: OrderStory) -> None:
    world = story.world
    common = world.chain.head.number
    before = world.dump()
    story.complete("M01", 1)
    world.advance()
    assert world.dump() != before
    other = world.chain.fork(common, "other")
    other.mine(at=START + 5)
    other.mine(at=START + 6)
    world.chain = other
    world.source.chain = other
    assert world.follower.step() is Outcome.WENT_BACK
    while world.projector.step():
        pass
    assert world.dump() == before
    assert _count(world, logs) == len(CONTRACTS) + len(KINDS) * 3 + 2


def test_the_embedded_chain_may_fall_behind(story: OrderStory) -> None:
    world = story.world
    common = world.chain.head.number
    story.complete("M01", 1)
    world.advance()
    world.source.chain = world.chain.fork(common, "")
    assert world.follower.step() is Outcome.WENT_BACK
    with world.engine.connect() as connection:
        assert connection.execute(select(cursor.c.block_number)).scalar_one() == common
        orphans = select(func.count()).select_from(log_subjects).where(log_subjects.c.block_number > common)
        assert connection.execute(orphans).scalar_one() == 0


def test_another_history_halts_a_real_chain(tmp_path: Path) -> None:
    world = World(tmp_path, embedded=False)
    world.advance()
    before = world.dump()
    other = world.chain.fork(world.chain.head.number - 1, "other")
    other.mine(at=START + 5)
    other.mine(at=START + 6)
    world.source.chain = other
    with pytest.raises(ChainForkedError, match="indexing is halted"):
        world.follower.step()
    assert world.dump() == before


@pytest.mark.parametrize("longer", [False, True])
@pytest.mark.parametrize("embedded", [False, True])
def test_another_log_at_a_stored_place_halts_or_replaces_it(tmp_path: Path, embedded: bool, longer: bool) -> None:
    """A log's key is its place, so two histories must never stand side by side: the blocks' hashes part them."""
    world = World(tmp_path, embedded=embedded)
    member = world.members["bank_a"].member
    other = world.chain.fork(world.chain.head.number, "other")
    world.mine(("MemberRegistry", MemberSuspended(member, 1)))
    world.advance()
    place = world.chain.head.number
    before = _logs_at(world, place)
    other.mine(("MemberRegistry", MemberReinstated(member)), at=START + 5)
    if longer:
        other.mine(at=START + 6)
    world.source.chain = other
    if embedded:
        assert world.follower.step() is Outcome.WENT_BACK
        assert world.follower.step() is Outcome.ADVANCED
        assert _logs_at(world, place) == [(0, "MemberReinstated", "0x" + block_hash(place, "other").hex())]
    else:
        with pytest.raises(ChainForkedError):
            world.follower.step()
        assert before == _logs_at(world, place) == [(0, "MemberSuspended", "0x" + block_hash(place).hex())]


def test_behind_the_head_the_next_range_is_prepared_while_one_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = World(tmp_path)
    world.source._longest = 2
    for number in range(30):
        world.mine(at=START + number + 10)
    ready, began, tried = defaultdict[int, threading.Event](threading.Event), list[int](), list[int]()
    prepare, append = world.ledger.prepare, world.ledger.append

    def prepares(read: ChainRange, after: PreparedRange | None = None) -> PreparedRange:
        began.append(read.blocks[0].number)
        prepared = prepare(read, after)
        ready[read.blocks[0].number].set()
        return prepared

    def appends(at: Cursor, prepared: PreparedRange, head_number: int, now: float) -> Cursor:
        tried.append(prepared.read.blocks[0].number)
        last = prepared.read.last.number
        assert last == head_number or ready[last + 1].wait(10)
        if len(tried) == 3:
            raise OperationalError("COPY", None, Exception("the server went away"))
        return append(at, prepared, head_number, now)

    monkeypatch.setattr(world.ledger, "prepare", prepares)
    monkeypatch.setattr(world.ledger, "append", appends)
    world.follower.forget()
    world.follower.catch_up(threading.Event(), 0.01, lambda: False)
    world.follower.close()
    assert tried == [1, 3, 5, *range(5, world.chain.head.number + 1, 2)]
    # What was prepared beside a transaction that failed was dropped with it.
    assert sorted(began) == sorted([*tried, 7])
    (tmp_path / "other").mkdir()
    other = World(tmp_path / "other", chain=world.chain, members=world.members)
    other.advance()
    assert world.dump() == other.dump()
    assert _count(world, members) == len(KINDS)


def test_cycles_go_where_nothing_is_new(tmp_path: Path) -> None:
    world, stop = World(tmp_path), threading.Event()

    def between() -> bool:
        if gone() is None:
            stop.set()
        return False

    class Ring:
        own: Ring

    ring = Ring()
    ring.own, gone = ring, weakref.ref(ring)
    del ring
    gc.disable()
    ends = threading.Timer(20, stop.set)
    ends.start()
    try:
        world.follower.run(stop, 0.0, between)
    finally:
        gc.enable()
        ends.cancel()
    assert gone() is None


def test_a_real_chain_that_is_behind_is_waited_for(tmp_path: Path) -> None:
    world = World(tmp_path, embedded=False)
    world.advance()
    world.source.chain = world.chain.fork(1, "")
    assert world.follower.step() is Outcome.BEHIND


def test_another_chain_is_refused(story: OrderStory) -> None:
    other = Ledger(story.world.engine, 1, block_hash(0), ROOT, embedded=True)
    with pytest.raises(ChainMismatchError):
        other.begin(story.world.chain.blocks([0])[0], 0.0)


def test_a_second_indexer_is_refused_and_writes_nothing(story: OrderStory) -> None:
    world = story.world
    second = world.new_follower()
    second.step()
    story.complete("M01", 1)
    world.advance()
    count = _count(world, logs)
    with pytest.raises(CursorMovedError):
        second.step()
    assert _count(world, logs) == count


def test_rows_made_anew_are_the_same(story: OrderStory) -> None:
    world = story.world
    story.delay()
    story.declare()
    story.finance()
    story.build()
    world.advance()
    before = world.dump()
    assert world.ledger.rebuild() == _count(world, logs)
    while world.projector.step():
        pass
    assert world.dump() == before


def test_a_reminder_counts_for_the_due_time_in_force_only(story: OrderStory) -> None:
    world = story.world
    story.delay()
    world.advance()
    with world.engine.connect() as connection:
        assert connection.execute(select(func.count(milestones.c.escalated_at))).scalar_one() == 1
    moved = MilestoneScheduled(
        story.order, story.codes["M08"], ScheduleCause.EXCUSABLE_DELAY, bytes(32), START + 214 * DAY, START + 216 * DAY
    )
    world.mine(("OrderFulfilment", moved))
    world.advance()
    with world.engine.connect() as connection:
        row = connection.execute(
            select(milestones).where(milestones.c.milestone == "0x" + story.codes["M08"].hex())
        ).one()
    assert (row.reminded_at, row.escalated_at, row.due) == (None, None, START + 214 * DAY)


def test_a_successor_and_its_predecessor_are_one_contract(story: OrderStory) -> None:
    """From its entry on, logs of a new contract are those of the name; the old one's stay, and none is taken before."""
    world, next_one = story.world, "OrderFulfilment 2"
    old, new = address_of("OrderFulfilment"), address_of(next_one)
    code, due = story.codes["M01"], START + DAY
    world.mine((next_one, MilestoneReminded(story.order, story.codes["M14"], due, due)), at=START + 10)
    world.mine(("OrderFulfilment", MilestoneReminded(story.order, code, due, due)), at=START + 11)
    world.mine(("ConsortiumRoot", DirectoryEntrySet(topic("OrderFulfilment"), new, 2, bytes(32), old)), at=START + 12)
    world.advance()
    # So it is too for an indexer that is started anew.
    world.follower = world.new_follower()
    world.mine((next_one, MilestoneEscalated(story.order, code, due, due)), at=START + 2 * DAY)
    world.advance()
    rows = select(logs.c.address, logs.c.contract, logs.c.event).where(logs.c.event.startswith("Milestone"))
    with world.engine.connect() as connection:
        assert connection.execute(rows.order_by(logs.c.block_number)).all() == [
            (old, "OrderFulfilment", "MilestoneReminded"),
            (new, "OrderFulfilment", "MilestoneEscalated"),
        ]
        told = select(milestones.c.milestone, milestones.c.reminded_at, milestones.c.escalated_at)
        assert connection.execute(told.where(milestones.c.reminded_at.is_not(None))).all() == [
            ("0x" + code.hex(), START + 11, START + 2 * DAY)
        ]
        entry = connection.execute(select(directory).where(directory.c.name == "OrderFulfilment")).one()
    assert (entry.location, entry.predecessor) == (new, old)
    before = world.dump()
    world.ledger.rebuild()
    while world.projector.step():
        pass
    assert world.dump() == before


def test_logs_of_strangers_and_from_before_an_entry_are_passed_over(world: World) -> None:
    world.mine(("OrderFulfilment", MilestoneReminded(bytes(32), bytes(32), 1, 1)))
    world.advance()
    known = _count(world, logs)
    with world.engine.connect() as connection:
        since = connection.execute(select(directory.c.since_block)).scalars().all()
    assert known == len(CONTRACTS) + len(KINDS) * 3 + 1
    assert set(since) == {1}


def test_every_table_has_its_migration(world: World) -> None:
    with world.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_the_head_is_noted_at_least_now_and_then(story: OrderStory) -> None:
    world = story.world
    world.wall += 100
    world.follower.step()
    with world.engine.connect() as connection:
        assert connection.execute(select(cursor.c.seen_at)).scalar_one() == world.wall
    with world.engine.begin() as connection:
        connection.execute(update(cursor).values(genesis_hash="0x" + "ee" * 32))
    with pytest.raises(ChainMismatchError):
        world.new_ledger().begin(world.chain.blocks([0])[0], 0.0)
