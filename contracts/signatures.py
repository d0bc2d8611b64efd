"""Whose signature it is: the one form of a secp256k1 signature that is taken, as the contracts take it. Pure."""

from __future__ import annotations

from eth_keys.datatypes import Signature
from eth_keys.exceptions import BadSignature
from eth_utils.exceptions import ValidationError

from .keccak import keccak256
from .types import Address, to_address

_LENGTH = 65
_ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
_HALF_ORDER = _ORDER // 2


def recover_address(payload: bytes, signature: bytes) -> Address | None:
    """The account that signed keccak256 of the payload by 65 bytes r ‖ s ‖ v.

    None where it is no signature, or another form of one: v must be 27 or 28, s low (EIP-2), so that nobody can turn a
    signature into a second one.
    """
    if len(signature) != _LENGTH:
        return None
    r, s, v = int.from_bytes(signature[:32]), int.from_bytes(signature[32:64]), signature[64]
    if v not in (27, 28) or s > _HALF_ORDER:
        return None
    try:
        key = Signature(vrs=(v - 27, r, s)).recover_public_key_from_msg_hash(keccak256(payload))
    except (BadSignature, ValidationError):
        return None
    return to_address(key.to_canonical_address())


def complete_signature(payload: bytes, r: int, s: int, account: Address) -> bytes | None:
    """65 bytes r ‖ s ‖ v, as `recover_address` takes them, of an ECDSA signature over keccak256 of the payload.

    For signers that give r and s alone, or a high s. None where it is no signature of this account.
    """
    if not (0 < r < _ORDER and 0 < s < _ORDER):
        return None
    words = r.to_bytes(32) + min(s, _ORDER - s).to_bytes(32)
    return next((each for v in (27, 28) if recover_address(payload, each := words + bytes([v])) == account), None)
