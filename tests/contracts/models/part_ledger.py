"""What a ledger of parts is, for its model: things, trees, recalls, and the questions that its rules ask. Pure.

What can be worked out (roots, heights, what is barred, who is under which recall) is worked out each time that it is
asked for; the contract keeps counts instead. Ids are 32 bytes, of members and makers 16, times Unix seconds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from quaychain.contracts.bindings import errors as refused
from quaychain.contracts.bindings.types import (
    AssemblyEdge,
    CoreReturn,
    CoreStatus,
    HandOverOffer,
    HandOverPurpose,
    Part,
    PartRegistration,
    PartStatus,
    Recall,
    RecallMark,
    RecallScope,
    RecallStatus,
    TitleOffer,
    WorkOrder,
    WorkOrderStatus,
)
from quaychain.contracts.errors import QuaychainError

NOTHING = bytes(32)
NOBODY = bytes(16)
NO_OFFER = HandOverOffer(NOBODY, NOBODY, HandOverPurpose.NONE, False, 0, NOTHING)
NO_TITLE_OFFER = TitleOffer(NOBODY, NOBODY, 0, NOTHING)
NO_CORE = CoreReturn(CoreStatus.NONE, NOBODY, NOBODY, 0, 0, 0, NOTHING, NOTHING)
LEVELS = 16
SIGHTING_INTERVAL = 6 * 3_600

P = ParamSpec("P")
R = TypeVar("R")
L = TypeVar("L", bound="Ledger")


@dataclass(frozen=True, slots=True)
class Signed:
    """A signature: who made it, and until when it counts."""

    by: bytes
    until: int


@dataclass
class Thing:
    """One part as it stands by itself."""

    made: PartRegistration
    registered_at: int
    batch: bytes
    custodian: bytes
    owner: bytes
    status: PartStatus = PartStatus.MADE
    custody_sequence: int = 0
    built_at: int = 0
    suspected: bool = False
    seen: tuple[bytes, int] | None = None
    parent: bytes | None = None
    position: bytes = NOTHING
    #: Place → part, of what is directly in it.
    children: dict[bytes, bytes] = field(default_factory=dict)
    offer: HandOverOffer = NO_OFFER
    title_offer: TitleOffer = NO_TITLE_OFFER
    core: CoreReturn = NO_CORE


@dataclass
class Campaign:
    """One recall, and the mark of each part that it reached."""

    scope: RecallScope
    opened_by: bytes
    maker: bytes
    key: bytes
    record: bytes
    opened_at: int
    status: RecallStatus = RecallStatus.OPEN
    gone_through: int = 0
    marks: dict[bytes, RecallMark] = field(default_factory=dict)
    live: int = 0


@dataclass
class Batch:
    """Parts that were registered by a root. `leaves` are those that a proof can be made for."""

    maker: bytes
    count: int
    leaves: tuple[PartRegistration, ...]
    materialised: int = 0


def all_or_nothing(call: Callable[Concatenate[L, P], R]) -> Callable[Concatenate[L, P], R]:
    """A call that is refused changes nothing."""

    @wraps(call)
    def guarded(self: L, *arguments: P.args, **named: P.kwargs) -> R:
        before = deepcopy(self.__dict__)
        try:
            return call(self, *arguments, **named)
        except QuaychainError:
            self.__dict__.update(before)
            raise

    return guarded


class Ledger:
    """All parts of one ledger, and what can be asked of them."""

    def __init__(self, home_chain: int, members: Sequence[bytes]) -> None:
        self.home_chain = home_chain
        self.members = frozenset(members)
        self.records: set[bytes] = set()
        #: Maker → registrar.
        self.makers: dict[bytes, bytes] = {}
        self.things: dict[bytes, Thing] = {}
        self.serials: dict[tuple[bytes, bytes], bytes] = {}
        self.batches: dict[bytes, Batch] = {}
        self.edges: list[AssemblyEdge] = []
        self.orders: dict[bytes, WorkOrder] = {}
        self.recalls: dict[bytes, Campaign] = {}

    # --------------------------------------------------------------------------------------------------- questions

    def ancestors(self, part: bytes) -> list[bytes]:
        """What it is in, from its parent up to the root."""
        above: list[bytes] = []
        parent = self.things[part].parent
        while parent is not None:
            above.append(parent)
            parent = self.things[parent].parent
        return above

    def root(self, part: bytes) -> bytes:
        """The top of its tree, itself when loose."""
        return (self.ancestors(part) or [part])[-1]

    def inside(self, part: bytes) -> Iterator[bytes]:
        """Everything in it, however deep."""
        for child in self.things[part].children.values():
            yield child
            yield from self.inside(child)

    def height(self, part: bytes) -> int:
        """Levels below it."""
        return max((1 + self.height(child) for child in self.things[part].children.values()), default=0)

    def state(self, part: bytes) -> PartStatus:
        """Its status; Scrapped with what it is in."""
        scrapped = self.things[self.root(part)].status is PartStatus.SCRAPPED
        return PartStatus.SCRAPPED if scrapped else self.things[part].status

    def covers(self, recall: Campaign, part: bytes) -> bool:
        """Whether a recall of a lot, a design or a maker is about a part."""
        made = self.things[part].made
        match recall.scope:
            case RecallScope.LOT:
                return (recall.maker, recall.key) == (made.maker, made.lot)
            case RecallScope.DESIGN:
                return (recall.maker, recall.key) == (made.maker, made.design)
            case RecallScope.MAKER:
                return recall.maker == made.maker
        return False

    def scope(self, recall: Campaign) -> list[bytes]:
        """What a recall is about, in order of registration."""
        return [part for part in self.things if self.covers(recall, part)]

    def marking(self, part: bytes) -> int:
        """How many recalls mark it that are not remedied."""
        return sum(recall.marks.get(part) is RecallMark.MARKED for recall in self.recalls.values())

    def recalled(self, part: bytes) -> bool:
        """Whether it is under a recall: marked, or in the scope of one in force that has not come to it."""
        in_force = (recall for recall in self.recalls.values() if recall.status is not RecallStatus.ENDED)
        return self.marking(part) > 0 or any(
            part not in recall.marks and self.covers(recall, part) for recall in in_force
        )

    def barred_below(self, part: bytes) -> int:
        """How many parts in it are marked or suspected."""
        return sum(self.marking(each) > 0 or self.things[each].suspected for each in self.inside(part))

    # ----------------------------------------------------------------------------------------- as the contract shows

    def part(self, part: bytes) -> Part:
        """`partOf`."""
        thing = self.things[part]
        return Part(
            status=thing.status,
            machine=thing.made.machine,
            suspected=thing.suspected,
            height=self.height(part),
            recalled=self.recalled(part),
            custody_sequence=thing.custody_sequence,
            open_recalls=self.marking(part),
            barred_below=self.barred_below(part),
            children=len(thing.children),
            registered_at=thing.registered_at,
            home_chain=self.home_chain,
            maker=thing.made.maker,
            custodian=thing.custodian,
            owner=thing.owner,
            serial_commitment=thing.made.serial_commitment,
            design=thing.made.design,
            lot=thing.made.lot,
            batch=thing.batch,
            parent=thing.parent or NOTHING,
            position=thing.position,
        )

    def recall(self, recall: bytes) -> Recall:
        """`recallOf`."""
        it = self.recalls[recall]
        remedied = sum(mark is RecallMark.REMEDIED for mark in it.marks.values())
        return Recall(
            it.status,
            it.scope,
            it.opened_by,
            it.maker,
            it.opened_at,
            len(it.marks),
            it.live,
            remedied,
            it.key,
            it.record,
        )

    # ------------------------------------------------------------------------------------------------ requirements

    def _active(self, member: bytes) -> None:
        if member not in self.members:
            raise refused.UnknownMemberError(member)

    def _record(self, record: bytes) -> None:
        if record != NOTHING and record not in self.records:
            raise refused.UnknownRecordError(record)

    def _signed(self, signed: Signed, member: bytes, now: int) -> None:
        if now > signed.until:
            raise refused.SignatureExpiredError(signed.until)
        if signed.by != member:
            raise refused.SignerMemberMismatchError(member, signed.by)

    def _registrar(self, maker: bytes, member: bytes) -> None:
        if maker not in self.makers:
            raise refused.UnknownMakerError(maker)
        if self.makers[maker] != member:
            raise refused.NotTheRegistrarError(maker, member)

    def _thing(self, part: bytes) -> Thing:
        if part not in self.things:
            raise refused.UnknownPartError(part)
        return self.things[part]

    def _loose(self, part: bytes, member: bytes) -> Thing:
        thing = self._free(part)
        if thing.custodian != member:
            raise refused.NotTheCustodianError(part, member)
        return thing

    def _owned(self, part: bytes, member: bytes) -> Thing:
        thing = self._free(part)
        if thing.owner != member:
            raise refused.NotTheOwnerError(part, member)
        return thing

    def _free(self, part: bytes) -> Thing:
        thing = self._thing(part)
        if thing.status is PartStatus.SCRAPPED:
            raise refused.PartIsScrappedError(part)
        if thing.status is PartStatus.INSTALLED:
            raise refused.PartStatusMismatchError(part, thing.status)
        return thing

    def _installed(self, part: bytes) -> bytes:
        thing = self._thing(part)
        if thing.status is not PartStatus.INSTALLED:
            raise refused.PartStatusMismatchError(part, thing.status)
        root = self.root(part)
        if self.things[root].status is PartStatus.SCRAPPED:
            raise refused.PartIsScrappedError(root)
        return root

    def _installable(self, part: bytes) -> None:
        thing = self._thing(part)
        if thing.status is PartStatus.SCRAPPED:
            raise refused.PartIsScrappedError(part)
        if thing.status in (PartStatus.INSTALLED, PartStatus.IN_REPAIR):
            raise refused.PartStatusMismatchError(part, thing.status)
        if thing.made.machine:
            raise refused.MachineNotInstallableError(part)
        if thing.suspected:
            raise refused.PartIsSuspectedError(part)
        if self.recalled(part):
            raise refused.PartUnderRecallError(part)
        if barred := self.barred_below(part):
            raise refused.AssemblyHoldsBarredPartsError(part, barred)

    def _at_hand(self, part: bytes, member: bytes, other: bytes, root_owner: bytes) -> None:
        thing = self.things[part]
        if thing.custodian not in (member, other):
            raise refused.NotTheCustodianError(part, member)
        if thing.owner not in (member, other, root_owner):
            raise refused.NotTheOwnerError(part, member)

    def _order(self, order: bytes) -> WorkOrder:
        if order not in self.orders:
            raise refused.UnknownWorkOrderError(order)
        return self.orders[order]

    def _diagnosed(self, order: bytes) -> WorkOrder:
        work = self._order(order)
        if work.status is not WorkOrderStatus.DIAGNOSED:
            raise refused.WorkOrderStatusMismatchError(order, work.status)
        return work

    def _running(self, order: bytes, root: bytes, member: bytes) -> None:
        work = self._diagnosed(order)
        if work.machine != root:
            raise refused.WorkOrderMachineMismatchError(order, root)
        if member not in (work.custodian, work.performer):
            raise refused.NotAPartyToWorkOrderError(order, member)
