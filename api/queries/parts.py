"""Parts and machines: what they are, what they are in, who has them, what became of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from pydantic import Field
from sqlalchemy import Row, Select, and_, exists, func, or_, select
from sqlalchemy.sql import ColumnElement

from ..errors import NotFoundError
from ..opening.gs1 import gs1_key
from ..paging import Page, PageRequest, SortKey, fetch_page
from ..permissions import Action, Resource, capacities_of, require, require_some, visible
from ..tables import parts as table
from .logs import LogView, timeline
from .view import Id, MemberRef, Moment, RecordRef, View, certain_moment, moment
from .wording import PartWords, part_words, parts_with_asset


@dataclass(frozen=True, slots=True)
class PartSummary:
    """A part in a list or tree. Registered means just that: its custody is consistent, nothing more is claimed.

    `custodian` and `owner` are those of the root of its tree. Name, serial and lot are there when the asker may read
    the maker's part list.
    """

    part_id: Id
    name: Annotated[str | None, Field(examples=["Gantry geared drive"])]
    epc: Annotated[str | None, Field(examples=["urn:epc:id:cpi:9520002.GD-GA-30.410011"])]
    asset: Annotated[str | None, Field(description="GS1 key, by which readings and messages name it")]
    serial: str | None
    lot: str | None
    machine: bool
    status: Annotated[str, Field(description="made, installed, removed, in_repair, repaired or scrapped")]
    suspected: Annotated[bool, Field(description="two sightings contradict each other: one of them is a copy")]
    recalled: Annotated[bool, Field(description="under a recall that is not remedied, marked yet or not")]
    maker: MemberRef
    registrar: MemberRef
    custodian: MemberRef
    owner: MemberRef
    parent: Id | None
    root: Id
    registered_at: Moment
    built_at: Moment | None


@dataclass(frozen=True, slots=True)
class AssemblyEdgeView:
    """That a part was in another for a time."""

    part: PartSummary
    parent: Id
    installed_at: Moment
    installed_by: MemberRef
    installed_under: Annotated[Id | None, Field(description="work order")]
    removed_at: Moment | None
    removed_by: MemberRef | None
    removed_under: Id | None
    as_built: Annotated[bool, Field(description="part of the machine's as-built configuration")]


@dataclass(frozen=True, slots=True)
class HandOverView:
    """A change of custody, signed by both sides."""

    custody_sequence: int
    giver: MemberRef
    receiver: MemberRef
    owner: MemberRef
    purpose: str
    transferred_at: Moment
    evidence: Id | None


@dataclass(frozen=True, slots=True)
class PartNoteView:
    """Something stated about a part: inspected, repair_started, repair_completed, scrapped, suspicion_cleared, sold."""

    note: str
    result: str | None
    member: MemberRef
    noted_at: Moment
    record: Id | None


@dataclass(frozen=True, slots=True)
class ReplacementView:
    """One part that took another's place, with both signatures."""

    work_order_id: Id
    old_part: PartSummary
    new_part: PartSummary
    replaced_at: Moment
    performer: MemberRef
    custodian: MemberRef


@dataclass(frozen=True, slots=True)
class PartRecallView:
    """How a recall stands for the part: in_scope (marking has not come to it), marked, not_actionable (scrapped
    already) or remedied. `marked_at` of a part in scope is when it came under the recall."""

    recall_id: Id
    mark: str
    marked_at: Moment
    remedied_at: Moment | None
    record: Id


@dataclass(frozen=True, slots=True)
class CoreReturnView:
    """That the part is, or was last, owed as a core: owed, returned, accepted, refused or waived."""

    status: str
    debtor: MemberRef
    creditor: MemberRef
    owed_at: Moment
    due_at: Moment
    returned_at: Moment | None
    settled_at: Moment | None
    terms: Id | None
    finding: Id | None


@dataclass(frozen=True, slots=True)
class PartDetail:
    """A part with its pedigree: what it is in (from its parent up to the root), its history, custody and recalls."""

    part: PartSummary
    statement: Annotated[str, Field(examples=["registered, custody consistent"])]
    capacities: list[str]
    serial_commitment: Id
    design: Id | None
    lot_commitment: Id | None
    built_record: RecordRef | None
    ancestors: list[PartSummary]
    children: int
    history: Annotated[list[AssemblyEdgeView], Field(description="what it ever was in, in order")]
    hand_overs: list[HandOverView]
    notes: list[PartNoteView]
    replacements: list[ReplacementView]
    recalls: list[PartRecallView]
    core: CoreReturnView | None
    offered_to: MemberRef | None


