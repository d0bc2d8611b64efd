"""Solidity's ABI between bytes and typed Python values: the codecs that the bindings are made of.

eth-abi does the encoding, and the decoding of what is nested and dynamic. What is made of whole words is decoded here,
and so are `bytes`, `string` and arrays of whole words where they are parameters of their own: that is every event but
the Governor's, and twenty times faster. Unlike eth-abi as it comes, `bytes32` takes 32 bytes and nothing shorter.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from operator import itemgetter
from typing import Any, ClassVar, Generic, TypeVar, cast

from eth_abi.codec import ABICodec
from eth_abi.encoding import BytesEncoder
from eth_abi.exceptions import DecodingError, EncodingError
from eth_abi.registry import BaseEquals
from eth_abi.registry import registry as default_registry

from .errors import QuaychainError
from .types import Address, InvalidAddressError, to_address

T = TypeVar("T")
E = TypeVar("E", bound=IntEnum)

WORD = 32
#: By how many there are.
_ZEROS = [bytes(length) for length in range(WORD)]


@dataclass
class AbiValueError(QuaychainError):
    """A value that its Solidity type can't hold."""

    abi_type: str
    reason: str


@dataclass
class AbiDecodingError(QuaychainError):
    """Bytes that are not the ABI encoding of what was expected."""

    abi_type: str
    reason: str


class _ExactBytesEncoder(BytesEncoder):
    """`bytesN` of N bytes: eth-abi's own pads shorter ones, which would make another id of a truncated one."""

    def validate_value(self, value: Any) -> None:
        super().validate_value(value)  # type: ignore[no-untyped-call]
        if len(value) * 8 != self.value_bit_size:
            self.invalidate_value(value, msg=f"has {len(value)} bytes")


def _codec() -> ABICodec:
    registry = default_registry.copy()  # type: ignore[no-untyped-call]
    registry.unregister_encoder("bytes<M>")
    fixed_bytes = BaseEquals("bytes", with_sub=True)  # type: ignore[no-untyped-call]
    registry.register_encoder(fixed_bytes, _ExactBytesEncoder, label="bytes<M>")
    return ABICodec(registry)


_CODEC = _codec()


def encode(types: Sequence[str], values: Sequence[Any]) -> bytes:
    """abi.encode(values) for Solidity types such as `uint48` or `(bytes32,uint64)[]`. Raises AbiValueError."""
    try:
        return _CODEC.encode(types, values)
    except (EncodingError, InvalidAddressError, OverflowError, TypeError, ValueError) as error:
        raise AbiValueError(",".join(types), str(error)) from error


def decode(types: Sequence[str], data: bytes) -> tuple[Any, ...]:
    """The values of abi.encode. Raises AbiDecodingError."""
    try:
        return _CODEC.decode(types, data)
    except (DecodingError, OverflowError, TypeError, ValueError) as error:
        raise AbiDecodingError(",".join(types), str(error)) from error


class Codec(Generic[T]):
    """How values of one Solidity type stand in Python.

    `abi_type` is as in a selector; `words` is the encoded length in 32-byte words, None where that is dynamic. `plain`:
    a parameter of this type is decoded here, by `read` or, where it is dynamic, by `read_tail`; eth-abi does the rest.
    """

    __slots__ = ("abi_type", "plain", "words")

    def __init__(self, abi_type: str, words: int | None) -> None:
        self.abi_type = abi_type
        self.words = words
        self.plain = words is not None

    def to_abi(self, value: T) -> Any:
        """What eth-abi encodes."""
        return value

    def from_abi(self, value: Any) -> T:
        """The value of what eth-abi decoded."""
        return cast("T", value)

    def read(self, data: bytes, offset: int) -> T:
        """The value of the words at `offset` of data that is long enough. Only where `words` is not None."""
        raise NotImplementedError

    def read_tail(self, data: bytes, offset: int) -> T:
        """The value whose length stands at `offset`. Only where it is plain and dynamic. Raises AbiDecodingError."""
        raise NotImplementedError

    @property
    def word(self) -> tuple[int, str, int]:
        """How its word in a head is taken apart: zeros before, the value's format of `struct`, zeros behind."""
        return (0, "32s", 0) if self.words else (24, "Q", 0)

    def finish(self) -> Callable[[bytes, Any], T] | None:
        """What makes the value of all data and of what `word` took; None where that is the value itself."""
        if self.words is None:
            return self.read_tail
        return lambda _, word: self.read(word, 0)

    def decode(self, data: bytes) -> T:
        """The value of abi.encode(value). Raises AbiDecodingError."""
        if self.words is None:
            return self.from_abi(decode((self.abi_type,), data)[0])
        if len(data) < self.words * WORD:
            raise AbiDecodingError(self.abi_type, f"{len(data)} bytes are too short")
        return self.read(data, 0)

    def _refuse(self, data: bytes, offset: int) -> AbiDecodingError:
        return AbiDecodingError(self.abi_type, f"0x{data[offset : offset + WORD].hex()}")

    def _end(self, data: bytes, start: int, length: int) -> int:
        """Where `length` bytes from `start` on end, if there are so many."""
        if length > len(data) - start:
            raise AbiDecodingError(self.abi_type, f"{len(data)} bytes are too short")
        return start + length


