"""Codecs agree with eth-abi on everything, and refuse what a type can't hold."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Any, ClassVar

import eth_abi.abi
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quaychain.contracts.abi import (
    ADDRESS,
    BOOL,
    BYTES,
    STRING,
    AbiDecodingError,
    AbiValueError,
    ArrayCodec,
    Codec,
    EnumCodec,
    IntCodec,
    StructCodec,
    TupleCodec,
    encode,
    fixed_bytes,
    single,
    uint,
)
from quaychain.contracts.types import to_address


class Seat(IntEnum):
    NONE = 0
    ACCOUNTING = 1
    QUERY = 2


@dataclass(frozen=True, slots=True)
class Line:
    CODEC: ClassVar[StructCodec[Line]]

    name: bytes
    seat: Seat
    count: int


Line.CODEC = StructCodec(
    Line, ("name", "name", fixed_bytes(16)), ("seat", "seat", EnumCodec(Seat)), ("count", "count", uint(48))
)


@dataclass(frozen=True, slots=True)
class Sheet:
    CODEC: ClassVar[StructCodec[Sheet]]

    title: str
    lines: tuple[Line, ...]
    owner: str


Sheet.CODEC = StructCodec(
    Sheet, ("title", "title", STRING), ("lines", "lines", ArrayCodec(Line.CODEC)), ("owner", "owner", ADDRESS)
)

LINES = st.builds(Line, st.binary(min_size=16, max_size=16), st.sampled_from(Seat), st.integers(0, 2**48 - 1))
ADDRESSES = st.binary(min_size=20, max_size=20).map(to_address)
CASES: list[tuple[Codec[Any], st.SearchStrategy[Any]]] = [
    (uint(8), st.integers(0, 255)),
    (uint(256), st.integers(0, 2**256 - 1)),
    (IntCodec(16), st.integers(-(2**15), 2**15 - 1)),
    (IntCodec(256), st.integers(-(2**255), 2**255 - 1)),
    (BOOL, st.booleans()),
    (ADDRESS, ADDRESSES),
    (fixed_bytes(16), st.binary(min_size=16, max_size=16)),
    (fixed_bytes(32), st.binary(min_size=32, max_size=32)),
    (BYTES, st.binary()),
    (STRING, st.text(st.characters(exclude_categories=("Cs",)))),
    (EnumCodec(Seat), st.sampled_from(Seat)),
    (ArrayCodec(uint(32)), st.lists(st.integers(0, 2**32 - 1)).map(tuple)),
    (ArrayCodec(Line.CODEC, 2), st.tuples(LINES, LINES)),
    (ArrayCodec(ArrayCodec(BOOL)), st.lists(st.lists(st.booleans()).map(tuple)).map(tuple)),
    (Line.CODEC, LINES),
    (Sheet.CODEC, st.builds(Sheet, st.text("añ 港", max_size=40), st.lists(LINES, max_size=4).map(tuple), ADDRESSES)),
]


@given(st.data())
def test_what_is_encoded_is_decoded_and_eth_abi_agrees(data: st.DataObject) -> None:
    codec, values = data.draw(st.sampled_from(CASES))
    value = data.draw(values)
    encoded = encode((codec.abi_type,), (codec.to_abi(value),))
    assert encoded == eth_abi.abi.encode([codec.abi_type], [codec.to_abi(value)])
    assert single(codec)(encoded) == value
    assert codec.from_abi(eth_abi.abi.decode([codec.abi_type], encoded)[0]) == value
    if codec.words is not None:
        assert len(encoded) == 32 * codec.words


@given(st.data())
def test_rows_of_parameters(data: st.DataObject) -> None:
    cases = data.draw(st.lists(st.sampled_from(CASES), max_size=5))
    values = tuple(data.draw(strategy) for _, strategy in cases)
    codec = TupleCodec(lambda *items: items, *(codec for codec, _ in cases))
    assert codec.decode_values(codec.encode_values(values)) == values


@given(st.binary(max_size=400), st.sampled_from(CASES))
def test_any_bytes_give_a_value_or_an_error(data: bytes, case: Any) -> None:
    codec = case[0]
    try:
        value = single(codec)(data)
    except AbiDecodingError as error:
        assert str(error)
    else:
        encode((codec.abi_type,), (codec.to_abi(value),))


@pytest.mark.parametrize(
    ("codec", "value"),
    [
        (fixed_bytes(32), b"\1" * 31),
        (fixed_bytes(32), b"\1" * 33),
        (fixed_bytes(16), b""),
        (fixed_bytes(32), "0x" + "11" * 32),
        (uint(48), 2**48),
        (uint(48), -1),
        (uint(48), True),
        (uint(48), None),
        (IntCodec(8), 128),
        (BOOL, 1),
        (ADDRESS, "0x1234"),
        (EnumCodec(Seat), 3),
        (STRING, b"x"),
        (BYTES, "x"),
    ],
)
def test_values_that_do_not_fit(codec: Codec[Any], value: Any) -> None:
    with pytest.raises(AbiValueError):
        TupleCodec(tuple, codec).encode_values((value,))


@pytest.mark.parametrize(
    ("codec", "word"),
    [
        (uint(48), (2**48).to_bytes(32)),
        (IntCodec(8), (128).to_bytes(32)),
        (BOOL, (2).to_bytes(32)),
        (ADDRESS, b"\1" + bytes(31)),
        (fixed_bytes(16), bytes(31) + b"\1"),
        (EnumCodec(Seat), (3).to_bytes(32)),
        (EnumCodec(Seat), b"\xff" * 32),
        (uint(8), b""),
        (uint(8), bytes(31)),
    ],
)
def test_words_that_are_no_value(codec: Codec[Any], word: bytes) -> None:
    with pytest.raises(AbiDecodingError):
        codec.decode(word)
