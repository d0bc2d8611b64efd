from __future__ import annotations

from quaychain.api.permissions import Asker, MemberKind, Role
from quaychain.api.queries.parts import AssemblyEdgeView, list_tree
from quaychain.contracts.bindings import part_provenance

from ..chain import DAY, START
from ..order_story import OrderStory
from ..world import identifier, shown


def _tree(story: OrderStory) -> list[AssemblyEdgeView]:
    asker = Asker.of(story.world.members["buyer"].id, MemberKind.BUYER, Role.OFFICER, "test")
    with story.world.services.view(asker) as view:
        return list_tree(view, shown("crane"))


def test_a_tree_has_all_levels_and_what_was_taken_out(story: OrderStory) -> None:
    story.build()
    story.world.advance()
    edges = {edge.part.part_id: edge for edge in _tree(story)}
    assert set(edges) == {shown(name) for name in ("hoist", "brake", "new hoist")}
    assert edges[shown("brake")].parent == shown("hoist")
    assert edges[shown("hoist")].removed_at is not None
    assert [edges[shown(name)].as_built for name in ("hoist", "brake", "new hoist")] == [True, True, False]


def test_what_a_part_gets_after_it_was_taken_out_is_no_longer_the_machines_matter(story: OrderStory) -> None:
    story.build()
    hoist = identifier("hoist")
    installed = part_provenance.PartInstalled(
        identifier("spare"), hoist, hoist, identifier("elsewhere"), bytes(32), story.world.id("maker")
    )
    story.world.mine(("PartProvenance", installed), at=START + 700 * DAY)
    story.world.advance()
    assert shown("spare") not in {edge.part.part_id for edge in _tree(story)}
