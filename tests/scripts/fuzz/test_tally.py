"""Counts that add up, and counts that don't."""

from __future__ import annotations

from quaychain.contracts.events.refusal import RefusalReason as R
from quaychain.scripts.fuzz.tally import Tally, problems


def tally() -> Tally:
    made = Tally()
    for _ in range(3):
        made.add("replayed", frozenset({R.REPLAYED}))
    for _ in range(4):
        made.add("bit flipped", frozenset({R.NOT_JSON, R.SIGNATURE_FORGED}))
    return made


def test_counts_that_can_be_are_no_problem() -> None:
    assert list(problems(tally(), {"replayed": 3, "not_json": 1, "signature_forged": 3})) == []


def test_what_is_lost_doubled_or_called_by_another_name_is_found() -> None:
    assert list(problems(tally(), {"replayed": 2, "not_json": 1, "signature_forged": 3}))
    assert list(problems(tally(), {"replayed": 4, "not_json": 1, "signature_forged": 3}))
    assert list(problems(tally(), {"replayed": 3, "gap": 1, "signature_forged": 3}))
    assert list(problems(tally(), {"replayed": 2, "not_json": 2, "signature_forged": 3}))  # the sum alone is right
    assert list(problems(tally(), {"replayed": 7}))


def test_what_a_broker_may_have_given_out_twice_is_no_problem() -> None:
    counted = {"replayed": 5, "not_json": 1, "signature_forged": 3}
    assert list(problems(tally(), counted, again=2)) == []
    assert list(problems(tally(), counted, again=1))
    assert list(problems(tally(), {"replayed": 2, "not_json": 1, "signature_forged": 3}, again=9))
