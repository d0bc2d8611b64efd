"""A part's passport: what it is, what it was in, who had it, what became of it. Where a part's QR code leads."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from ..paging import PageRequest
from ..queries.parts import part_timeline
from .asked import Cursor, Identifier, Parts
from .happenings import by_month, happenings
from .machine import machine_of
from .reader import page
from .voyage import voyage_of

router = APIRouter()

_ROWS = 80


@router.get("/passport/{part_id}")
def passport(request: Request, question: Parts, part_id: Identifier, cursor: Cursor = None) -> Response:
    """One part or machine."""
    with question.view() as view:
        machine = machine_of(view, part_id)
        logs = part_timeline(view, part_id, PageRequest(_ROWS, cursor), newest_first=True)
        asset = machine.detail.part.asset
        return page(
            request,
            view,
            "passport.html",
            machine=machine,
            part=machine.detail.part,
            voyage=voyage_of(view, [asset]) if asset and machine.detail.part.machine else None,
            months=by_month(happenings(logs.items)),
            next_cursor=logs.next,
        )
