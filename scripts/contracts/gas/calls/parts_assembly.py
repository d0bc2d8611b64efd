"""Calls of PartProvenance about assembly, work orders and recalls, in trees also as deep as there may be."""

from __future__ import annotations

from functools import partial
from typing import Any

from quaychain.contracts.bindings.types import Evidence, EvidenceKind, PartStatus, RecallMark, RecallScope
from quaychain.contracts.part_messages import Replacement, WorkCompletion

from ..case import Case
from ..founding import Member
from ..ledger import NOW, Ledger, Shot
from .parts import CONTRACT, DAY, STATE, maker, more_parts, register, scope_key, tree
from .records import publish

#: Edges from a root to its deepest part, and parts that one call marks.
_DEEPEST, _PAGE = 16, 64
#: Of the 65,535 children of one height that a part may have.
_SIBLINGS = 65_000
_NOTHING = bytes(32)
_NO_ALERT = Evidence(_NOTHING, EvidenceKind.NONE, 0)
#: Recalls in force on a lot, on a design, and on all of a maker.
_MOST_RECALLS = 16


def _chain(ledger: Ledger, levels: int) -> list[bytes]:
    """A machine with so many parts in one another, and a loose part beside them that was in the innermost but one."""
    maker(ledger)
    parts = tree(ledger, [f"level {level}" for level in range(levels + 1)])
    other = register(ledger, "other")[0]
    # Before, so that no list on the way is empty.
    install = ledger.contracts.parts.install(other, parts[-2], ledger.id("other position"), _NOTHING)
    ledger.by("mfr", install)
    ledger.by("mfr", ledger.contracts.parts.remove(other, _NOTHING))
    return [*parts, other]


def _more_siblings(ledger: Ledger, parent: bytes, *children: bytes) -> None:
    """Nearly as many children of a part as it may have, besides those that it has: all of them leaves."""
    ledger.stated.append(f"{CONTRACT}._state.children[] has {_SIBLINGS:,} more before")
    if not ledger.behind:
        return
    ledger.storage.lengthen(*STATE, "children", parent, by=_SIBLINGS)
    heights = ledger.storage.read(*STATE, "parts", parent, "childHeights")
    ledger.storage.write(*STATE, "parts", parent, "childHeights", value=heights + _SIBLINGS)
    for child in children:
        place = ledger.storage.read(*STATE, "parts", child, "childIndex")
        ledger.storage.write(*STATE, "parts", child, "childIndex", value=place + _SIBLINGS)


def _more_edges(ledger: Ledger, part: bytes, parent: bytes) -> None:
    """A million edges that a part had, and that there were below its parent."""
    ledger.more_entries(*STATE, "edgesOf", part)
    ledger.more_entries(*STATE, "edgesUnder", parent)


def _install(ledger: Ledger, levels: int, *, alone: bool) -> Shot:
    """At the bottom: beside others, or `alone`, which makes every part above one level higher; then also with as many
    recalls in force as may be."""
    parts, install = _chain(ledger, levels - 1 if alone else levels), ledger.contracts.parts.install
    parent, other = parts[-2] if alone else parts[-3], parts[-1]
    # Once before where it goes now.
    ledger.by("mfr", install(other, parent, ledger.id("first position"), _NOTHING))
    ledger.by("mfr", ledger.contracts.parts.remove(other, _NOTHING))
    _more_edges(ledger, other, parent)
    if alone:
        _recalled_before(ledger, other)
    else:
        _more_siblings(ledger, parent, parts[-2])
    return ledger.shot("mfr", install(other, parent, ledger.id("last position"), _NOTHING))


def _recalled_before(ledger: Ledger, part: bytes) -> None:
    """As many recalls as may be are in force on a part's lot, design and maker, and remedied for it."""
    recalls = {
        scope_key(ledger, scope): [ledger.id(f"recall {number} of {scope}") for number in range(_MOST_RECALLS)]
        for scope in (RecallScope.LOT, RecallScope.DESIGN, RecallScope.MAKER)
    }
    marks = {recall: {part: RecallMark.REMEDIED} for listed in recalls.values() for recall in listed}
    ledger.storage.enter(CONTRACT, {"_state": {"recallsIn": recalls, "recallMarks": marks}})


