"""What page routes share: who may come in, and what they may ask for."""

from __future__ import annotations

from typing import Annotated, TypeVar

from fastapi import Depends, Path, Query

from ..paging import Page, PageRequest
from ..permissions import Action, Asker, Resource
from ..security import Needs, Question, SignedIn

T = TypeVar("T")

Anyone = Annotated[Question, Depends(SignedIn())]
Orders = Annotated[Question, Depends(Needs(Resource.ORDERS))]
Declarations = Annotated[Question, Depends(Needs(Resource.DECLARATIONS))]
Receivables = Annotated[Question, Depends(Needs(Resource.RECEIVABLES))]
Parts = Annotated[Question, Depends(Needs(Resource.PARTS))]
Records = Annotated[Question, Depends(Needs(Resource.RECORDS))]

Identifier = Annotated[str, Path(pattern="^0x[0-9a-f]{64}$")]
IdentifierQuery = Annotated[str | None, Query(pattern="^0x[0-9a-f]{64}$")]
Cursor = Annotated[str | None, Query(max_length=1_024)]

#: Things that a page lists whole: more than any order has.
MANY = PageRequest(limit=200)


def may_see(asker: Asker, *resources: Resource) -> bool:
    """Whether some capacity permits reading all of these kinds of things."""
    return all(asker.scopes(resource, Action.READ) for resource in resources)


def only_one(found: Page[T], every: bool, cursor: str | None) -> T | None:
    """The one thing that there is to choose from, whose page is shown at once; None where all are asked for."""
    alone = not every and cursor is None and len(found.items) == 1 and found.next is None
    return found.items[0] if alone else None
