"""Who reads a page: the member, where it may go from here, and how far the rows are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from fastapi import Request
from starlette.responses import HTMLResponse

from ..permissions import Action, Asker, MemberKind, Resource
from ..queries.members import IndexState, index_state
from ..queries.view import MemberRef, View
from .rendering import Pages


@dataclass(frozen=True, slots=True)
class Place:
    """An entry of the navigation. `text` is a message in the context `navigation`."""

    address: str
    text: str
    icon: str


_BOARD = Place("/board", "Orders", "board")
_DESK = Place("/desk", "Declarations", "stamp")
_EVIDENCE = Place("/evidence", "Receivables", "coin")
_HISTORY = Place("/history", "History", "crane")
_DOCUMENTS = Place("/documents", "Documents", "doc")
_OVERVIEW = Place("/overview", "Overview", "home")

#: Where each kind of member works, in the order in which it needs it. Every page stands open to whoever has a part in
#: what it shows; these are the ways there that are offered.
_PLACES: Mapping[MemberKind, tuple[Place, ...]] = {
    MemberKind.MANUFACTURER: (_BOARD, _HISTORY, _EVIDENCE, _DESK, _DOCUMENTS, _OVERVIEW),
    MemberKind.CUSTOMS: (_DESK, _BOARD, _DOCUMENTS, _OVERVIEW),
    MemberKind.BANK: (_EVIDENCE, _BOARD, _DOCUMENTS, _OVERVIEW),
    MemberKind.BUYER: (_HISTORY, _BOARD, _EVIDENCE, _DESK, _DOCUMENTS, _OVERVIEW),
    MemberKind.SUPPLIER: (_OVERVIEW, _BOARD, _HISTORY, _DOCUMENTS),
    MemberKind.BROKER: (_OVERVIEW, _DESK, _DOCUMENTS),
}
_ELSEWHERE = (_OVERVIEW, _HISTORY, _DOCUMENTS)
_NEEDED: Mapping[Place, Resource] = {
    _BOARD: Resource.ORDERS,
    _DESK: Resource.DECLARATIONS,
    _EVIDENCE: Resource.RECEIVABLES,
    _HISTORY: Resource.PARTS,
    _DOCUMENTS: Resource.RECORDS,
}


@dataclass(frozen=True, slots=True)
class Reader:
    """What the frame of every page shows."""

    asker: Asker
    member: MemberRef
    places: list[Place]
    state: IndexState | None


def home_of(asker: Asker) -> str:
    """The page that a member of this kind begins with."""
    return places_of(asker)[0].address


def places_of(asker: Asker) -> list[Place]:
    """The navigation for an asker, its own home first: what its kind of member has a use for and its role permits."""
    offered = _PLACES.get(asker.member_kind, _ELSEWHERE)
    return [place for place in offered if place not in _NEEDED or asker.scopes(_NEEDED[place], Action.READ)]


def all_places() -> set[Place]:
    """Every place that the navigation of some member has."""
    return {place for places in (*_PLACES.values(), _ELSEWHERE) for place in places}


def page(request: Request, view: View, template: str, **context: object) -> HTMLResponse:
    """A page within the frame for its reader."""
    asker = view.asker
    reader = Reader(asker, view.member(asker.member_id), places_of(asker), index_state(view.connection))
    return pages_of(request).render(request, template, {"reader": reader, **context})


def pages_of(request: Request) -> Pages:
    """The app's templates."""
    pages: Pages = request.app.state.pages
    return pages
