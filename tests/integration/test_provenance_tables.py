"""The state tables of contracts/provenance/README.md against the code.

For each status of a thing and each function that its table names: the function is called as the table's condition says.
Where the table has a row for the two, it is done and leads to what the row says; where it has none, it is refused, or
leaves the status as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum

import pytest

from quaychain.contracts.bindings import types
from quaychain.contracts.bindings.types import Evidence, EvidenceKind, HandOverPurpose, PartRegistration, RecallScope
from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.keccak import keccak256
from quaychain.contracts.merkle import leaf_hash
from quaychain.contracts.part_messages import HandOver, Replacement, WorkCompletion
from quaychain.contracts.types import Call
from tests.contracts.models.chain import TestChain
from tests.contracts.models.tables import Row, rows

pytestmark = pytest.mark.integration

NONE = bytes(32)
NO_ALERT = Evidence(NONE, EvidenceKind.NONE, 0)
MAKER, HOLDER, OTHER = "manufacturer", "buyer", "service_partner"


def name(text: str) -> bytes:
    """The id of a thing."""
    return keccak256(text.encode())


PART, MACHINE, FRAME, SPARE, IN_IT, ORDER, RECALL, LOT = (
    name(text) for text in ("part", "machine", "frame", "spare", "in it", "order", "recall", "lot")
)


class Yard:
    """A machine with a part in it, a loose frame and a spare, all the buyer's; and what is done to the part."""

    def __init__(self, chain: TestChain) -> None:
        self.chain = chain
        self.contract = chain.parts
        self.maker = chain.id(MAKER)
        self.act(MAKER, self.contract.enter_maker(self.maker, name("952"), name("key")))
        for part in (MACHINE, FRAME, SPARE, IN_IT):
            self.act(MAKER, self.contract.register_part(self.made(part)))
        self.install(MAKER, IN_IT, MACHINE)
        for part in (MACHINE, FRAME, SPARE):
            self.hand_over(part, MAKER, HOLDER, HandOverPurpose.DELIVERY, owned=True)
        self.root = leaf_hash(
            ("bytes32", "bytes16", "bytes32", "bytes32", "bytes32", "bool"),
            (PART, self.maker, name(f"serial {PART.hex()}"), NONE, LOT, False),
        )
        self.act(MAKER, self.contract.register_batch(self.root, self.maker, 1))

    def made(self, part: bytes) -> PartRegistration:
        lot = LOT if part == PART else NONE
        return PartRegistration(part, self.maker, name(f"serial {part.hex()}"), NONE, lot, part == MACHINE)

    def act(self, member: str, call: Call) -> None:
        self.chain.act(member, call)

    def install(self, member: str, part: bytes, parent: bytes, order: bytes = NONE) -> None:
        self.act(member, self.contract.install(part, parent, part, order))

    def hand_over(self, part: bytes, giver: str, receiver: str, purpose: HandOverPurpose, owned: bool = False) -> None:
        sequence = self.chain.read(self.contract.part_of(part)).custody_sequence
        until = self.chain.now + 60
        to = self.chain.id(receiver)
        message = HandOver(part, self.chain.id(giver), to, purpose, owned, NONE, sequence, until)
        signature = self.chain.sign(receiver, self.contract, message)
        self.act(giver, self.contract.hand_over(part, to, purpose, owned, NONE, until, signature))

    def register(self) -> None:
        """The part, in the buyer's hands and its own."""
        self.act(MAKER, self.contract.register_part(self.made(PART)))
        self.hand_over(PART, MAKER, HOLDER, HandOverPurpose.DELIVERY, owned=True)

    # ----------------------------------------------------------------------------------------------------- a part

    def part(self, status: str) -> None:
        if status != "None":
            self.register()
        if status in ("Installed", "Removed"):
            self.install(HOLDER, PART, MACHINE)
        if status == "Removed":
            self.act(HOLDER, self.contract.remove(PART, NONE))
        if status in ("InRepair", "Repaired"):
            self.act(HOLDER, self.contract.start_repair(PART, NONE))
        if status == "Repaired":
            self.act(HOLDER, self.contract.complete_repair(PART, NONE))
        if status == "Scrapped":
            self.act(HOLDER, self.contract.scrap(PART, NONE))

    def part_status(self) -> str:
        try:
            return label(self.chain.read(self.contract.part_of(PART)).status)
        except QuaychainError:
            return "None"

    def replace_under_an_order(self, old: bytes, new: bytes) -> None:
        self.work_order("Diagnosed")
        self.replace(old, new)

    # --------------------------------------------------------------------------------------------------- a core

    def core(self, status: str) -> None:
        self.register()
        if status != "None":
            self.owe()
        if status in ("Returned", "Accepted", "Refused"):
            self.hand_over(PART, HOLDER, OTHER, HandOverPurpose.CORE_RETURN)
        if status in ("Accepted", "Refused"):
            self.act(OTHER, self.contract.judge_core(PART, status == "Accepted", NONE))
        if status == "Waived":
            self.act(OTHER, self.contract.waive_core(PART, NONE))

    def core_status(self) -> str:
        return label(self.chain.read(self.contract.core_return_of(PART)).status)

    def custodian(self, part: bytes) -> str:
        holder = self.chain.read(self.contract.part_of(part)).custodian
        return next(key for key in (MAKER, HOLDER, OTHER) if self.chain.id(key) == holder)

    def owe(self) -> None:
        owner = self.chain.read(self.contract.part_of(PART)).owner
        member = HOLDER if owner == self.chain.id(HOLDER) else OTHER
        creditor = OTHER if member == HOLDER else HOLDER
        self.act(member, self.contract.owe_core(PART, self.chain.id(creditor), self.chain.now + 60, NONE))

    def offered_and_accepted(self) -> None:
        giver = self.custodian(PART)
        receiver = OTHER if giver == HOLDER else HOLDER
        purpose = HandOverPurpose.CORE_RETURN
        self.act(giver, self.contract.offer_hand_over(PART, self.chain.id(receiver), purpose, False, NONE))
        self.act(receiver, self.contract.accept_hand_over(PART))

    def handed_over(self) -> None:
        giver = self.custodian(PART)
        self.hand_over(PART, giver, OTHER if giver == HOLDER else HOLDER, HandOverPurpose.CORE_RETURN)

    # ----------------------------------------------------------------------------------------------- a work order

    def work_order(self, status: str) -> None:
        if status != "None":
            self.open_order()
        if status in ("Diagnosed", "Completed"):
            self.act(OTHER, self.contract.diagnose(ORDER, NONE))
        if status == "Completed":
            self.complete()
        if status == "Cancelled":
            self.act(HOLDER, self.contract.cancel_work_order(ORDER))

    def work_order_status(self) -> str:
        try:
            return label(self.chain.read(self.contract.work_order_of(ORDER)).status)
        except QuaychainError:
            return "None"

    def open_order(self) -> None:
        self.act(HOLDER, self.contract.open_work_order(ORDER, MACHINE, self.chain.id(OTHER), NO_ALERT, NONE))

    def replace(self, old: bytes, new: bytes) -> None:
        until = self.chain.now + 60
        signature = self.chain.sign(HOLDER, self.contract, Replacement(ORDER, old, new, 0, until))
        self.act(OTHER, self.contract.replace(old, new, ORDER, until, signature))

    def complete(self) -> None:
        until = self.chain.now + 60
        message = WorkCompletion(ORDER, NONE, 0, NONE, until)
        signature = self.chain.sign(OTHER, self.contract, message)
        self.act(HOLDER, self.contract.complete_work_order(ORDER, NONE, until, signature))

    # -------------------------------------------------------------------------------------------------- a recall

    def recall(self, status: str) -> None:
        if status != "None":
            self.open_recall()
        if status == "Closed":
            self.act(MAKER, self.contract.close_recall(RECALL))
        if status == "Ended":
            self.act(MAKER, self.contract.end_recall(RECALL, NONE))
        # Registered since: there is something to mark.
        self.register()

    def recall_status(self) -> str:
        try:
            return label(self.chain.read(self.contract.recall_of(RECALL)).status)
        except QuaychainError:
            return "None"

    def open_recall(self) -> None:
        self.act(MAKER, self.contract.open_recall(RECALL, RecallScope.LOT, self.maker, LOT, NONE))

    def mark(self, status: str) -> None:
        self.open_recall()
        self.register()
        if status == "NotActionable":
            self.act(HOLDER, self.contract.scrap(PART, NONE))
        if status in ("Marked", "NotActionable"):
            self.act(HOLDER, self.contract.mark_listed(RECALL, [PART]))
        if status == "Remedied":
            self.act(HOLDER, self.contract.remedy_recall(RECALL, PART, NONE))

    def mark_status(self) -> str:
        return label(self.chain.read(self.contract.recall_mark_of(RECALL, PART)))

    def named(self) -> None:
        self.act(HOLDER, self.contract.mark_listed(RECALL, [PART]))

    def paged(self) -> None:
        self.act(HOLDER, self.contract.mark_recalled(RECALL, 64))

    def mark_and_close(self) -> None:
        self.paged()
        self.act(MAKER, self.contract.close_recall(RECALL))

    def scrapped(self) -> None:
        self.act(HOLDER, self.contract.scrap(PART, NONE))


