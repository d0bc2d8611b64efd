"""Applies row operations to a connection, those of one shape together.

Operations on one table keep their order. Those on different tables don't touch each other (no table refers to another
by a foreign key), so each table's are kept together until something reads across tables: a statement of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain, groupby
from typing import Any, TypeAlias

from sqlalchemy import Connection, Table, and_, bindparam, delete, update
from sqlalchemy.sql import ClauseElement, Executable

from .bulk import insert_values, inserted_rows, put_rows
from .operations import Delete, Insert, InsertMany, Put, RowOperation, Run, Update

#: Something to do to a database.
Step: TypeAlias = Callable[[Connection], object]
_Shape = tuple[Any, ...]
_PLAIN = frozenset({str, int, float, bool, bytes, type(None)})


def apply(connection: Connection, operations: Iterable[RowOperation]) -> None:
    """Apply the operations, to the same effect as one after the other."""
    for step in arranged(operations):
        step(connection)


def arranged(operations: Iterable[RowOperation]) -> list[Step]:
    """What `apply` does one after the other: all that can be made ready without a connection is."""
    steps, waiting = list[Step](), dict[Table, list[RowOperation]]()
    for operation in operations:
        kind = operation.__class__
        if kind is Run or (kind is Update and _is_expression(operation)):  # type: ignore[arg-type]
            _arrange(waiting, steps)
            steps.append(_alone(operation))  # type: ignore[arg-type]
            continue
        table = operation.table  # type: ignore[union-attr]
        if table in waiting:
            waiting[table].append(operation)
        else:
            waiting[table] = [operation]
    _arrange(waiting, steps)
    return steps


def _arrange(waiting: dict[Table, list[RowOperation]], steps: list[Step]) -> None:
    for table, operations in waiting.items():
        for _, group in groupby(operations, key=_shape):
            steps += _together(table, list(group))
    waiting.clear()


def _alone(operation: Run | Update) -> Step:
    if isinstance(operation, Run):
        return partial(_execute, operation.statement)
    return _update(operation.table, [operation])


def _together(table: Table, alike: Sequence[Any]) -> Iterator[Step]:
    match alike[0]:
        case Insert():
            yield inserted_rows(table, [item.row for item in alike])
        case InsertMany(columns=columns):
            rows = list(chain.from_iterable([item.rows for item in alike]))
            yield partial(insert_values, table=table, columns=columns, values=rows)
        case Put(keep=keep):
            yield partial(put_rows, table=table, rows=[item.row for item in alike], keep=keep)
        case Update():
            yield _update(table, alike)
        case Delete():
            for item in alike:
                yield partial(_execute, delete(table).where(_matches(table, item.where)))


def _execute(statement: Executable, connection: Connection) -> None:
    connection.execute(statement)


def _shape(operation: RowOperation) -> _Shape:
    """Operations on one table with equal shapes may be executed together."""
    # By class, the commonest first: to match patterns takes several times as long.
    kind = operation.__class__
    if kind is InsertMany:
        return kind, operation.columns  # type: ignore[union-attr]
    if kind is Insert:
        return (kind, *operation.row)  # type: ignore[union-attr]
    if kind is Update:
        return (kind, *operation.where, None, *operation.set)  # type: ignore[union-attr]
    if kind is Put:
        return (kind, operation.keep, *operation.row)  # type: ignore[union-attr]
    return (kind,)


def _is_expression(operation: Update) -> bool:
    # By the commonest types first: to ask a string whether it is SQL takes longer than all else here.
    for value in operation.set.values():  # noqa: SIM110  a generator takes three times as long
        if value.__class__ not in _PLAIN and isinstance(value, ClauseElement):
            return True
    return False


def _update(table: Table, alike: Sequence[Update]) -> Step:
    first = alike[0]
    if first.set.keys().isdisjoint(first.where):
        # Of several about the same rows, the last says what stands in the end.
        alike = list({tuple(item.where.values()): item for item in alike}.values())
    if len(alike) == 1:
        [item] = alike
        return partial(_execute, update(table).where(_matches(table, item.where)).values(dict(item.set)))
    statement = (
        update(table)
        .where(and_(*(table.c[name] == bindparam(f"where_{name}") for name in first.where)))
        .values({name: bindparam(f"set_{name}") for name in first.set})
    )
    values = [
        {f"where_{name}": value for name, value in item.where.items()}
        | {f"set_{name}": value for name, value in item.set.items()}
        for item in alike
    ]
    return lambda connection: connection.execute(statement, values)


def _matches(table: Table, where: Mapping[str, Any]) -> Any:
    return and_(*(table.c[name] == value for name, value in where.items()))
