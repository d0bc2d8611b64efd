"""The kinds of values in charters and cards, as pydantic checks them and JSON writes them."""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, PlainSerializer, StringConstraints

from quaychain.contracts.bindings.types import AccountPurpose, MemberKind, Seat
from quaychain.contracts.types import Address, InvalidAddressError, InvalidHexError, from_hex, to_address, to_hex


def _hex(length: int | None) -> Callable[[Any], bytes]:
    def parse(value: Any) -> bytes:
        if isinstance(value, bytes):
            value = to_hex(value)
        try:
            return from_hex(value, length)
        except InvalidHexError as error:
            wanted = "" if length is None else f" of {length} bytes"
            raise ValueError(f"{str(value)[:80]!r} is no 0x-hexadecimal text{wanted}") from error

    return parse


def _named(kind: type[IntEnum]) -> Callable[[Any], IntEnum]:
    """By name; an enum's first, NONE, is never a value."""

    def parse(value: Any) -> IntEnum:
        if isinstance(value, kind) and value:
            return value
        names = {item.name: item for item in kind if item}
        if not isinstance(value, str) or value not in names:
            raise ValueError(f"{str(value)[:80]!r} is none of {', '.join(names)}")
        return names[value]

    return parse


def _address(value: str) -> Address:
    try:
        address = to_address(value)
    except InvalidAddressError as error:
        raise ValueError(f"{value[:80]!r} is no address, or its checksum is wrong") from error
    if not int(address, 16):
        raise ValueError("the zero address is nobody's")
    return address


def _printable(value: str) -> str:
    # Else a name could move the cursor of whoever reads it, or turn its text round.
    if not value.isprintable():
        raise ValueError(f"{value[:80]!r} holds characters that can't be printed")
    return value


_AS_HEX = PlainSerializer(to_hex, return_type=str)
_AS_NAME = PlainSerializer(lambda item: item.name, return_type=str)

AddressField = Annotated[str, AfterValidator(_address)]
Bytes16 = Annotated[bytes, BeforeValidator(_hex(16)), _AS_HEX]
Bytes32 = Annotated[bytes, BeforeValidator(_hex(32)), _AS_HEX]
Bytes64 = Annotated[bytes, BeforeValidator(_hex(64)), _AS_HEX]
Bytes65 = Annotated[bytes, BeforeValidator(_hex(65)), _AS_HEX]
HexBytes = Annotated[bytes, BeforeValidator(_hex(None)), _AS_HEX]
PurposeField = Annotated[AccountPurpose, BeforeValidator(_named(AccountPurpose)), _AS_NAME]
KindField = Annotated[MemberKind, BeforeValidator(_named(MemberKind)), _AS_NAME]
SeatField = Annotated[Seat, BeforeValidator(_named(Seat)), _AS_NAME]
#: A name as people write it, on one line.
NameField = Annotated[
    str, StringConstraints(min_length=1, max_length=100, pattern=r"^\S(.*\S)?$"), AfterValidator(_printable)
]
#: A name that is a folder's, a unit's and a metric's label too.
NodeName = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]([a-z0-9_-]{0,38}[a-z0-9])?$")]