def label(status: IntEnum) -> str:
    """`NOT_ACTIONABLE` → NotActionable."""
    return "".join(word.capitalize() for word in status.name.split("_"))


@dataclass(frozen=True)
class Machine:
    """How a thing gets into each status, what it says of it, and how each function is called (with the beginning of the
    condition, where a function has several rows). `lenient` are functions that do something else as well."""

    statuses: type[IntEnum]
    bring: Callable[[Yard, str], None]
    status: Callable[[Yard], str]
    calls: Mapping[str, Callable[[Yard], None]]
    lenient: frozenset[str] = frozenset()


MACHINES = {
    "A part": Machine(
        types.PartStatus,
        Yard.part,
        Yard.part_status,
        {
            "registerPart": lambda yard: yard.act(MAKER, yard.contract.register_part(yard.made(PART))),
            "registerParts": lambda yard: yard.act(MAKER, yard.contract.register_parts((yard.made(PART),))),
            "materialise": lambda yard: yard.act(HOLDER, yard.contract.materialise(yard.root, yard.made(PART), ())),
            "install": lambda yard: yard.install(HOLDER, PART, FRAME),
            "replace (the new": lambda yard: yard.replace_under_an_order(IN_IT, PART),
            "replace (the old": lambda yard: yard.replace_under_an_order(PART, SPARE),
            "remove": lambda yard: yard.act(HOLDER, yard.contract.remove(PART, NONE)),
            "startRepair": lambda yard: yard.act(HOLDER, yard.contract.start_repair(PART, NONE)),
            "completeRepair": lambda yard: yard.act(HOLDER, yard.contract.complete_repair(PART, NONE)),
            "scrap": lambda yard: yard.act(HOLDER, yard.contract.scrap(PART, NONE)),
        },
    ),
    "A core": Machine(
        types.CoreStatus,
        Yard.core,
        Yard.core_status,
        {
            "oweCore": Yard.owe,
            "handOver": Yard.handed_over,
            "acceptHandOver": Yard.offered_and_accepted,
            "judgeCore accepted": lambda yard: yard.act(OTHER, yard.contract.judge_core(PART, True, NONE)),
            "judgeCore refused": lambda yard: yard.act(OTHER, yard.contract.judge_core(PART, False, NONE)),
            "waiveCore": lambda yard: yard.act(OTHER, yard.contract.waive_core(PART, NONE)),
        },
        # A part changes hands for many reasons, a core or not.
        frozenset({"handOver", "acceptHandOver"}),
    ),
    "A work order": Machine(
        types.WorkOrderStatus,
        Yard.work_order,
        Yard.work_order_status,
        {
            "openWorkOrder": Yard.open_order,
            "diagnose": lambda yard: yard.act(OTHER, yard.contract.diagnose(ORDER, NONE)),
            "replace": lambda yard: yard.replace(IN_IT, SPARE),
            "install": lambda yard: yard.install(HOLDER, SPARE, MACHINE, ORDER),
            "remove": lambda yard: yard.act(HOLDER, yard.contract.remove(IN_IT, ORDER)),
            "completeWorkOrder": Yard.complete,
            "cancelWorkOrder": lambda yard: yard.act(HOLDER, yard.contract.cancel_work_order(ORDER)),
        },
    ),
    "A recall": Machine(
        types.RecallStatus,
        Yard.recall,
        Yard.recall_status,
        {
            "openRecall": Yard.open_recall,
            "markRecalled": lambda yard: yard.act(HOLDER, yard.contract.mark_recalled(RECALL, 1)),
            "markListed": lambda yard: yard.act(HOLDER, yard.contract.mark_listed(RECALL, [PART])),
            "closeRecall": Yard.mark_and_close,
            "endRecall": lambda yard: yard.act(MAKER, yard.contract.end_recall(RECALL, NONE)),
        },
    ),
    "A part under a recall": Machine(
        types.RecallMark,
        Yard.mark,
        Yard.mark_status,
        {
            "markRecalled the part not": Yard.paged,
            "markListed the part not": Yard.named,
            "markRecalled the part scrapped": lambda yard: (yard.scrapped(), yard.paged())[-1],
            "markListed the part scrapped": lambda yard: (yard.scrapped(), yard.named())[-1],
            "remedyRecall": lambda yard: yard.act(HOLDER, yard.contract.remedy_recall(RECALL, PART, NONE)),
        },
        # Marking passes over what is marked.
        frozenset({"markRecalled", "markListed"}),
    ),
}


