"""Whatever a member may see, in one place: the page of those who have no desk of their own here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fastapi import APIRouter, Request, Response

from ..paging import Page, PageRequest
from ..permissions import Resource
from ..queries.declarations import list_declarations
from ..queries.events import list_events
from ..queries.guarantees import list_guarantees
from ..queries.members import list_devices, list_members, list_streams
from ..queries.orders import list_orders
from ..queries.parts import list_parts
from ..queries.receivables import list_receivables
from ..queries.records import list_records
from ..queries.service import list_recalls, list_work_orders
from ..queries.sub_orders import list_sub_orders
from ..queries.view import View
from .asked import MANY, Anyone, may_see
from .reader import page

router = APIRouter()

_FEW = PageRequest(limit=12)


@router.get("/overview")
def overview(request: Request, question: Anyone) -> Response:
    """The newest of each kind of thing that the asker's member has a part in."""
    lists: dict[str, tuple[Resource, Callable[[View, PageRequest], Page[Any]]]] = {
        "orders": (Resource.ORDERS, list_orders),
        "sub_orders": (Resource.SUB_ORDERS, list_sub_orders),
        "declarations": (Resource.DECLARATIONS, list_declarations),
        "receivables": (Resource.RECEIVABLES, list_receivables),
        "guarantees": (Resource.GUARANTEES, list_guarantees),
        "work_orders": (Resource.WORK_ORDERS, list_work_orders),
        "recalls": (Resource.RECALLS, list_recalls),
        "parts": (Resource.PARTS, list_parts),
        "documents": (Resource.RECORDS, list_records),
        "events": (Resource.EVENTS, list_events),
        "devices": (Resource.DEVICES, list_devices),
        "streams": (Resource.STREAMS, list_streams),
    }
    with question.view() as view:
        found = {
            name: ask(view, _FEW).items if may_see(view.asker, resource) else []
            for name, (resource, ask) in lists.items()
        }
        machines = list_parts(view, _FEW, machines_only=True).items if may_see(view.asker, Resource.PARTS) else []
        members = list_members(view, MANY).items
        return page(request, view, "overview.html", members=members, machines=machines, **found)