class UintCodec(Codec[int]):
    """`uint8` to `uint256`."""

    __slots__ = ("_limit",)

    _FORMATS: ClassVar[Mapping[str, str]] = {"uint8": "B", "uint16": "H", "uint32": "I", "uint64": "Q"}

    def __init__(self, bits: int) -> None:
        super().__init__(f"uint{bits}", 1)
        self._limit = 1 << bits

    @property
    def word(self) -> tuple[int, str, int]:
        given = self._FORMATS.get(self.abi_type)
        return (WORD - struct.calcsize(given), given, 0) if given else super().word

    def finish(self) -> Callable[[bytes, Any], int] | None:
        return None if self.abi_type in self._FORMATS else super().finish()

    def read(self, data: bytes, offset: int) -> int:
        value = int.from_bytes(data[offset : offset + WORD])
        if value >= self._limit:
            raise self._refuse(data, offset)
        return value


class IntCodec(Codec[int]):
    """`int8` to `int256`."""

    __slots__ = ("_limit",)

    def __init__(self, bits: int) -> None:
        super().__init__(f"int{bits}", 1)
        self._limit = 1 << (bits - 1)

    def read(self, data: bytes, offset: int) -> int:
        value = int.from_bytes(data[offset : offset + WORD], signed=True)
        if not -self._limit <= value < self._limit:
            raise self._refuse(data, offset)
        return value


class BoolCodec(Codec[bool]):
    """`bool`."""

    __slots__ = ()

    def __init__(self) -> None:
        super().__init__("bool", 1)

    def read(self, data: bytes, offset: int) -> bool:
        value = int.from_bytes(data[offset : offset + WORD])
        if value > 1:
            raise self._refuse(data, offset)
        return value == 1


class AddressCodec(Codec[Address]):
    """`address`, also of a contract; checksummed."""

    __slots__ = ()

    def __init__(self) -> None:
        super().__init__("address", 1)

    def from_abi(self, value: Any) -> Address:
        return to_address(value)

    def read(self, data: bytes, offset: int) -> Address:
        if any(data[offset : offset + 12]):
            raise self._refuse(data, offset)
        return to_address(data[offset + 12 : offset + WORD])


class FixedBytesCodec(Codec[bytes]):
    """`bytes1` to `bytes32`: exactly so many bytes."""

    __slots__ = ("_length", "_padding")

    def __init__(self, length: int) -> None:
        super().__init__(f"bytes{length}", 1)
        self._length = length
        self._padding = bytes(WORD - length)

    @property
    def word(self) -> tuple[int, str, int]:
        return 0, f"{self._length}s", WORD - self._length

    def finish(self) -> None:
        return None

    def read(self, data: bytes, offset: int) -> bytes:
        end = offset + self._length
        if data[end : offset + WORD] != self._padding:
            raise self._refuse(data, offset)
        return data[offset:end]


class BytesCodec(Codec[bytes]):
    """`bytes`."""

    __slots__ = ()

    def __init__(self, abi_type: str = "bytes") -> None:
        super().__init__(abi_type, None)
        self.plain = True

    def read_tail(self, data: bytes, offset: int) -> bytes:
        start = offset + WORD
        length = int.from_bytes(data[offset:start])
        end = start + length
        left = -length % WORD
        if end + left > len(data):
            raise AbiDecodingError(self.abi_type, f"{len(data)} bytes are too short")
        if left and data[end : end + left] != _ZEROS[left]:
            raise AbiDecodingError(self.abi_type, "its padding is not empty")
        return data[start:end]


