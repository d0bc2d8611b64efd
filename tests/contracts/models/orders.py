"""What contracts/orders/README.md says OrderFulfilment does, in plain Python, to compare the contract with.

Each function of the contract is a method of `Orders` that takes the caller's member and the same arguments, and either
does it or raises the typed error; where several would do, the one that the contract names first. Times are Unix seconds
and `now` is the block's. Left out is what other contracts decide: whether an account may act for its member at all, and
which events were anchored. A refused call may leave the model half changed: who asks keeps a copy. Pure.
"""

from __future__ import annotations

from collections.abc import Sequence

from quaychain.contracts.abi import ArrayCodec, fixed_bytes
from quaychain.contracts.bindings import errors
from quaychain.contracts.bindings.types import (
    ChangeEvaluation,
    ChangeStatus,
    DelayClaimStatus,
    DeliveryStatus,
    DisputeStatus,
    Evidence,
    MilestoneStatus,
    OrderStatus,
    SnagClass,
    SnagStatus,
)

from .order_book import (
    DAY,
    LATEST_TIME,
    LONGEST_LIST,
    MOST_EXCUSED_DAYS,
    WHOLE,
    ZERO,
    ChangeRequest,
    DelayClaim,
    Dispute,
    PartialDelivery,
    Snag,
    content_hash,
    found,
    require_between,
    require_free,
    require_id,
    require_length,
    require_same,
    reschedule,
)
from .order_building import Building


