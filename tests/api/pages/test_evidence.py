from __future__ import annotations

import pytest

from quaychain.api.pages.evidence import slices_of
from quaychain.api.permissions import Asker, MemberKind, Role
from quaychain.api.queries.receivables import EvidenceSheet, get_evidence_sheet
from quaychain.api.queries.view import WHOLE

from ..world import shown
from .crane_story import CraneStory


def _sheet(cranes: CraneStory, who: str) -> EvidenceSheet:
    asker = Asker.of(cranes.world.members[who].id, MemberKind.BANK, Role.OFFICER, "test")
    with cranes.world.services.view(asker) as view:
        return get_evidence_sheet(view, shown("receivable M14"))


@pytest.mark.parametrize("who", ["bank_a", "bank_b"])
def test_slices_make_up_the_whole(cranes: CraneStory, who: str) -> None:
    sheet = _sheet(cranes, who)
    slices = slices_of(sheet.receivable, sheet)
    assert sum(each.share for each in slices) == WHOLE
    ends = [each.start + each.share for each in slices]
    assert [each.start for each in slices] == [0, *ends[:-1]]


def test_the_collecting_bank_sees_all_holders_another_only_that_there_are_some(cranes: CraneStory) -> None:
    sheet = _sheet(cranes, "bank_a")
    assert [(each.kind, each.share, each.paid) for each in slices_of(sheet.receivable, sheet)] == [
        ("held", 800_000, 400_000),
        ("held", 150_000, 0),
        ("free", 50_000, 0),
    ]
    sheet = _sheet(cranes, "bank_b")
    assert [(each.kind, each.share) for each in slices_of(sheet.receivable, sheet)] == [
        ("held", 150_000),
        ("others", 800_000),
        ("free", 50_000),
    ]
