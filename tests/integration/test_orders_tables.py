"""The state tables of contracts/orders/README.md against the contract: every function in every status.

What a table says is read from it; here stands only how a thing is brought into a status, and how each function is
called as well as it can be. A function is allowed in a status where one of these calls succeeds, and what the thing
then is must be what the rows say.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from quaychain.contracts.bindings.member_registry import MemberRegistry
from quaychain.contracts.bindings.types import (
    ChangeEvaluation,
    ChangeStatus,
    CodeList,
    DelayClaimStatus,
    DeliveryStatus,
    DisputeStatus,
    DocumentType,
    MilestoneChange,
    MilestoneMove,
    MilestoneStatus,
    OrderStatus,
    SnagStatus,
    SubOrderStatus,
    SubOrderTerms,
)
from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.revert import EmptyRevertError, PanicError
from tests.contracts.models.chain import START, TestChain, running_chain
from tests.contracts.models.order_book import DAY, NO_EVIDENCE, ZERO
from tests.contracts.models.order_calls import (
    ACCEPTANCE,
    ALL_CODES,
    BUYER,
    HELD,
    HELD_TOO,
    LONG,
    PLAIN,
    SEEN,
    SELLER,
    STRANGER,
    SUPPLIER,
    SURVEYOR,
    TAKING_OVER,
    name,
    order_terms,
)
from tests.contracts.models.tables import CONTRACTS, rows

pytestmark = pytest.mark.integration

FIRST_DAY = START + 10 * DAY
SUB_ORDER, CHANGE, CLAIM, SNAG, DISPUTE, PART, AMOUNT = map(
    name, ("sub", "change", "claim", "snag", "row", "part", "1")
)
ANOTHER = name("another")
NEED, FAR = FIRST_DAY + 8 * DAY, FIRST_DAY + 5_000 * DAY

#: Caller, function, arguments; `until` moves the time, `suspend` takes a member's voice.
Step = tuple[Any, ...]


def moved(code: bytes) -> tuple[MilestoneMove, ...]:
    """What an alternative moves."""
    return (MilestoneMove(code, FIRST_DAY + 70 * DAY),)


def evaluation(code: bytes) -> ChangeEvaluation:
    """What a change moves."""
    change = MilestoneChange(code, 0, FIRST_DAY + 71 * DAY, ZERO)
    return ChangeEvaluation(ZERO, 0, name("new terms"), ZERO, (change,), ())


class Scene:
    """The chain, and steps on it."""

    def __init__(self, chain: TestChain, record: bytes) -> None:
        self.chain, self.record = chain, record
        self.ids = {key: member.id for key, member in chain.members.items()}

    def step(self, step: Step) -> None:
        """Raises what the contract refuses it with."""
        first, function, *arguments = step
        if first == "until":
            self.chain.now = max(self.chain.now, function)
        elif first == "suspend":
            self.chain.decide(self.chain.deployment.contract(MemberRegistry).suspend(self.ids[function], 1))
        elif function == "agree_order":
            terms = order_terms(LONG, self.ids, FIRST_DAY)
            signatures = (self.chain.sign(member, self.chain.orders, terms) for member in (SELLER, BUYER))
            self.chain.act(first, self.chain.orders.agree_order(terms, *signatures))
        else:
            self.chain.act(first, getattr(self.chain.orders, function)(*arguments))

    def allows(self, step: Step) -> bool:
        """Refusals are typed."""
        try:
            self.step(step)
        except QuaychainError as error:
            assert not isinstance(error, (PanicError, EmptyRevertError)), step
            return False
        return True


def build(record: bytes) -> tuple[Step, ...]:
    """All but what certificates complete."""
    return (
        (SELLER, "complete_milestone", LONG, HELD, NO_EVIDENCE, FIRST_DAY),
        (SURVEYOR, "release_hold", LONG, HELD, ZERO),
        (SELLER, "complete_milestone", LONG, HELD_TOO, NO_EVIDENCE, FIRST_DAY),
        (BUYER, "release_hold", LONG, HELD_TOO, record),
        (BUYER, "witness", LONG, SEEN, ZERO),
        (SELLER, "complete_milestone", LONG, SEEN, NO_EVIDENCE, FIRST_DAY),
        (SELLER, "complete_milestone", LONG, PLAIN, NO_EVIDENCE, FIRST_DAY),
    )


def furnish(record: bytes, code: bytes = ACCEPTANCE) -> tuple[Step, ...]:
    """One of each on an order, each as far as most functions need it."""
    terms = SubOrderTerms(SUB_ORDER, LONG, code, b"", NEED, AMOUNT)
    return (
        (SELLER, "place_sub_order", terms),
        (SUPPLIER, "promise_delivery", SUB_ORDER, NEED + DAY),
        (SUPPLIER, "offer_alternative", SUB_ORDER, 1, ZERO, moved(code)),
        (BUYER, "request_change", LONG, CHANGE, ZERO),
        (SELLER, "evaluate_change", CHANGE, evaluation(code)),
        (SELLER, "claim_excusable_delay", LONG, CLAIM, ZERO, 1, (code,)),
        (BUYER, "raise_snag", LONG, SNAG, 2, FIRST_DAY + 200 * DAY, ZERO),
        (BUYER, "raise_dispute", LONG, DISPUTE, ZERO),
        (BUYER, "propose_settlement", DISPUTE, record),
        (SELLER, "report_delivery", LONG, PART, 400_000, ZERO, NO_EVIDENCE),
        (BUYER, "propose_cancellation", LONG, record),
    )


def taken_over(record: bytes) -> tuple[Step, ...]:
    """Late, with all that hangs on it."""
    late = FIRST_DAY + 31 * DAY
    return (*build(record), ("until", late), (BUYER, "take_over", LONG, record, late))


def ended(record: bytes) -> tuple[Step, ...]:
    """Nothing is open any more that keeps an order from its end."""
    return (
        (BUYER, "close_snag", SNAG),
        (SELLER, "accept_settlement", DISPUTE, record),
        ("until", FIRST_DAY + 52 * DAY),
        (BUYER, "accept_finally", LONG, record),
    )


def tries(record: bytes, code: bytes, supplier: bytes) -> dict[str, tuple[tuple[Step, ...], ...]]:
    """For each function the ways to call it; steps before the last prepare it, and may be refused."""
    due = FIRST_DAY + {HELD: 5, HELD_TOO: 10, SEEN: 15, PLAIN: 20, TAKING_OVER: 30, ACCEPTANCE: 60}[code] * DAY
    inspector = SURVEYOR if code == HELD else BUYER
    terms = SubOrderTerms(SUB_ORDER, LONG, code, supplier, NEED, AMOUNT)
    place, promise = (SELLER, "place_sub_order", terms), (SUPPLIER, "promise_delivery", SUB_ORDER, NEED + DAY)
    offer = (SUPPLIER, "offer_alternative", SUB_ORDER, 1, ZERO, moved(code))
    ask, evaluate = (BUYER, "request_change", LONG, CHANGE, ZERO), (SELLER, "evaluate_change", CHANGE, evaluation(code))
    claim = (SELLER, "claim_excusable_delay", LONG, CLAIM, ZERO, 1, (code,))
    lateness = ("until", FIRST_DAY + 31 * DAY)
    damages = (BUYER, "claim_liquidated_damages", LONG, AMOUNT)
    witnessed = (BUYER, "witness", LONG, SEEN, ZERO)
    now = FIRST_DAY
    return {
        "agreeOrder": (((STRANGER, "agree_order"),),),
        "replan": (((SELLER, "replan", LONG, code, FAR),),),
        "notifyInspection": (((SELLER, "notify_inspection", LONG, code, FAR),),),
        "completeMilestone": (
            ((SELLER, "complete_milestone", LONG, code, NO_EVIDENCE, now),),
            (witnessed, (SELLER, "complete_milestone", LONG, code, NO_EVIDENCE, now)),
        ),
        "replaceInspector": ((("suspend", SURVEYOR), (BUYER, "replace_inspector", LONG, code, supplier)),),
        "releaseHold": (
            ((inspector, "release_hold", LONG, code, ZERO),),
            (
                (SELLER, "complete_milestone", LONG, code, NO_EVIDENCE, now),
                (inspector, "release_hold", LONG, code, record),
            ),
        ),
        "refuseRelease": (
            ((inspector, "refuse_release", LONG, code, ZERO),),
            (
                (SELLER, "complete_milestone", LONG, code, NO_EVIDENCE, now),
                (inspector, "refuse_release", LONG, code, record),
            ),
        ),
        "waiveHold": (((inspector, "waive_hold", LONG, code, record),),),
        "witness": (((inspector, "witness", LONG, code, ZERO),),),
        "remind": ((("until", due - DAY), (STRANGER, "remind", LONG, code)),),
        "escalate": ((("until", due + 1), (STRANGER, "escalate", LONG, code)),),
        "placeSubOrder": ((place,),),
        "promiseDelivery": (((SUPPLIER, "promise_delivery", SUB_ORDER, FAR),),),
        "offerAlternative": ((offer,), (promise, offer)),
        "acceptAlternative": (
            ((SELLER, "accept_alternative", SUB_ORDER, 1, moved(code)),),
            (place, promise, offer, (SELLER, "accept_alternative", SUB_ORDER, 1, moved(code))),
        ),
        "deliverSubOrder": (
            ((SUPPLIER, "deliver_sub_order", SUB_ORDER, 500_000, NO_EVIDENCE),),
            ((SUPPLIER, "deliver_sub_order", SUB_ORDER, 1_000_000, NO_EVIDENCE),),
        ),
        "cancelSubOrder": (((SELLER, "cancel_sub_order", SUB_ORDER),),),
        "remindSubOrder": ((("until", NEED), (STRANGER, "remind_sub_order", SUB_ORDER)),),
        "escalateSubOrder": ((("until", NEED + 2 * DAY), (STRANGER, "escalate_sub_order", SUB_ORDER)),),
        "requestChange": ((ask,),),
        "evaluateChange": ((evaluate,),),
        "acceptChange": (
            ((BUYER, "accept_change", CHANGE, evaluation(code)),),
            (ask, evaluate, (BUYER, "accept_change", CHANGE, evaluation(code))),
        ),
        "closeChange": (((BUYER, "close_change", CHANGE),), ((SELLER, "close_change", CHANGE),)),
        "claimExcusableDelay": ((claim,),),
        "acceptExcusableDelay": (
            ((BUYER, "accept_excusable_delay", CLAIM, (code,)),),
            (claim, (BUYER, "accept_excusable_delay", CLAIM, (code,))),
        ),
        "refuseExcusableDelay": (((BUYER, "refuse_excusable_delay", CLAIM, ZERO),),),
        "raiseSnag": (((BUYER, "raise_snag", LONG, SNAG, 2, FIRST_DAY + 200 * DAY, ZERO),),),
        "answerSnag": (((SELLER, "answer_snag", SNAG, ZERO),),),
        "closeSnag": (((BUYER, "close_snag", SNAG),),),
        "remindSnag": ((("until", FIRST_DAY + 199 * DAY), (STRANGER, "remind_snag", SNAG)),),
        "escalateSnag": ((("until", FIRST_DAY + 201 * DAY), (STRANGER, "escalate_snag", SNAG)),),
        "reportDelivery": (((SELLER, "report_delivery", LONG, PART, 400_000, ZERO, NO_EVIDENCE),),),
        "takeOverPart": (((BUYER, "take_over_part", PART, record, now),),),
        "refuseDelivery": (((BUYER, "refuse_delivery", PART, record),),),
        # Of a milestone that it doesn't certify it is no function.
        "takeOver": ((*build(record), (BUYER, "take_over", LONG, record, now)),) if code == TAKING_OVER else (),
        "extendWarranty": (
            ((SELLER, "extend_warranty", SNAG, PART, FAR),),
            ((SELLER, "extend_warranty", SNAG, ZERO, FAR),),
            ((BUYER, "take_over_part", PART, record, now), (SELLER, "extend_warranty", SNAG, PART, FAR)),
        ),
        "acceptFinally": (ended(record), (*taken_over(record), *ended(record))) if code == ACCEPTANCE else (),
        "claimLiquidatedDamages": ((lateness, damages),),
        "acceptLiquidatedDamages": ((lateness, damages, (SELLER, "accept_liquidated_damages", LONG, AMOUNT)),),
        "proposeCancellation": (((SELLER, "propose_cancellation", LONG, record),),),
        "acceptCancellation": (((SELLER, "accept_cancellation", LONG, record),),),
        "raiseDispute": (((BUYER, "raise_dispute", LONG, DISPUTE, ZERO),),),
        "proposeSettlement": (((SELLER, "propose_settlement", DISPUTE, record),),),
        "acceptSettlement": (((SELLER, "accept_settlement", DISPUTE, record),),),
    }


def tries_of_an_order(record: bytes, supplier: bytes) -> dict[str, tuple[tuple[Step, ...], ...]]:
    """More ways, where the thing is the order itself: the ids above may be taken on it."""
    later = FIRST_DAY + 60 * DAY
    fresh = SubOrderTerms(ANOTHER, LONG, ACCEPTANCE, supplier, later, AMOUNT)
    place = (SELLER, "place_sub_order", fresh)
    dispute, propose = (BUYER, "raise_dispute", LONG, ANOTHER, ZERO), (BUYER, "propose_settlement", ANOTHER, record)
    return {
        "placeSubOrder": ((place,),),
        "remindSubOrder": ((place, ("until", later), (STRANGER, "remind_sub_order", ANOTHER)),),
        "requestChange": (((SELLER, "request_change", LONG, ANOTHER, ZERO),),),
        "claimExcusableDelay": (((SELLER, "claim_excusable_delay", LONG, ANOTHER, ZERO, 1, (ACCEPTANCE,)),),),
        "raiseSnag": (((BUYER, "raise_snag", LONG, ANOTHER, 1, 0, record),),),
        "reportDelivery": (((SELLER, "report_delivery", LONG, ANOTHER, 100_000, ZERO, NO_EVIDENCE),),),
        "takeOver": ((*build(record), (BUYER, "take_over", LONG, record, FIRST_DAY)),),
        "raiseDispute": ((dispute,),),
        "proposeSettlement": ((dispute, propose),),
        "acceptSettlement": ((dispute, propose, (SELLER, "accept_settlement", ANOTHER, record)),),
    }


@dataclass(frozen=True)
class Machine:
    """One table: the statuses' enum, how to read one, and the steps that lead into each status (ways, by code)."""

    statuses: Any
    read: Callable[[TestChain, bytes], Any]
    ways: dict[str, tuple[tuple[bytes, tuple[Step, ...]], ...]]


