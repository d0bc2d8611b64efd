"""Parts: random calls, many of them wrong, come out on chain as in the model, and afterwards both say the same."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule, run_state_machine_as_test

from quaychain.contracts.bindings.types import (
    Evidence,
    EvidenceKind,
    HandOverPurpose,
    PartRegistration,
    RecallScope,
    RecallStatus,
    WorkOrderStatus,
)
from quaychain.contracts.part_messages import HandOver, Replacement, WorkCompletion
from tests.contracts.models.chain import TestChain
from tests.contracts.models.part_ledger import NOBODY, NOTHING
from tests.contracts.models.parts_on_chain import (
    ACTORS,
    KEYS,
    NO_MEMBER,
    ORDERS,
    PARTS,
    PLACES,
    REACHING,
    RECALLS,
    RUNNING,
    Both,
    any_,
    buildable,
    for_sale,
    in_repair,
    installed,
    loose,
    name,
    offered,
    owed,
    returned,
    suspected,
)

pytestmark = pytest.mark.integration

#: Which one of those that a call would fit, seldom another: see `aim`.
picks = st.integers(0, 255)
places = st.sampled_from((*PLACES, *PLACES, NOTHING))
keys = st.sampled_from((*KEYS, NOTHING))
#: None is whoever should do it.
actors = st.sampled_from((None, None, None, None, None, None, *ACTORS))
receivers = st.sampled_from((*ACTORS, *ACTORS, None))
records = st.integers(0, 7)
purposes = st.sampled_from(HandOverPurpose)
flags = st.booleans()
seldom = st.integers(0, 5).map(lambda number: number == 0)


class PartsMachine(Both):
    """Each rule makes one call; most are such as could be made, some are not."""

    # ------------------------------------------------------------------------------------------------- registration

    @initialize()
    def makers(self) -> None:
        for maker, prefix in ((self.own, "952"), (self.outside, "953")):
            self.chain.act("manufacturer", self.contract.enter_maker(maker, name(prefix), name("key")))
            self.model.makers[maker] = self.own
        for number in range(7):
            self.register(None, number, number % 2, 0, number % 3, number == 0, number)

    @rule(
        actor=actors,
        number=st.integers(0, 12),
        maker=st.integers(0, 8),
        design=st.integers(0, 2),
        lot=st.integers(0, 2),
        machine=seldom,
        serial=st.integers(0, 14),
    )
    def register(
        self, actor: str | None, number: int, maker: int, design: int, lot: int, machine: bool, serial: int
    ) -> None:
        made = PartRegistration(
            part=(*PARTS, NOTHING)[number],
            maker=NO_MEMBER if maker == 8 else (self.own, self.outside)[maker % 2],
            serial_commitment=NOTHING if serial == 14 else name(f"serial {serial}"),
            design=(*KEYS, NOTHING)[design],
            lot=(*KEYS, NOTHING)[lot],
            machine=machine,
        )
        key, member = self.who(actor, self.model.makers.get(made.maker))
        self.both(key, self.contract.register_part(made), lambda now: self.model.register(member, made, now))

    @rule(actor=actors, maker=st.integers(0, 8), count=st.integers(0, 3), nameless=seldom)
    def register_batch(self, actor: str | None, maker: int, count: int, nameless: bool) -> None:
        of = NO_MEMBER if maker == 8 else (self.own, self.outside)[maker % 2]
        tree, leaves = self.batch(of)
        root = NOTHING if nameless else tree.root
        key, member = self.who(actor, self.model.makers.get(of))
        self.both(
            key,
            self.contract.register_batch(root, of, count),
            lambda _: self.model.register_batch(member, root, of, count, leaves),
        )

    @precondition(lambda self: self.model.batches)
    @rule(actor=st.sampled_from(ACTORS), maker=st.integers(0, 1), number=st.integers(0, 2), lot=keys, astray=seldom)
    def materialise(self, actor: str, maker: int, number: int, lot: bytes, astray: bool) -> None:
        tree, leaves = self.batch((self.own, self.outside)[maker])
        made = leaves[number]
        if astray:
            made = PartRegistration(made.part, made.maker, made.serial_commitment, made.design, lot, True)
        call = self.contract.materialise(tree.root, made, tree.proof(number))
        self.both(actor, call, lambda now: self.model.materialise(tree.root, made, now))

    @rule(actor=actors, maker=st.integers(0, 8), registrar=receivers)
    def appoint(self, actor: str | None, maker: int, registrar: str | None) -> None:
        of = NO_MEMBER if maker == 8 else (self.own, self.outside)[maker % 2]
        to = self.ids[registrar] if registrar else NO_MEMBER
        key, member = self.who(actor, self.model.makers.get(of))
        self.both(key, self.contract.appoint_registrar(of, to), lambda _: self.model.appoint(member, of, to))

    @rule(actor=actors, what=picks, number=records)
    def declare_built(self, actor: str | None, what: int, number: int) -> None:
        part = self.aim(what, lambda _, thing: thing.made.machine)
        key, member = self.who(actor, self.registrar(part))
        record = self.record(number)
        self.both(
            key,
            self.contract.declare_built(part, record),
            lambda now: self.model.declare_built(member, part, record, now),
        )

    # ----------------------------------------------------------------------------------------------------- assembly

    @rule(actor=actors, what=picks, into=picks, position=places, under=picks)
    def install(self, actor: str | None, what: int, into: int, position: bytes, under: int) -> None:
        part = self.aim(what, buildable)
        held = self.holder(part)
        parent = self.aim(into, lambda each, _: self.holder(each) == held and self.model.root(each) != part)
        self.build_in(actor, part, parent, position, self.order_like(under, *RUNNING) if under % 3 == 0 else NOTHING)

    def build_in(self, actor: str | None, part: bytes, parent: bytes, position: bytes, order: bytes) -> None:
        key, member = self.who(actor, self.holder(parent))
        self.both(
            key,
            self.contract.install(part, parent, position, order),
            lambda now: self.model.install(member, part, parent, position, order, now),
        )

    @precondition(lambda self: self.has(buildable))
    @rule(what=picks)
    def hang(self, what: int) -> None:
        """A part goes below the deepest one, so that chains get long."""
        below = max(self.model.things, key=lambda each: len(self.model.ancestors(each)))
        self.build_in(None, self.aim(what, buildable), below, PLACES[0], NOTHING)

    @precondition(lambda self: self.has(installed))
    @rule(actor=actors, what=picks, under=picks)
    def remove(self, actor: str | None, what: int, under: int) -> None:
        part = self.aim(what, installed)
        order = self.order_like(under, *RUNNING) if under % 2 else NOTHING
        key, member = self.who(actor, self.holder(part))
        self.both(key, self.contract.remove(part, order), lambda now: self.model.remove(member, part, order, now))

    @precondition(lambda self: any(work.status in RUNNING for work in self.model.orders.values()))
    @rule(actor=actors, by=actors, out=picks, into=picks, under=picks, late=seldom)
    def replace(self, actor: str | None, by: str | None, out: int, into: int, under: int, late: bool) -> None:
        order = self.order_like(under, *RUNNING)
        work = self.model.orders.get(order)
        old = self.aim(out, lambda each, _: work and self.model.root(each) == work.machine != each)
        sides = (work.custodian, work.performer) if work else ()
        new = self.aim(into, lambda each, thing: buildable(each, thing) and thing.custodian in sides)
        key, member = self.who(actor, work.performer if work else None)
        signer, signed = self.signer(by, work.custodian if work else None, late)
        message = Replacement(order, old, new, work.changes if work else 0, signed.until)
        signature = self.chain.sign(signer, self.contract, message)
        self.both(
            key,
            self.contract.replace(old, new, order, signed.until, signature),
            lambda now: self.model.replace(member, old, new, order, signed, now),
        )

    @rule(actor=actors, what=picks, number=records)
    def repair(self, actor: str | None, what: int, number: int) -> None:
        back = what % 2 == 0
        part = self.aim(what, in_repair if back else loose)
        key, member = self.who(actor, self.holder(part))
        record = self.record(number)
        call = self.contract.complete_repair if back else self.contract.start_repair
        step = self.model.complete_repair if back else self.model.start_repair
        self.both(key, call(part, record), lambda _: step(member, part, record))

    @rule(actor=actors, what=picks, number=records, seriously=seldom)
    def scrap(self, actor: str | None, what: int, number: int, seriously: bool) -> None:
        part = self.aim(what, loose if seriously else installed)
        key, member = self.who(actor, self.holder(part))
        record = self.record(number)
        self.both(key, self.contract.scrap(part, record), lambda _: self.model.scrap(member, part, record))

    @rule(
        actor=st.sampled_from(ACTORS),
        what=st.integers(0, 26),
        place=st.sampled_from((b"NLRTM", b"NLRTM", b"MYPKG", bytes(5))),
        ago=st.integers(-1, 30),
    )
    def sight(self, actor: str, what: int, place: bytes, ago: int) -> None:
        part = self.aim(what % 9, any_)
        seen_at = self.chain.now - ago
        self.both(
            actor, self.contract.sight(part, place, seen_at), lambda now: self.model.sight(part, place, seen_at, now)
        )

    @precondition(lambda self: self.has(suspected))
    @rule(actor=actors, what=picks, number=records)
    def clear_suspicion(self, actor: str | None, what: int, number: int) -> None:
        part = self.aim(what, suspected)
        key, member = self.who(actor, self.registrar(part))
        record = self.record(number)
        self.both(
            key,
            self.contract.clear_suspicion(part, record),
            lambda _: self.model.clear_suspicion(member, part, record),
        )

    @rule(hours=st.integers(1, 200))
    def time_passes(self, hours: int) -> None:
        self.chain.now += 3_600 * hours

    # ------------------------------------------------------------------------------------------------------ custody

    @rule(actor=actors, by=actors, what=picks, receiver=receivers, purpose=purposes, owned=flags, late=seldom)
    def hand_over(
        self,
        actor: str | None,
        by: str | None,
        what: int,
        receiver: str | None,
        purpose: HandOverPurpose,
        owned: bool,
        late: bool,
    ) -> None:
        self.give(actor, by, self.aim(what, loose), receiver, purpose, owned, late)

    def give(
        self,
        actor: str | None,
        by: str | None,
        part: bytes,
        receiver: str | None,
        purpose: HandOverPurpose,
        owned: bool,
        late: bool,
    ) -> None:
        key, member = self.who(actor, self.holder(part))
        to = self.ids[receiver] if receiver else NOBODY
        signer, signed = self.signer(by, to, late)
        sequence = self.model.things[part].custody_sequence if part in self.model.things else 0
        message = HandOver(part, member, to, purpose, owned, NOTHING, sequence, signed.until)
        signature = self.chain.sign(signer, self.contract, message)
        self.both(
            key,
            self.contract.hand_over(part, to, purpose, owned, NOTHING, signed.until, signature),
            lambda now: self.model.hand_over(member, part, to, purpose, owned, signed, now),
        )

    @rule(actor=actors, what=picks, receiver=receivers, purpose=purposes, owned=flags)
    def offer(self, actor: str | None, what: int, receiver: str | None, purpose: HandOverPurpose, owned: bool) -> None:
        part = self.aim(what, loose)
        key, member = self.who(actor, self.holder(part))
        to = self.ids[receiver] if receiver else NO_MEMBER
        self.both(
            key,
            self.contract.offer_hand_over(part, to, purpose, owned, NOTHING),
            lambda now: self.model.offer(member, part, to, purpose, owned, now),
        )

    @precondition(lambda self: self.has(offered))
    @rule(actor=actors, what=picks)
    def accept(self, actor: str | None, what: int) -> None:
        part = self.aim(what, offered)
        thing = self.model.things.get(part)
        key, member = self.who(actor, thing.offer.receiver if thing else None)
        self.both(key, self.contract.accept_hand_over(part), lambda now: self.model.accept(member, part, now))

    @precondition(lambda self: self.has(offered))
    @rule(actor=actors, what=picks)
    def cancel_offer(self, actor: str | None, what: int) -> None:
        part = self.aim(what, offered)
        key, member = self.who(actor, self.holder(part))
        self.both(key, self.contract.cancel_hand_over(part), lambda _: self.model.cancel_offer(member, part))

    @rule(actor=actors, what=picks, receiver=receivers, unknown=seldom)
    def offer_title(self, actor: str | None, what: int, receiver: str | None, unknown: bool) -> None:
        part = self.aim(what, loose)
        key, member = self.who(actor, self.owner(part))
        to = NO_MEMBER if unknown else self.ids[receiver] if receiver else NOBODY
        self.both(
            key,
            self.contract.offer_title(part, to, NOTHING),
            lambda now: self.model.offer_title(member, part, to, now),
        )

    @precondition(lambda self: self.has(for_sale))
    @rule(actor=actors, what=picks)
    def accept_title(self, actor: str | None, what: int) -> None:
        part = self.aim(what, for_sale)
        thing = self.model.things.get(part)
        key, member = self.who(actor, thing.title_offer.receiver if thing else None)
        self.both(key, self.contract.accept_title(part), lambda _: self.model.accept_title(member, part))

    @rule(actor=actors, what=picks, creditor=receivers, days=st.integers(-1, 30))
    def owe_core(self, actor: str | None, what: int, creditor: str | None, days: int) -> None:
        part = self.aim(what, any_)
        key, member = self.who(actor, self.owner(part))
        to, due_at = self.ids[creditor] if creditor else NO_MEMBER, self.chain.now + 86_400 * days
        self.both(
            key,
            self.contract.owe_core(part, to, due_at, NOTHING),
            lambda now: self.model.owe_core(member, part, to, due_at, now),
        )

    @precondition(lambda self: self.has(owed))
    @rule(actor=actors, what=picks)
    def return_core(self, actor: str | None, what: int) -> None:
        """To whom it is owed."""
        part = self.aim(what, owed)
        thing = self.model.things.get(part)
        creditor = self.key(thing.core.creditor if thing else None)
        self.give(actor, None, part, creditor, HandOverPurpose.CORE_RETURN, False, False)

    @precondition(lambda self: self.has(returned))
    @rule(actor=actors, what=picks, accepted=flags, number=records)
    def judge_core(self, actor: str | None, what: int, accepted: bool, number: int) -> None:
        part = self.aim(what, returned)
        thing = self.model.things.get(part)
        key, member = self.who(actor, thing.core.creditor if thing else None)
        record = self.record(number)
        self.both(
            key,
            self.contract.judge_core(part, accepted, record),
            lambda _: self.model.judge_core(member, part, accepted, record),
        )

    @precondition(lambda self: self.has(owed))
    @rule(actor=actors, what=picks, number=records)
    def waive_core(self, actor: str | None, what: int, number: int) -> None:
        part = self.aim(what, owed)
        thing = self.model.things.get(part)
        key, member = self.who(actor, thing.core.creditor if thing else None)
        record = self.record(number)
        self.both(key, self.contract.waive_core(part, record), lambda _: self.model.waive_core(member, part, record))

    # -------------------------------------------------------------------------------------------------- work orders

    @rule(actor=actors, which=st.integers(0, 8), on=picks, performer=receivers, number=st.integers(0, 3), kind=seldom)
    def open_order(
        self, actor: str | None, which: int, on: int, performer: str | None, number: int, kind: bool
    ) -> None:
        order = NOTHING if which == 8 else ORDERS[which % len(ORDERS)]
        machine = self.aim(on, lambda each, thing: loose(each, thing) and thing.children)
        key, member = self.who(actor, self.holder(machine))
        to = self.ids[performer] if performer else NO_MEMBER
        alert = Evidence(self.report, EvidenceKind.RECORD, number) if kind else Evidence(NOTHING, EvidenceKind.NONE, 0)
        self.both(
            key,
            self.contract.open_work_order(order, machine, to, alert, NOTHING),
            lambda now: self.model.open_order(member, order, machine, to, alert, now),
        )

    @precondition(lambda self: self.model.orders)
    @rule(actor=actors, which=picks, number=records)
    def diagnose(self, actor: str | None, which: int, number: int) -> None:
        order = self.order_like(which, WorkOrderStatus.OPENED)
        work = self.model.orders.get(order)
        key, member = self.who(actor, work.performer if work else None)
        record = self.record(number)
        self.both(
            key, self.contract.diagnose(order, record), lambda now: self.model.diagnose(member, order, record, now)
        )

    @precondition(lambda self: self.model.orders)
    @rule(actor=actors, by=actors, which=picks, number=records, late=seldom)
    def complete_order(self, actor: str | None, by: str | None, which: int, number: int, late: bool) -> None:
        order = self.order_like(which, *RUNNING)
        work = self.model.orders.get(order)
        key, member = self.who(actor, work.performer if work else None)
        other = work and (work.performer if member == work.custodian else work.custodian)
        signer, signed = self.signer(by, other, late)
        record = self.record(number)
        changes, changes_hash = (work.changes, work.changes_hash) if work else (0, NOTHING)
        message = WorkCompletion(order, record, changes, changes_hash, signed.until)
        signature = self.chain.sign(signer, self.contract, message)
        self.both(
            key,
            self.contract.complete_work_order(order, record, signed.until, signature),
            lambda now: self.model.complete_order(member, order, record, signed, now),
        )

    @precondition(lambda self: self.model.orders)
    @rule(actor=actors, which=picks)
    def cancel_order(self, actor: str | None, which: int) -> None:
        order = self.order_like(which, *WorkOrderStatus)
        work = self.model.orders.get(order)
        key, member = self.who(actor, work.custodian if work else None)
        self.both(key, self.contract.cancel_work_order(order), lambda now: self.model.cancel_order(member, order, now))

    # ------------------------------------------------------------------------------------------------------ recalls

    @rule(
        actor=actors,
        which=st.integers(0, 16),
        scope=st.sampled_from((*RecallScope, *tuple(RecallScope)[1:])),
        maker=st.integers(0, 1),
        lot=st.integers(0, 1),
        odd=st.integers(0, 11),
    )
    def open_recall(self, actor: str | None, which: int, scope: RecallScope, maker: int, lot: int, odd: int) -> None:
        recall = NOTHING if which == 16 else RECALLS[which % len(RECALLS)]
        of = NOBODY if scope is RecallScope.LIST else (self.own, self.outside)[maker]
        key = KEYS[lot] if scope in (RecallScope.LOT, RecallScope.DESIGN) else NOTHING
        if odd == 0:
            of = NO_MEMBER
        if odd == 1:
            key = KEYS[0] if key == NOTHING else NOTHING
        who, member = self.who(actor, self.model.makers.get(of))
        self.both(
            who,
            self.contract.open_recall(recall, scope, of, key, NOTHING),
            lambda now: self.model.open_recall(member, recall, scope, of, key, NOTHING, now),
        )

    @precondition(lambda self: self.model.recalls)
    @rule(actor=st.sampled_from(ACTORS), which=picks, limit=st.sampled_from((0, 1, 2, 64, 64, 64, 65)))
    def mark_recalled(self, actor: str, which: int, limit: int) -> None:
        recall = self.recall_like(which, *REACHING)
        call = self.contract.mark_recalled(recall, limit)
        self.both(actor, call, lambda _: self.model.mark_recalled(recall, limit))

    @precondition(lambda self: self.model.recalls)
    @rule(actor=actors, which=picks, some=st.lists(picks, max_size=2))
    def mark_listed(self, actor: str | None, which: int, some: list[int]) -> None:
        recall = self.recall_like(which, *REACHING)
        about = self.model.recalls.get(recall)
        named = [self.aim(pick, lambda each, _: about and self.may_name(about, each)) for pick in some]
        it = self.model.recalls.get(recall)
        key, member = self.who(actor, it.opened_by if it else None)
        self.both(
            key, self.contract.mark_listed(recall, named), lambda _: self.model.mark_listed(member, recall, named)
        )

    @precondition(lambda self: self.model.recalls)
    @rule(actor=actors, which=picks, what=picks, number=records)
    def remedy(self, actor: str | None, which: int, what: int, number: int) -> None:
        recall = self.recall_like(which, *RecallStatus)
        part = self.aim(what, lambda each, _: self.model.recalled(each))
        key, member = self.who(actor, self.holder(part))
        record = self.record(number)
        self.both(
            key,
            self.contract.remedy_recall(recall, part, record),
            lambda _: self.model.remedy(member, recall, part, record),
        )

    @precondition(lambda self: self.model.recalls)
    @rule(actor=actors, which=picks)
    def close_recall(self, actor: str | None, which: int) -> None:
        recall = self.recall_like(which, RecallStatus.OPEN)
        it = self.model.recalls.get(recall)
        key, member = self.who(actor, it.opened_by if it else None)
        self.both(key, self.contract.close_recall(recall), lambda _: self.model.close_recall(member, recall))

    @precondition(lambda self: self.model.recalls)
    @rule(actor=actors, which=picks, number=records, seriously=flags)
    def end_recall(self, actor: str | None, which: int, number: int, seriously: bool) -> None:
        recall = self.recall_like(which, *(REACHING if seriously else (RecallStatus.ENDED,)))
        it = self.model.recalls.get(recall)
        key, member = self.who(actor, it.opened_by if it else None)
        record = self.record(number)
        self.both(
            key, self.contract.end_recall(recall, record), lambda _: self.model.end_recall(member, recall, record)
        )


@pytest.mark.parametrize(("examples", "steps"), [(30, 60), pytest.param(250, 150, marks=pytest.mark.slow)])
def test_the_chain_does_what_the_model_says(chain: TestChain, examples: int, steps: int) -> None:
    PartsMachine.chain = chain
    sized = settings(
        max_examples=examples, stateful_step_count=steps, deadline=None, suppress_health_check=list(HealthCheck)
    )
    run_state_machine_as_test(PartsMachine, settings=sized)  # type: ignore[no-untyped-call]
