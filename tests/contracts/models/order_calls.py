"""Random calls of OrderFulfilment, many of them wrong, from pools small enough for calls to meet. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Any, TypeAlias

from quaychain.contracts.bindings.types import (
    ChangeEvaluation,
    Evidence,
    EvidenceKind,
    HoldPoint,
    MilestoneChange,
    MilestoneMove,
    MilestoneTerms,
    OrderTerms,
    SubOrderTerms,
)

from .order_book import DAY, LATEST_TIME, NO_EVIDENCE, NOBODY, WHOLE, ZERO, OrderBook

SELLER, BUYER, SUPPLIER, SURVEYOR, STRANGER = "manufacturer", "buyer", "drive_supplier", "surveyor", "bank_a"
MEMBERS = (SELLER, BUYER, SUPPLIER, SURVEYOR, STRANGER)
WARRANTY, WINDOW, NOTICE = 20 * DAY, 3 * DAY, DAY
NO_MEMBER = b"nobody".ljust(16)


def name(text: str) -> bytes:
    """An id or a commitment that can be read in a failure."""
    return text.encode().ljust(32, b"\0")


def pool(kind: str, size: int) -> tuple[bytes, ...]:
    """Ids of one kind of thing."""
    return tuple(name(f"{kind} {number}") for number in range(size))


#: One order with every kind of milestone, and one that can be taken over at once.
LONG, SHORT, THIRD, UNKNOWN = name("long order"), name("short order"), name("third order"), name("unknown")
HELD, HELD_TOO, SEEN, PLAIN, TAKING_OVER, ACCEPTANCE = map(name, ("held", "held too", "seen", "plain", "T", "F"))
ALL_CODES = (HELD, HELD_TOO, SEEN, PLAIN, TAKING_OVER, ACCEPTANCE)
CODES = {LONG: ALL_CODES, SHORT: (TAKING_OVER,), THIRD: ALL_CODES, UNKNOWN: (PLAIN,)}
SUB_ORDERS, CHANGES, CLAIMS, SNAGS = pool("sub-order", 5), pool("change", 5), pool("claim", 6), pool("snag", 6)
DISPUTES, DELIVERIES, AMOUNTS = pool("dispute", 5), pool("delivery", 6), pool("amount", 2)

Drawn: TypeAlias = tuple[str, tuple[Any, ...]]


def order_terms(order: bytes, ids: Mapping[str, bytes], first_day: int) -> OrderTerms:
    """Terms that can be agreed."""

    def milestone(code: bytes, weight: int, point: HoldPoint, inspector: bytes, day: int) -> MilestoneTerms:
        due = first_day + day * DAY
        return MilestoneTerms(code, weight, point, inspector, due, due, AMOUNTS[0])

    milestones = (
        milestone(HELD, 14, HoldPoint.HOLD, ids[SURVEYOR], 5),
        milestone(HELD_TOO, 6, HoldPoint.HOLD, NOBODY, 10),
        milestone(SEEN, 6, HoldPoint.WITNESS, NOBODY, 15),
        milestone(PLAIN, 5, HoldPoint.NONE, NOBODY, 20),
        milestone(TAKING_OVER, 2, HoldPoint.NONE, NOBODY, 30),
        milestone(ACCEPTANCE, 0, HoldPoint.NONE, NOBODY, 60),
    )
    return OrderTerms(
        order=order,
        version=1,
        seller=ids[SELLER],
        buyer=ids[BUYER],
        terms_commitment=name("terms"),
        contract_record=ZERO,
        calendar_hash=name("calendar"),
        effective_at=first_day,
        agree_by=first_day + 50 * DAY,
        reminder_window=WINDOW,
        inspection_notice=NOTICE,
        warranty_period=WARRANTY,
        taking_over=TAKING_OVER,
        final_acceptance=ZERO if order == SHORT else ACCEPTANCE,
        milestones=milestones[4:5] if order == SHORT else milestones,
    )


def _first(terms: OrderTerms, **values: Any) -> OrderTerms:
    first, *others = terms.milestones
    return replace(terms, milestones=(replace(first, **values), *others))


#: Ways in which terms may be wrong.
WRONG_TERMS: tuple[Callable[[OrderTerms], OrderTerms], ...] = (
    lambda terms: replace(terms, order=ZERO),
    lambda terms: replace(terms, version=2),
    lambda terms: replace(terms, buyer=terms.seller),
    lambda terms: replace(terms, terms_commitment=ZERO),
    lambda terms: replace(terms, contract_record=UNKNOWN),
    lambda terms: replace(terms, agree_by=terms.effective_at - 1),
    lambda terms: replace(terms, effective_at=LATEST_TIME + 1),
    lambda terms: replace(terms, taking_over=UNKNOWN),
    lambda terms: replace(terms, final_acceptance=UNKNOWN),
    lambda terms: replace(terms, final_acceptance=terms.taking_over),
    lambda terms: replace(terms, milestones=()),
    lambda terms: replace(terms, milestones=terms.milestones * 2),
    lambda terms: replace(terms, milestones=terms.milestones * 65),
    lambda terms: _first(terms, code=ZERO),
    lambda terms: _first(terms, hold_point=HoldPoint.NONE, inspector=terms.buyer),
    lambda terms: _first(terms, hold_point=HoldPoint.HOLD, inspector=NO_MEMBER),
    lambda terms: _first(terms, due=terms.effective_at - 1),
    lambda terms: _first(terms, planned=LATEST_TIME + 1),
)


@dataclass
class Calls:
    """Draws who calls what with what, in the state that `book` has at `now`. `ids` are the members'."""

    random: Random
    book: OrderBook
    ids: Mapping[str, bytes]
    records: Sequence[bytes]
    first_day: int
    now: int

    def draw(self, function: str) -> Drawn:
        """A caller, mostly the right one, and arguments that may be right."""
        caller, arguments = getattr(self, f"_{function}")()
        return (caller if self._mostly() else self.random.choice(MEMBERS)), arguments

    def agreement(self) -> tuple[OrderTerms, str, str]:
        """Terms that may be wrong, signed by who may be somebody else."""
        terms = order_terms(self.random.choice((LONG, SHORT, THIRD, THIRD)), self.ids, self.first_day)
        if self.random.random() < 0.5:
            terms = self.random.choice(WRONG_TERMS)(terms)
        seller, buyer = (SELLER, BUYER) if self._mostly() else self.random.choices(MEMBERS, k=2)
        return terms, seller, buyer

    # Milestones

    def _replan(self) -> Drawn:
        return SELLER, (*self._place(), self._time())

    def _notify_inspection(self) -> Drawn:
        return SELLER, (*self._place(), self._time())

    def _complete_milestone(self) -> Drawn:
        return SELLER, (*self._place(), self._evidence(), self._past())

    def _replace_inspector(self) -> Drawn:
        return BUYER, (*self._place(), self._member())

    def _release_hold(self) -> Drawn:
        order, code = self._place()
        return self._inspector(code), (order, code, self._record())

    def _refuse_release(self) -> Drawn:
        return self._release_hold()

    def _waive_hold(self) -> Drawn:
        order, code = self._place()
        return self._inspector(code), (order, code, self._needed_record())

    def _witness(self) -> Drawn:
        return BUYER, (*self._place(), self._record())

    def _remind(self) -> Drawn:
        return STRANGER, self._place()

    def _escalate(self) -> Drawn:
        return STRANGER, self._place()

    # Sub-orders

    def _place_sub_order(self) -> Drawn:
        order, code = self._place()
        supplier = self.ids[SUPPLIER] if self._mostly() else self._member()
        commitment = AMOUNTS[0] if self._mostly() else ZERO
        return SELLER, (SubOrderTerms(self._id(SUB_ORDERS), order, code, supplier, self._time(), commitment),)

    def _promise_delivery(self) -> Drawn:
        return SUPPLIER, (self._id(SUB_ORDERS), self._time())

    def _offer_alternative(self) -> Drawn:
        caller = self.random.choice((SUPPLIER, SELLER))
        return caller, (self._id(SUB_ORDERS), self.random.randint(0, 9), AMOUNTS[0], self._moves())

    def _accept_alternative(self) -> Drawn:
        caller = self.random.choice((BUYER, SELLER))
        return caller, (self._id(SUB_ORDERS), self.random.randint(0, 4), self._moves())

    def _deliver_sub_order(self) -> Drawn:
        share = self.random.choice((0, 1, 400_000, 999_999, WHOLE, WHOLE + 1))
        return SUPPLIER, (self._id(SUB_ORDERS), share, self._evidence())

    def _cancel_sub_order(self) -> Drawn:
        return SELLER, (self._id(SUB_ORDERS),)

    def _remind_sub_order(self) -> Drawn:
        return STRANGER, (self._id(SUB_ORDERS),)

    def _escalate_sub_order(self) -> Drawn:
        return STRANGER, (self._id(SUB_ORDERS),)

    # Changes and delays

    def _request_change(self) -> Drawn:
        return self._party(), (self._order(), self._id(CHANGES), self._record())

    def _evaluate_change(self) -> Drawn:
        return SELLER, (self._id(CHANGES), self._evaluation())

    def _accept_change(self) -> Drawn:
        return BUYER, (self._id(CHANGES), self._evaluation())

    def _close_change(self) -> Drawn:
        return self._party(), (self._id(CHANGES),)

    def _claim_excusable_delay(self) -> Drawn:
        days = self.random.choice((0, 1, 4, 65_535))
        return SELLER, (self._order(), self._id(CLAIMS), self._record(), days, self._codes())

    def _accept_excusable_delay(self) -> Drawn:
        return BUYER, (self._id(CLAIMS), self._codes())

    def _refuse_excusable_delay(self) -> Drawn:
        return BUYER, (self._id(CLAIMS), self._record())

    # Snags

    def _raise_snag(self) -> Drawn:
        due = self._time() if self._mostly() else 0
        return BUYER, (self._order(), self._id(SNAGS), self.random.choice((1, 2, 3, 0, 4)), due, self._record())

    def _answer_snag(self) -> Drawn:
        return SELLER, (self._id(SNAGS), self._record())

    def _close_snag(self) -> Drawn:
        return BUYER, (self._id(SNAGS),)

    def _remind_snag(self) -> Drawn:
        return STRANGER, (self._id(SNAGS),)

    def _escalate_snag(self) -> Drawn:
        return STRANGER, (self._id(SNAGS),)

    # Deliveries, taking-over, acceptance

    def _report_delivery(self) -> Drawn:
        share = self.random.choice((250_000, 400_000, 600_000, WHOLE, 0, 1, WHOLE + 1))
        consignment = self.random.choice((ZERO, AMOUNTS[1]))
        return SELLER, (self._order(), self._id(DELIVERIES), share, consignment, self._evidence())

    def _take_over_part(self) -> Drawn:
        return BUYER, (self._id(DELIVERIES), self._needed_record(), self._past())

    def _refuse_delivery(self) -> Drawn:
        return BUYER, (self._id(DELIVERIES), self._needed_record())

    def _take_over(self) -> Drawn:
        return BUYER, (self._order(), self._needed_record(), self._past())

    def _extend_warranty(self) -> Drawn:
        return SELLER, (self._id(SNAGS), self.random.choice((ZERO, *DELIVERIES)), self._time())

    def _accept_finally(self) -> Drawn:
        return BUYER, (self._order(), self._needed_record())

    def _claim_liquidated_damages(self) -> Drawn:
        return BUYER, (self._order(), self.random.choice((*AMOUNTS, ZERO)))

    def _accept_liquidated_damages(self) -> Drawn:
        return SELLER, (self._order(), self.random.choice((*AMOUNTS, ZERO)))

    # Cancellation and disputes

    def _propose_cancellation(self) -> Drawn:
        return self._party(), (self._order(), self._needed_record())

    def _accept_cancellation(self) -> Drawn:
        return self._party(), (self._order(), self._needed_record())

    def _raise_dispute(self) -> Drawn:
        return self._party(), (self._order(), self._id(DISPUTES), self._record())

    def _propose_settlement(self) -> Drawn:
        return self._party(), (self._id(DISPUTES), self._needed_record())

    def _accept_settlement(self) -> Drawn:
        return self._party(), (self._id(DISPUTES), self._needed_record())

    # What they are made of

    def marks(self) -> list[int]:
        """Times at which something begins or ends to be allowed."""
        book = self.book
        milestones = [each for order in book.milestones.values() for each in order.values()]
        dues = [each.due for each in (*milestones, *book.sub_orders.values())]
        dues += [each.due_at for each in book.snags.values()]
        ends = [each.warranty_until for each in (*book.orders.values(), *book.deliveries.values())]
        opens = [due - WINDOW for due in dues]
        inspections = [each.inspection_at for each in milestones]
        return sorted({mark for mark in (*dues, *opens, *ends, *inspections, self.first_day) if mark > 0})

    def _mostly(self) -> bool:
        return self.random.random() < 0.85

    def _party(self) -> str:
        return self.random.choice((SELLER, BUYER))

    def _member(self) -> bytes:
        return self.ids[self.random.choice(MEMBERS)] if self._mostly() else NO_MEMBER

    def _inspector(self, code: bytes) -> str:
        return SURVEYOR if code == HELD else BUYER

    def _order(self) -> bytes:
        return self.random.choice((LONG, SHORT, THIRD)) if self._mostly() else UNKNOWN

    def _place(self) -> tuple[bytes, bytes]:
        order = LONG if self._mostly() else self._order()
        return order, self.random.choice(CODES[order]) if self._mostly() else UNKNOWN

    def _id(self, ids: tuple[bytes, ...]) -> bytes:
        return self.random.choice(ids) if self._mostly() else ZERO

    def _record(self) -> bytes:
        return self.random.choice((*self.records, ZERO)) if self._mostly() else UNKNOWN

    def _needed_record(self) -> bytes:
        return self.random.choice(self.records) if self._mostly() else self.random.choice((ZERO, UNKNOWN))

    def _evidence(self) -> Evidence:
        if self._mostly():
            return self.random.choice((NO_EVIDENCE, Evidence(self.records[0], EvidenceKind.RECORD, 1)))
        identifier = self.random.choice((ZERO, UNKNOWN, self.records[0]))
        return Evidence(identifier, self.random.choice(list(EvidenceKind)), self.random.randint(0, 2))

    def _time(self) -> int:
        if not self._mostly():
            return self.random.choice((0, 1, LATEST_TIME, LATEST_TIME + 1, 2**48 - 1))
        if self.random.random() < 0.4:
            return self.random.choice(self.marks()) + self.random.randint(-1, 1)
        return self.now + self.random.choice((-1, 0, 1, DAY, DAY - 1, 2 * DAY, 5 * DAY, 30 * DAY))

    def _past(self) -> int:
        if self.random.random() < 0.4:
            return self.now
        past = [mark for mark in self.marks() if mark <= self.now]
        return self.random.choice(past or [self.now]) + self.random.randint(-1, 1)

    def _moves(self) -> tuple[MilestoneMove, ...]:
        if self._mostly():
            return (MilestoneMove(PLAIN, self.first_day + 22 * DAY),)
        return tuple(MilestoneMove(self._place()[1], self._time()) for _ in range(self.random.randint(0, 2)))

    def _codes(self) -> tuple[bytes, ...]:
        if self._mostly():
            return (TAKING_OVER,)
        return tuple(self._place()[1] for _ in range(self.random.randint(0, 3)))

    def _evaluation(self) -> ChangeEvaluation:
        if self._mostly():
            moved = MilestoneChange(TAKING_OVER, self.first_day + 35 * DAY, 0, AMOUNTS[1])
            return ChangeEvaluation(AMOUNTS[0], 5, name("new terms"), name("new calendar"), (moved,), ())
        changed = tuple(
            MilestoneChange(
                self._place()[1],
                self.random.choice((0, self._time())),
                self.random.choice((0, self._time())),
                self.random.choice((ZERO, AMOUNTS[1])),
            )
            for _ in range(self.random.randint(0, 2))
        )
        certificates = self.random.choice(((), (UNKNOWN,), (UNKNOWN,) * 65))
        return ChangeEvaluation(ZERO, 0, self.random.choice((name("others"), ZERO)), ZERO, changed, certificates)


#: The functions that can be drawn.
FUNCTIONS = tuple(
    each[1:]
    for each in vars(Calls)
    if each.startswith("_") and not each.startswith("__") and vars(Calls)[each].__annotations__.get("return") == "Drawn"
)