def machines(record: bytes, supplier: bytes) -> dict[str, Machine]:
    """By the heading of its table."""
    agree = (STRANGER, "agree_order")
    place, promise, *_ = furnish(record)
    place = (SELLER, "place_sub_order", SubOrderTerms(SUB_ORDER, LONG, ACCEPTANCE, supplier, NEED, AMOUNT))
    part = (SUPPLIER, "deliver_sub_order", SUB_ORDER, 1, NO_EVIDENCE)
    whole = (SUPPLIER, "deliver_sub_order", SUB_ORDER, 1_000_000, NO_EVIDENCE)
    ask, evaluate = (
        (BUYER, "request_change", LONG, CHANGE, ZERO),
        (
            SELLER,
            "evaluate_change",
            CHANGE,
            evaluation(ACCEPTANCE),
        ),
    )
    claim = (SELLER, "claim_excusable_delay", LONG, CLAIM, ZERO, 1, (ACCEPTANCE,))
    snag = (BUYER, "raise_snag", LONG, SNAG, 2, FIRST_DAY + 200 * DAY, ZERO)
    report = (SELLER, "report_delivery", LONG, PART, 400_000, ZERO, NO_EVIDENCE)
    take = (BUYER, "take_over_part", PART, record, FIRST_DAY)
    dispute = (BUYER, "raise_dispute", LONG, DISPUTE, ZERO)
    propose = (BUYER, "propose_settlement", DISPUTE, record)
    furnished = (agree, place, *furnish(record)[1:])

    def at(*steps: Step) -> tuple[tuple[bytes, tuple[Step, ...]], ...]:
        return ((ACCEPTANCE, steps),)

    def reported(code: bytes) -> Step:
        return (SELLER, "complete_milestone", LONG, code, NO_EVIDENCE, FIRST_DAY)

    return {
        "Order": Machine(
            OrderStatus,
            lambda chain, _: chain.read(chain.orders.order_of(LONG)).status,
            {
                "None": at(),
                "Agreed": (*at(*furnished), (PLAIN, furnished), (HELD, furnished), (SEEN, furnished)),
                "TakenOver": at(*furnished, *taken_over(record)),
                "Accepted": at(*furnished, *taken_over(record), *ended(record)),
                "Cancelled": at(*furnished, (SELLER, "accept_cancellation", LONG, record)),
            },
        ),
        "Milestone": Machine(
            MilestoneStatus,
            lambda chain, code: chain.read(chain.orders.milestone_of(LONG, code)).status,
            {
                "None": at(),
                "Open": (
                    *((code, (agree,)) for code in ALL_CODES),
                    (HELD, (agree, (SURVEYOR, "waive_hold", LONG, HELD, record))),
                ),
                "AwaitingRelease": tuple((code, (agree, reported(code))) for code in (HELD, HELD_TOO)),
                "Completed": (
                    (HELD, (agree, reported(HELD), (SURVEYOR, "release_hold", LONG, HELD, ZERO))),
                    (
                        SEEN,
                        (
                            agree,
                            (SELLER, "notify_inspection", LONG, SEEN, FIRST_DAY + 3 * DAY),
                            ("until", FIRST_DAY + 3 * DAY),
                            reported(SEEN),
                        ),
                    ),
                    (PLAIN, (agree, reported(PLAIN))),
                    (TAKING_OVER, (agree, *taken_over(record))),
                ),
            },
        ),
        "Sub-order": Machine(
            SubOrderStatus,
            lambda chain, _: chain.read(chain.orders.sub_order_of(SUB_ORDER)).status,
            {
                "None": at(agree),
                "Placed": at(agree, place),
                "Promised": at(agree, place, promise),
                "PartlyDelivered": (*at(agree, place, part), *at(agree, place, promise, part)),
                "Delivered": at(agree, place, promise, whole),
                "Cancelled": at(agree, place, promise, (SELLER, "cancel_sub_order", SUB_ORDER)),
            },
        ),
        "Partial delivery": Machine(
            DeliveryStatus,
            lambda chain, _: chain.read(chain.orders.delivery_of(PART)).status,
            {
                "None": at(agree, snag),
                "Reported": at(agree, snag, report),
                "TakenOver": at(agree, snag, report, take),
                "Refused": at(agree, snag, report, (BUYER, "refuse_delivery", PART, record)),
            },
        ),
        "Change": Machine(
            ChangeStatus,
            lambda chain, _: chain.read(chain.orders.change_of(CHANGE)).status,
            {
                "None": at(agree),
                "Requested": at(agree, ask),
                "Evaluated": at(agree, ask, evaluate),
                "Accepted": at(agree, ask, evaluate, (BUYER, "accept_change", CHANGE, evaluation(ACCEPTANCE))),
                "Refused": at(agree, ask, (SELLER, "close_change", CHANGE)),
                "Withdrawn": at(agree, ask, (BUYER, "close_change", CHANGE)),
            },
        ),
        "Delay claim": Machine(
            DelayClaimStatus,
            lambda chain, _: chain.read(chain.orders.delay_claim_of(CLAIM)).status,
            {
                "None": at(agree),
                "Claimed": at(agree, claim),
                "Accepted": at(agree, claim, (BUYER, "accept_excusable_delay", CLAIM, (ACCEPTANCE,))),
                "Refused": at(agree, claim, (BUYER, "refuse_excusable_delay", CLAIM, ZERO)),
            },
        ),
        "Snag": Machine(
            SnagStatus,
            lambda chain, _: chain.read(chain.orders.snag_of(SNAG)).status,
            {
                "None": at(agree, report),
                "Raised": at(agree, report, snag),
                "Answered": at(agree, report, snag, (SELLER, "answer_snag", SNAG, ZERO)),
                "Closed": at(agree, report, snag, (BUYER, "close_snag", SNAG)),
            },
        ),
        "Dispute": Machine(
            DisputeStatus,
            lambda chain, _: chain.read(chain.orders.dispute_of(DISPUTE)).status,
            {
                "None": at(agree),
                "Raised": at(agree, dispute),
                "SettlementProposed": at(agree, dispute, propose),
                "Settled": at(agree, dispute, propose, (SELLER, "accept_settlement", DISPUTE, record)),
            },
        ),
    }


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """A consortium without any order."""
    folder: Path = tmp_path_factory.mktemp("orders")
    with running_chain(folder) as chain:
        record = chain.publish(SELLER, DocumentType(CodeList.UNTDID1001, 916, 0))
        chain.now = FIRST_DAY
        yield Scene(chain, record)


