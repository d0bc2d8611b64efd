"""Parts: random calls, many of them wrong, come out on chain as in the model, and afterwards both say the same."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from quaychain.contracts.bindings import part_provenance as event
from quaychain.contracts.bindings.part_provenance import PartProvenance
from quaychain.contracts.bindings.types import (
    CodeList,
    DocumentType,
    Evidence,
    EvidenceKind,
    HandOverPurpose,
    PartRegistration,
    PartStatus,
    RecallMark,
    RecallScope,
)
from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.keccak import keccak256
from quaychain.contracts.merkle import MerkleTree, leaf_hash
from quaychain.contracts.part_messages import HandOver, Replacement, WorkCompletion
from quaychain.contracts.types import Call
from tests.contracts.models.chain import CHAIN_ID, TestChain
from tests.contracts.models.part_ledger import NOBODY, NOTHING, Signed
from tests.contracts.models.provenance import Parts

pytestmark = pytest.mark.integration

REPORT = DocumentType(CodeList.UNTDID1001, 293, 0)
ACTORS = ("manufacturer", "gear_supplier", "buyer", "service_partner")
NO_MEMBER = b"no member at all"


def name(text: str) -> bytes:
    """The id of a thing."""
    return keccak256(text.encode())


PARTS = tuple(name(f"part {number}") for number in range(12))
BATCHED = tuple(name(f"batched part {number}") for number in range(3))
PLACES = tuple(name(f"place {number}") for number in range(3))
ORDERS = tuple(name(f"order {number}") for number in range(3))
RECALLS = tuple(name(f"recall {number}") for number in range(4))
KEYS = tuple(name(f"lot {number}") for number in range(2))

#: Mostly an id that is there, now and then none at all.
parts = st.sampled_from(PARTS + BATCHED + PARTS + (name("nothing"),))
places = st.sampled_from((*PLACES, *PLACES, NOTHING))
orders = st.sampled_from((*ORDERS, *ORDERS, NOTHING))
own_orders = st.sampled_from((NOTHING, NOTHING, *ORDERS))
recalls = st.sampled_from((*RECALLS, *RECALLS, NOTHING))
keys = st.sampled_from((*KEYS, NOTHING))
#: None is whoever should do it.
actors = st.sampled_from((None, None, None, *ACTORS))
receivers = st.sampled_from((*ACTORS, *ACTORS, None))
records = st.integers(0, 7)
purposes = st.sampled_from(HandOverPurpose)
flags = st.booleans()
seldom = st.integers(0, 5).map(lambda number: number == 0)


class PartsMachine(RuleBasedStateMachine):
    """Each rule makes one call in the model and on chain."""

    chain: ClassVar[TestChain]

    def __init__(self) -> None:
        super().__init__()
        self.after = ExitStack()
        self.after.enter_context(self.chain.undone())
        self.contract: PartProvenance = self.chain.parts
        self.ids = {key: self.chain.id(key) for key in ACTORS}
        self.model = Parts(CHAIN_ID, list(self.ids.values()))
        self.own, self.outside = self.ids["manufacturer"], b"a company abroad"
        self.report = self.chain.publish("buyer", REPORT)
        self.model.records.add(self.report)
        #: Who has each part, by the events alone; and what the chain said of it last.
        self.held: dict[bytes, bytes] = {}
        self.shown: dict[bytes, Any] = {}

    def teardown(self) -> None:
        self.everything_agrees()
        self.after.close()

    # ------------------------------------------------------------------------------------------------- both at once

    def both(self, key: str, call: Call, step: Callable[[int], None]) -> None:
        """The same call in the model, at the time of its block, and on chain: the same refusal, or none."""
        expected: QuaychainError | None = None
        found: QuaychainError | None = None
        try:
            step(self.chain.now)
        except QuaychainError as error:
            expected = error
        logs = ()
        try:
            logs = self.chain.act(key, call)
        except QuaychainError as error:
            found = error
        assert (type(found), vars(found or object)) == (type(expected), vars(expected or object))
        for log in logs:
            self.happened(self.contract.decode(log))

    def happened(self, told: object) -> None:
        """Custody goes from hand to hand; what is recalled, suspected or holds such a part is never installed."""
        match told:
            case event.PartRegistered():
                self.held[told.part] = told.registrar
            case event.CustodyTransferred():
                assert self.held[told.part] == told.giver
                self.held[told.part] = told.receiver
            case event.PartRemoved():
                assert self.held[told.root] == told.custodian
                self.held[told.part] = told.custodian
            case event.PartInstalled():
                before = self.shown[told.part]
                assert not before.recalled and not before.suspected and before.barred_below == 0
                assert before.status is not PartStatus.SCRAPPED

    def key(self, member: bytes | None) -> str:
        """The actor with an id, the manufacturer where it is nobody's."""
        return next((key for key, id_ in self.ids.items() if id_ == member), "manufacturer")

    def who(self, actor: str | None, should: bytes | None) -> tuple[str, bytes]:
        """The one who was drawn, or who should do it."""
        key = actor or self.key(should)
        return key, self.ids[key]

    def holder(self, part: bytes) -> bytes | None:
        """Who has the tree that a part is in."""
        return self.model.things[self.model.root(part)].custodian if part in self.model.things else None

    def owner(self, part: bytes) -> bytes | None:
        """Who owns it."""
        return self.model.things[self.model.root(part)].owner if part in self.model.things else None

    def registrar(self, part: bytes) -> bytes | None:
        """Who registers its maker's parts."""
        return self.model.makers[self.model.things[part].made.maker] if part in self.model.things else None

    def record(self, number: int) -> bytes:
        """Mostly none, or the one that is published; seldom one that is not."""
        return NOTHING if number < 4 else self.report if number < 7 else name("no record")

    def signer(self, actor: str | None, should: bytes | None, late: bool) -> tuple[str, Signed]:
        """Who signs, and until when: mostly who should, in time."""
        key, member = self.who(actor, should)
        return key, Signed(member, self.chain.now + (-1 if late else 60))

    # ------------------------------------------------------------------------------------------------- registration

    @initialize()
    def makers(self) -> None:
        for maker, prefix in ((self.own, "952"), (self.outside, "953")):
            self.chain.act("manufacturer", self.contract.enter_maker(maker, name(prefix), name("key")))
            self.model.makers[maker] = self.own
        for number in range(6):
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

    @rule(actor=st.sampled_from(ACTORS), maker=st.integers(0, 1), number=st.integers(0, 2), lot=keys, astray=seldom)
    def materialise(self, actor: str, maker: int, number: int, lot: bytes, astray: bool) -> None:
        tree, leaves = self.batch((self.own, self.outside)[maker])
        made = leaves[number]
        if astray:
            made = PartRegistration(made.part, made.maker, made.serial_commitment, made.design, lot, True)
        call = self.contract.materialise(tree.root, made, tree.proof(number))
        self.both(actor, call, lambda now: self.model.materialise(tree.root, made, now))

    def batch(self, maker: bytes) -> tuple[MerkleTree, tuple[PartRegistration, ...]]:
        """Three parts of a maker, one of them with a serial that may be registered alone."""
        leaves = tuple(
            PartRegistration(part, maker, name(f"serial {number + 11}"), NOTHING, KEYS[0], False)
            for number, part in enumerate(BATCHED)
        )
        types = ("bytes32", "bytes16", "bytes32", "bytes32", "bytes32", "bool")
        hashes = [
            leaf_hash(types, (it.part, it.maker, it.serial_commitment, it.design, it.lot, it.machine)) for it in leaves
        ]
        return MerkleTree(hashes), leaves

    @rule(actor=actors, maker=st.integers(0, 8), registrar=receivers)
    def appoint(self, actor: str | None, maker: int, registrar: str | None) -> None:
        of = NO_MEMBER if maker == 8 else (self.own, self.outside)[maker % 2]
        to = self.ids[registrar] if registrar else NO_MEMBER
        key, member = self.who(actor, self.model.makers.get(of))
        self.both(key, self.contract.appoint_registrar(of, to), lambda _: self.model.appoint(member, of, to))

    @rule(actor=actors, part=parts, number=records)
    def declare_built(self, actor: str | None, part: bytes, number: int) -> None:
        key, member = self.who(actor, self.registrar(part))
        record = self.record(number)
        self.both(
            key,
            self.contract.declare_built(part, record),
            lambda now: self.model.declare_built(member, part, record, now),
        )

    # ----------------------------------------------------------------------------------------------------- assembly

    @rule(actor=actors, part=parts, parent=parts, position=places, order=own_orders)
    def install(self, actor: str | None, part: bytes, parent: bytes, position: bytes, order: bytes) -> None:
        key, member = self.who(actor, self.holder(parent))
        self.both(
            key,
            self.contract.install(part, parent, position, order),
            lambda now: self.model.install(member, part, parent, position, order, now),
        )

    @rule(part=parts)
    def hang(self, part: bytes) -> None:
        """A part goes below the deepest one, so that chains get long."""
        below = max(self.model.things, key=lambda each: len(self.model.ancestors(each)))
        self.install(None, part, below, PLACES[0], NOTHING)

    @rule(actor=actors, part=parts, order=own_orders)
    def remove(self, actor: str | None, part: bytes, order: bytes) -> None:
        key, member = self.who(actor, self.holder(part))
        self.both(key, self.contract.remove(part, order), lambda now: self.model.remove(member, part, order, now))

    @rule(actor=actors, by=actors, old=parts, new=parts, order=orders, late=seldom)
    def replace(self, actor: str | None, by: str | None, old: bytes, new: bytes, order: bytes, late: bool) -> None:
        work = self.model.orders.get(order)
        key, member = self.who(actor, work.performer if work else None)
        signer, signed = self.signer(by, work.custodian if work else None, late)
        message = Replacement(order, old, new, work.changes if work else 0, signed.until)
        signature = self.chain.sign(signer, self.contract, message)
        self.both(
            key,
            self.contract.replace(old, new, order, signed.until, signature),
            lambda now: self.model.replace(member, old, new, order, signed, now),
        )

    @rule(actor=actors, part=parts, number=records, back=flags)
    def repair(self, actor: str | None, part: bytes, number: int, back: bool) -> None:
        key, member = self.who(actor, self.holder(part))
        record = self.record(number)
        call = self.contract.complete_repair if back else self.contract.start_repair
        step = self.model.complete_repair if back else self.model.start_repair
        self.both(key, call(part, record), lambda _: step(member, part, record))

    @rule(actor=actors, part=parts, number=records, seriously=seldom)
    def scrap(self, actor: str | None, part: bytes, number: int, seriously: bool) -> None:
        if not seriously:
            return
        key, member = self.who(actor, self.holder(part))
        record = self.record(number)
        self.both(key, self.contract.scrap(part, record), lambda _: self.model.scrap(member, part, record))

    @rule(
        actor=st.sampled_from(ACTORS),
        part=parts,
        place=st.sampled_from((b"NLRTM", b"NLRTM", b"MYPKG", bytes(5))),
        ago=st.integers(-1, 30),
    )
    def sight(self, actor: str, part: bytes, place: bytes, ago: int) -> None:
        seen_at = self.chain.now - ago
        self.both(
            actor, self.contract.sight(part, place, seen_at), lambda now: self.model.sight(part, place, seen_at, now)
        )

    @rule(actor=actors, part=parts, number=records)
    def clear_suspicion(self, actor: str | None, part: bytes, number: int) -> None:
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

    @rule(actor=actors, by=actors, part=parts, receiver=receivers, purpose=purposes, owned=flags, late=seldom)
    def hand_over(
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

    @rule(actor=actors, part=parts, receiver=receivers, purpose=purposes, owned=flags)
    def offer(
        self, actor: str | None, part: bytes, receiver: str | None, purpose: HandOverPurpose, owned: bool
    ) -> None:
        key, member = self.who(actor, self.holder(part))
        to = self.ids[receiver] if receiver else NO_MEMBER
        self.both(
            key,
            self.contract.offer_hand_over(part, to, purpose, owned, NOTHING),
            lambda now: self.model.offer(member, part, to, purpose, owned, now),
        )

    @rule(actor=actors, part=parts)
    def accept(self, actor: str | None, part: bytes) -> None:
        thing = self.model.things.get(part)
        key, member = self.who(actor, thing.offer.receiver if thing else None)
        self.both(key, self.contract.accept_hand_over(part), lambda now: self.model.accept(member, part, now))

    @rule(actor=actors, part=parts)
    def cancel_offer(self, actor: str | None, part: bytes) -> None:
        key, member = self.who(actor, self.holder(part))
        self.both(key, self.contract.cancel_hand_over(part), lambda _: self.model.cancel_offer(member, part))

    @rule(actor=actors, part=parts, receiver=receivers, unknown=seldom)
    def offer_title(self, actor: str | None, part: bytes, receiver: str | None, unknown: bool) -> None:
        key, member = self.who(actor, self.owner(part))
        to = NO_MEMBER if unknown else self.ids[receiver] if receiver else NOBODY
        self.both(
            key,
            self.contract.offer_title(part, to, NOTHING),
            lambda now: self.model.offer_title(member, part, to, now),
        )

    @rule(actor=actors, part=parts)
    def accept_title(self, actor: str | None, part: bytes) -> None:
        thing = self.model.things.get(part)
        key, member = self.who(actor, thing.title_offer.receiver if thing else None)
        self.both(key, self.contract.accept_title(part), lambda _: self.model.accept_title(member, part))

    @rule(actor=actors, part=parts, creditor=receivers, days=st.integers(-1, 30))
    def owe_core(self, actor: str | None, part: bytes, creditor: str | None, days: int) -> None:
        key, member = self.who(actor, self.owner(part))
        to, due_at = self.ids[creditor] if creditor else NO_MEMBER, self.chain.now + 86_400 * days
        self.both(
            key,
            self.contract.owe_core(part, to, due_at, NOTHING),
            lambda now: self.model.owe_core(member, part, to, due_at, now),
        )

    @rule(actor=actors, part=parts)
    def return_core(self, actor: str | None, part: bytes) -> None:
        """To whom it is owed."""
        thing = self.model.things.get(part)
        creditor = self.key(thing.core.creditor if thing else None)
        self.hand_over(actor, None, part, creditor, HandOverPurpose.CORE_RETURN, False, False)

    @rule(actor=actors, part=parts, accepted=flags, number=records)
    def judge_core(self, actor: str | None, part: bytes, accepted: bool, number: int) -> None:
        thing = self.model.things.get(part)
        key, member = self.who(actor, thing.core.creditor if thing else None)
        record = self.record(number)
        self.both(
            key,
            self.contract.judge_core(part, accepted, record),
            lambda _: self.model.judge_core(member, part, accepted, record),
        )

    @rule(actor=actors, part=parts, number=records)
    def waive_core(self, actor: str | None, part: bytes, number: int) -> None:
        thing = self.model.things.get(part)
        key, member = self.who(actor, thing.core.creditor if thing else None)
        record = self.record(number)
        self.both(key, self.contract.waive_core(part, record), lambda _: self.model.waive_core(member, part, record))

    # -------------------------------------------------------------------------------------------------- work orders

    @rule(actor=actors, order=orders, machine=parts, performer=receivers, number=st.integers(0, 3), kind=seldom)
    def open_order(
        self, actor: str | None, order: bytes, machine: bytes, performer: str | None, number: int, kind: bool
    ) -> None:
        key, member = self.who(actor, self.holder(machine))
        to = self.ids[performer] if performer else NO_MEMBER
        alert = Evidence(self.report, EvidenceKind.RECORD, number) if kind else Evidence(NOTHING, EvidenceKind.NONE, 0)
        self.both(
            key,
            self.contract.open_work_order(order, machine, to, alert, NOTHING),
            lambda now: self.model.open_order(member, order, machine, to, alert, now),
        )

    @rule(actor=actors, order=orders, number=records)
    def diagnose(self, actor: str | None, order: bytes, number: int) -> None:
        work = self.model.orders.get(order)
        key, member = self.who(actor, work.performer if work else None)
        record = self.record(number)
        self.both(
            key, self.contract.diagnose(order, record), lambda now: self.model.diagnose(member, order, record, now)
        )

    @rule(actor=actors, by=actors, order=orders, number=records, late=seldom)
    def complete_order(self, actor: str | None, by: str | None, order: bytes, number: int, late: bool) -> None:
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

    @rule(actor=actors, order=orders)
    def cancel_order(self, actor: str | None, order: bytes) -> None:
        work = self.model.orders.get(order)
        key, member = self.who(actor, work.custodian if work else None)
        self.both(key, self.contract.cancel_work_order(order), lambda now: self.model.cancel_order(member, order, now))

    # ------------------------------------------------------------------------------------------------------ recalls

    @rule(actor=actors, recall=recalls, scope=st.sampled_from(RecallScope), maker=st.integers(0, 8), key=keys)
    def open_recall(self, actor: str | None, recall: bytes, scope: RecallScope, maker: int, key: bytes) -> None:
        of = NO_MEMBER if maker == 8 else (self.own, self.outside, NOBODY)[maker % 3]
        if scope is RecallScope.LIST and maker < 6:
            of, key = NOBODY, NOTHING
        who, member = self.who(actor, self.model.makers.get(of))
        self.both(
            who,
            self.contract.open_recall(recall, scope, of, key, NOTHING),
            lambda now: self.model.open_recall(member, recall, scope, of, key, NOTHING, now),
        )

    @rule(actor=st.sampled_from(ACTORS), recall=recalls, limit=st.sampled_from((0, 1, 2, 64, 65)))
    def mark_recalled(self, actor: str, recall: bytes, limit: int) -> None:
        call = self.contract.mark_recalled(recall, limit)
        self.both(actor, call, lambda _: self.model.mark_recalled(recall, limit))

    @rule(actor=actors, recall=recalls, named=st.lists(parts, max_size=3))
    def mark_listed(self, actor: str | None, recall: bytes, named: list[bytes]) -> None:
        it = self.model.recalls.get(recall)
        key, member = self.who(actor, it.opened_by if it else None)
        self.both(
            key, self.contract.mark_listed(recall, named), lambda _: self.model.mark_listed(member, recall, named)
        )

    @rule(actor=actors, recall=recalls, part=parts, number=records)
    def remedy(self, actor: str | None, recall: bytes, part: bytes, number: int) -> None:
        key, member = self.who(actor, self.holder(part))
        record = self.record(number)
        self.both(
            key,
            self.contract.remedy_recall(recall, part, record),
            lambda _: self.model.remedy(member, recall, part, record),
        )

    @rule(actor=actors, recall=recalls)
    def close_recall(self, actor: str | None, recall: bytes) -> None:
        it = self.model.recalls.get(recall)
        key, member = self.who(actor, it.opened_by if it else None)
        self.both(key, self.contract.close_recall(recall), lambda _: self.model.close_recall(member, recall))

    @rule(actor=actors, recall=recalls, number=records)
    def end_recall(self, actor: str | None, recall: bytes, number: int) -> None:
        it = self.model.recalls.get(recall)
        key, member = self.who(actor, it.opened_by if it else None)
        record = self.record(number)
        self.both(
            key, self.contract.end_recall(recall, record), lambda _: self.model.end_recall(member, recall, record)
        )

    # ---------------------------------------------------------------------------------------------------- agreement

    @invariant()
    def parts_agree(self) -> None:
        """Each part is as in the model; no part is in itself or deeper than 16; who has it is who the events say."""
        known = list(self.model.things)
        self.shown = dict(
            zip(known, self.chain.read_many([self.contract.part_of(part) for part in known]), strict=True)
        )
        for part, shown in self.shown.items():
            assert shown == self.model.part(part)
            steps, above = 0, shown.parent
            while above != NOTHING:
                steps, above = steps + 1, self.shown[above].parent
                assert steps <= 16
            if shown.parent == NOTHING:
                assert shown.custodian == self.held[part]

    def everything_agrees(self) -> None:
        """All other views, at the end of an example."""
        model, contract = self.model, self.contract
        wanted: list[tuple[Any, Any]] = []
        for part, thing in model.things.items():
            root = model.root(part)
            machine = (root, len(model.ancestors(part))) if model.things[root].made.machine else (NOTHING, 0)
            edges = tuple(edge for edge in model.edges if edge.part == part)
            below = tuple(edge for edge in model.edges if edge.parent == part)
            wanted += [
                (contract.state_of(part), model.state(part)),
                (contract.custody_of(part), (model.things[root].custodian, model.things[root].owner)),
                (contract.ancestors_of(part), tuple(model.ancestors(part))),
                (contract.machine_of(part), machine),
                (contract.edges_of(part, 0, 200), edges),
                (contract.edges_under(part, 0, 200), below),
                (contract.built_at(part), thing.built_at),
                (contract.offer_of(part), thing.offer),
                (contract.title_offer_of(part), thing.title_offer),
                (contract.core_return_of(part), thing.core),
                (contract.part_by_serial(thing.made.maker, thing.made.serial_commitment), part),
            ]
            wanted += [(contract.part_at(part, place), thing.children.get(place, NOTHING)) for place in PLACES]
            wanted += [
                (contract.recall_mark_of(recall, part), it.marks.get(part, RecallMark.NONE))
                for recall, it in model.recalls.items()
            ]
        wanted += [(contract.work_order_of(order), work) for order, work in model.orders.items()]
        wanted += [(contract.recall_of(recall), model.recall(recall)) for recall in model.recalls]
        wanted += [
            (contract.parts_of(it.scope, it.maker, it.key, 0, 200), (tuple(model.scope(it)), len(model.scope(it))))
            for it in model.recalls.values()
        ]
        answers = self.chain.read_many([view for view, _ in wanted])
        assert [tuple(it) if isinstance(it, tuple) else it for it in answers] == [it for _, it in wanted]
        for part in model.things:
            children = self.chain.read(contract.children_of(part, 0, 200))
            assert sorted(children) == sorted(model.things[part].children.values())


def _run(chain: TestChain, examples: int, steps: int) -> None:
    PartsMachine.chain = chain
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        PartsMachine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_the_chain_does_what_the_model_says(chain: TestChain) -> None:
    _run(chain, examples=12, steps=60)


@pytest.mark.slow
def test_the_chain_does_what_the_model_says_at_length(chain: TestChain) -> None:
    _run(chain, examples=250, steps=150)
