"""Lists that are asked for all the time: their SQL is made once for each set of filters, and then only executed.

To build and compile a list's query takes SQLAlchemy longer than PostgreSQL takes to answer it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import BindParameter, ColumnElement, Connection, Row, Select, and_, bindparam, select, union
from sqlalchemy.engine import Dialect

from .paging import Page, PageRequest, SortKey, beyond, decode_cursor, encode_cursor

T = TypeVar("T")

_LIMIT = "page_limit"


@dataclass(frozen=True, slots=True)
class _Compiled:
    """SQL as the driver takes it, with the values that never change."""

    sql: str
    constants: Mapping[str, Any]
    #: The parameters' order, where the driver takes them by place.
    places: Sequence[str] | None

    def execute(self, connection: Connection, values: Mapping[str, Any]) -> Sequence[Row[Any]]:
        parameters = {**self.constants, **values}
        given = parameters if self.places is None else tuple(parameters[name] for name in self.places)
        return connection.exec_driver_sql(self.sql, given).all()


def parameter(name: str) -> BindParameter[Any]:
    """A value of a prepared query, which is given by this name."""
    return bindparam(name, required=False)


class PreparedQuery:
    """One query; its values are `parameter`s. Rows have the driver's types: on SQLite a flag is 0 or 1."""

    def __init__(self, query: Select[Any]) -> None:
        self._query = query
        self._compiled: dict[str, _Compiled] = {}

    def rows(self, connection: Connection, **values: Any) -> Sequence[Row[Any]]:
        """The rows for these values."""
        dialect = connection.dialect
        compiled = self._compiled.get(dialect.name)
        if compiled is None:
            compiled = self._compiled[dialect.name] = _compile(self._query, dialect)
        return compiled.execute(connection, values)


class PreparedList:
    """A list by pages. `build` makes the query from the names of the values that are given, each a `parameter`;
    `order` has to end with something unique.

    With `parts` a row is in the list where it is in the query of one of them: each is asked for its own first rows, so
    that each can go by its own index.
    """

    def __init__(
        self,
        build: Callable[[frozenset[str]], Select[Any]],
        order: Sequence[SortKey],
        parts: Sequence[ColumnElement[bool]] = (),
    ) -> None:
        self._build = build
        self._order = order
        self._parts = parts
        self._queries: dict[tuple[frozenset[str], bool], PreparedQuery] = {}

    def page(
        self, connection: Connection, values: Mapping[str, Any], request: PageRequest, make: Callable[[Row[Any]], T]
    ) -> Page[T]:
        """One page; values that are None count as not given. Raises BadRequestError for a wrong cursor."""
        given = {name: value for name, value in values.items() if value is not None}
        key = (frozenset(given), request.cursor is not None)
        if request.cursor is not None:
            after = decode_cursor(request.cursor, [each.kind for each in self._order])
            cursor = {f"after_{number}": value for number, value in enumerate(after)}
        else:
            cursor = {}
        query = self._queries.get(key)
        if query is None:
            query = self._queries[key] = PreparedQuery(self._paged(*key))
        rows = query.rows(connection, **given, **cursor, **{_LIMIT: request.limit + 1})
        items = [make(row) for row in rows[: request.limit]]
        if len(rows) <= request.limit:
            return Page(items, None)
        # The sort keys are the row's last columns.
        return Page(items, encode_cursor(list(rows[request.limit - 1])[-len(self._order) :]))

    def _paged(self, names: frozenset[str], further: bool) -> Select[Any]:
        query = self._build(names)
        keys = [key.column for key in self._order]
        if further:
            query = query.where(beyond(self._order, [parameter(f"after_{n}") for n in range(len(keys))]))
        if self._parts:
            first = [self._ordered(query.with_only_columns(*keys).where(part)).subquery() for part in self._parts]
            places = union(*(select(part) for part in first)).subquery()
            query = self._build(names).join(
                places, and_(*(key == place for key, place in zip(keys, places.c, strict=True)))
            )
        return self._ordered(query.add_columns(*(key.label(f"sort_{number}") for number, key in enumerate(keys))))

    def _ordered(self, query: Select[Any]) -> Select[Any]:
        order = [key.column.desc() if key.descending else key.column.asc() for key in self._order]
        return query.order_by(*order).limit(parameter(_LIMIT))


def _compile(query: Select[Any], dialect: Dialect) -> _Compiled:
    compiled = query.compile(dialect=dialect, compile_kwargs={"render_postcompile": True})
    constants = {name: value for name, value in compiled.params.items() if value is not None}
    places = getattr(compiled, "positiontup", None)
    return _Compiled(str(compiled), constants, places if compiled.positional else None)