def list_parts(
    view: View,
    page: PageRequest,
    *,
    machines_only: bool = False,
    asset: str | None = None,
    status: str | None = None,
) -> Page[PartSummary]:
    """Parts that the asker's member made, has, owns, had, or serves, those registered last first."""
    require_some(view.asker, Resource.PARTS, Action.READ)
    rows = table.parts
    query = select(rows).where(visible(view.asker, Resource.PARTS, rows.c.part_id, rows.c.root))
    if machines_only:
        query = query.where(rows.c.machine)
    if status is not None:
        query = query.where(rows.c.status == status)
    if asset is not None:
        query = query.where(rows.c.part_id.in_(parts_with_asset(view, gs1_key(asset))))
    order = [SortKey(rows.c.registered_at, int, True), SortKey(rows.c.part_id, str)]
    found = fetch_page(view.connection, query, order, page, lambda row: row)
    return Page(summaries(view, list(found.items)), found.next)


def get_part(view: View, part_id: str) -> PartDetail:
    """One part. Raises NotFoundError, AccessDeniedError."""
    row = part_row(view, part_id)
    held = capacities_of(view.connection, view.asker.member_id, Resource.PARTS, part_id)
    summary = summaries(view, [row])[0]
    offer = view.connection.execute(
        select(table.hand_over_offers.c.receiver).where(table.hand_over_offers.c.part_id == part_id)
    ).scalar_one_or_none()
    children = view.connection.execute(
        select(func.count()).select_from(table.parts).where(table.parts.c.parent == part_id)
    ).scalar_one()
    return PartDetail(
        part=summary,
        statement=_statement(row),
        capacities=sorted(capacity.value for capacity in held),
        serial_commitment=row.serial_commitment,
        design=row.design,
        lot_commitment=row.lot,
        built_record=RecordRef(row.built_record, None) if row.built_record else None,
        ancestors=_ancestors(view, row),
        children=children,
        history=edges_of(view, table.assembly_edges.c.part_id == part_id, None),
        hand_overs=_hand_overs(view, part_id),
        notes=_notes(view, part_id),
        replacements=_replacements(view, part_id),
        recalls=_recalls(view, part_id),
        core=_core(view, part_id),
        offered_to=view.member_or_none(offer),
    )


def list_children(view: View, part_id: str, *, as_built: bool, history: bool) -> list[AssemblyEdgeView]:
    """What is directly in a part now; or was at the machine's as-built time; or, with `history`, ever was.

    Raises NotFoundError, AccessDeniedError.
    """
    row = part_row(view, part_id)
    built_at = view.connection.execute(
        select(table.parts.c.built_at).where(table.parts.c.part_id == row.root)
    ).scalar_one_or_none()
    edges = table.assembly_edges.c
    condition = edges.parent == part_id
    if as_built:
        if built_at is None:
            return []
        condition &= (edges.installed_at <= built_at) & (edges.removed_at.is_(None) | (edges.removed_at > built_at))
    elif not history:
        condition &= edges.removed_at.is_(None)
    return edges_of(view, condition, built_at)


def list_tree(view: View, part_id: str) -> list[AssemblyEdgeView]:
    """Everything that ever was in a part, level by level down to the smallest.

    Of a part that was taken out, what was in it until then: what became of it elsewhere is not this tree's matter.
    Raises NotFoundError, AccessDeniedError.
    """
    row = part_row(view, part_id)
    edges = table.assembly_edges.c
    built_at = view.connection.execute(
        select(table.parts.c.built_at).where(table.parts.c.part_id == row.root)
    ).scalar_one_or_none()
    found: list[AssemblyEdgeView] = []
    until: dict[str, datetime | None] = {part_id: None}
    level = [part_id]
    while level:
        below = [
            edge
            for start in range(0, len(level), 500)
            for edge in edges_of(view, edges.parent.in_(level[start : start + 500]), built_at)
            if (end := until[edge.parent]) is None or edge.installed_at < end
        ]
        found += below
        ends: dict[str, list[datetime | None]] = {}
        for edge in below:
            above = until[edge.parent]
            end = edge.removed_at if above is None else min(edge.removed_at or above, above)
            ends.setdefault(edge.part.part_id, []).append(end)
        level = [part for part in ends if part not in until]
        until |= {part: None if None in ends[part] else max(filter(None, ends[part])) for part in level}
    return found


