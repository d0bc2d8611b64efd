"""Parts in the model and on chain at once: one call in both, who should make it, and whether both agree (I/O)."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from typing import Any, ClassVar

from hypothesis.stateful import RuleBasedStateMachine, invariant

from quaychain.contracts.bindings import part_provenance as event
from quaychain.contracts.bindings.part_provenance import PartProvenance
from quaychain.contracts.bindings.types import (
    CodeList,
    CoreStatus,
    DocumentType,
    PartRegistration,
    PartStatus,
    RecallMark,
    RecallScope,
    RecallStatus,
    WorkOrderStatus,
)
from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.keccak import keccak256
from quaychain.contracts.merkle import MerkleTree, leaf_hash
from quaychain.contracts.types import Call, Log

from .chain import CHAIN_ID, TestChain
from .part_ledger import NOBODY, NOTHING, Campaign, Signed, Thing
from .provenance import Parts

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
RUNNING = (WorkOrderStatus.DIAGNOSED,)
REACHING = (RecallStatus.OPEN, RecallStatus.CLOSED)
KEYS = tuple(name(f"lot {number}") for number in range(2))


def loose(_: bytes, thing: Thing) -> bool:
    return thing.status not in (PartStatus.INSTALLED, PartStatus.SCRAPPED)


def installed(_: bytes, thing: Thing) -> bool:
    return thing.status is PartStatus.INSTALLED


def in_repair(_: bytes, thing: Thing) -> bool:
    return thing.status is PartStatus.IN_REPAIR


def buildable(_: bytes, thing: Thing) -> bool:
    fit = (PartStatus.MADE, PartStatus.REMOVED, PartStatus.REPAIRED)
    return thing.status in fit and not thing.made.machine


def offered(_: bytes, thing: Thing) -> bool:
    return thing.offer.receiver != NOBODY


def for_sale(_: bytes, thing: Thing) -> bool:
    return thing.title_offer.receiver != NOBODY


def owed(_: bytes, thing: Thing) -> bool:
    return thing.core.status is CoreStatus.OWED


def returned(_: bytes, thing: Thing) -> bool:
    return thing.core.status is CoreStatus.RETURNED


def suspected(_: bytes, thing: Thing) -> bool:
    return thing.suspected


def any_(_: bytes, __: Thing) -> bool:
    return True


class Both(RuleBasedStateMachine):
    """Parts in the model and on chain; the rules are added by who inherits."""

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
        logs: tuple[Log, ...] = ()
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

    def aim(self, pick: int, likely: Callable[[bytes, Thing], object]) -> bytes:
        """One of the parts that a call would fit, now and then any other, or none that there is."""
        fitting = [part for part, thing in self.model.things.items() if likely(part, thing)]
        if pick % 8 == 7 or not fitting:
            fitting = [*self.model.things, name("nothing")]
        return fitting[pick // 8 % len(fitting)]

    def order_like(self, pick: int, *statuses: WorkOrderStatus) -> bytes:
        """An order that stands so, now and then another."""
        fitting = [order for order, work in self.model.orders.items() if work.status in statuses]
        if pick % 8 == 7 or not fitting:
            fitting = [*ORDERS, NOTHING]
        return fitting[pick // 8 % len(fitting)]

    def recall_like(self, pick: int, *statuses: RecallStatus) -> bytes:
        """A recall that stands so, now and then another."""
        fitting = [recall for recall, it in self.model.recalls.items() if it.status in statuses]
        if pick % 8 == 7 or not fitting:
            fitting = [*RECALLS, NOTHING]
        return fitting[pick // 8 % len(fitting)]

    def has(self, likely: Callable[[bytes, Thing], object]) -> bool:
        """Whether there is a part of which that is so."""
        return any(likely(part, thing) for part, thing in self.model.things.items())

    def may_name(self, recall: Campaign, part: bytes) -> bool:
        """Whether a part can be named under a recall."""
        return recall.scope is RecallScope.LIST or self.model.covers(recall, part)

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

    def record(self, number: int) -> bytes:
        """Mostly none, or the one that is published; seldom one that is not."""
        return NOTHING if number < 4 else self.report if number < 7 else name("no record")

    def signer(self, actor: str | None, should: bytes | None, late: bool) -> tuple[str, Signed]:
        """Who signs, and until when: mostly who should, in time."""
        key, member = self.who(actor, should)
        return key, Signed(member, self.chain.now + (-1 if late else 60))

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