class StringCodec(Codec[str]):
    """`string`: UTF-8."""

    __slots__ = ("_bytes",)

    def __init__(self) -> None:
        super().__init__("string", None)
        self.plain = True
        self._bytes = BytesCodec("string")

    def read_tail(self, data: bytes, offset: int) -> str:
        try:
            return self._bytes.read_tail(data, offset).decode()
        except UnicodeDecodeError as error:
            raise AbiDecodingError("string", str(error)) from error


class EnumCodec(Codec[E]):
    """An enum; encoded as `uint8`."""

    __slots__ = ("_type",)

    def __init__(self, enum: type[E]) -> None:
        super().__init__("uint8", 1)
        self._type = enum

    def to_abi(self, value: E) -> int:
        try:
            return int(self._type(value))
        except ValueError as error:
            raise AbiValueError(self._type.__name__, f"no member {value!r}") from error

    def from_abi(self, value: Any) -> E:
        try:
            return self._type(value)
        except ValueError as error:
            raise AbiDecodingError(self._type.__name__, f"no member {value}") from error

    def read(self, data: bytes, offset: int) -> E:
        return self.from_abi(int.from_bytes(data[offset : offset + WORD]))


class ArrayCodec(Codec[tuple[T, ...]]):
    """`T[]`, or `T[length]`; a tuple."""

    __slots__ = ("item", "length")

    def __init__(self, item: Codec[T], length: int | None = None) -> None:
        words = None if length is None or item.words is None else item.words * length
        super().__init__(f"{item.abi_type}[{'' if length is None else length}]", words)
        self.item = item
        self.length = length
        self.plain = words is not None or (length is None and bool(item.words))

    def to_abi(self, value: Sequence[T]) -> Any:
        return tuple(self.item.to_abi(item) for item in value)

    def from_abi(self, value: Any) -> tuple[T, ...]:
        return tuple(self.item.from_abi(item) for item in value)

    def read(self, data: bytes, offset: int) -> tuple[T, ...]:
        step = (self.item.words or 0) * WORD
        return tuple(self.item.read(data, offset + index * step) for index in range(self.length or 0))

    def read_tail(self, data: bytes, offset: int) -> tuple[T, ...]:
        start = self._end(data, offset, WORD)
        step = (self.item.words or 0) * WORD
        end = self._end(data, start, int.from_bytes(data[offset:start]) * step)
        return tuple(self.item.read(data, at) for at in range(start, end, step))


class TupleCodec(Codec[T]):
    """Values in a row, such as parameters; `make` takes them in their order."""

    __slots__ = ("_head", "_make", "_offsets", "_words", "codecs")

    def __init__(self, make: Callable[..., T], *codecs: Codec[Any]) -> None:
        sizes = [codec.words for codec in codecs]
        words = None if None in sizes else sum(size or 0 for size in sizes)
        #: What stands in the head: the value itself, or one word that says where it is.
        sizes = [1 if size is None else size for size in sizes]
        super().__init__(f"({','.join(codec.abi_type for codec in codecs)})", words)
        self.codecs = codecs
        self._make = make
        self._offsets = tuple(WORD * sum(size or 0 for size in sizes[:index]) for index in range(len(sizes)))
        self._head = WORD * sum(size or 0 for size in sizes) if all(codec.plain for codec in codecs) else None
        self._words = _Words(codecs) if self._head is not None and set(sizes) == {1} else None

    def from_abi(self, value: Any) -> T:
        return self._make(*self._given(value))

    def read(self, data: bytes, offset: int) -> T:
        return self._make(
            *[codec.read(data, offset + start) for codec, start in zip(self.codecs, self._offsets, strict=True)]
        )

    def encode_values(self, values: Sequence[Any]) -> bytes:
        """abi.encode of the values one by one. Raises AbiValueError."""
        types = tuple(codec.abi_type for codec in self.codecs)
        return encode(types, [codec.to_abi(value) for codec, value in zip(self.codecs, values, strict=True)])

    def decode_values(self, data: bytes) -> T:
        """What `encode_values` made. Raises AbiDecodingError."""
        return self._make(*self.values(data))

    def values(self, data: bytes) -> Sequence[Any]:
        """The values that `decode_values` makes something of. Raises AbiDecodingError."""
        if self._words is not None:
            return self._words.values(data)
        if self._head is None:
            return self._given(decode(tuple(codec.abi_type for codec in self.codecs), data))
        self._end(data, 0, self._head)
        return [
            codec.read_tail(data, int.from_bytes(data[start : start + WORD]))
            if codec.words is None
            else codec.read(data, start)
            for codec, start in zip(self.codecs, self._offsets, strict=True)
        ]

    def _given(self, values: Sequence[Any]) -> list[Any]:
        return [codec.from_abi(value) for codec, value in zip(self.codecs, values, strict=True)]