def part_timeline(view: View, part_id: str, page: PageRequest, newest_first: bool = False) -> Page[LogView]:
    """What happened with a part: all of it for whoever may read the part. Raises NotFoundError, AccessDeniedError."""
    part_row(view, part_id)
    return timeline(view, part_id, page, newest_first, concerns_asker=False)


def part_row(view: View, part_id: str) -> Row[Any]:
    """The row of a part that the asker may read. Raises NotFoundError, AccessDeniedError."""
    require_some(view.asker, Resource.PARTS, Action.READ)
    row = view.connection.execute(select(table.parts).where(table.parts.c.part_id == part_id)).first()
    if row is None:
        raise NotFoundError("part", part_id)
    require(view.connection, view.asker, Resource.PARTS, Action.READ, part_id)
    return row


def summaries(view: View, rows: list[Row[Any]]) -> list[PartSummary]:
    """Rows of `parts` as they are listed."""
    ids = [row.part_id for row in rows]
    words = part_words(view, ids)
    roots: dict[str, Row[Any]] = {}
    recalled: set[str] = set()
    for start in range(0, len(ids), 500):
        part = ids[start : start + 500]
        root = table.parts.alias("root")
        query = select(table.parts.c.part_id, root.c.custodian, root.c.owner).join(
            root, root.c.part_id == table.parts.c.root
        )
        roots |= {each.part_id: each for each in view.connection.execute(query.where(table.parts.c.part_id.in_(part)))}
        marks = table.recalled_parts
        recalled |= set(
            view.connection.execute(
                select(marks.c.part_id).where(marks.c.part_id.in_(part), marks.c.mark == "marked")
            ).scalars()
        )
        recalled |= {each.part_id for each in view.connection.execute(_unmarked(table.parts.c.part_id.in_(part)))}
    return [
        _summary(view, row, words.get(row.part_id, PartWords()), roots[row.part_id], row.part_id in recalled)
        for row in rows
    ]


def _summary(view: View, row: Row[Any], words: PartWords, root: Row[Any], recalled: bool) -> PartSummary:
    return PartSummary(
        part_id=row.part_id,
        name=words.name,
        epc=words.epc,
        asset=words.asset,
        serial=words.serial,
        lot=words.lot,
        machine=row.machine,
        status=row.status,
        suspected=row.suspected,
        recalled=recalled,
        maker=_maker(view, row.maker, words.maker),
        registrar=view.member(row.registrar),
        custodian=view.member(root.custodian),
        owner=view.member(root.owner),
        parent=row.parent,
        root=row.root,
        registered_at=certain_moment(row.registered_at),
        built_at=moment(row.built_at),
    )


def _maker(view: View, maker: str, words: str | None) -> MemberRef:
    """A maker may be a company that is no member; then only the part list names it."""
    known = view.member(maker)
    return known if known.name is not None else MemberRef(maker, words)


def _statement(row: Row[Any]) -> str:
    if row.suspected:
        return "registered, under suspicion: sightings contradict each other"
    return "registered, custody consistent"


def _ancestors(view: View, row: Row[Any]) -> list[PartSummary]:
    chain: list[Row[Any]] = []
    parent = row.parent
    # The contract bounds depth at 16, and allows no cycle.
    while parent is not None and len(chain) < 32:
        above = view.connection.execute(select(table.parts).where(table.parts.c.part_id == parent)).first()
        if above is None:
            break
        chain.append(above)
        parent = above.parent
    return summaries(view, chain)


def edges_of(view: View, condition: Any, built_at: int | None) -> list[AssemblyEdgeView]:
    """Edges of assembly trees, in the chain's order, with their parts as they are now."""
    edges = table.assembly_edges
    rows = view.connection.execute(
        select(edges, table.parts.c.root.label("root_now"))
        .join(table.parts, table.parts.c.part_id == edges.c.part_id)
        .where(condition)
        .order_by(edges.c.block_number, edges.c.log_index)
    ).all()
    found = view.connection.execute(
        select(table.parts).where(table.parts.c.part_id.in_([row.part_id for row in rows]))
    ).all()
    parts = {part.part_id: part for part in summaries(view, list(found))}
    return [
        AssemblyEdgeView(
            part=parts[row.part_id],
            parent=row.parent,
            installed_at=certain_moment(row.installed_at),
            installed_by=view.member(row.installed_by),
            installed_under=row.installed_under,
            removed_at=moment(row.removed_at),
            removed_by=view.member_or_none(row.removed_by),
            removed_under=row.removed_under,
            as_built=built_at is not None
            and row.installed_at <= built_at
            and (row.removed_at is None or row.removed_at > built_at),
        )
        for row in rows
    ]