def camel(enum_name: str) -> str:
    """PARTLY_DELIVERED → PartlyDelivered, as in Solidity."""
    return "".join(word.capitalize() for word in enum_name.split("_"))


def status_of(scene: Scene, machine: Machine, code: bytes) -> str:
    """The status in Solidity's words; None where there is no such thing."""
    try:
        return camel(machine.statuses(machine.read(scene.chain, code)).name)
    except QuaychainError as error:
        assert type(error).__name__.startswith("Unknown")
        return "None"


MACHINES = tuple(dict.fromkeys(row.machine for row in rows("orders")))


def test_tables_name_every_function_and_status() -> None:
    abi = json.loads((CONTRACTS / "artifacts/OrderFulfilment.json").read_text("utf-8"))["abi"]
    writes = {each["name"] for each in abi if each["type"] == "function" and each["stateMutability"] == "nonpayable"}
    assert {function for row in rows("orders", "Order") for function in row.functions} == writes
    known = machines(ZERO, b"")
    assert set(MACHINES) == set(known)
    for name_, machine in known.items():
        statuses = {camel(each.name) for each in machine.statuses}
        assert {row.becomes for row in rows("orders", name_)} | {"None"} == statuses == set(machine.ways)


@pytest.mark.parametrize("which", MACHINES)
def test_a_function_is_allowed_where_a_row_says_so(scene: Scene, which: str) -> None:
    supplier = scene.ids[SUPPLIER]
    machine = machines(scene.record, supplier)[which]
    more = tries_of_an_order(scene.record, supplier) if which == "Order" else {}
    table = rows("orders", which)
    functions = dict.fromkeys(function for row in table for function in row.functions)
    for status, ways in machine.ways.items():
        outcomes: dict[str, set[str]] = {function: set() for function in functions}
        for code, way in ways:
            with scene.chain.undone():
                for step in way:
                    scene.step(step)
                assert status_of(scene, machine, code) == status
                usual = tries(scene.record, code, supplier)
                for function in functions:
                    for steps in (*usual[function], *more.get(function, ())):
                        outcomes[function] |= outcome(scene, machine, code, status, steps)
        for function in functions:
            expected = {row.becomes for row in table if status in row.statuses and function in row.functions}
            assert outcomes[function] == expected, f"{which}, {status}: {function}"


def outcome(scene: Scene, machine: Machine, code: bytes, status: str, steps: tuple[Step, ...]) -> set[str]:
    """What the thing is after the last step; nothing where that is refused, or where it had left the status before."""
    *preparation, last = steps
    with scene.chain.undone():
        for step in preparation:
            scene.allows(step)
        if status_of(scene, machine, code) == status and scene.allows(last):
            return {status_of(scene, machine, code)}
    return set()