class _Words:
    """Values of a word each, or of a word that says where they are: taken apart by one call of `struct`.

    Most words need no more than that: what a value leaves empty of its word stands apart and is compared with zeros.
    """

    __slots__ = ("_codecs", "_empty", "_finish", "_padding", "_struct", "_take")

    def __init__(self, codecs: Sequence[Codec[Any]]) -> None:
        formats, values, padding = [">"], [], []
        self._codecs = codecs
        self._finish: list[tuple[int, Callable[[bytes, Any], Any]]] = []
        place = 0
        for number, codec in enumerate(codecs):
            before, value, behind = codec.word
            if finish := codec.finish():
                self._finish.append((number, finish))
            formats += [f"{before}s" if before else "", value, f"{behind}s" if behind else ""]
            if before:
                padding.append(place)
            values.append(place + bool(before))
            if behind:
                padding.append(place + 1)
            place += 1 + bool(before) + bool(behind)
        self._struct = struct.Struct("".join(formats))
        self._take, self._padding = picked(values), picked(padding)
        self._empty = self._padding(self._struct.unpack(bytes(self._struct.size)))

    def values(self, data: bytes) -> list[Any]:
        """The values in their order. Raises AbiDecodingError."""
        try:
            words = self._struct.unpack_from(data)
        except struct.error:
            names = ",".join(codec.abi_type for codec in self._codecs)
            raise AbiDecodingError(names, f"{len(data)} bytes are too short") from None
        values = list(self._take(words))
        if self._padding(words) != self._empty:
            self._refuse(data)
        for number, finish in self._finish:
            values[number] = finish(data, values[number])
        return values

    def _refuse(self, data: bytes) -> None:
        """Raise for the first value with something in its padding."""
        for number, codec in enumerate(self._codecs):
            if codec.words is not None:
                codec.read(data, number * WORD)
            elif any(data[number * WORD : number * WORD + 24]):
                raise AbiDecodingError(codec.abi_type, f"{len(data)} bytes are too short")


def picked(places: Sequence[int]) -> Callable[[Sequence[Any]], Sequence[Any]]:
    """What takes these items of a sequence: `itemgetter`, also for one or for none."""
    if len(places) > 1:
        return itemgetter(*places)
    return itemgetter(slice(places[0], places[0] + 1) if places else slice(0))


class StructCodec(TupleCodec[T]):
    """A struct and its dataclass. `fields` are (name in Python, name in Solidity, codec)."""

    __slots__ = ("fields", "name")

    def __init__(self, make: type[T], *fields: tuple[str, str, Codec[Any]]) -> None:
        super().__init__(make, *(codec for _, _, codec in fields))
        self.name = make.__name__
        self.fields = fields

    def to_abi(self, value: T) -> Any:
        return tuple(codec.to_abi(getattr(value, name)) for name, _, codec in self.fields)


def single(codec: Codec[T]) -> Callable[[bytes], T]:
    """The decoder of an answer that is one value."""
    return TupleCodec(_only, codec).decode_values


def nothing(data: bytes) -> None:
    """The decoder of an answer without values."""


def _only(value: T) -> T:
    return value


@cache
def uint(bits: int) -> UintCodec:
    """`uint8` to `uint256`."""
    return UintCodec(bits)


@cache
def fixed_bytes(length: int) -> FixedBytesCodec:
    """`bytes1` to `bytes32`."""
    return FixedBytesCodec(length)


BOOL = BoolCodec()
ADDRESS = AddressCodec()
STRING = StringCodec()
BYTES = BytesCodec()