def _hand_overs(view: View, part_id: str) -> list[HandOverView]:
    rows = view.connection.execute(
        select(table.hand_overs)
        .where(table.hand_overs.c.part_id == part_id)
        .order_by(table.hand_overs.c.custody_sequence)
    )
    return [
        HandOverView(
            row.custody_sequence,
            view.member(row.giver),
            view.member(row.receiver),
            view.member(row.owner),
            row.purpose,
            certain_moment(row.transferred_at),
            row.evidence,
        )
        for row in rows
    ]


def _notes(view: View, part_id: str) -> list[PartNoteView]:
    rows = view.connection.execute(
        select(table.part_notes)
        .where(table.part_notes.c.part_id == part_id)
        .order_by(table.part_notes.c.block_number, table.part_notes.c.log_index)
    )
    return [
        PartNoteView(row.note, row.result, view.member(row.member_id), certain_moment(row.noted_at), row.record)
        for row in rows
    ]


def _replacements(view: View, part_id: str) -> list[ReplacementView]:
    """Replacements in which the part went out or came in, and those in the tree of which it is the root."""
    rows = table.replacements
    inside = select(table.assembly_edges.c.part_id).where(table.assembly_edges.c.root == part_id)
    found = view.connection.execute(
        select(rows)
        .where((rows.c.old_part == part_id) | (rows.c.new_part == part_id) | rows.c.new_part.in_(inside))
        .order_by(rows.c.block_number, rows.c.log_index)
    ).all()
    ids = {each for row in found for each in (row.old_part, row.new_part)}
    known = view.connection.execute(select(table.parts).where(table.parts.c.part_id.in_(ids))).all()
    parts = {part.part_id: part for part in summaries(view, list(known))}
    return [
        ReplacementView(
            work_order_id=row.work_order_id,
            old_part=parts[row.old_part],
            new_part=parts[row.new_part],
            replaced_at=certain_moment(row.replaced_at),
            performer=view.member(row.performer),
            custodian=view.member(row.custodian),
        )
        for row in found
    ]


def _recalls(view: View, part_id: str) -> list[PartRecallView]:
    rows = view.connection.execute(
        select(table.recalled_parts, table.recalls.c.record)
        .join(table.recalls, table.recalls.c.recall_id == table.recalled_parts.c.recall_id)
        .where(table.recalled_parts.c.part_id == part_id)
        .order_by(table.recalled_parts.c.marked_at)
    )
    marked = [
        PartRecallView(row.recall_id, row.mark, certain_moment(row.marked_at), moment(row.remedied_at), row.record)
        for row in rows
    ]
    return marked + [
        PartRecallView(
            row.recall_id, "in_scope", certain_moment(max(row.opened_at, row.registered_at)), None, row.record
        )
        for row in view.connection.execute(_unmarked(table.parts.c.part_id == part_id))
    ]


def _unmarked(condition: ColumnElement[bool]) -> Select[Any]:
    """Parts, and the recalls in force that are about them but have not marked them."""
    parts, recalls, marks = table.parts.c, table.recalls, table.recalled_parts.c
    about = or_(
        recalls.c.scope == "maker",
        and_(recalls.c.scope == "design", recalls.c.scope_key == parts.design),
        and_(recalls.c.scope == "lot", recalls.c.scope_key == parts.lot),
    )
    marked = exists().where(marks.recall_id == recalls.c.recall_id, marks.part_id == parts.part_id)
    return (
        select(parts.part_id, parts.registered_at, recalls.c.recall_id, recalls.c.opened_at, recalls.c.record)
        .join(recalls, (recalls.c.maker == parts.maker) & about)
        .where(condition, recalls.c.status != "ended", ~marked)
        .order_by(recalls.c.opened_at, recalls.c.recall_id)
    )


def _core(view: View, part_id: str) -> CoreReturnView | None:
    rows = table.core_returns
    row = view.connection.execute(select(rows).where(rows.c.part_id == part_id)).first()
    if row is None:
        return None
    return CoreReturnView(
        status=row.status,
        debtor=view.member(row.debtor),
        creditor=view.member(row.creditor),
        owed_at=certain_moment(row.owed_at),
        due_at=certain_moment(row.due_at),
        returned_at=moment(row.returned_at),
        settled_at=moment(row.settled_at),
        terms=row.terms,
        finding=row.finding,
    )
