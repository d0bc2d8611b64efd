"""Lists by cursor: a page ends with an opaque text that says where the next one begins.

The cursor holds the sort values of the last row, so a page costs the same however far down it is, and rows that come in
meanwhile neither repeat nor hide others.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Generic, TypeVar

import orjson
from pydantic import Field
from sqlalchemy import BigInteger, Connection, Integer, Row, Select, and_, or_
from sqlalchemy.sql import ColumnElement

from .errors import BadRequestError

T = TypeVar("T")

DEFAULT_LIMIT = 50
MAX_LIMIT = 200
_MAX_CURSOR = 1_024


@dataclass(frozen=True, slots=True)
class PageRequest:
    """How much of a list is asked for, and from where."""

    limit: int = DEFAULT_LIMIT
    cursor: str | None = None


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """A part of a list, and the cursor of the next part, null at the end."""

    items: Annotated[Sequence[T], Field(description="in the list's order")]
    next: Annotated[str | None, Field(description="give this as `cursor` to go on; null at the end")]


@dataclass(frozen=True, slots=True)
class SortKey:
    """A column by which a list is sorted. `kind` is the type that its values have in a cursor."""

    column: ColumnElement[Any]
    kind: type
    descending: bool = False

    def has(self, value: object) -> bool:
        """Whether the database can compare the column with a value: one beyond its numbers would be an error there."""
        if type(value) is not self.kind:
            return False
        if isinstance(value, int):
            small = isinstance(self.column.type, Integer) and not isinstance(self.column.type, BigInteger)
            return abs(value) < (2**31 if small else 2**63)
        return not isinstance(value, str) or "\0" not in value


def fetch_page(
    connection: Connection,
    query: Select[Any],
    order: Sequence[SortKey],
    request: PageRequest,
    make: Callable[[Row[Any]], T],
) -> Page[T]:
    """One page of a query; `order` has to end with something unique. Raises BadRequestError for a wrong cursor."""
    keys = [key.column.label(f"sort_{number}") for number, key in enumerate(order)]
    query = query.add_columns(*keys)
    if request.cursor is not None:
        query = query.where(beyond(order, decode_cursor(request.cursor, order)))
    query = query.order_by(*(key.column.desc() if key.descending else key.column.asc() for key in order))
    rows = connection.execute(query.limit(request.limit + 1)).all()
    items = [make(row) for row in rows[: request.limit]]
    if len(rows) <= request.limit:
        return Page(items, None)
    last = rows[request.limit - 1]
    return Page(items, encode_cursor([getattr(last, f"sort_{number}") for number in range(len(order))]))


def encode_cursor(values: Sequence[int | str]) -> str:
    """Sort values as an opaque text."""
    return base64.urlsafe_b64encode(orjson.dumps(list(values))).rstrip(b"=").decode()


def decode_cursor(text: str, order: Sequence[SortKey]) -> list[Any]:
    """The sort values in a cursor. Raises BadRequestError where it is none of this list's."""
    try:
        if len(text) > _MAX_CURSOR:
            raise ValueError("too long")
        values = orjson.loads(base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True))
        if not isinstance(values, list) or len(values) != len(order):
            raise ValueError("other values")
        if not all(key.has(value) for key, value in zip(order, values, strict=True)):
            raise ValueError("a value that the column never has")
    except (ValueError, binascii.Error) as error:
        raise BadRequestError("cursor", "it was not given out for this list") from error
    return values


def beyond(order: Sequence[SortKey], values: Sequence[Any]) -> ColumnElement[bool]:
    """Rows after those values: (a > x) or (a = x and b > y) or …, and a >= x, by which an index finds the first."""
    alternatives = []
    for number, key in enumerate(order):
        further = key.column < values[number] if key.descending else key.column > values[number]
        equal = [earlier.column == values[place] for place, earlier in enumerate(order[:number])]
        alternatives.append(and_(*equal, further))
    first = order[0]
    return and_(first.column <= values[0] if first.descending else first.column >= values[0], or_(*alternatives))