def described(machine: str) -> Iterator[tuple[str, str, Row]]:
    """Status, key of a call, and row, of each row of a machine's table."""
    for row in rows("provenance", machine):
        for function in row.functions:
            key = next((key for key in MACHINES[machine].calls if _is(key, function, row.condition)), None)
            assert key is not None, f"{machine}: no test calls {function} {row.condition}"
            for status in row.statuses:
                yield status, key, row


def _is(key: str, function: str, condition: str) -> bool:
    name, _, beginning = key.partition(" ")
    return name == function and condition.startswith(beginning)


def test_the_tables_are_of_these_things_and_know_every_status() -> None:
    assert {row.machine for row in rows("provenance")} == set(MACHINES)
    for machine, it in MACHINES.items():
        names = {label(status) for status in it.statuses}
        found = rows("provenance", machine)
        assert {status for row in found for status in row.statuses} <= names
        assert {row.becomes for row in found} == names - {"None"}
        assert {key for _, key, _ in described(machine)} == set(it.calls)


@pytest.mark.parametrize("machine", MACHINES)
def test_the_code_does_what_the_table_says(chain: TestChain, machine: str) -> None:
    it = MACHINES[machine]
    allowed = {(status, key): row.becomes for status, key, row in described(machine)}
    wrong: list[str] = []
    with chain.undone():
        yard = Yard(chain)
        for status in map(label, it.statuses):
            for key, call in it.calls.items():
                with chain.undone():
                    it.bring(yard, status)
                    assert it.status(yard) == status, f"{machine}: could not be brought to {status}"
                    refusal = ""
                    try:
                        call(yard)
                    except QuaychainError as error:
                        refusal = str(error)
                    after, becomes = it.status(yard), allowed.get((status, key))
                    lenient = key.partition(" ")[0] in it.lenient
                    if becomes is not None and (refusal or after != becomes):
                        wrong.append(f"{status}: {key} leads to {becomes}, but {refusal or after}")
                    if becomes is None and (after != status or not (refusal or lenient)):
                        wrong.append(f"{status}: {key} is not in the table, and led to {after}")
    assert not wrong, "\n".join(wrong)
