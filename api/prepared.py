"""Lists that are asked for all the time: their SQL is made once for each set of filters, and then only executed.

To build and compile a list's query takes SQLAlchemy longer than PostgreSQL takes to answer it. A page can be read by
SQLAlchemy's connection, on any database, or by `RowPool`, on PostgreSQL.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    FromClause,
    Row,
    Select,
    Table,
    and_,
    bindparam,
    literal,
    select,
    union,
)
from sqlalchemy.engine import Dialect

from .paging import MAX_LIMIT, Page, PageRequest, SortKey, beyond, decode_cursor, encode_cursor

if TYPE_CHECKING:
    from .pool import RowPool

T = TypeVar("T")

_LIMIT = "page_limit"
#: How many rows are looked at for a page near its beginning.
_LOOKED_AT = 2 * (MAX_LIMIT + 1)
#: For how many pages that isn't done for somebody whose page wasn't there, and how many of these are remembered.
_PAUSE, _REMEMBERED = 50, 4_096


@dataclass(frozen=True, slots=True)
class _Compiled:
    """SQL as the driver takes it, with the values that never change."""

    sql: str
    constants: Mapping[str, Any]
    #: The parameters' order, where the driver takes them by place.
    places: Sequence[str] | None

    def given(self, values: Mapping[str, Any]) -> Any:
        """The parameters as the driver takes them."""
        parameters = {**self.constants, **values}
        return parameters if self.places is None else tuple(parameters[name] for name in self.places)


def parameter(name: str) -> BindParameter[Any]:
    """A value of a prepared query, which is given by this name."""
    return bindparam(name, required=False)


class PreparedQuery:
    """One query; its values are `parameter`s. Rows have the driver's types: on SQLite a flag is 0 or 1."""

    def __init__(self, query: Select[Any], *, planned_once: bool = False) -> None:
        #: Whether `RowPool` may keep PostgreSQL to one plan, whatever the values are.
        self.planned_once = planned_once
        self._query = query
        self._compiled: dict[str, _Compiled] = {}
        self._row: Any = None
        self._provided: PreparedQuery | None = None

    def rows(self, connection: Connection, **values: Any) -> Sequence[Row[Any]]:
        """The rows for these values."""
        compiled = self._compiled_for(connection.dialect)
        return connection.exec_driver_sql(compiled.sql, compiled.given(values)).all()

    def statement(self, dialect: Dialect, values: Mapping[str, Any]) -> tuple[str, Any]:
        """SQL and parameters as that dialect's driver takes them."""
        compiled = self._compiled_for(dialect)
        return compiled.sql, compiled.given(values)

    def provided(self, condition: ColumnElement[bool]) -> PreparedQuery:
        """The same query, which has rows only where the condition holds; it is always the same one."""
        if self._provided is None:
            self._provided = PreparedQuery(self._query.where(condition), planned_once=self.planned_once)
        return self._provided

    def named(self, records: Sequence[Any]) -> Sequence[Any]:
        """What a driver gave, with the columns as attributes."""
        if self._row is None:
            # A column's name may be none of Python's; those are sort keys, which go by place.
            self._row = namedtuple("Row", self._query.selected_columns.keys(), rename=True)  # type: ignore[misc]
        return [self._row._make(each) for each in records]

    def _compiled_for(self, dialect: Dialect) -> _Compiled:
        name = f"{dialect.name}+{dialect.driver}"
        compiled = self._compiled.get(name)
        if compiled is None:
            compiled = self._compiled[name] = _compile(self._query, dialect)
        return compiled


class _Misses:
    """Whose page wasn't found near by: the next ones aren't looked for there. No answer is another one for that."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = sorted(names)
        self._left: dict[tuple[Any, ...], int] = {}

    def expected(self, values: Mapping[str, Any]) -> bool:
        key = self._key(values)
        left = self._left.get(key, 0)
        if left:
            self._left[key] = left - 1
        return left > 0

    def note(self, values: Mapping[str, Any]) -> None:
        if len(self._left) >= _REMEMBERED:
            self._left.clear()
        self._left[self._key(values)] = _PAUSE

    def _key(self, values: Mapping[str, Any]) -> tuple[Any, ...]:
        return tuple(values[name] for name in self._names)


@dataclass(frozen=True, slots=True)
class PreparedPage(Generic[T]):
    """One page of a list, still to be read."""

    query: PreparedQuery
    values: Mapping[str, Any]
    limit: int
    #: Where in a row the values are that a cursor is made of.
    sort_places: Sequence[int]
    make: Callable[[Any], T]
    #: The same page, or less than a page where it isn't found near by (`Scan`); and whether that was so before.
    near: PreparedQuery | None = None
    misses: _Misses | None = None

    def read(self, connection: Connection) -> Page[T]:
        """The page, by a connection of SQLAlchemy's."""
        return self._page(self.query.rows(connection, **self.values))

    async def read_by(self, pool: RowPool) -> Page[T]:
        """The page, by the event loop's own connections. Raises DatabaseUnreachableError."""
        if self.near is None or self.misses is None or self.misses.expected(self.values):
            return self._page(await pool.rows(self.query, self.values))
        near = await pool.rows(self.near, self.values)
        if len(near) > self.limit:
            return self._page(near)
        rows = await pool.rows(self.query, self.values)
        if len(rows) > len(near):
            self.misses.note(self.values)
        return self._page(rows)

    def provided(self, condition: ColumnElement[bool], values: Mapping[str, Any]) -> PreparedPage[T]:
        """The same page where the condition holds, whose parameters have these values; where it doesn't, it is empty.

        The condition is always the same object for one list.
        """
        near = None if self.near is None else self.near.provided(condition)
        return replace(self, query=self.query.provided(condition), values={**self.values, **values}, near=near)

    def _page(self, rows: Sequence[Any]) -> Page[T]:
        items = [self.make(row) for row in rows[: self.limit]]
        if len(rows) <= self.limit:
            return Page(items, None)
        last = rows[self.limit - 1]
        return Page(items, encode_cursor([last[place] for place in self.sort_places]))


