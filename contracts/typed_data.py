"""EIP-712 typed data for what the contracts let an account sign: made of the same structs as the bindings. Pure."""

from __future__ import annotations

from typing import Any, ClassVar, Protocol

from .abi import ArrayCodec, Codec, StructCodec
from .contract import Contract
from .types import to_hex

#: All the contracts that check signatures have this version in their domain, and their own name.
DOMAIN_VERSION = "1"
_DOMAIN = [
    {"name": "name", "type": "string"},
    {"name": "version", "type": "string"},
    {"name": "chainId", "type": "uint256"},
    {"name": "verifyingContract", "type": "address"},
]


class Struct(Protocol):
    """A dataclass of the bindings."""

    CODEC: ClassVar[StructCodec[Any]]


def typed_data(contract: Contract, chain_id: int, message: Struct) -> dict[str, Any]:
    """The typed data of a struct for a contract, as JSON in the form of eth_signTypedData_v4.

    Raises AbiValueError where a value doesn't fit its type.
    """
    codec = message.CODEC
    codec.encode_values([getattr(message, name) for name, _, _ in codec.fields])
    types: dict[str, list[dict[str, str]]] = {"EIP712Domain": _DOMAIN}
    _add_types(codec, types)
    return {
        "types": types,
        "primaryType": codec.name,
        "domain": {
            "name": contract.NAME,
            "version": DOMAIN_VERSION,
            "chainId": chain_id,
            "verifyingContract": contract.address,
        },
        "message": _value(codec, message),
    }


def typed_data_payload(data: dict[str, Any]) -> bytes:
    """What is signed, 0x1901 ‖ domain separator ‖ hashStruct(message); its keccak256 is the contract's digest."""
    # Loaded where something is signed or checked: it brings keystores along, and these the pairings of BLS.
    from eth_account.messages import encode_typed_data

    encoded = encode_typed_data(full_message=data)
    return b"\x19" + bytes(encoded.version) + bytes(encoded.header) + bytes(encoded.body)


def _add_types(codec: Codec[Any], types: dict[str, list[dict[str, str]]]) -> None:
    if isinstance(codec, ArrayCodec):
        _add_types(codec.item, types)
    elif isinstance(codec, StructCodec) and codec.name not in types:
        types[codec.name] = [{"name": name, "type": _type(field)} for _, name, field in codec.fields]
        for _, _, field in codec.fields:
            _add_types(field, types)


def _type(codec: Codec[Any]) -> str:
    if isinstance(codec, ArrayCodec):
        return f"{_type(codec.item)}[{'' if codec.length is None else codec.length}]"
    return codec.name if isinstance(codec, StructCodec) else codec.abi_type


def _value(codec: Codec[Any], value: Any) -> Any:
    if isinstance(codec, ArrayCodec):
        return [_value(codec.item, item) for item in value]
    if isinstance(codec, StructCodec):
        return {name: _value(field, getattr(value, attribute)) for attribute, name, field in codec.fields}
    plain = codec.to_abi(value)
    return to_hex(plain) if isinstance(plain, bytes) else plain