class Orders(Building):
    """All the rules."""

    # Changes and delays

    def request_change(self, caller: bytes, order: bytes, change: bytes, record: bytes) -> None:
        """Either side asks."""
        self.require_record_if_any(record)
        require_id(change)
        self.require_party(self.agreed(order), order, caller)
        require_free(self.changes, change)
        self.changes[change] = ChangeRequest(order, caller, record)

    def evaluate_change(self, caller: bytes, change: bytes, evaluation: ChangeEvaluation) -> None:
        """The seller says what it would cost and move, for the order's version now."""
        entry = self.open_change(change)
        order = self.agreed(entry.order)
        self.require_seller(order, entry.order, caller)
        require_length(evaluation.milestones, 0)
        require_length(evaluation.certificates, 0)
        if evaluation.terms_commitment == ZERO:
            raise errors.InvalidOrderTermsError(entry.order)
        for item in evaluation.milestones:
            self.uncompleted(entry.order, item.code)
        entry.status = ChangeStatus.EVALUATED
        entry.order_version = order.version
        entry.evaluation_hash = content_hash(ChangeEvaluation.CODEC, evaluation)

    def accept_change(self, caller: bytes, change: bytes, evaluation: ChangeEvaluation) -> None:
        """The buyer accepts exactly that evaluation: all of it holds at once, in a new version of the order."""
        entry = self.open_change(change)
        order = self.agreed(entry.order)
        self.require_buyer(order, entry.order, caller)
        if entry.status is not ChangeStatus.EVALUATED:
            raise errors.ChangeStatusMismatchError(change, entry.status)
        if entry.order_version != order.version:
            raise errors.EvaluationOutdatedError(change, entry.order_version, order.version)
        require_same(change, entry.evaluation_hash, content_hash(ChangeEvaluation.CODEC, evaluation))
        for item in evaluation.milestones:
            require_between(item.due, 0, LATEST_TIME)
            require_between(item.planned, 0, LATEST_TIME)
            touched = self.uncompleted(entry.order, item.code)
            reschedule(touched, item.due, item.planned)
            if item.payment_commitment != ZERO:
                touched.payment_commitment = item.payment_commitment
        entry.status = ChangeStatus.ACCEPTED
        order.version += 1
        order.terms_commitment = evaluation.terms_commitment
        if evaluation.calendar_hash != ZERO:
            order.calendar_hash = evaluation.calendar_hash

    def close_change(self, caller: bytes, change: bytes) -> None:
        """Who asked withdraws, the other side refuses; also when the order has ended."""
        entry = self.open_change(change)
        self.require_party(self.known(entry.order), entry.order, caller)
        entry.status = ChangeStatus.WITHDRAWN if caller == entry.requested_by else ChangeStatus.REFUSED

    def claim_excusable_delay(
        self, caller: bytes, order: bytes, claim: bytes, record: bytes, delay_days: int, milestones: Sequence[bytes]
    ) -> None:
        """The seller claims days for milestones, each named once."""
        self.require_record_if_any(record)
        require_id(claim)
        self.require_seller(self.agreed(order), order, caller)
        require_free(self.delay_claims, claim)
        require_length(milestones, 1)
        if delay_days == 0:
            raise errors.InvalidDelayClaimError(claim)
        for index, code in enumerate(milestones):
            self.milestone(order, code)
            if code in milestones[:index]:
                raise errors.InvalidDelayClaimError(claim)
        self.delay_claims[claim] = DelayClaim(order, delay_days, record, _codes_hash(milestones))

    def accept_excusable_delay(self, caller: bytes, claim: bytes, milestones: Sequence[bytes]) -> None:
        """The buyer accepts: due times move, plans don't."""
        entry = self.open_claim(caller, claim)
        require_same(claim, entry.milestones_hash, _codes_hash(milestones))
        entry.status = DelayClaimStatus.ACCEPTED
        for code in milestones:
            touched = self.milestone(entry.order, code)
            if touched.excused_days + entry.delay_days > MOST_EXCUSED_DAYS:
                raise errors.InvalidDelayClaimError(claim)
            touched.excused_days += entry.delay_days
            reschedule(touched, touched.due + entry.delay_days * DAY, 0)

    def refuse_excusable_delay(self, caller: bytes, claim: bytes, record: bytes) -> None:
        """The buyer refuses."""
        self.require_record_if_any(record)
        self.open_claim(caller, claim).status = DelayClaimStatus.REFUSED

    # Snags

    def raise_snag(self, caller: bytes, order: bytes, snag: bytes, snag_class: int, due_at: int, record: bytes) -> None:
        """The buyer found a defect, with a date or without (0)."""
        self.require_record_if_any(record)
        require_id(snag)
        parent = self.live(order)
        self.require_buyer(parent, order, caller)
        if snag_class not in (SnagClass.BLOCKING, SnagClass.FUNCTIONAL, SnagClass.COSMETIC):
            raise errors.SnagClassMissingError(snag)
        require_free(self.snags, snag)
        self.snags[snag] = Snag(order, SnagClass(snag_class), due_at, record)
        self.count_snags(order)

    def answer_snag(self, caller: bytes, snag: bytes, record: bytes) -> None:
        """The seller says that it is mended."""
        self.require_record_if_any(record)
        entry = self.open_snag(snag)
        self.require_seller(self.orders[entry.order], entry.order, caller)
        if entry.status is not SnagStatus.RAISED:
            raise errors.SnagStatusMismatchError(snag, entry.status)
        entry.status = SnagStatus.ANSWERED

    def close_snag(self, caller: bytes, snag: bytes) -> None:
        """The buyer agrees that it is mended."""
        entry = self.open_snag(snag)
        self.require_buyer(self.orders[entry.order], entry.order, caller)
        entry.status = SnagStatus.CLOSED
        self.count_snags(entry.order)

    def remind_snag(self, _caller: bytes, snag: bytes) -> None:
        """Anyone, once."""
        entry = self.open_snag(snag)
        self.require_reminder_due(self.orders[entry.order], entry.order, snag, entry.due_at, entry.reminded)
        entry.reminded = True

    def escalate_snag(self, _caller: bytes, snag: bytes) -> None:
        """Anyone, once."""
        entry = self.open_snag(snag)
        self.require_overdue(snag, entry.due_at, entry.escalated)
        entry.escalated = True

    # Deliveries, taking-over, damages, warranty, acceptance

    def report_delivery(
        self, caller: bytes, order: bytes, delivery: bytes, share: int, consignment: bytes, evidence: Evidence
    ) -> None:
        """The seller delivered a part of the order."""
        self.require_evidence(evidence)
        require_id(delivery)
        parent = self.agreed(order)
        self.require_seller(parent, order, caller)
        require_free(self.deliveries, delivery)
        reported = parent.reported_share + parent.taken_over_share
        if not 0 < share <= WHOLE - reported:
            raise errors.InvalidPartShareError(order, reported, share)
        if parent.part_count == LONGEST_LIST:
            raise errors.ListLengthOutOfRangeError(LONGEST_LIST + 1, 1, LONGEST_LIST)
        self.deliveries[delivery] = PartialDelivery(order, share, consignment, evidence)
        self.count_parts(order)

    def take_over_part(self, caller: bytes, delivery: bytes, certificate: bytes, taken_over_at: int) -> None:
        """The buyer takes a part over; its own warranty runs."""
        self.require_record(certificate)
        entry = self.reported(caller, delivery)
        parent = self.orders[entry.order]
        require_between(taken_over_at, parent.effective_at, self.now)
        entry.status = DeliveryStatus.TAKEN_OVER
        entry.taken_over_at = taken_over_at
        entry.warranty_until = taken_over_at + parent.warranty_period
        entry.answer = certificate
        parent.warranties_until = max(parent.warranties_until, entry.warranty_until)
        self.count_parts(entry.order)

    def refuse_delivery(self, caller: bytes, delivery: bytes, record: bytes) -> None:
        """The buyer refuses a part; its share is free again."""
        self.require_record(record)
        entry = self.reported(caller, delivery)
        entry.status, entry.answer = DeliveryStatus.REFUSED, record
        self.count_parts(entry.order)

    def take_over(self, caller: bytes, order: bytes, certificate: bytes, taken_over_at: int) -> None:
        """The buyer takes over all that is left, once it is built and nothing blocks; not before any part."""
        self.require_record(certificate)
        entry = self.agreed(order)
        self.require_buyer(entry, order, caller)
        earliest = max([entry.effective_at, *(part.taken_over_at for part in self.parts(order))])
        require_between(taken_over_at, earliest, self.now)
        unbuilt = sum(
            milestone.status is not MilestoneStatus.COMPLETED
            for code, milestone in self.milestones[order].items()
            if code not in (entry.taking_over, entry.final_acceptance)
        )
        if unbuilt:
            raise errors.MilestonesStillOpenError(order, unbuilt)
        if entry.blocking_snags:
            raise errors.SnagsStillOpenError(order, entry.blocking_snags)
        entry.status = OrderStatus.TAKEN_OVER
        entry.taken_over_at = taken_over_at
        entry.warranty_until = taken_over_at + entry.warranty_period
        entry.warranties_until = max(entry.warranties_until, entry.warranty_until)
        self.certify(order, entry.taking_over, certificate, taken_over_at)

    def extend_warranty(self, caller: bytes, snag: bytes, delivery: bytes, until: int) -> None:
        """The seller stands for a defect longer: of a part, or (0) of what the order's certificate covers."""
        defect = found(self.snags, snag)
        entry = self.live(defect.order)
        self.require_seller(entry, defect.order, caller)
        if delivery == ZERO:
            if entry.status is not OrderStatus.TAKEN_OVER:
                raise errors.OrderStatusMismatchError(defect.order, entry.status)
            require_between(until, entry.warranty_until + 1, LATEST_TIME)
            entry.warranty_until = until
        else:
            part = self.deliveries.get(delivery)
            if part is None or part.order != defect.order:
                raise errors.UnknownIdentifierError(delivery)
            if part.status is not DeliveryStatus.TAKEN_OVER:
                raise errors.DeliveryStatusMismatchError(delivery, part.status)
            require_between(until, part.warranty_until + 1, LATEST_TIME)
            part.warranty_until = until
        entry.warranties_until = max(entry.warranties_until, until)

    def accept_finally(self, caller: bytes, order: bytes, certificate: bytes) -> None:
        """The buyer accepts after the last warranty, with nothing open."""
        self.require_record(certificate)
        entry = self.known(order)
        self.require_buyer(entry, order, caller)
        if entry.status is not OrderStatus.TAKEN_OVER:
            raise errors.OrderStatusMismatchError(order, entry.status)
        if self.now < entry.warranties_until:
            raise errors.WarrantyStillRunningError(order, entry.warranties_until)
        if entry.open_snags:
            raise errors.SnagsStillOpenError(order, entry.open_snags)
        if entry.open_disputes:
            raise errors.DisputesStillOpenError(order, entry.open_disputes)
        entry.status = OrderStatus.ACCEPTED
        if entry.final_acceptance != ZERO:
            self.certify(order, entry.final_acceptance, certificate, self.now)

    def claim_liquidated_damages(self, caller: bytes, order: bytes, amount_commitment: bytes) -> None:
        """The buyer claims for what is late; a new claim takes the place of an old one, also of one accepted."""
        require_id(amount_commitment)
        entry = self.live(order)
        self.require_buyer(entry, order, caller)
        if self.lateness(order) == (0, 0, 0):
            raise errors.NotLateError(order)
        entry.damages_claimed, entry.damages_accepted = amount_commitment, ZERO

    def accept_liquidated_damages(self, caller: bytes, order: bytes, amount_commitment: bytes) -> None:
        """The seller accepts that claim."""
        require_id(amount_commitment)
        entry = self.live(order)
        self.require_seller(entry, order, caller)
        require_same(order, entry.damages_claimed, amount_commitment)
        entry.damages_accepted = amount_commitment

    # Cancellation and disputes

    def propose_cancellation(self, caller: bytes, order: bytes, record: bytes) -> None:
        """Either side; a later proposal takes the place of an earlier one."""
        self.require_record(record)
        entry = self.agreed(order)
        self.require_party(entry, order, caller)
        entry.cancellation_proposed_by, entry.cancellation_record = caller, record

    def accept_cancellation(self, caller: bytes, order: bytes, record: bytes) -> None:
        """The other side."""
        require_id(record)
        entry = self.agreed(order)
        require_same(order, entry.cancellation_record, record)
        self.require_other_party(entry, order, caller, entry.cancellation_proposed_by)
        entry.status = OrderStatus.CANCELLED

    def raise_dispute(self, caller: bytes, order: bytes, dispute: bytes, record: bytes) -> None:
        """Either side, at any time."""
        self.require_record_if_any(record)
        require_id(dispute)
        entry = self.known(order)
        self.require_party(entry, order, caller)
        require_free(self.disputes, dispute)
        self.disputes[dispute] = Dispute(order)
        entry.open_disputes += 1

    def propose_settlement(self, caller: bytes, dispute: bytes, record: bytes) -> None:
        """Either side; a later proposal takes the place of an earlier one."""
        self.require_record(record)
        entry = self.open_dispute(dispute)
        self.require_party(self.orders[entry.order], entry.order, caller)
        entry.status, entry.proposed_by, entry.record = DisputeStatus.SETTLEMENT_PROPOSED, caller, record

    def accept_settlement(self, caller: bytes, dispute: bytes, record: bytes) -> None:
        """The other side."""
        entry = self.open_dispute(dispute)
        if entry.status is not DisputeStatus.SETTLEMENT_PROPOSED:
            raise errors.DisputeStatusMismatchError(dispute, entry.status)
        require_same(dispute, entry.record, record)
        self.require_other_party(self.orders[entry.order], entry.order, caller, entry.proposed_by)
        entry.status = DisputeStatus.SETTLED
        self.orders[entry.order].open_disputes -= 1


def _codes_hash(codes: Sequence[bytes]) -> bytes:
    return content_hash(ArrayCodec(fixed_bytes(32)), codes)
