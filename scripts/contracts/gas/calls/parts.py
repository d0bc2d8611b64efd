"""Parts of the present call, and the calls of PartProvenance about makers, parts, custody and statements."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from functools import partial

from quaychain.contracts.abi import encode
from quaychain.contracts.bindings.part_provenance import PartProvenance
from quaychain.contracts.bindings.types import HandOverPurpose, InspectionResult, PartRegistration, RecallScope
from quaychain.contracts.keccak import keccak256
from quaychain.contracts.merkle import leaf_hash, process_proof
from quaychain.contracts.part_messages import HandOver

from ..case import Case
from ..founding import Member
from ..ledger import NOW, Ledger, Shot
from .records import publish

CONTRACT = PartProvenance.NAME
STATE = (CONTRACT, "_state")
DAY = 86_400
#: Parts of one registration.
_MOST = 32
#: Levels of a batch of a million parts.
_LEVELS = 20


def maker(ledger: Ledger) -> bytes:
    """The manufacturer as a maker."""
    made = Member("mfr").id
    call = ledger.contracts.parts.enter_maker(made, ledger.id("identity"), ledger.id("serial key"))
    ledger.by("mfr", call)
    return made


def registration(ledger: Ledger, name: str, *, machine: bool = False) -> PartRegistration:
    """A part of the lot and the design that all parts of the present call have."""
    serial = ledger.id(f"serial of {name}")
    return PartRegistration(ledger.id(name), Member("mfr").id, serial, ledger.id("design"), ledger.id("lot"), machine)


def register(ledger: Ledger, *names: str, machine: bool = False) -> tuple[bytes, ...]:
    """Registered parts: their ids."""
    made = [registration(ledger, name, machine=machine) for name in names]
    for start in range(0, len(made), _MOST):
        ledger.by("mfr", ledger.contracts.parts.register_parts(made[start : start + _MOST]))
    return tuple(item.part for item in made)


def scope_key(ledger: Ledger, scope: RecallScope) -> bytes:
    """Key of a list of parts: keccak256(abi.encode(scope, maker, key))."""
    named = {RecallScope.LOT: "lot", RecallScope.DESIGN: "design"}
    key = ledger.id(named[scope]) if scope in named else bytes(32)
    return keccak256(encode(("uint8", "bytes16", "bytes32"), (int(scope), Member("mfr").id, key)))


def more_parts(ledger: Ledger) -> None:
    """A million parts of the same maker, design and lot."""
    for scope in (RecallScope.MAKER, RecallScope.DESIGN, RecallScope.LOT):
        ledger.more_entries(*STATE, "scopes", scope_key(ledger, scope))


def _enter(ledger: Ledger) -> Shot:
    maker(ledger)
    call = ledger.contracts.parts.enter_maker(Member("gear").id, ledger.id("other"), ledger.id("other key"))
    return ledger.shot("gear", call)


def _appoint(ledger: Ledger) -> Shot:
    return ledger.shot("mfr", ledger.contracts.parts.appoint_registrar(maker(ledger), Member("gear").id))


def _register(ledger: Ledger) -> Shot:
    maker(ledger)
    register(ledger, "earlier")
    more_parts(ledger)
    return ledger.shot("mfr", ledger.contracts.parts.register_part(registration(ledger, "part")))


def _register_many(ledger: Ledger, count: int) -> Shot:
    maker(ledger)
    register(ledger, "earlier")
    more_parts(ledger)
    made = [registration(ledger, f"part {number}") for number in range(count)]
    return ledger.shot("mfr", ledger.contracts.parts.register_parts(made))


def _register_batch(ledger: Ledger) -> Shot:
    call = ledger.contracts.parts.register_batch(ledger.id("root"), maker(ledger), 1_000_000)
    return ledger.shot("mfr", call)


def _materialise(ledger: Ledger) -> Shot:
    """From a batch of a million, of which one part was materialised before, and then a million of the same list."""
    made, parts = maker(ledger), ledger.contracts.parts
    levels = [ledger.id(f"level {level}") for level in range(_LEVELS - 1)]
    types = ("bytes32", "bytes16", "bytes32", "bytes32", "bytes32", "bool")
    first, second = (registration(ledger, name) for name in ("earlier", "part"))
    leaves = [
        leaf_hash(types, (item.part, item.maker, item.serial_commitment, item.design, item.lot, item.machine))
        for item in (first, second)
    ]
    root = process_proof(leaves[0], [leaves[1], *levels])
    ledger.by("mfr", parts.register_batch(root, made, 2_000_000))
    ledger.by("gear", parts.materialise(root, first, [leaves[1], *levels]))
    more_parts(ledger)
    ledger.more(*STATE, "batches", root, "materialised")
    return ledger.shot("gear", parts.materialise(root, second, [leaves[0], *levels]))


def _machine(ledger: Ledger) -> bytes:
    maker(ledger)
    return register(ledger, "machine", machine=True)[0]


def _declare_built(ledger: Ledger) -> Shot:
    machine, record = _machine(ledger), publish(ledger, "mfr", "record")
    return ledger.shot("mfr", ledger.contracts.parts.declare_built(machine, record))


def _part(ledger: Ledger) -> tuple[bytes, bytes]:
    """A loose part that changed hands before, there and back, and then a million times; and a record about it."""
    maker(ledger)
    part, parts = register(ledger, "part")[0], ledger.contracts.parts
    for giver, receiver in (("mfr", "gear"), ("gear", "mfr")):
        ledger.by(giver, parts.offer_hand_over(part, Member(receiver).id, HandOverPurpose.REPAIR, True, bytes(32)))
        ledger.by(receiver, parts.accept_hand_over(part))
    ledger.more(*STATE, "parts", part, "custodySequence")
    return part, publish(ledger, "mfr", "record")


def _start_repair(ledger: Ledger) -> Shot:
    return ledger.shot("mfr", ledger.contracts.parts.start_repair(*_part(ledger)))


def _complete_repair(ledger: Ledger) -> Shot:
    part, record = _part(ledger)
    ledger.by("mfr", ledger.contracts.parts.start_repair(part, bytes(32)))
    return ledger.shot("mfr", ledger.contracts.parts.complete_repair(part, record))


def _scrap(ledger: Ledger) -> Shot:
    return ledger.shot("mfr", ledger.contracts.parts.scrap(*_part(ledger)))


def _inspect(ledger: Ledger) -> Shot:
    part, record = _part(ledger)
    return ledger.shot("surveyor", ledger.contracts.parts.inspect(part, InspectionResult.PASSED, record))


def _sight(ledger: Ledger) -> Shot:
    part, _ = _part(ledger)
    ledger.by("warehouse", ledger.contracts.parts.sight(part, b"CNSHA", NOW - 600))
    return ledger.shot("warehouse", ledger.contracts.parts.sight(part, b"CNSHA", NOW - 60))


def _hand_over(ledger: Ledger) -> Shot:
    part, record = _part(ledger)
    parts, receiver = ledger.contracts.parts, Member("carrier").id
    message = HandOver(
        part, Member("mfr").id, receiver, HandOverPurpose.DELIVERY, True, record, 2 + ledger.behind, NOW + DAY
    )
    signature = ledger.sign("carrier", parts, message)
    call = parts.hand_over(part, receiver, HandOverPurpose.DELIVERY, True, record, NOW + DAY, signature)
    return ledger.shot("mfr", call)


def _offer(ledger: Ledger) -> Shot:
    part, record = _part(ledger)
    call = ledger.contracts.parts.offer_hand_over(part, Member("carrier").id, HandOverPurpose.DELIVERY, True, record)
    return ledger.shot("mfr", call)


def _accept(ledger: Ledger) -> Shot:
    shot = _offer(ledger)
    ledger.send(shot.sender, shot.call)
    return ledger.shot("carrier", ledger.contracts.parts.accept_hand_over(ledger.id("part")))


def _cancel(ledger: Ledger) -> Shot:
    shot = _offer(ledger)
    ledger.send(shot.sender, shot.call)
    return ledger.shot("mfr", ledger.contracts.parts.cancel_hand_over(ledger.id("part")))


def _offer_title(ledger: Ledger) -> Shot:
    part, record = _part(ledger)
    return ledger.shot("mfr", ledger.contracts.parts.offer_title(part, Member("buyer").id, record))


def _accept_title(ledger: Ledger) -> Shot:
    shot = _offer_title(ledger)
    ledger.send(shot.sender, shot.call)
    return ledger.shot("buyer", ledger.contracts.parts.accept_title(ledger.id("part")))


def _owe(ledger: Ledger) -> Shot:
    part, record = _part(ledger)
    return ledger.shot("mfr", ledger.contracts.parts.owe_core(part, Member("gear").id, NOW + 30 * DAY, record))


def _waive(ledger: Ledger) -> Shot:
    shot = _owe(ledger)
    ledger.send(shot.sender, shot.call)
    record = publish(ledger, "gear", "waiver")
    return ledger.shot("gear", ledger.contracts.parts.waive_core(ledger.id("part"), record))


def _return_core(ledger: Ledger) -> Shot:
    """A hand-over that returns a core."""
    shot = _owe(ledger)
    ledger.send(shot.sender, shot.call)
    part, parts = ledger.id("part"), ledger.contracts.parts
    offer = parts.offer_hand_over(part, Member("gear").id, HandOverPurpose.CORE_RETURN, False, bytes(32))
    ledger.by("mfr", offer)
    return ledger.shot("gear", parts.accept_hand_over(part))


def _judge(ledger: Ledger) -> Shot:
    shot = _return_core(ledger)
    ledger.send(shot.sender, shot.call)
    record = publish(ledger, "gear", "finding")
    return ledger.shot("gear", ledger.contracts.parts.judge_core(ledger.id("part"), True, record))


def tree(ledger: Ledger, names: Sequence[str], *, machine: bool = True) -> list[bytes]:
    """Parts, each in the one before; the first one is a machine unless told otherwise."""
    made = [*register(ledger, names[0], machine=machine), *register(ledger, *names[1:])]
    calls = [
        ledger.contracts.parts.install(part, parent, ledger.id("position"), bytes(32))
        for parent, part in itertools.pairwise(made)
    ]
    for call in calls:
        ledger.by("mfr", call)
    return made


CASES = (
    Case("enterMaker", "", _enter),
    Case("appointRegistrar", "", _appoint),
    Case("registerPart", "", _register),
    Case("registerParts", "2 parts", partial(_register_many, count=2)),
    Case("registerParts", "32 parts", partial(_register_many, count=_MOST)),
    Case("registerBatch", "", _register_batch),
    Case("materialise", "of a million", _materialise),
    Case("declareBuilt", "", _declare_built),
    Case("startRepair", "", _start_repair),
    Case("completeRepair", "", _complete_repair),
    Case("scrap", "", _scrap),
    Case("inspect", "", _inspect),
    Case("sight", "in one place", _sight),
    Case("handOver", "", _hand_over),
    Case("offerHandOver", "", _offer),
    Case("acceptHandOver", "", _accept),
    Case("acceptHandOver", "that returns a core", _return_core),
    Case("cancelHandOver", "", _cancel),
    Case("offerTitle", "", _offer_title),
    Case("acceptTitle", "", _accept_title),
    Case("oweCore", "", _owe),
    Case("waiveCore", "", _waive),
    Case("judgeCore", "", _judge),
)
