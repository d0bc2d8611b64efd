"""Operations applied together have the effect of one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Boolean, Column, Connection, Integer, MetaData, String, Table, insert, select
from sqlalchemy.exc import IntegrityError

from quaychain.api.database import open_database, sqlite_url, writing
from quaychain.api.indexer.operations import Delete, Insert, InsertMany, Put, RowOperation, Run, Update
from quaychain.api.indexer.writer import apply

_METADATA = MetaData()
TABLES = [
    Table(
        name,
        _METADATA,
        Column("key", Integer, primary_key=True, autoincrement=False),
        Column("word", String(20), nullable=True),
        Column("done", Boolean, nullable=False, default=False),
    )
    for name in ("first", "second")
]

_TABLE = st.sampled_from(TABLES)
_KEY = st.integers(0, 5)
_WORD = st.none() | st.sampled_from(["a", "b", "tab\t, \\N and \n", "港"])


def _counted(table: Table) -> Run:
    """How many rows there are, noted in the other table: it has to see all that came before."""
    other = TABLES[1 - TABLES.index(table)]
    count = select(select(table.c.key).subquery().c.key).order_by("key").limit(1).scalar_subquery()
    return Run(other.update().values(word=select(table.c.word).where(table.c.key == count).scalar_subquery()))


OPERATIONS: st.SearchStrategy[RowOperation] = st.one_of(
    st.builds(lambda t, k, w: Put(t, {"key": k, "word": w}), _TABLE, _KEY, _WORD),
    st.builds(lambda t, k, w: Put(t, {"key": k, "word": w}, keep=True), _TABLE, _KEY, _WORD),
    st.builds(lambda t, k: Put(t, {"key": k}), _TABLE, _KEY),
    st.builds(lambda t, k, w: Update(t, {"key": k}, {"word": w}), _TABLE, _KEY, _WORD),
    st.builds(lambda t, k, d: Update(t, {"key": k}, {"word": "x", "done": d}), _TABLE, _KEY, st.booleans()),
    st.builds(lambda t, w, v: Update(t, {"word": w}, {"word": v}), _TABLE, st.just("a"), st.sampled_from("abc")),
    st.builds(lambda t, k: Update(t, {"key": k}, {"word": t.c.word + "+"}), _TABLE, _KEY),
    st.builds(lambda t, k: Delete(t, {"key": k}), _TABLE, _KEY),
    st.builds(_counted, _TABLE),
)


def outcomes(connection: Connection, operations: Sequence[RowOperation]) -> tuple[Any, Any]:
    """The rows after all at once, and after one by one."""
    found = []
    for groups in ([operations], [[each] for each in operations]):
        for table in TABLES:
            connection.execute(table.delete())
            # Enough for the ways of many rows.
            apply(connection, [Insert(table, {"key": key, "word": "a"}) for key in range(40, 80)])
            apply(connection, [Put(table, {"key": key, "word": "b"}) for key in range(40, 120, 2)])
        for group in groups:
            apply(connection, group)
        found.append([connection.execute(select(table).order_by(table.c.key)).all() for table in TABLES])
    return found[0], found[1]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.lists(OPERATIONS, max_size=25))
def test_together_as_one_by_one(tmp_path: Path, operations: list[RowOperation]) -> None:
    engine = open_database(sqlite_url(tmp_path / "rows.sqlite"))
    _METADATA.create_all(engine)
    with writing(engine) as connection:
        together, single = outcomes(connection, operations)
        assert together == single
        assert len(together[0]) >= 60
    engine.dispose()


def test_defaults_are_filled_in_for_many_rows(tmp_path: Path) -> None:
    engine = open_database(sqlite_url(tmp_path / "rows.sqlite"))
    _METADATA.create_all(engine)
    with writing(engine) as connection:
        connection.execute(insert(TABLES[0]), [{"key": 500, "word": None}])
        apply(connection, [Insert(TABLES[0], {"key": key, "word": None}) for key in range(100)])
        assert connection.execute(select(TABLES[0].c.done).distinct()).scalars().all() == [False]
    engine.dispose()


def test_of_many_rows_one_that_is_refused_lets_none_in(tmp_path: Path) -> None:
    engine = open_database(sqlite_url(tmp_path / "rows.sqlite"))
    _METADATA.create_all(engine)
    for twice in (3, 40, 69):
        rows = [(key, False) for key in [*range(70), twice]]
        with pytest.raises(IntegrityError), writing(engine) as connection:
            apply(connection, [InsertMany(TABLES[0], ("key", "done"), rows)])
    with writing(engine) as connection:
        assert connection.execute(select(TABLES[0])).all() == []
        apply(connection, [InsertMany(TABLES[0], ("key", "done"), rows[:70])])
        assert [row.key for row in connection.execute(select(TABLES[0]).order_by("key"))] == list(range(70))
    engine.dispose()


def test_many_rows_keep_their_place_among_operations(tmp_path: Path) -> None:
    engine = open_database(sqlite_url(tmp_path / "rows.sqlite"))
    _METADATA.create_all(engine)
    table = TABLES[0]
    with writing(engine) as connection:
        connection.execute(insert(table), [{"key": 1, "word": "old"}])
        apply(
            connection,
            [
                Delete(table, {"key": 1}),
                InsertMany(table, ("word", "key", "done"), [("a", 1, False), ("b", 2, True)]),
                InsertMany(table, ("key", "done"), [(3, False)]),
                Update(table, {"key": 2}, {"word": "c"}),
            ],
        )
        rows = connection.execute(select(table).order_by(table.c.key)).all()
    assert rows == [(1, "a", False), (2, "c", True), (3, None, False)]
    engine.dispose()
