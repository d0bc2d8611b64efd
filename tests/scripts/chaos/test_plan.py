"""Plans of faults."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from quaychain.scripts.chaos.plan import TARGETS, FaultKind, draw_plan, is_there
from quaychain.scripts.chaos.setup import Setup


@given(st.integers(0, 2**32), st.floats(1, 60))
def test_a_plan_is_its_seeds_and_fits_the_run(seed: int, seconds: float) -> None:
    plan = draw_plan(seed, seconds)
    assert draw_plan(seed, seconds) == plan
    assert [fault.at for fault in plan.faults] == sorted(fault.at for fault in plan.faults)
    for fault in plan.faults:
        assert 0 < fault.at <= seconds + 0.01
        assert fault.seconds > 0
        assert fault.target in TARGETS[fault.kind][1]
        assert is_there(fault.target, plan.setup)
        if fault.kind is FaultKind.CLOCK and fault.target == "chain":
            assert fault.amount > 0


@given(st.integers(0, 2**32))
def test_a_thing_is_in_one_trouble_of_a_kind_at_a_time(seed: int) -> None:
    faults = draw_plan(seed, 40).faults
    for number, earlier in enumerate(faults):
        for later in faults[number + 1 :]:
            if (earlier.kind, earlier.target) == (later.kind, later.target):
                assert later.at >= earlier.until - 0.01


def test_different_seeds_differ_and_together_meet_every_fault() -> None:
    plans = [draw_plan(seed, 12) for seed in range(200)]
    assert len({plan.faults for plan in plans}) == 200
    met = {(fault.kind, fault.target) for plan in plans for fault in plan.faults}
    assert met == {(kind, target) for kind, (_, targets) in TARGETS.items() for target in targets}


def test_seeds_together_meet_every_way_to_set_it_up() -> None:
    setups = [draw_plan(seed, 1).setup for seed in range(100)]
    for name in Setup.__dataclass_fields__:
        assert len({getattr(setup, name) for setup in setups}) > 1, name
    for setup in setups:
        assert setup.queue_in_postgresql or not setup.heir
        plain = setup.without_postgresql().without_mosquitto()
        assert (plain.postgresql, plain.heir, plain.workers, plain.tls, plain.protocol) == (
            False,
            False,
            0,
            False,
            "3.1.1",
        )
        assert plain.cose == setup.cose
