"""What page routes share: who may come in, and what they may ask for."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Path, Query

from ..paging import PageRequest
from ..permissions import Action, Asker, Resource
from ..security import Needs, Question, SignedIn

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
