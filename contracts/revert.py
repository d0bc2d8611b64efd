"""What a call reverted with, as a typed error. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from .abi import STRING, AbiDecodingError, TupleCodec, uint
from .errors import QuaychainError

#: Solidity's reasons (docs.soliditylang.org, "Panic via assert and Error via require").
_PANICS = {
    0x01: "an assertion failed",
    0x11: "an arithmetic operation overflowed",
    0x12: "division by zero",
    0x21: "a value is no member of its enum",
    0x22: "a storage array is wrongly encoded",
    0x31: "pop on an empty array",
    0x32: "an index is out of bounds",
    0x41: "too much memory was asked for",
    0x51: "a function that is not set was called",
}


@dataclass
class PanicError(QuaychainError):
    """Solidity's Panic(uint256): a check that the compiler put in failed."""

    code: int

    def __str__(self) -> str:
        return f"Panic 0x{self.code:02x}: {_PANICS.get(self.code, 'unknown')}"


@dataclass
class RevertReasonError(QuaychainError):
    """Solidity's Error(string): a contract refused in words."""

    reason: str

    def __str__(self) -> str:
        return f"refused: {' '.join(self.reason.split())}"


@dataclass
class EmptyRevertError(QuaychainError):
    """A contract refused without a reason."""


@dataclass
class UnknownRevertError(QuaychainError):
    """A contract refused with an error that is none of these contracts'."""

    data: bytes


def decode_revert(data: bytes) -> QuaychainError:
    """The error that revert data stand for; never raises."""
    if not data:
        return EmptyRevertError()
    codec = _errors().get(data[:4])
    if codec is not None:
        try:
            return codec.decode_values(data[4:])
        except AbiDecodingError:
            pass
    return UnknownRevertError(data)


@cache
def _errors() -> dict[bytes, TupleCodec[QuaychainError]]:
    # Here, because the bindings take a while to import and most programs never see a revert.
    from .bindings.errors import ERRORS

    return {
        **ERRORS,
        bytes.fromhex("4e487b71"): TupleCodec(PanicError, uint(256)),
        bytes.fromhex("08c379a0"): TupleCodec(RevertReasonError, STRING),
    }
