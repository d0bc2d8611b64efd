"""What happened with a thing, the newest first, a page of rows at a time."""

from __future__ import annotations

from fastapi import Request, Response

from ..paging import Page, PageRequest
from ..queries.logs import LogView
from ..queries.view import View
from .happenings import by_month, happenings
from .reader import page


def rows_from(cursor: str | None) -> PageRequest:
    """The rows that a page shows at a time."""
    return PageRequest(80, cursor)


def told(logs: Page[LogView]) -> dict[str, object]:
    """What `timeline.html` shows of them."""
    return {"months": by_month(happenings(logs.items)), "next_cursor": logs.next}


def further_rows(request: Request, view: View, logs: Page[LogView], address: str) -> Response:
    """Rows for the page at `address` that is open already."""
    return page(request, view, "timeline.html", timeline_address=address, **told(logs))
