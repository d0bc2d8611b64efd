"""OrderFulfilment against its model: random calls, many of them wrong, do or refuse the same, and leave the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from random import Random
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, note, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from quaychain.contracts.bindings.errors import MemberNotActiveError
from quaychain.contracts.bindings.member_registry import MemberRegistry
from quaychain.contracts.bindings.types import (
    CodeList,
    DocumentType,
    HoldPoint,
    MemberStatus,
    MilestoneStatus,
    OrderStatus,
    OrderTerms,
)
from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.types import Call
from tests.contracts.models.chain import START, TestChain, running_chain
from tests.contracts.models.order_book import DAY, NO_EVIDENCE, WHOLE, ZERO
from tests.contracts.models.order_calls import (
    ACCEPTANCE,
    BUYER,
    FUNCTIONS,
    LONG,
    MEMBERS,
    SELLER,
    SHORT,
    STRANGER,
    SURVEYOR,
    TAKING_OVER,
    THIRD,
    Calls,
    order_terms,
)
from tests.contracts.models.orders import Orders

pytestmark = pytest.mark.integration

FIRST_DAY = START + 10 * DAY
#: Asked by members that are not active as well.
ANYONE = ("remind", "escalate", "remind_sub_order", "escalate_sub_order", "remind_snag", "escalate_snag")
#: What no call changes any more once a milestone is complete.
FINAL = ("status", "actual_at", "completed_at", "planned", "evidence", "inspector", "waived")
#: What ends things, so that it is not drawn before anything else happened.
RARELY = ("accept_cancellation", "cancel_sub_order", "take_over", "accept_finally")
SEEDS = st.integers(0, 2**32 - 1)


class OrdersMachine(RuleBasedStateMachine):
    """Random calls by random members.

    What a call is made of comes from one seed, so that Hypothesis leaves out whole calls when it looks for the shortest
    sequence that fails; a failure shows them in words.
    """

    chain: ClassVar[TestChain]
    records: ClassVar[tuple[bytes, ...]]

    def __init__(self) -> None:
        super().__init__()
        self._undone = self.chain.undone()
        self._undone.__enter__()
        self.ids = {member: self.chain.id(member) for member in MEMBERS}
        self.model = Orders(records=self.records, members=list(self.ids.values()), active=list(self.ids.values()))
        self.before = self.model
        self.done: Counter[str] = Counter()
        self.chain.now = FIRST_DAY

    def teardown(self) -> None:
        """The next example finds the chain as this one did."""
        self._undone.__exit__(None, None, None)

    # What is tried

    @initialize()
    def agreed(self) -> None:
        """Examples begin with two orders; more can be agreed."""
        for order in (LONG, SHORT):
            self._agree(order_terms(order, self.ids, FIRST_DAY), SELLER, BUYER)

    @rule(function=st.sampled_from((*FUNCTIONS, "agree_order")), seed=SEEDS)
    def call(self, function: str, seed: int) -> None:
        """Whatever comes, mostly refused."""
        calls = self._calls(seed)
        if function == "agree_order":
            self._agree(*calls.agreement())
        else:
            caller, arguments = calls.draw(function)
            self._attempt(caller, function, *arguments)

    @rule(seeds=st.lists(SEEDS, min_size=2, max_size=5))
    def allowed_calls(self, seeds: list[int]) -> None:
        """Some that the model allows, of those drawn the one whose function was done least often."""
        for seed in seeds:
            calls = self._calls(seed)
            drawn = [(function, *calls.draw(function)) for function in FUNCTIONS for _ in range(3)]
            drawn = [call for call in drawn if call[0] not in RARELY or calls.random.random() < 0.1]
            allowed = [call for call in drawn if self._allows(*call)]
            if allowed:
                function, caller, arguments = min(allowed, key=lambda call: self.done[call[0]])
                self._attempt(caller, function, *arguments)

    @rule(order=st.sampled_from((LONG, SHORT, THIRD)), chance=st.integers(0, 3))
    def next_step(self, order: bytes, chance: int) -> None:
        """What brings an order forward, so that examples reach its end."""
        if chance or order not in self.model.orders:
            return
        entry = self.model.orders[order]
        if entry.status is OrderStatus.TAKEN_OVER:
            self.chain.now = max(self.chain.now, entry.warranties_until)
            self._attempt(BUYER, "accept_finally", order, self.records[0])
            return
        for code, milestone in self.model.milestones[order].items():
            if code in (TAKING_OVER, ACCEPTANCE) or milestone.status is MilestoneStatus.COMPLETED:
                continue
            inspector = next((each for each in MEMBERS if self.ids[each] == milestone.inspector), SELLER)
            if milestone.status is MilestoneStatus.AWAITING_RELEASE:
                self._attempt(inspector, "release_hold", order, code, ZERO)
            elif milestone.hold_point is HoldPoint.WITNESS and not milestone.witnessed:
                self._attempt(inspector, "witness", order, code, ZERO)
            else:
                self._attempt(SELLER, "complete_milestone", order, code, NO_EVIDENCE, self.chain.now)
            return
        self._attempt(BUYER, "take_over", order, self.records[0], self.chain.now)

    @rule(seed=SEEDS)
    def time_passes(self, seed: int) -> None:
        """A while, or until around a time that means something."""
        calls, now = self._calls(seed), self.chain.now
        ahead = [mark for mark in calls.marks() if now < mark <= now + 40 * DAY]
        if ahead and calls.random.random() < 0.6:
            self.chain.now = max(now, calls.random.choice(ahead[:4]) + calls.random.randint(-1, 1))
        else:
            self.chain.now += calls.random.choice((1, 3_600, DAY, 3 * DAY))

    @precondition(lambda self: self.ids[SURVEYOR] in self.model.active)
    @rule(chance=st.integers(0, 3))
    def surveyor_is_suspended(self, chance: int) -> None:
        """An inspector who is no longer active can be replaced."""
        if chance == 3:
            registry = self.chain.deployment.contract(MemberRegistry)
            self.chain.decide(registry.suspend(self.ids[SURVEYOR], 1))
            self.model = self.model.copied()
            self.model.active = [member for member in self.model.active if member != self.ids[SURVEYOR]]

    # What holds

    @invariant()
    def views_agree(self) -> None:
        """Everything that can be asked of the contract is what the model has."""
        orders, model = self.chain.orders, self.model
        asked: list[tuple[Any, Any]] = [
            *((orders.order_of(key), entry) for key, entry in model.orders.items()),
            *((orders.sub_order_of(key), entry) for key, entry in model.sub_orders.items()),
            *((orders.alternative_of(*key), entry) for key, entry in model.alternatives.items()),
            *((orders.change_of(key), entry) for key, entry in model.changes.items()),
            *((orders.delay_claim_of(key), entry) for key, entry in model.delay_claims.items()),
            *((orders.snag_of(key), entry) for key, entry in model.snags.items()),
            *((orders.dispute_of(key), entry) for key, entry in model.disputes.items()),
            *((orders.delivery_of(key), entry) for key, entry in model.deliveries.items()),
        ]
        pages = [orders.milestones_of(key, 0, 64) for key in model.orders]
        late = [orders.lateness(key) for key in model.orders]
        answers = iter(self.chain.read_many([*(view for view, _ in asked), *pages, *late]))
        for _, expected in asked:
            assert _values(next(answers)) == _values(expected)
        for key in model.orders:
            page = next(answers)
            assert dict(zip(page.codes, map(_values, page.milestones), strict=True)) == {
                code: _values(milestone) for code, milestone in model.milestones[key].items()
            }
        model.now = self.chain.rpc.head().timestamp
        for key in model.orders:
            answer = next(answers)
            assert (answer.late_seconds, answer.late_days, answer.late_share) == model.lateness(key)

    @invariant()
    def rules_hold(self) -> None:
        """What no sequence of calls can bring about."""
        model = self.model
        for key, order in model.orders.items():
            milestones, parts = model.milestones[key], model.parts(key)
            assert order.reported_share + order.taken_over_share <= WHOLE
            assert order.open_milestones == sum(
                each.status is not MilestoneStatus.COMPLETED for each in milestones.values()
            )
            assert order.blocking_snags <= order.open_snags
            assert order.warranties_until == max([order.warranty_until, *(each.warranty_until for each in parts)])
            taken_over = order.status in (OrderStatus.TAKEN_OVER, OrderStatus.ACCEPTED)
            assert taken_over == (milestones[order.taking_over].status is MilestoneStatus.COMPLETED)
            if taken_over:
                assert order.open_milestones <= 1
                assert all(part.taken_over_at <= order.taken_over_at for part in parts)
            if order.status is OrderStatus.ACCEPTED:
                assert order.open_snags == 0
                assert model.now >= order.warranties_until
            for code, earlier in self.before.milestones.get(key, {}).items():
                if earlier.status is MilestoneStatus.COMPLETED:
                    assert all(getattr(milestones[code], each) == getattr(earlier, each) for each in FINAL)
        self.before = self.model

    # How it is tried

    def _calls(self, seed: int) -> Calls:
        return Calls(Random(seed), self.model, self.ids, self.records, FIRST_DAY, self.chain.now)

    def _attempt(self, caller: str, function: str, *arguments: Any) -> None:
        self._compare(caller, function, getattr(self.chain.orders, function)(*arguments), arguments)

    def _agree(self, terms: OrderTerms, seller: str, buyer: str) -> None:
        signatures = [self.chain.sign(member, self.chain.orders, terms) for member in (seller, buyer)]
        call = self.chain.orders.agree_order(terms, *signatures)
        self._compare(STRANGER, "agree_order", call, (terms, self.ids[seller], self.ids[buyer]))

    def _compare(self, caller: str, function: str, call: Call, arguments: tuple[Any, ...]) -> None:
        note(f"{self.chain.now}: {caller} {function} {arguments}")
        after, expected = self._modelled(function, caller, arguments)
        given: QuaychainError | None = None
        try:
            self.chain.act(caller, call)
        except QuaychainError as error:
            given = error
        assert given == expected
        if expected is None:
            self.model = after
            self.done[function] += 1

    def _allows(self, function: str, caller: str, arguments: tuple[Any, ...]) -> bool:
        return self._modelled(function, caller, arguments)[1] is None

    def _modelled(self, function: str, caller: str, arguments: tuple[Any, ...]) -> tuple[Orders, QuaychainError | None]:
        """What the model becomes, and why it refuses."""
        member, after = self.ids[caller], self.model.copied()
        after.now = self.chain.now
        if function not in ANYONE and member not in after.active:
            return after, MemberNotActiveError(member, MemberStatus.SUSPENDED)
        try:
            getattr(after, function)(member, *arguments)
        except QuaychainError as error:
            return after, error
        return after, None


def _values(entry: Any) -> dict[str, Any]:
    return {each.name: getattr(entry, each.name) for each in fields(entry)}


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[type[OrdersMachine]]:
    """The machine on a chain that all examples share."""
    folder: Path = tmp_path_factory.mktemp("orders")
    with running_chain(folder) as chain:
        OrdersMachine.chain = chain
        certificate = DocumentType(CodeList.UNTDID1001, 916, 0)
        OrdersMachine.records = tuple(chain.publish(SELLER, certificate) for _ in range(2))
        yield OrdersMachine


def _run(machine: type[OrdersMachine], examples: int, steps: int) -> None:
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        machine,
        settings=settings(
            max_examples=examples, stateful_step_count=steps, suppress_health_check=list(HealthCheck), deadline=None
        ),
    )


def test_contract_does_what_the_model_does(machine: type[OrdersMachine]) -> None:
    _run(machine, examples=12, steps=40)


@pytest.mark.slow
def test_contract_does_what_the_model_does_at_length(machine: type[OrdersMachine]) -> None:
    _run(machine, examples=250, steps=60)
