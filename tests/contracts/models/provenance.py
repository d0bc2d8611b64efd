"""What contracts/provenance/README.md says, as a program: registration, trees, custody, cores, work orders. Pure.

One `Parts` is one ledger. Each method is a call by a member at a time; it changes the ledger, or raises the error that
the contract has for it and changes nothing. Members are known and active; a signature is told by who made it.
"""

from __future__ import annotations

from dataclasses import replace as changed

from quaychain.contracts.bindings import errors as refused
from quaychain.contracts.bindings.types import (
    AssemblyEdge,
    CoreReturn,
    CoreStatus,
    Evidence,
    EvidenceKind,
    HandOverOffer,
    HandOverPurpose,
    PartRegistration,
    PartStatus,
    TitleOffer,
    WorkOrder,
    WorkOrderStatus,
)
from quaychain.contracts.keccak import keccak256

from .part_ledger import (
    LEVELS,
    NO_CORE,
    NO_OFFER,
    NO_TITLE_OFFER,
    NOBODY,
    NOTHING,
    SIGHTING_INTERVAL,
    Batch,
    Signed,
    Thing,
    all_or_nothing,
)
from .part_recalls import Recalls


class Parts(Recalls):
    """All parts of one ledger, and what members do with them."""

    # ------------------------------------------------------------------------------------------------ registration

    @all_or_nothing
    def appoint(self, member: bytes, maker: bytes, registrar: bytes) -> None:
        """Another member registers a maker's parts from now on."""
        self._active(registrar)
        self._registrar(maker, member)
        self.makers[maker] = registrar

    @all_or_nothing
    def register(self, member: bytes, made: PartRegistration, now: int) -> None:
        """A part by itself."""
        self._registrar(made.maker, member)
        self._enter(made, member, NOTHING, now)

    @all_or_nothing
    def register_batch(
        self, member: bytes, root: bytes, maker: bytes, count: int, leaves: tuple[PartRegistration, ...]
    ) -> None:
        """Many parts by a root; `leaves` are those whose proof leads to it."""
        self._registrar(maker, member)
        if root == NOTHING:
            raise refused.IdentifierMissingError
        if root in self.batches:
            raise refused.BatchExistsError(root)
        if count == 0:
            raise refused.BatchCountMismatchError(root, count)
        self.batches[root] = Batch(maker, count, leaves)

    @all_or_nothing
    def materialise(self, root: bytes, made: PartRegistration, now: int) -> None:
        """A part of a batch is used first."""
        if root not in self.batches:
            raise refused.UnknownBatchError(root)
        batch = self.batches[root]
        if made.maker != batch.maker or made not in batch.leaves:
            raise refused.BatchProofMismatchError(root, made.part)
        if batch.materialised == batch.count:
            raise refused.BatchCountMismatchError(root, batch.count)
        batch.materialised += 1
        self._enter(made, self.makers[batch.maker], root, now)

    @all_or_nothing
    def declare_built(self, member: bytes, machine: bytes, record: bytes, now: int) -> None:
        """What is in the machine now is its as-built configuration."""
        self._record(record)
        thing = self._thing(machine)
        self._registrar(thing.made.maker, member)
        if not thing.made.machine:
            raise refused.NotAMachineError(machine)
        if thing.status is PartStatus.SCRAPPED:
            raise refused.PartIsScrappedError(machine)
        if thing.built_at:
            raise refused.MachineAlreadyBuiltError(machine, thing.built_at)
        thing.built_at = now

    def _enter(self, made: PartRegistration, registrar: bytes, batch: bytes, now: int) -> None:
        if NOTHING in (made.part, made.serial_commitment):
            raise refused.IdentifierMissingError
        if made.part in self.things:
            raise refused.PartExistsError(made.part)
        serial = (made.maker, made.serial_commitment)
        if serial in self.serials:
            raise refused.SerialAlreadyRegisteredError(*serial, self.serials[serial])
        self.serials[serial] = made.part
        self.things[made.part] = Thing(made, now, batch, registrar, registrar)

    # ---------------------------------------------------------------------------------------------------- assembly

    @all_or_nothing
    def install(self, member: bytes, part: bytes, parent: bytes, position: bytes, order: bytes, now: int) -> None:
        """Who has both puts a loose part into another."""
        self._thing(parent)
        root = self.root(parent)
        if self.things[root].custodian != member:
            raise refused.NotTheCustodianError(parent, member)
        self._installable(part)
        self._at_hand(part, member, member, self.things[root].owner)
        if order != NOTHING:
            self._running(order, root, member)
        self._attach(part, parent, position, order, now)

    @all_or_nothing
    def remove(self, member: bytes, part: bytes, order: bytes, now: int) -> None:
        """Who has the machine takes a part out."""
        root = self._installed(part)
        if self.things[root].custodian != member:
            raise refused.NotTheCustodianError(part, member)
        if order != NOTHING:
            self._running(order, root, member)
        self._detach(part, order, now)

    @all_or_nothing
    def replace(self, member: bytes, old: bytes, new: bytes, order: bytes, signed: Signed, now: int) -> None:
        """A work order's performer changes a part, with the custodian's signature."""
        custodian = self._diagnosed(order).custodian
        if custodian != member:
            self._signed(signed, custodian, now)
        root = self._installed(old)
        self._running(order, root, member)
        if self.orders[order].performer != member:
            raise refused.NotAPartyToWorkOrderError(order, member)
        if self.things[root].custodian != custodian:
            raise refused.NotTheCustodianError(root, custodian)
        self._installable(new)
        self._at_hand(new, member, custodian, self.things[root].owner)
        parent, position = self.things[old].parent, self.things[old].position
        assert parent is not None
        self._detach(old, order, now)
        self._attach(new, parent, position, order, now)

    def _attach(self, part: bytes, parent: bytes, position: bytes, order: bytes, now: int) -> None:
        if position == NOTHING:
            raise refused.IdentifierMissingError
        root = self.root(parent)
        if root == part:
            raise refused.AssemblyCycleError(part, parent)
        if len(self.ancestors(parent)) + 1 + self.height(part) > LEVELS:
            raise refused.AssemblyTooDeepError(part, parent, LEVELS)
        if position in self.things[parent].children:
            raise refused.PositionTakenError(parent, position, self.things[parent].children[position])
        if self.things[root].status is PartStatus.SCRAPPED:
            raise refused.PartIsScrappedError(root)
        thing = self.things[part]
        thing.status, thing.parent, thing.position = PartStatus.INSTALLED, parent, position
        thing.offer, thing.title_offer = NO_OFFER, NO_TITLE_OFFER
        self.things[parent].children[position] = part
        self.edges.append(AssemblyEdge(part, parent, position, order, now, 0))
        self._note(order, part, parent, position, installed=True)

    def _detach(self, part: bytes, order: bytes, now: int) -> None:
        root, thing = self.things[self.root(part)], self.things[part]
        parent, position = thing.parent, thing.position
        assert parent is not None
        del self.things[parent].children[position]
        thing.status, thing.parent, thing.position = PartStatus.REMOVED, None, NOTHING
        thing.custodian, thing.owner = root.custodian, root.owner
        last = max(number for number, edge in enumerate(self.edges) if edge.part == part)
        self.edges[last] = changed(self.edges[last], removed_at=now)
        self._note(order, part, parent, position, installed=False)

    def _note(self, order: bytes, part: bytes, parent: bytes, position: bytes, *, installed: bool) -> None:
        if order == NOTHING:
            return
        done = self.orders[order]
        changes_hash = keccak256(done.changes_hash + part + parent + position + int(installed).to_bytes(32))
        self.orders[order] = changed(done, changes=done.changes + 1, changes_hash=changes_hash)

    # ------------------------------------------------------------------------------------- repair, sighting, the end

    @all_or_nothing
    def start_repair(self, member: bytes, part: bytes, record: bytes) -> None:
        """A loose part goes into repair."""
        self._record(record)
        thing = self._loose(part, member)
        if thing.status is PartStatus.IN_REPAIR:
            raise refused.PartStatusMismatchError(part, thing.status)
        thing.status = PartStatus.IN_REPAIR

    @all_or_nothing
    def complete_repair(self, member: bytes, part: bytes, record: bytes) -> None:
        """It comes back from repair."""
        self._record(record)
        thing = self._loose(part, member)
        if thing.status is not PartStatus.IN_REPAIR:
            raise refused.PartStatusMismatchError(part, thing.status)
        thing.status = PartStatus.REPAIRED

    @all_or_nothing
    def scrap(self, member: bytes, part: bytes, record: bytes) -> None:
        """A loose part that one has and owns is scrapped, with everything in it."""
        self._record(record)
        thing = self._loose(part, member)
        if thing.owner != member:
            raise refused.NotTheOwnerError(part, member)
        thing.status = PartStatus.SCRAPPED

    @all_or_nothing
    def sight(self, part: bytes, place: bytes, seen_at: int, now: int) -> None:
        """A serial was seen; in two places within six hours it can't be one thing."""
        thing = self._thing(part)
        if place == bytes(5):
            raise refused.IdentifierMissingError
        if seen_at > now:
            raise refused.TimeTooLateError(seen_at, now)
        if thing.seen is not None:
            before, before_at = thing.seen
            if seen_at < before_at:
                raise refused.TimeTooEarlyError(seen_at, before_at)
            thing.suspected |= before != place and seen_at - before_at < SIGHTING_INTERVAL
        thing.seen = (place, seen_at)

    @all_or_nothing
    def clear_suspicion(self, member: bytes, part: bytes, record: bytes) -> None:
        """The maker's registrar settles which one is real."""
        self._record(record)
        thing = self._thing(part)
        self._registrar(thing.made.maker, member)
        if not thing.suspected:
            raise refused.PartNotSuspectedError(part)
        thing.suspected = False

    # ----------------------------------------------------------------------------------------------------- custody

    @all_or_nothing
    def hand_over(
        self,
        member: bytes,
        part: bytes,
        receiver: bytes,
        purpose: HandOverPurpose,
        with_ownership: bool,
        signed: Signed,
        now: int,
    ) -> None:
        """A loose part changes hands with the receiver's signature."""
        offer = HandOverOffer(member, receiver, purpose, with_ownership, now, NOTHING)
        self._may_give(part, offer)
        self._signed(signed, receiver, now)
        self._give(part, offer, now)

    @all_or_nothing
    def offer(
        self, member: bytes, part: bytes, receiver: bytes, purpose: HandOverPurpose, with_ownership: bool, now: int
    ) -> None:
        """A hand-over is offered; a later offer replaces it."""
        offer = HandOverOffer(member, receiver, purpose, with_ownership, now, NOTHING)
        self._may_give(part, offer)
        self._active(receiver)
        self.things[part].offer = offer

    @all_or_nothing
    def accept(self, member: bytes, part: bytes, now: int) -> None:
        """The receiver accepts, if the giver could still offer it."""
        offer = self.things[part].offer if part in self.things else NO_OFFER
        if offer.receiver != member:
            raise refused.NoHandOverOfferError(part, member)
        self._may_give(part, offer)
        self._give(part, offer, now)

    @all_or_nothing
    def cancel_offer(self, member: bytes, part: bytes) -> None:
        """Either side calls it off."""
        offer = self.things[part].offer if part in self.things else NO_OFFER
        if offer is NO_OFFER or member not in (offer.giver, offer.receiver):
            raise refused.NoHandOverOfferError(part, member)
        self.things[part].offer = NO_OFFER

    def _may_give(self, part: bytes, offer: HandOverOffer) -> None:
        thing = self._loose(part, offer.giver)
        if offer.purpose is HandOverPurpose.NONE or offer.receiver in (offer.giver, NOBODY):
            raise refused.HandOverMalformedError(part)
        if offer.with_ownership and thing.owner != offer.giver:
            raise refused.NotTheOwnerError(part, offer.giver)

    def _give(self, part: bytes, offer: HandOverOffer, now: int) -> None:
        thing = self.things[part]
        thing.custodian = offer.receiver
        if offer.with_ownership:
            thing.owner, thing.title_offer = offer.receiver, NO_TITLE_OFFER
        thing.custody_sequence += 1
        thing.offer = NO_OFFER
        owed = thing.core.status is CoreStatus.OWED and thing.core.creditor == offer.receiver
        if offer.purpose is HandOverPurpose.CORE_RETURN and owed:
            thing.core = changed(thing.core, status=CoreStatus.RETURNED, returned_at=now)

    @all_or_nothing
    def offer_title(self, member: bytes, part: bytes, receiver: bytes, now: int) -> None:
        """The owner offers a loose part, whoever has it; nobody as the receiver takes the offer back."""
        if receiver != NOBODY:
            self._active(receiver)
        thing = self._owned(part, member)
        if receiver == member:
            raise refused.HandOverMalformedError(part)
        if receiver == NOBODY and thing.title_offer.receiver == NOBODY:
            raise refused.NoTitleOfferError(part, member)
        thing.title_offer = TitleOffer(member, receiver, now, NOTHING)

    @all_or_nothing
    def accept_title(self, member: bytes, part: bytes) -> None:
        """The receiver becomes the owner."""
        offer = self.things[part].title_offer if part in self.things else NO_TITLE_OFFER
        if offer.receiver != member:
            raise refused.NoTitleOfferError(part, member)
        thing = self._owned(part, offer.owner)
        thing.owner, thing.title_offer = member, NO_TITLE_OFFER

    # ------------------------------------------------------------------------------------------------- core returns

    @all_or_nothing
    def owe_core(self, member: bytes, part: bytes, creditor: bytes, due_at: int, now: int) -> None:
        """The owner of an old unit owes it to somebody until a day."""
        self._active(creditor)
        core, root = self._thing(part).core, self.things[self.root(part)]
        if root.status is PartStatus.SCRAPPED:
            raise refused.PartIsScrappedError(part)
        if root.owner != member:
            raise refused.NotTheOwnerError(part, member)
        if creditor == member:
            raise refused.CoreReturnMalformedError(part)
        if due_at < now:
            raise refused.TimeTooEarlyError(due_at, now)
        if core.status in (CoreStatus.OWED, CoreStatus.RETURNED):
            raise refused.CoreStatusMismatchError(part, core.status)
        self.things[part].core = CoreReturn(CoreStatus.OWED, member, creditor, now, due_at, 0, NOTHING, NOTHING)

    @all_or_nothing
    def judge_core(self, member: bytes, part: bytes, accepted: bool, record: bytes) -> None:
        """The creditor accepts a returned core, and owns it then, or refuses it."""
        self._record(record)
        core = self._core(member, part, CoreStatus.RETURNED)
        thing = self.things[part]
        if accepted:
            if thing.status is PartStatus.INSTALLED:
                raise refused.PartStatusMismatchError(part, thing.status)
            if thing.owner not in (core.debtor, member):
                raise refused.NotTheOwnerError(part, core.debtor)
            thing.owner, thing.title_offer = member, NO_TITLE_OFFER
        thing.core = changed(core, status=CoreStatus.ACCEPTED if accepted else CoreStatus.REFUSED, finding=record)

    @all_or_nothing
    def waive_core(self, member: bytes, part: bytes, record: bytes) -> None:
        """The creditor no longer asks for it."""
        self._record(record)
        core = self._core(member, part, CoreStatus.OWED)
        self.things[part].core = changed(core, status=CoreStatus.WAIVED, finding=record)

    def _core(self, member: bytes, part: bytes, status: CoreStatus) -> CoreReturn:
        core = self.things[part].core if part in self.things else NO_CORE
        if core.status is not status:
            raise refused.CoreStatusMismatchError(part, core.status)
        if core.creditor != member:
            raise refused.NotTheCoreCreditorError(part, member)
        return core

    # -------------------------------------------------------------------------------------------------- work orders

    @all_or_nothing
    def open_order(
        self, member: bytes, order: bytes, machine: bytes, performer: bytes, alert: Evidence, now: int
    ) -> None:
        """Who has a machine or a loose part orders work on it, for a record or by plan."""
        self._active(performer)
        if alert.kind is EvidenceKind.RECORD:
            self._record(alert.identifier)
            if alert.number != 1:
                raise refused.EvidenceNotFoundError(alert.identifier, alert.number)
        elif (alert.identifier, alert.number) != (NOTHING, 0):
            raise refused.EvidenceNotFoundError(alert.identifier, alert.number)
        if order == NOTHING:
            raise refused.IdentifierMissingError
        if order in self.orders:
            raise refused.WorkOrderExistsError(order)
        self._loose(machine, member)
        status = WorkOrderStatus.OPENED
        self.orders[order] = WorkOrder(
            status, member, performer, 0, now, now, machine, NOTHING, NOTHING, NOTHING, NOTHING, alert
        )

    @all_or_nothing
    def diagnose(self, member: bytes, order: bytes, record: bytes, now: int) -> None:
        """The performer says what is to be done."""
        self._record(record)
        work = self._order(order)
        if work.status is not WorkOrderStatus.OPENED:
            raise refused.WorkOrderStatusMismatchError(order, work.status)
        if work.performer != member:
            raise refused.NotAPartyToWorkOrderError(order, member)
        self.orders[order] = changed(work, status=WorkOrderStatus.DIAGNOSED, diagnosis=record, status_since=now)

    @all_or_nothing
    def complete_order(self, member: bytes, order: bytes, record: bytes, signed: Signed, now: int) -> None:
        """One side completes it with the other's signature."""
        work = self._diagnosed(order)
        if member not in (work.custodian, work.performer):
            raise refused.NotAPartyToWorkOrderError(order, member)
        self._record(record)
        if work.custodian != work.performer:
            self._signed(signed, work.performer if member == work.custodian else work.custodian, now)
        self.orders[order] = changed(work, status=WorkOrderStatus.COMPLETED, completion=record, status_since=now)

    @all_or_nothing
    def cancel_order(self, member: bytes, order: bytes, now: int) -> None:
        """Its custodian cancels an order under which nothing was changed."""
        work = self._order(order)
        if work.custodian != member:
            raise refused.NotAPartyToWorkOrderError(order, member)
        if work.status not in (WorkOrderStatus.OPENED, WorkOrderStatus.DIAGNOSED):
            raise refused.WorkOrderStatusMismatchError(order, work.status)
        if work.changes:
            raise refused.WorkOrderHasChangesError(order, work.changes)
        self.orders[order] = changed(work, status=WorkOrderStatus.CANCELLED, status_since=now)