@dataclass(frozen=True, slots=True)
class Scan:
    """How a page is found near its beginning: among the next rows of a table, by one look along an index.

    PostgreSQL plans a list's query anew for each page, which takes it three times as long as the page does: one plan
    for all would keep an asker waiting for seconds who may see next to nothing. Among a bounded number of rows one
    plan is good for everybody, and where they are not enough for a page, the list's own query is asked.
    """

    rows: Table
    #: The names of the values for which a list can be read so: exactly these.
    values: frozenset[str]
    #: Makes the query, with the columns of the list's own, from such rows.
    build: Callable[[FromClause], Select[Any]]


@dataclass(frozen=True, slots=True)
class _Prepared:
    query: PreparedQuery
    near: PreparedQuery | None
    sort_places: Sequence[int]


class PreparedList:
    """A list by pages. `build` makes the query from the names of the values that are given, each a `parameter`;
    `order` has to end with something unique.

    With `scan` a page is looked for near its beginning first, where `RowPool` reads it.

    With `parts` a row is in the list where it is in the query of one of them: each is asked for its own first rows, so
    that each can go by its own index.
    """

    def __init__(
        self,
        build: Callable[[frozenset[str]], Select[Any]],
        order: Sequence[SortKey],
        parts: Sequence[ColumnElement[bool]] = (),
        scan: Scan | None = None,
    ) -> None:
        self._build = build
        self._order = order
        self._parts = parts
        self._scan = scan
        self._misses = None if scan is None else _Misses(scan.values)
        self._queries: dict[tuple[frozenset[str], bool], _Prepared] = {}

    def page(self, values: Mapping[str, Any], request: PageRequest, make: Callable[[Any], T]) -> PreparedPage[T]:
        """One page; values that are None count as not given. Raises BadRequestError for a wrong cursor."""
        given = {name: value for name, value in values.items() if value is not None}
        key = (frozenset(given), request.cursor is not None)
        if request.cursor is not None:
            after = decode_cursor(request.cursor, self._order)
            cursor = {f"after_{number}": value for number, value in enumerate(after)}
        else:
            cursor = {}
        prepared = self._queries.get(key)
        if prepared is None:
            prepared = self._queries[key] = self._prepared(*key)
        every = {**given, **cursor, _LIMIT: request.limit + 1}
        return PreparedPage(
            prepared.query, every, request.limit, prepared.sort_places, make, prepared.near, self._misses
        )

    def _prepared(self, names: frozenset[str], further: bool) -> _Prepared:
        query = self._build(names)
        keys = [key.column for key in self._order]
        columns = list(query.selected_columns)
        added = [key for key in keys if not any(key is column for column in columns)]
        columns += added
        places = [next(place for place, column in enumerate(columns) if column is key) for key in keys]
        near = None
        if self._scan is not None and names == self._scan.values:
            near = PreparedQuery(self._near(self._scan, further), planned_once=True)
        return _Prepared(PreparedQuery(self._paged(query, names, further, added)), near, places)

    def _paged(
        self, query: Select[Any], names: frozenset[str], further: bool, added: Sequence[ColumnElement[Any]]
    ) -> Select[Any]:
        keys = [key.column for key in self._order]
        if further:
            query = self._beyond(query)
        if self._parts:
            first = [self._ordered(query.with_only_columns(*keys).where(part), keys).subquery() for part in self._parts]
            places = union(*(select(part) for part in first)).subquery()
            query = self._build(names).join(
                places, and_(*(key == place for key, place in zip(keys, places.c, strict=True)))
            )
        return self._ordered(query.add_columns(*(key.label(f"sort_{n}") for n, key in enumerate(added))), keys)

    def _near(self, scan: Scan, further: bool) -> Select[Any]:
        keys = [key.column for key in self._order]
        rows = self._beyond(select(scan.rows)) if further else select(scan.rows)
        # A bound that PostgreSQL knows while it plans.
        next_rows = self._ordered(rows, keys, literal(_LOOKED_AT, literal_execute=True)).subquery()
        return self._ordered(scan.build(next_rows), [next_rows.c[str(key.key)] for key in keys])

    def _beyond(self, query: Select[Any]) -> Select[Any]:
        return query.where(beyond(self._order, [parameter(f"after_{n}") for n in range(len(self._order))]))

    def _ordered(
        self, query: Select[Any], keys: Sequence[ColumnElement[Any]], limit: ColumnElement[int] | None = None
    ) -> Select[Any]:
        directed = zip(keys, self._order, strict=True)
        order = [column.desc() if key.descending else column.asc() for column, key in directed]
        return query.order_by(*order).limit(parameter(_LIMIT) if limit is None else limit)


def _compile(query: Select[Any], dialect: Dialect) -> _Compiled:
    compiled = query.compile(dialect=dialect, compile_kwargs={"render_postcompile": True})
    constants = {name: value for name, value in compiled.params.items() if value is not None}
    places = getattr(compiled, "positiontup", None)
    return _Compiled(str(compiled), constants, places if compiled.positional else None)
