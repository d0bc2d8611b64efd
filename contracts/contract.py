"""What a generated binding is made of: a contract at an address, its functions and its events. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypeVar, dataclass_transform

from .abi import AbiDecodingError, Codec, TupleCodec, nothing, picked
from .errors import QuaychainError
from .types import Address, Call, Log, ViewCall, to_address

T = TypeVar("T")


@dataclass
class NoContractError(QuaychainError):
    """An address answered nothing where a value was due: no contract is there, or another one."""

    address: str


@dataclass_transform(frozen_default=True)
def event_values(of: type[T]) -> type[T]:
    """Makes the class of an event's values.

    Nothing changes them, which whoever checks types is told; to have Python enforce it takes three times as long to
    make one, and there are very many of them.
    """
    return dataclass(slots=True, unsafe_hash=True)(of)


class Write:
    """A function that changes state."""

    __slots__ = ("_inputs", "selector")

    def __init__(self, selector: str, *inputs: Codec[Any]) -> None:
        self.selector = bytes.fromhex(selector)
        self._inputs = TupleCodec(tuple, *inputs)

    def call(self, to: Address, *values: Any) -> Call:
        """The call with these arguments. Raises AbiValueError."""
        return Call(to, self.selector + self._inputs.encode_values(values))


class View(Generic[T]):
    """A function that only reads. `output` decodes its one value, or all of them into a named tuple."""

    __slots__ = ("_decode", "_inputs", "selector")

    def __init__(self, selector: str, inputs: tuple[Codec[Any], ...], decode: Callable[[bytes], T]) -> None:
        self.selector = bytes.fromhex(selector)
        self._inputs = TupleCodec(tuple, *inputs)
        self._decode = decode

    def call(self, to: Address, *values: Any) -> ViewCall[T]:
        """The call with these arguments. Raises AbiValueError."""

        def decode(answer: bytes) -> T:
            if not answer and self._decode is not nothing:
                raise NoContractError(to)
            return self._decode(answer)

        return ViewCall(to, self.selector + self._inputs.encode_values(values), decode)


class Event(Generic[T]):
    """An event: which of its parameters stand in topics, and which in the data.

    `order` says for each parameter of `make` whether it is the n-th topic (n) or the n-th value of the data (-1 - n).
    """

    __slots__ = ("_data", "_indexed", "_make", "_take", "_topics", "_values", "name", "topic")

    def __init__(
        self,
        name: str,
        topic: bytes,
        make: Callable[..., T],
        topics: tuple[Codec[Any], ...],
        data: tuple[Codec[Any], ...],
        order: tuple[int, ...],
    ) -> None:
        self.name = name
        self.topic = topic
        self._make = make
        self._topics = topics
        # A topic is the very value of a bytes32.
        self._indexed = [(place, codec) for place, codec in enumerate(topics, 1) if codec.abi_type != "bytes32"]
        self._data = TupleCodec(tuple, *data)
        self._values = self._data.values
        self._take = picked([1 + place if place >= 0 else len(topics) - place for place in order])

    def decode(self, log: Log) -> T:
        """The event of a log whose first topic is this event's. Raises AbiDecodingError."""
        topics = log.topics
        if len(topics) != 1 + len(self._topics):
            raise AbiDecodingError(self.name, f"{len(topics) - 1} indexed values instead of {len(self._topics)}")
        values = list(topics)
        for place, codec in self._indexed:
            values[place] = codec.read(values[place], 0)
        values += self._values(log.data)
        return self._make(*self._take(values))


class Contract:
    """A contract at an address. Bindings add its functions as methods, and the type of what `decode` gives."""

    NAME: ClassVar[str]
    #: first topic → event
    EVENTS: ClassVar[Mapping[bytes, Event[Any]]]

    __slots__ = ("address",)

    def __init__(self, address: str) -> None:
        """Raises InvalidAddressError."""
        self.address = to_address(address)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.address!r})"

    def _decode(self, log: Log) -> Any:
        event = self.EVENTS.get(log.topics[0]) if log.topics and log.address == self.address else None
        return None if event is None else event.decode(log)
