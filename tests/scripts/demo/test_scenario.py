"""The scenario that comes with the project is whole."""

from __future__ import annotations

from quaychain.scripts.demo import scenario


def test_the_scenario_has_what_the_demo_tells() -> None:
    loaded = scenario.load()
    assert len(loaded.milestones) == 20
    assert sum(milestone.weight for milestone in loaded.milestones) == 100
    assert len([part for part in loaded.parts if part.crane]) == 106
    assert len({part.epc for part in loaded.parts}) == len(loaded.parts)


def test_days_count_from_the_effective_date() -> None:
    loaded = scenario.load()
    assert loaded.at(1) - loaded.at(0) == 86_400
    assert loaded.document_name(380) == "Commercial invoice"
