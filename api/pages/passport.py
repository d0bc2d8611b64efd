"""A part's passport: what it is, what it was in, who had it, what became of it. Where a part's QR code leads."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from ..permissions import AccessDeniedError
from ..queries.parts import get_part, part_timeline
from ..queries.view import View
from .asked import Cursor, Identifier, Parts
from .machine import Machine, machine_of
from .reader import page
from .timeline import further_rows, rows_from, told
from .voyage import voyage_of

router = APIRouter()


@router.get("/passport/{part_id}")
def passport(request: Request, question: Parts, part_id: Identifier, cursor: Cursor = None) -> Response:
    """One part or machine."""
    with question.view() as view:
        machine = machine_of(view, part_id)
        logs = part_timeline(view, part_id, rows_from(cursor), newest_first=True)
        asset = machine.detail.part.asset
        return page(
            request,
            view,
            "passport.html",
            machine=machine,
            part=machine.detail.part,
            names=_names(view, machine),
            voyage=voyage_of(view, [asset]) if asset and machine.detail.part.machine else None,
            **told(logs),
        )


@router.get("/passport/{part_id}/timeline")
def timeline_rows(request: Request, question: Parts, part_id: Identifier, cursor: Cursor = None) -> Response:
    """Further rows of the timeline, for the page that is open."""
    with question.view() as view:
        logs = part_timeline(view, part_id, rows_from(cursor), newest_first=True)
        return further_rows(request, view, logs, f"/passport/{part_id}")


def _names(view: View, machine: Machine) -> dict[str, str | None]:
    """Names of what the part was in, as far as the asker may see those."""
    names: dict[str, str | None] = {}
    for parent in {edge.parent for edge in machine.detail.history}:
        try:
            part = get_part(view, parent).part
        except AccessDeniedError:
            continue
        names[parent] = f"{part.name} {part.serial or ''}".strip() if part.name else None
    return names