def _remove(ledger: Ledger, levels: int, *, alone: bool) -> Shot:
    """From the bottom; the last one of its siblings takes its place in the list, where it isn't `alone`."""
    parts = _chain(ledger, levels)
    bottom, other, parent = parts[-2], parts[-1], parts[-3]
    if not alone:
        ledger.by("mfr", ledger.contracts.parts.install(other, parent, ledger.id("beside"), _NOTHING))
        _more_siblings(ledger, parent, bottom, other)
    _more_edges(ledger, bottom, parent)
    return ledger.shot("mfr", ledger.contracts.parts.remove(bottom, _NOTHING))


def _work_order(ledger: Ledger, machine: bytes, *, diagnosed: bool = True) -> bytes:
    """A work order on a machine for the service partner."""
    order, parts = ledger.id("work order"), ledger.contracts.parts
    performer = Member("service_partner").id
    ledger.by("mfr", parts.open_work_order(order, machine, performer, _NO_ALERT, _NOTHING))
    if diagnosed:
        ledger.by("service_partner", parts.diagnose(order, _NOTHING))
    return order


def _replaced(ledger: Ledger, levels: int) -> tuple[Shot, bytes, bytes, bytes]:
    """The replacement of a chain's innermost part, after one change under the work order, and then a million."""
    parts = _chain(ledger, levels)
    order, old, new = _work_order(ledger, parts[0]), parts[-2], parts[-1]
    ledger.by("mfr", ledger.contracts.parts.remove(old, order))
    ledger.by("mfr", ledger.contracts.parts.install(old, parts[-3], ledger.id("position"), order))
    _more_edges(ledger, new, parts[-3])
    if levels == _DEEPEST:
        _recalled_before(ledger, new)
    ledger.more(CONTRACT, "_state", "workOrders", order, "changes")
    message = Replacement(order, old, new, 2 + ledger.behind, NOW + DAY)
    signature = ledger.sign("mfr", ledger.contracts.parts, message)
    call = ledger.contracts.parts.replace(old, new, order, NOW + DAY, signature)
    return ledger.shot("service_partner", call), order, old, new


def _replace(ledger: Ledger, levels: int) -> Shot:
    return _replaced(ledger, levels)[0]


def _open_order(ledger: Ledger) -> Shot:
    machine, record = _chain(ledger, 1)[0], publish(ledger, "mfr", "record")
    performer, alert = Member("service_partner").id, Evidence(record, EvidenceKind.RECORD, 1)
    call = ledger.contracts.parts.open_work_order(ledger.id("work order"), machine, performer, alert, record)
    return ledger.shot("mfr", call)


def _diagnose(ledger: Ledger) -> Shot:
    order = _work_order(ledger, _chain(ledger, 1)[0], diagnosed=False)
    record = publish(ledger, "service_partner", "diagnosis")
    return ledger.shot("service_partner", ledger.contracts.parts.diagnose(order, record))


def _complete_order(ledger: Ledger) -> Shot:
    shot, order, _, _ = _replaced(ledger, 1)
    ledger.send(shot.sender, shot.call)
    parts, record = ledger.contracts.parts, publish(ledger, "service_partner", "completion")
    found = ledger.reader.read(parts.work_order_of(order))
    message = WorkCompletion(order, record, found.changes, found.changes_hash, NOW + DAY)
    signature = ledger.sign("mfr", parts, message)
    return ledger.shot("service_partner", parts.complete_work_order(order, record, NOW + DAY, signature))


def _cancel_order(ledger: Ledger) -> Shot:
    return ledger.shot("mfr", ledger.contracts.parts.cancel_work_order(_work_order(ledger, _chain(ledger, 1)[0])))


