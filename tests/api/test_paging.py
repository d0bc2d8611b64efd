"""Lists by cursor: every row once, in order, whatever the page size; foreign cursors are refused."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import (
    BigInteger,
    Column,
    Engine,
    Integer,
    MetaData,
    String,
    Table,
    column,
    create_engine,
    delete,
    insert,
    select,
)

from quaychain.api.errors import BadRequestError
from quaychain.api.paging import PageRequest, SortKey, decode_cursor, encode_cursor, fetch_page

_things = Table("things", MetaData(), Column("rank", Integer), Column("name", String, primary_key=True))
_ORDER = [SortKey(_things.c.rank, int), SortKey(_things.c.name, str)]


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    made = create_engine("sqlite://")
    _things.create(made)
    yield made
    made.dispose()


@given(
    st.dictionaries(st.text("abc", min_size=1, max_size=3), st.integers(-3, 3), max_size=25),
    st.integers(1, 7),
    st.booleans(),
    st.booleans(),
)
def test_every_row_comes_once_and_in_order(
    engine: Engine, rows: dict[str, int], limit: int, rank_down: bool, name_down: bool
) -> None:
    with engine.begin() as connection:
        connection.execute(delete(_things))
        if rows:
            connection.execute(insert(_things), [{"name": name, "rank": rank} for name, rank in rows.items()])
        order = [SortKey(_things.c.rank, int, rank_down), SortKey(_things.c.name, str, name_down)]
        seen: list[tuple[int, str]] = []
        cursor: str | None = None
        while True:
            page = fetch_page(
                connection, select(_things), order, PageRequest(limit, cursor), lambda row: (row.rank, row.name)
            )
            assert len(page.items) <= limit
            seen += page.items
            if page.next is None:
                break
            cursor = page.next
    expected = sorted(((rank, name) for name, rank in rows.items()), key=lambda row: row[1], reverse=name_down)
    expected.sort(key=lambda row: row[0], reverse=rank_down)
    assert seen == expected


@given(st.lists(st.integers(-(2**63) + 1, 2**63 - 1) | st.text(max_size=20).filter(lambda text: "\0" not in text)))
def test_a_cursor_gives_back_what_it_was_made_of(values: list[int | str]) -> None:
    order = [
        SortKey(column("number", BigInteger) if isinstance(one, int) else _things.c.name, type(one)) for one in values
    ]
    assert decode_cursor(encode_cursor(values), order) == values


@given(st.text(max_size=60))
def test_whatever_else_is_refused_as_a_bad_request(text: str) -> None:
    try:
        values = decode_cursor(text, _ORDER)
    except BadRequestError:
        return
    assert [type(value) for value in values] == [int, str]


@pytest.mark.parametrize(
    "text",
    [
        encode_cursor([1]),
        encode_cursor(["1", "a"]),
        # More than PostgreSQL's integer has.
        encode_cursor([2**31, "a"]),
        encode_cursor([1, "a\0"]),
        "W",
        "x" * 2_000,
    ],
)
def test_a_cursor_of_another_list_is_refused(text: str) -> None:
    with pytest.raises(BadRequestError, match="not given out for this list"):
        decode_cursor(text, _ORDER)


def test_a_number_is_as_large_as_its_column_takes() -> None:
    large = [SortKey(column("number", BigInteger), int)]
    assert decode_cursor(encode_cursor([2**63 - 1]), large) == [2**63 - 1]
    with pytest.raises(BadRequestError):
        decode_cursor(encode_cursor([2**63]), large)
