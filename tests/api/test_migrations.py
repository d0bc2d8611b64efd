"""Tables of an earlier version are brought to the present one with what their rows say."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, inspect, select

import quaychain.api
from quaychain.api.database import migrate, writing
from quaychain.api.indexer.digest import digest_of
from quaychain.api.tables.events import message_assets, messages
from quaychain.contracts.bindings import customs_compliance as contract
from quaychain.contracts.bindings.types import CodeList, DocumentType
from tests.api.chain import DAY, START
from tests.api.order_story import OrderStory
from tests.api.world import identifier


def back_to(engine: Engine, revision: str) -> None:
    """Take the tables back to an earlier version."""
    config = Config()
    config.set_main_option("script_location", str(Path(quaychain.api.__file__).parent / "migrations"))
    with writing(engine) as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, revision)


def test_whose_word_it_was_is_filled_in_from_the_logs(story: OrderStory) -> None:
    world, pack, digest = story.world, identifier("pack"), identifier("digest")
    typed, issuer = DocumentType(CodeList.UNTDID1001, 2, 0), world.id("supplier")
    buyer, surveyor = world.members["buyer"], world.members["surveyor"]
    story.declare()
    world.mine(
        ("CustomsCompliance", contract.IssuerAuthorized(b"NL", issuer, typed, START, 0, True)),
        ("CustomsCompliance", contract.IssuerAuthorizationEnded(b"NL", issuer, typed, START + DAY, False)),
        ("CustomsCompliance", contract.IssuerAuthorized(b"NL", issuer, typed, START + 2 * DAY, 0, False)),
        ("CustomsCompliance", contract.IssuerAuthorizationEnded(b"NL", issuer, typed, START + 3 * DAY, True)),
        ("CustomsCompliance", contract.CheckerAppointed(b"NL", surveyor.member, True, True)),
        (
            "CustomsCompliance",
            contract.EvidencePackSubmitted(
                pack, identifier("declaration"), buyer.member, buyer.signer.address, (), (), digest
            ),
        ),
        (
            "CustomsCompliance",
            contract.EvidencePackCountersigned(pack, surveyor.member, surveyor.signer.address, digest),
        ),
    )
    world.advance()
    before = world.dump()
    back_to(world.engine, "0013")
    migrate(world.engine)
    assert world.dump() == before


def keys_of_logs(engine: Engine) -> tuple[list[str], set[str | None]]:
    """The columns of the primary key, and the names of the indexes."""
    found = inspect(engine)
    return found.get_pk_constraint("logs")["constrained_columns"], {each["name"] for each in found.get_indexes("logs")}


def change_key_of_logs(engine: Engine) -> None:
    """To the key of hashes and back again, with all rows."""
    place, indexes = ["block_number", "log_index"], {"ix_logs_transaction_hash_log_index", "ix_logs_common"}
    before = digest_of(engine)
    assert keys_of_logs(engine) == (place, indexes)
    back_to(engine, "0019")
    hashes = ["block_hash", "transaction_hash", "log_index"]
    assert keys_of_logs(engine) == (hashes, {"ix_logs_block_number_log_index", *indexes})
    migrate(engine)
    assert keys_of_logs(engine) == (place, indexes)
    assert digest_of(engine) == before


def test_logs_are_keyed_by_their_place(story: OrderStory) -> None:
    change_key_of_logs(story.world.engine)
    with story.world.engine.connect() as connection:
        common = "SELECT sql FROM sqlite_master WHERE name = 'ix_logs_common'"
        assert "WHERE contract IN" in connection.exec_driver_sql(common).scalar_one()


def test_messages_about_a_thing_get_their_time(story: OrderStory) -> None:
    engine, key = story.world.engine, ["asset", "stream_id", "sequence", "item"]
    story.anchor(story.batch())
    story.world.advance()
    before = story.world.dump()
    back_to(engine, "0020")
    assert inspect(engine).get_pk_constraint("message_assets")["constrained_columns"] == key
    migrate(engine)
    assert story.world.dump() == before
    timed = inspect(engine).get_pk_constraint("message_assets")["constrained_columns"]
    assert timed == ["asset", "occurred_at", "stream_id", "sequence", "item"]
    with engine.connect() as connection:
        times = [connection.execute(select(each.c.occurred_at)).scalars().all() for each in (message_assets, messages)]
    assert times[0] == times[1] != []