def _recall(ledger: Ledger, scope: RecallScope = RecallScope.LOT, name: str = "recall") -> bytes:
    """An open recall."""
    recall, listed = ledger.id(name), scope is RecallScope.LIST
    of_maker = bytes(16) if listed else Member("mfr").id
    key = _NOTHING if listed else ledger.id("lot")
    ledger.by("mfr", ledger.contracts.parts.open_recall(recall, scope, of_maker, key, _NOTHING))
    return recall


def _open_recall(ledger: Ledger, count: int, levels: int) -> Shot:
    """On a lot whose first parts it marks at once; as many as may be are in force on it but one."""
    maker(ledger)
    _bottoms(ledger, count, levels)
    lot = scope_key(ledger, RecallScope.LOT)
    others = [ledger.id(f"other recall {number}") for number in range(_MOST_RECALLS - 1)]
    ledger.storage.enter(CONTRACT, {"_state": {"recallsIn": {lot: others}}})
    ledger.more_after(*STATE, "scopes", lot)
    record = publish(ledger, "mfr", "record")
    call = ledger.contracts.parts.open_recall(
        ledger.id("recall"), RecallScope.LOT, Member("mfr").id, ledger.id("lot"), record
    )
    return ledger.shot("mfr", call)


def _end_recall(ledger: Ledger) -> Shot:
    """The first of as many as may be in force."""
    maker(ledger)
    register(ledger, "part")
    recall, lot = _recall(ledger), scope_key(ledger, RecallScope.LOT)
    others = [ledger.id(f"other recall {number}") for number in range(_MOST_RECALLS - 1)]
    ledger.storage.enter(CONTRACT, {"_state": {"recallsIn": {lot: [recall, *others]}}})
    _more_marks(ledger, recall)
    return ledger.shot("mfr", ledger.contracts.parts.end_recall(recall, publish(ledger, "mfr", "record")))


def _more_marks(ledger: Ledger, recall: bytes) -> None:
    for counter in ("marked", "live", "remedied"):
        ledger.more(*STATE, "recalls", recall, counter)


def _mark(ledger: Ledger, count: int, levels: int) -> Shot:
    """The last page of a lot, after one part that was marked and remedied; all parts are under another recall."""
    maker(ledger)
    first = register(ledger, "first")[0]
    recall, parts = _recall(ledger), ledger.contracts.parts
    ledger.by("mfr", parts.remedy_recall(recall, first, _NOTHING))
    _bottoms(ledger, count, levels)
    more_parts(ledger)
    ledger.more(*STATE, "recallCursors", recall)
    _more_marks(ledger, recall)
    return ledger.shot("carrier", parts.mark_recalled(recall, count))


def _bottoms(ledger: Ledger, count: int, levels: int) -> list[bytes]:
    """So many registered parts, each at the bottom of a tree of its own, which is written into the storage: a thousand
    installations would take minutes."""
    bottoms = list(register(ledger, *(f"bottom {number}" for number in range(count))))
    made, edges, member = {}, {}, Member("mfr").id
    built_in: dict[tuple[Any, ...], int] = {}
    for number, bottom in enumerate(bottoms):
        above = [ledger.id(f"tree {number} level {level}") for level in range(levels)]
        first = 10 + ledger.behind + number * levels
        for level, (parent, part) in enumerate(zip(above, [*above[1:], bottom], strict=True)):
            edges[first + level] = {"part": part, "parent": parent, "position": ledger.id("position")}
            made[parent] = {
                "status": PartStatus.INSTALLED if level else PartStatus.MADE,
                "machine": not level,
                "maker": member,
                "custodian": member,
                "owner": member,
                "edge": first + level - 1 if level else 0,
            }
        built_in["_state", "parts", bottom, "edge"] = first + levels - 1
        built_in["_state", "parts", bottom, "status"] = PartStatus.INSTALLED
    ledger.storage.enter(CONTRACT, {"_state": {"parts": made, "edges": edges}})
    ledger.storage.write_all(CONTRACT, built_in)
    return bottoms


