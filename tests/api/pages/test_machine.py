from __future__ import annotations

from quaychain.api.pages.machine import Branch, Group, Machine, machine_of
from quaychain.api.permissions import Asker, MemberKind, Role

from .crane_story import CraneStory


def _machine(cranes: CraneStory, crane: str) -> Machine:
    buyer = Asker.of(cranes.world.members["buyer"].id, MemberKind.BUYER, Role.OFFICER, "test")
    with cranes.world.services.view(buyer) as view:
        return machine_of(view, "0x" + cranes.machine(crane).hex())


def _branches(groups: list[Group]) -> list[Branch]:
    return [each for group in groups for branch in group.branches for each in (branch, *_branches(branch.groups))]


def test_the_tree_has_every_part_once_and_both_of_a_replacement(cranes: CraneStory) -> None:
    machine = _machine(cranes, "418")
    branches = _branches(machine.tree)
    assert len(branches) == machine.counts.every == machine.counts.maintained + 1
    assert len({branch.part.part_id for branch in branches}) == len(branches)
    old = next(branch for branch in branches if branch.replaced_by is not None)
    new = next(branch for branch in branches if branch.replaces is not None)
    assert (old.part.serial, new.part.serial) == ("410059", "410301")
    assert (old.current, old.edge.as_built) == (False, True)
    assert (new.current, new.edge.as_built) == (True, False)
    assert new.replaces == old.part
    assert old.noticed and new.noticed


def test_recalled_parts_are_seen_from_the_top(cranes: CraneStory) -> None:
    machine = _machine(cranes, "417")
    branches = _branches(machine.tree)
    calipers = [branch for branch in branches if branch.part.name == "Service brake caliper"]
    assert [branch.part.lot for branch in calipers] == ["B2411", "B2411"]
    assert {part.part_id for part in machine.recalled} == {branch.part.part_id for branch in calipers}
    above = next(group for group in machine.tree if group.name == "Boom and girder set")
    assert above.branches[0].recalled == 2
    assert above.noticed
    assert [recall.live for recall in machine.recalls] == [7]


def test_equal_parts_side_by_side_are_one_row(cranes: CraneStory) -> None:
    groups = {group.name: group for group in _all_groups(_machine(cranes, "417").tree)}
    assert groups["Main-hoist wire rope"].crowded
    assert not groups["Main-hoist motor"].crowded


def test_instruments_leave_places_to_the_map(cranes: CraneStory) -> None:
    on_board = _machine(cranes, "417").instruments
    assert {each.quantity for each in on_board} == {"Force", "RelativeHumidity"}
    in_service = _machine(cranes, "418")
    assert {each.quantity for each in in_service.instruments} == {"Vibration", "Temperature"}
    assert [mark.kind for mark in in_service.marks] == ["work_order", "replaced"]


def _all_groups(groups: list[Group]) -> list[Group]:
    return [each for group in groups for each in (group, *_all_groups([g for b in group.branches for g in b.groups]))]
