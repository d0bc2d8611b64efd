"""Accounts that sign: transactions, typed data, sealed records. A key never leaves its signer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

import rlp
from coincurve import PrivateKey

from .errors import QuaychainError
from .keccak import keccak256
from .typed_data import typed_data_payload
from .types import Address, Call, address_bytes, to_address

SIGNATURE_LENGTH = 65
_KEY_LENGTH = 32


@dataclass
class InvalidKeyError(QuaychainError):
    """Bytes that are no private key of secp256k1. What they are is not said."""


@dataclass
class SignerError(QuaychainError):
    """A remote signer or a token that can't be reached, refuses, or answers wrongly. To ask it again does no harm."""

    signer: str
    reason: str

    def __str__(self) -> str:
        return f"{self.signer}: {self.reason}"


class Signer(Protocol):
    """An account. One method is enough for all that is signed, and it is what a remote signer offers too."""

    @property
    def address(self) -> Address:
        """The account."""

    def sign_payload(self, payload: bytes) -> bytes:
        """65 bytes r ‖ s ‖ v over keccak256 of the payload: v is 27 or 28, s low (EIP-2). Raises SignerError."""


class LocalSigner:
    """A signer whose key is in this process."""

    def __init__(self, private_key: bytes) -> None:
        """Of 32 bytes. Raises InvalidKeyError."""
        try:
            if len(private_key) != _KEY_LENGTH:
                raise ValueError
            # eth-account makes the key anew at each signature: many times what signing takes.
            self._key = PrivateKey(private_key)
        except (TypeError, ValueError):
            # Without the cause: it quotes the key.
            raise InvalidKeyError from None
        self._address = to_address(keccak256(self._key.public_key.format(compressed=False)[1:])[-20:])

    @property
    def address(self) -> Address:
        """The account."""
        return self._address

    def sign_payload(self, payload: bytes) -> bytes:
        """65 bytes r ‖ s ‖ v over keccak256 of the payload: v is 27 or 28, s low (EIP-2)."""
        signature = self._key.sign_recoverable(keccak256(payload), hasher=None)
        return signature[:64] + bytes([27 + signature[64]])

    def __repr__(self) -> str:
        return f"LocalSigner({self.address})"


@dataclass(frozen=True, slots=True)
class SignedTransaction:
    """The bytes that eth_sendRawTransaction takes, and their hash, 32 bytes."""

    raw: bytes
    hash: bytes


def sign_typed_data(signer: Signer, data: dict[str, Any]) -> bytes:
    """65 bytes r ‖ s ‖ v, as the contracts take them, over what `typed_data` made."""
    return signer.sign_payload(typed_data_payload(data))


def sign_transaction(
    signer: Signer, call: Call, *, chain_id: int, nonce: int, gas: int, gas_price: int = 0
) -> SignedTransaction:
    """An EIP-1559 transaction without a tip. `gas` is its limit in units, `gas_price` what it pays at most in wei."""
    to = b"" if call.to is None else address_bytes(call.to)
    numbers = (_number(each) for each in (chain_id, nonce, 0, gas_price, gas))
    fields = [*numbers, to, _number(call.value), call.data, []]
    signature = signer.sign_payload(b"\x02" + _list(fields))
    r, s, v = signature[:32].lstrip(b"\0"), signature[32:64].lstrip(b"\0"), _number(signature[64] - 27)
    raw = b"\x02" + _list([*fields, v, r, s])
    return SignedTransaction(raw, keccak256(raw))


def _list(items: list[Any]) -> bytes:
    """RLP of byte strings and lists; to have the library find out what they are takes as long as signing them."""
    return bytes(rlp.encode(items, infer_serializer=False))


def _number(value: int) -> bytes:
    """Big-endian without leading zeros, as RLP has numbers (Yellow Paper, appendix B)."""
    return value.to_bytes((value.bit_length() + 7) // 8)
