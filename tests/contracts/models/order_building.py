"""The model of OrderFulfilment from agreement to delivery by suppliers: the order, milestones, sub-orders. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from quaychain.contracts.abi import ArrayCodec
from quaychain.contracts.bindings import errors
from quaychain.contracts.bindings.types import (
    Alternative,
    Evidence,
    HoldPoint,
    MilestoneMove,
    MilestoneStatus,
    OrderTerms,
    SubOrderStatus,
    SubOrderTerms,
)

from .order_book import (
    LATEST_TIME,
    NO_EVIDENCE,
    NOBODY,
    WHOLE,
    ZERO,
    Milestone,
    Order,
    OrderBook,
    SubOrder,
    content_hash,
    require_between,
    require_id,
    require_length,
    require_milestone_status,
    require_same,
    reschedule,
)


class Building(OrderBook):
    """The rules of an order being built; the others are in orders.py."""

    # The order

    def agree_order(self, _caller: bytes, terms: OrderTerms, seller_signer: bytes, buyer_signer: bytes) -> None:
        """Anybody enters what seller and buyer signed."""
        require_id(terms.order)
        require_length(terms.milestones, 1)
        if terms.order in self.orders:
            raise errors.OrderAlreadyAgreedError(terms.order)
        if terms.version != 1 or terms.seller == terms.buyer or terms.terms_commitment == ZERO:
            raise errors.InvalidOrderTermsError(terms.order)
        if self.now > terms.agree_by:
            raise errors.OfferExpiredError(terms.order, terms.agree_by)
        self.require_record_if_any(terms.contract_record)
        for signer, party in ((seller_signer, terms.seller), (buyer_signer, terms.buyer)):
            self.require_member(signer)
            if signer != party:
                raise errors.SignerMemberMismatchError(party, signer)
        for item in terms.milestones:
            if item.inspector != NOBODY:
                self.require_member(item.inspector)
        require_between(terms.effective_at, 0, LATEST_TIME)
        milestones: dict[bytes, Milestone] = {}
        certificates = (terms.taking_over, terms.final_acceptance)
        for item in terms.milestones:
            inspected = item.hold_point is not HoldPoint.NONE
            if (
                item.code == ZERO
                or item.code in milestones
                or (inspected and item.code in certificates)
                or (not inspected and item.inspector != NOBODY)
            ):
                raise errors.InvalidMilestoneError(terms.order, item.code)
            require_between(item.due, terms.effective_at, LATEST_TIME)
            require_between(item.planned, terms.effective_at, LATEST_TIME)
            milestones[item.code] = Milestone(
                hold_point=item.hold_point,
                weight=item.weight,
                due=item.due,
                planned=item.planned,
                inspector=(item.inspector if item.inspector != NOBODY else terms.buyer) if inspected else NOBODY,
                agreed_due=item.due,
                payment_commitment=item.payment_commitment,
            )
        for code in certificates:
            if code not in milestones and (code != ZERO or code is terms.taking_over):
                raise errors.UnknownMilestoneError(terms.order, code)
        if terms.taking_over == terms.final_acceptance:
            raise errors.InvalidMilestoneError(terms.order, terms.taking_over)
        self.milestones[terms.order] = milestones
        self.orders[terms.order] = Order(
            seller=terms.seller,
            buyer=terms.buyer,
            effective_at=terms.effective_at,
            agreed_at=self.now,
            reminder_window=terms.reminder_window,
            inspection_notice=terms.inspection_notice,
            warranty_period=terms.warranty_period,
            terms_commitment=terms.terms_commitment,
            contract_record=terms.contract_record,
            calendar_hash=terms.calendar_hash,
            taking_over=terms.taking_over,
            final_acceptance=terms.final_acceptance,
            milestone_count=len(milestones),
            open_milestones=len(milestones),
            total_weight=sum(item.weight for item in milestones.values()),
        )

    # Milestones

    def replan(self, caller: bytes, order: bytes, code: bytes, planned: int) -> None:
        """The seller moves its plan."""
        self.require_seller(self.live(order), order, caller)
        require_between(planned, self.now, LATEST_TIME)
        self.uncompleted(order, code).planned = planned

    def notify_inspection(self, caller: bytes, order: bytes, code: bytes, inspection_at: int) -> None:
        """The seller tells the inspector in time."""
        entry = self.agreed(order)
        self.require_seller(entry, order, caller)
        planned = self.uncompleted(order, code)
        if planned.hold_point is HoldPoint.NONE:
            raise errors.NoSuchInspectionPointError(order, code)
        require_between(inspection_at, self.now + entry.inspection_notice, LATEST_TIME)
        planned.inspection_at = inspection_at

    def complete_milestone(self, caller: bytes, order: bytes, code: bytes, evidence: Evidence, actual_at: int) -> None:
        """The seller reports it done; with a hold point that stands it then awaits its release."""
        self.require_evidence(evidence)
        entry = self.agreed(order)
        self.require_seller(entry, order, caller)
        if code in (entry.taking_over, entry.final_acceptance):
            raise errors.CertificateRequiredError(order, code)
        done = self.milestone(order, code)
        require_milestone_status(done, order, code, MilestoneStatus.OPEN)
        require_between(actual_at, entry.effective_at, self.now)
        unseen = done.hold_point is HoldPoint.WITNESS and not done.witnessed
        if unseen and (done.inspection_at == 0 or self.now < done.inspection_at):
            raise errors.InspectionNotDueError(order, code, done.inspection_at)
        done.actual_at, done.evidence = actual_at, evidence
        if done.hold_point is HoldPoint.HOLD and not done.waived:
            done.status = MilestoneStatus.AWAITING_RELEASE
        else:
            self.complete(entry, done)

    def replace_inspector(self, caller: bytes, order: bytes, code: bytes, inspector: bytes) -> None:
        """The buyer names another in the place of one who is no longer active."""
        self.require_member(inspector)
        predecessor = self.milestone(order, code).inspector
        if predecessor in self.active:
            raise errors.InspectorStillActiveError(order, code, predecessor)
        self.require_buyer(self.agreed(order), order, caller)
        inspected = self.uncompleted(order, code)
        if inspected.hold_point is HoldPoint.NONE:
            raise errors.NoSuchInspectionPointError(order, code)
        inspected.inspector = inspector

    def release_hold(self, caller: bytes, order: bytes, code: bytes, record: bytes) -> None:
        """The inspector releases what was reported."""
        self.require_record_if_any(record)
        held = self.inspected(caller, order, code, HoldPoint.HOLD)
        require_milestone_status(held, order, code, MilestoneStatus.AWAITING_RELEASE)
        self.complete(self.orders[order], held)

    def refuse_release(self, caller: bytes, order: bytes, code: bytes, record: bytes) -> None:
        """The inspector refuses: as if it had never been reported."""
        self.require_record_if_any(record)
        held = self.inspected(caller, order, code, HoldPoint.HOLD)
        require_milestone_status(held, order, code, MilestoneStatus.AWAITING_RELEASE)
        held.status, held.actual_at, held.evidence = MilestoneStatus.OPEN, 0, NO_EVIDENCE

    def waive_hold(self, caller: bytes, order: bytes, code: bytes, record: bytes) -> None:
        """The inspector waives in writing; what was reported is then complete."""
        self.require_record(record)
        held = self.inspected(caller, order, code, HoldPoint.HOLD)
        if held.status is MilestoneStatus.COMPLETED or held.waived:
            raise errors.MilestoneStatusMismatchError(order, code, held.status)
        held.waived = True
        if held.status is MilestoneStatus.AWAITING_RELEASE:
            self.complete(self.orders[order], held)

    def witness(self, caller: bytes, order: bytes, code: bytes, record: bytes) -> None:
        """The inspector was there."""
        self.require_record_if_any(record)
        seen = self.inspected(caller, order, code, HoldPoint.WITNESS)
        if seen.witnessed:
            raise errors.AlreadyWitnessedError(order, code)
        seen.witnessed = True

    def remind(self, _caller: bytes, order: bytes, code: bytes) -> None:
        """Anyone, once for each due time."""
        entry, near = self.live(order), self.uncompleted(order, code)
        self.require_reminder_due(entry, order, code, near.due, near.reminded)
        near.reminded = True

    def escalate(self, _caller: bytes, order: bytes, code: bytes) -> None:
        """Anyone, once for each due time."""
        self.live(order)
        late = self.uncompleted(order, code)
        self.require_overdue(code, late.due, late.escalated)
        late.escalated = True

    # Sub-orders

    def place_sub_order(self, caller: bytes, terms: SubOrderTerms) -> None:
        """The seller orders from a supplier what a milestone waits for."""
        self.require_member(terms.supplier)
        require_id(terms.sub_order)
        self.require_seller(self.live(terms.order), terms.order, caller)
        self.uncompleted(terms.order, terms.milestone)
        if terms.sub_order in self.sub_orders:
            raise errors.SubOrderAlreadyPlacedError(terms.sub_order)
        if terms.supplier == caller or terms.need_by == 0 or terms.terms_commitment == ZERO:
            raise errors.InvalidSubOrderTermsError(terms.sub_order)
        self.sub_orders[terms.sub_order] = SubOrder(
            supplier=terms.supplier,
            order=terms.order,
            milestone=terms.milestone,
            need_by=terms.need_by,
            due=terms.need_by,
            terms_commitment=terms.terms_commitment,
        )

    def promise_delivery(self, caller: bytes, sub_order: bytes, promised_at: int) -> None:
        """The supplier promises, again and again; each promise closes the alternatives to the one before."""
        entry = self.undelivered(sub_order)
        self.require_supplier(entry, sub_order, caller)
        require_between(promised_at, self.now, LATEST_TIME)
        if entry.status is SubOrderStatus.PLACED:
            entry.status = SubOrderStatus.PROMISED
        entry.promised_at = promised_at
        entry.accepted_alternative = 0
        entry.promise_number += 1

    def offer_alternative(
        self, caller: bytes, sub_order: bytes, delay_days: int, price: bytes, moves: Sequence[MilestoneMove]
    ) -> None:
        """Supplier or seller offer a way out of a promise that is later than the need."""
        entry = self.undelivered(sub_order)
        if caller not in (entry.supplier, self.orders[entry.order].seller):
            raise errors.NotSupplierError(sub_order, caller)
        if entry.promised_at <= entry.need_by:
            raise errors.PromiseNotLateError(sub_order, entry.need_by, entry.promised_at)
        require_length(moves, 0)
        for move in moves:
            self.uncompleted(entry.order, move.code)
        entry.alternative_count += 1
        self.alternatives[sub_order, entry.alternative_count] = Alternative(
            caller, entry.promise_number, delay_days, False, price, content_hash(ArrayCodec(MilestoneMove.CODEC), moves)
        )

    def accept_alternative(
        self, caller: bytes, sub_order: bytes, alternative: int, moves: Sequence[MilestoneMove]
    ) -> None:
        """The other side accepts one for the promise in force: plans move, and the delivery is due as promised."""
        entry = self.undelivered(sub_order)
        offer = self.alternatives.get((sub_order, alternative))
        if offer is None:
            raise errors.UnknownAlternativeError(sub_order, alternative)
        order = self.orders[entry.order]
        if caller != (order.buyer if offer.offered_by == order.seller else order.seller):
            raise errors.NotCounterpartyError(entry.order, caller)
        if offer.promise_number != entry.promise_number or entry.accepted_alternative != 0:
            raise errors.AlternativeNotOpenError(sub_order, alternative)
        require_same(sub_order, offer.moves_hash, content_hash(ArrayCodec(MilestoneMove.CODEC), moves))
        for move in moves:
            reschedule(self.uncompleted(entry.order, move.code), 0, move.planned)
        self.alternatives[sub_order, alternative] = Alternative(
            offer.offered_by,
            offer.promise_number,
            offer.delay_days,
            True,
            offer.price_commitment,
            offer.moves_hash,
        )
        entry.accepted_alternative = alternative
        if entry.due != entry.promised_at:
            entry.due, entry.reminded, entry.escalated = entry.promised_at, False, False

    def deliver_sub_order(self, caller: bytes, sub_order: bytes, delivered_share: int, evidence: Evidence) -> None:
        """The supplier says how much is there by now."""
        self.require_evidence(evidence)
        entry = self.undelivered(sub_order)
        self.require_supplier(entry, sub_order, caller)
        if not entry.delivered_share < delivered_share <= WHOLE:
            raise errors.InvalidDeliveredShareError(sub_order, entry.delivered_share, delivered_share)
        entry.delivered_share = delivered_share
        entry.status = SubOrderStatus.PARTLY_DELIVERED
        if delivered_share == WHOLE:
            entry.status, entry.delivered_at = SubOrderStatus.DELIVERED, self.now

    def cancel_sub_order(self, caller: bytes, sub_order: bytes) -> None:
        """The seller no longer wants it."""
        entry = self.undelivered(sub_order)
        self.require_seller(self.orders[entry.order], entry.order, caller)
        entry.status = SubOrderStatus.CANCELLED

    def remind_sub_order(self, _caller: bytes, sub_order: bytes) -> None:
        """Anyone, once for each due time."""
        entry = self.undelivered(sub_order)
        self.require_reminder_due(self.orders[entry.order], entry.order, sub_order, entry.due, entry.reminded)
        entry.reminded = True

    def escalate_sub_order(self, _caller: bytes, sub_order: bytes) -> None:
        """Anyone, once for each due time."""
        entry = self.undelivered(sub_order)
        self.require_overdue(sub_order, entry.due, entry.escalated)
        entry.escalated = True
