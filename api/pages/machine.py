"""A machine or part as a page tells it: its tree, its instruments, its service history."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby

from ..permissions import Resource
from ..queries.parts import AssemblyEdgeView, PartDetail, PartSummary, get_part, list_tree
from ..queries.readings import SeriesName, list_series
from ..queries.service import RecallView, WorkOrderView, list_recalls, list_work_orders
from ..queries.view import View
from .asked import MANY, may_see

#: As many equal parts side by side are shown as one row to open.
_CROWD = 3


@dataclass(frozen=True, slots=True)
class Branch:
    """A part in its place. `replaced_by` and `replaces` are the other part of a replacement in that place."""

    edge: AssemblyEdgeView
    groups: list[Group]
    replaced_by: PartSummary | None = None
    replaces: PartSummary | None = None

    @property
    def part(self) -> PartSummary:
        """The part itself."""
        return self.edge.part

    @property
    def current(self) -> bool:
        """Whether it is there now."""
        return self.edge.removed_at is None

    @property
    def noticed(self) -> bool:
        """Whether something about it, or in it, should be seen without opening anything."""
        own = self.part.recalled or self.part.suspected or self.replaced_by or self.replaces
        return bool(own) or any(branch.noticed for group in self.groups for branch in group.branches)

    @property
    def recalled(self) -> int:
        """How many recalled parts there are in it now, itself included."""
        if not self.current:
            return 0
        return int(self.part.recalled) + sum(branch.recalled for group in self.groups for branch in group.branches)


@dataclass(frozen=True, slots=True)
class Group:
    """Parts of one name in one parent. `crowded` where they are shown as one row to open."""

    name: str | None
    branches: list[Branch]

    @property
    def crowded(self) -> bool:
        """Whether there are many, with nothing in them."""
        return len(self.branches) >= _CROWD and not any(branch.groups for branch in self.branches)

    @property
    def noticed(self) -> bool:
        """Whether one of them should be seen without opening the row."""
        return any(branch.noticed for branch in self.branches)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many parts the tree has by each way of looking at it."""

    maintained: int
    built: int
    every: int


@dataclass(frozen=True, slots=True)
class Instrument:
    """A series that can be drawn, and of which part it is."""

    series: SeriesName
    part: PartSummary | None

    @property
    def quantity(self) -> str:
        """What is measured: velocity in mm/s is a vibration, whatever the standard's word for it."""
        return "Vibration" if (self.series.quantity, self.series.unit) == ("Speed", "C16") else self.series.quantity


@dataclass(frozen=True, slots=True)
class Mark:
    """A moment to mark in a chart: a work order or a replacement."""

    at: datetime
    kind: str


@dataclass(frozen=True, slots=True)
class Machine:
    """Everything a page shows of one machine."""

    detail: PartDetail
    tree: list[Group]
    counts: Counts
    instruments: list[Instrument]
    work_orders: Sequence[WorkOrderView]
    recalls: list[RecallView]
    recalled: list[PartSummary]
    marks: list[Mark] = field(default_factory=list)


def machine_of(view: View, part_id: str) -> Machine:
    """A machine, or any other part. Raises NotFoundError, AccessDeniedError."""
    detail = get_part(view, part_id)
    edges = list_tree(view, part_id)
    work_orders = list_work_orders(view, MANY, part_id).items if may_see(view.asker, Resource.WORK_ORDERS) else []
    parts = {edge.part.part_id: edge.part for edge in edges} | {part_id: detail.part}
    recalls = list_recalls(view, MANY, part_id).items if may_see(view.asker, Resource.RECALLS) else []
    marks = [Mark(each.replaced_at, "replaced") for each in detail.replacements]
    marks += [Mark(each.opened_at, "work_order") for each in work_orders]
    return Machine(
        detail=detail,
        tree=tree_of(part_id, edges, detail),
        counts=Counts(
            maintained=sum(edge.removed_at is None for edge in edges),
            built=sum(edge.as_built for edge in edges),
            every=len(edges),
        ),
        instruments=_instruments(view, parts.values()),
        work_orders=work_orders,
        recalls=list(recalls),
        recalled=[part for part in parts.values() if part.recalled and part.root == detail.part.root],
        marks=sorted(marks, key=lambda mark: mark.at),
    )


def tree_of(part_id: str, edges: Sequence[AssemblyEdgeView], detail: PartDetail) -> list[Group]:
    """Edges as a tree, equal parts side by side."""
    below: dict[str, list[AssemblyEdgeView]] = {}
    for edge in edges:
        below.setdefault(edge.parent, []).append(edge)
    replaced_by = {each.old_part.part_id: each.new_part for each in detail.replacements}
    replaces = {each.new_part.part_id: each.old_part for each in detail.replacements}

    def grow(parent: str, above: frozenset[str]) -> list[Group]:
        branches = [
            Branch(
                edge,
                [] if edge.part.part_id in above else grow(edge.part.part_id, above | {edge.part.part_id}),
                None if edge.removed_at is None else replaced_by.get(edge.part.part_id),
                replaces.get(edge.part.part_id),
            )
            for edge in below.get(parent, [])
        ]
        branches.sort(key=lambda branch: (_name(branch), branch.edge.installed_at, branch.part.serial or ""))
        return [Group(branch_name or None, list(group)) for branch_name, group in groupby(branches, key=_name)]

    return grow(part_id, frozenset({part_id}))


def _name(branch: Branch) -> str:
    return branch.part.name or ""


def _instruments(view: View, parts: Iterable[PartSummary]) -> list[Instrument]:
    """The series of a machine and of all that was in it; places are a voyage, and drawn on the map."""
    if not may_see(view.asker, Resource.EVENTS):
        return []
    by_asset = {part.asset: part for part in parts if part.asset}
    found = [
        Instrument(series, by_asset.get(series.asset))
        for series in list_series(view, *by_asset)
        if series.component not in ("latitude", "longitude")
    ]
    return sorted(found, key=lambda each: (-each.series.last_at.timestamp(), each.series.asset))
