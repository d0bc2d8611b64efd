"""CBOR that means one thing only: the deterministic encoding of RFC 8949 section 4.2.1, and of that only what we use.

No indefinite lengths, no duplicate keys, no tags, no NaN or infinity, the shortest forms, the keys of maps in order.
Keys are small integers (0 to 23), for which the order by bytes and the older one by length (RFC 7049 section 3.9),
which cbor2 writes, are the same. Integers stay within ±(2**53 - 1), as in JSON.
"""

from __future__ import annotations

import math
from typing import Any, NoReturn

import cbor2

from .refusal import EventRefusedError, RefusalReason

#: Tags for which cbor2 has a meaning of its own (dates, big numbers, shared references, regular expressions…).
_KNOWN_TO_CBOR2 = (
    *range(6),
    *(25, 28, 29, 30, 35, 36, 37, 52, 54, 100, 256, 258, 260, 261, 1004, 43000, 55799),
)
_GREATEST_KEY = 23

#: A value of integers, floats, text, bytes, lists and maps with small integers as keys.
CborValue = Any


class _TagError(Exception):
    """A tag where none may stand."""


def _refuse_tag(*_: object) -> NoReturn:
    raise _TagError


_NO_TAGS = dict.fromkeys(_KNOWN_TO_CBOR2, _refuse_tag)


def parse_deterministic(data: bytes, *, max_bytes: int, max_depth: int) -> CborValue:
    """Parse `data`, which must be the deterministic encoding of one value.

    Raises `EventRefusedError` with TOO_LARGE, NOT_CBOR, DUPLICATE_NAME, NUMBER_OUT_OF_RANGE, TOO_DEEP, NOT_CANONICAL or
    MALFORMED (a tag, or another type than those of `CborValue`).
    """
    if len(data) > max_bytes:
        raise EventRefusedError(RefusalReason.TOO_LARGE, f"{len(data)} bytes, at most {max_bytes} are taken")
    try:
        value = cbor2.loads(
            data,
            tag_hook=_refuse_tag,
            semantic_decoders=_NO_TAGS,
            max_depth=max_depth,
            allow_indefinite=False,
            allow_duplicate_keys=False,
        )
    except (cbor2.CBORDecodeError, _TagError, RecursionError) as error:
        raise _refusal(error) from None
    _check(value)
    if deterministic(value) != data:
        raise EventRefusedError(RefusalReason.NOT_CANONICAL, "not in the deterministic encoding of RFC 8949, 4.2.1")
    return value


def deterministic(value: CborValue) -> bytes:
    """The deterministic encoding of `value`."""
    return cbor2.dumps(value, canonical=True)


def _refusal(error: BaseException) -> EventRefusedError:
    causes = [error]
    while (cause := causes[-1].__cause__) is not None:
        causes.append(cause)
    text = str(causes[0])
    if any(isinstance(each, _TagError) for each in causes):
        return EventRefusedError(RefusalReason.MALFORMED, "a tag where none may stand")
    if "uplicate map key" in text:
        return EventRefusedError(RefusalReason.DUPLICATE_NAME, "a key stands twice in one map")
    if "indefinite length" in text:
        return EventRefusedError(RefusalReason.NOT_CANONICAL, "an indefinite length (RFC 8949, 4.2.1 has none)")
    if "nesting depth" in text or isinstance(error, RecursionError):
        return EventRefusedError(RefusalReason.TOO_DEEP, "nested too deep")
    if "text string" in text:
        return EventRefusedError(RefusalReason.NOT_UTF8, "a text string is not UTF-8")
    return EventRefusedError(RefusalReason.NOT_CBOR, text[:120])


def _check(value: CborValue) -> None:
    kind = type(value)
    if kind is str or kind is bytes:
        return
    if kind is int:
        if abs(value) >= 2**53:
            raise EventRefusedError(RefusalReason.NUMBER_OUT_OF_RANGE, f"{value} is beyond ±(2**53 - 1)")
    elif kind is float:
        if not math.isfinite(value):
            raise EventRefusedError(RefusalReason.NUMBER_OUT_OF_RANGE, f"{value} is no value of a reading")
    elif kind is list:
        for item in value:
            _check(item)
    elif kind is dict:
        for key, item in value.items():
            if type(key) is not int or not 0 <= key <= _GREATEST_KEY:
                raise EventRefusedError(RefusalReason.MALFORMED, f"the key {str(key)[:40]!r} of a map is none of ours")
            _check(item)
    else:
        raise EventRefusedError(RefusalReason.MALFORMED, f"a value of type {kind.__name__}")