def _mark_listed(ledger: Ledger, count: int, levels: int) -> Shot:
    """By the maker of the machines that they are in."""
    maker(ledger)
    first = register(ledger, "first")[0]
    recall, parts = _recall(ledger, RecallScope.LIST), ledger.contracts.parts
    ledger.by("mfr", parts.mark_listed(recall, [first]))
    ledger.by("mfr", parts.remedy_recall(recall, first, _NOTHING))
    bottoms = _bottoms(ledger, count, levels)
    _more_marks(ledger, recall)
    return ledger.shot("mfr", parts.mark_listed(recall, bottoms))


def _marked(ledger: Ledger, levels: int) -> tuple[bytes, bytes]:
    """A part at the bottom of a tree, marked after another one that was remedied; and then after a million."""
    shot = _mark_listed(ledger, 1, levels)
    ledger.send(shot.sender, shot.call)
    return ledger.id("recall"), ledger.id("bottom 0")


def _remedy(ledger: Ledger, levels: int) -> Shot:
    recall, part = _marked(ledger, levels)
    record = publish(ledger, "mfr", "record")
    return ledger.shot("mfr", ledger.contracts.parts.remedy_recall(recall, part, record))


def _sight(ledger: Ledger, levels: int) -> Shot:
    """In another place than before: every part above counts one more that is barred."""
    maker(ledger)
    part, parts = _bottoms(ledger, 1, levels)[0], ledger.contracts.parts
    ledger.by("warehouse", parts.sight(part, b"CNSHA", NOW - 600))
    return ledger.shot("warehouse", parts.sight(part, b"NLRTM", NOW - 60))


def _clear(ledger: Ledger, levels: int) -> Shot:
    shot = _sight(ledger, levels)
    ledger.send(shot.sender, shot.call)
    record = publish(ledger, "mfr", "record")
    return ledger.shot("mfr", ledger.contracts.parts.clear_suspicion(ledger.id("bottom 0"), record))


def _close(ledger: Ledger) -> Shot:
    shot = _mark(ledger, 1, 1)
    ledger.send(shot.sender, shot.call)
    return ledger.shot("mfr", ledger.contracts.parts.close_recall(ledger.id("recall")))


CASES = (
    Case("install", "2 levels down, beside others", partial(_install, levels=2, alone=False)),
    Case("install", "16 levels down", partial(_install, levels=_DEEPEST, alone=True)),
    Case("remove", "2 levels down, beside others", partial(_remove, levels=2, alone=False)),
    Case("remove", "16 levels down", partial(_remove, levels=_DEEPEST, alone=True)),
    Case("replace", "2 levels down", partial(_replace, levels=2)),
    Case("replace", "16 levels down", partial(_replace, levels=_DEEPEST)),
    Case("openWorkOrder", "", _open_order),
    Case("diagnose", "", _diagnose),
    Case("completeWorkOrder", "", _complete_order),
    Case("cancelWorkOrder", "", _cancel_order),
    Case("openRecall", "64 parts, 2 levels down", partial(_open_recall, count=_PAGE, levels=2)),
    Case("openRecall", "64 parts, 16 levels down", partial(_open_recall, count=_PAGE, levels=_DEEPEST)),
    Case("endRecall", "of 16", _end_recall),
    Case("sight", "in two places, 16 levels down", partial(_sight, levels=_DEEPEST)),
    Case("clearSuspicion", "16 levels down", partial(_clear, levels=_DEEPEST)),
    Case("markRecalled", "1 part, 2 levels down", partial(_mark, count=1, levels=2)),
    Case("markRecalled", "64 parts, 16 levels down", partial(_mark, count=_PAGE, levels=_DEEPEST)),
    Case("markListed", "1 part, 2 levels down", partial(_mark_listed, count=1, levels=2)),
    Case("markListed", "64 parts, 16 levels down", partial(_mark_listed, count=_PAGE, levels=_DEEPEST)),
    Case("remedyRecall", "2 levels down", partial(_remedy, levels=2)),
    Case("remedyRecall", "16 levels down", partial(_remedy, levels=_DEEPEST)),
    Case("closeRecall", "", _close),
)
