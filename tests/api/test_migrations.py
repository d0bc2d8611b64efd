"""Tables of an earlier version are brought to the present one with what their rows say."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config

import quaychain.api
from quaychain.api.database import migrate, writing
from quaychain.contracts.bindings import customs_compliance as contract
from quaychain.contracts.bindings.types import CodeList, DocumentType
from tests.api.chain import DAY, START
from tests.api.order_story import OrderStory
from tests.api.world import World, identifier


def _back_to(world: World, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(quaychain.api.__file__).parent / "migrations"))
    with writing(world.engine) as connection:
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
    _back_to(world, "0013")
    migrate(world.engine)
    assert world.dump() == before
