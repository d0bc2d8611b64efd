"""The same blocks give the same digest: from genesis at once, piece by piece, and after a restart in the middle."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import insert, update

from quaychain.api.indexer.digest import (
    LedgerDigest,
    NotAnIndexError,
    NothingIndexedError,
    digest_at,
    digest_of,
)
from quaychain.api.indexer.follower import Outcome
from quaychain.api.tables.chain import blocks, logs
from quaychain.api.tables.orders import milestones
from tests.api.order_story import OrderStory
from tests.api.world import World


def _told(world: World) -> None:
    story = OrderStory(world)
    story.agree()
    story.delay()
    story.declare()
    story.complete("M14", 321)
    story.finance()
    story.build()
    story.anchor(story.batch())


def test_from_genesis_and_from_a_resume(world: World, tmp_path: Path) -> None:
    _told(world)
    world.advance()
    (tmp_path / "other").mkdir()
    other = World(tmp_path / "other", chain=world.chain, members=world.members)
    other.source._longest = 3
    # No store is asked, and each range is somebody else's.
    while other.follower.step() is not Outcome.CURRENT:
        other.ledger = other.new_ledger()
        other.follower = other.new_follower()
    here, there = digest_of(world.engine), digest_of(other.engine)
    assert here.difference(there) is None
    assert here.digest == there.digest
    assert here.tables["logs"].rows > 20
    file = tmp_path / "digest.json"
    file.write_bytes(here.as_json())
    assert digest_at(str(file)) == here
    assert digest_at(str(tmp_path / "other" / "index.sqlite")) == here
    assert digest_at(other.engine.url.render_as_string(hide_password=False)) == here
    world.ledger.rebuild()
    assert digest_of(world.engine) == here
    other.engine.dispose()


def test_one_changed_value_shows(story: OrderStory) -> None:
    engine = story.world.engine
    before = digest_of(engine)
    with engine.begin() as connection:
        connection.execute(insert(blocks).values(block_number=10**6, block_hash="0x", parent_hash="0x", block_time=1))
    assert digest_of(engine).difference(before) is None, "a block without logs is the end of a range"
    with engine.begin() as connection:
        connection.execute(update(milestones).where(milestones.c.sequence == 1).values(status="waived"))
        connection.execute(update(logs).values(data=b"\0"))
    assert digest_of(engine).difference(before) == "in logs, milestones"


def test_other_blocks_and_other_chains_are_not_compared(story: OrderStory) -> None:
    world = story.world
    before = digest_of(world.engine)
    world.mine()
    world.advance()
    assert "only rows up to the same block" in str(digest_of(world.engine).difference(before))
    other = LedgerDigest(1, before.genesis, before.block_number, before.block_hash, before.tables)
    assert "chain" in str(before.difference(other))


def test_what_is_no_index(world: World, tmp_path: Path) -> None:
    with pytest.raises(NothingIndexedError):
        digest_of(world.engine)
    file = tmp_path / "file"
    file.write_bytes(b"SQLite format 3\0" + bytes(84))
    with pytest.raises(NothingIndexedError):
        digest_at(str(file))
    file.unlink()
    with pytest.raises(NotAnIndexError):
        digest_at(str(file))
    for content in (b"{}", b"no JSON", b'{"digest": "00", "rows": {}}', b"[]"):
        file.write_bytes(content)
        with pytest.raises(NotAnIndexError):
            digest_at(str(file))


def test_a_digest_that_was_changed_is_refused(story: OrderStory, tmp_path: Path) -> None:
    text = digest_of(story.world.engine).as_json()
    with pytest.raises(ValueError, match="not that of its tables"):
        LedgerDigest.parse(text.replace(b'"chain_id": 741200', b'"chain_id": 741201'))
