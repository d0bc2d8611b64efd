"""JSON that means one thing only: no duplicate names, no NaN, no overflow, bounded size and depth.

`json` keeps the last of two equal names and turns 1e400 into infinity; both would let a signer and a reader see
different values in the same bytes (RFC 8785 section 3.1 asks for I-JSON, RFC 7493, for that reason).
"""

from __future__ import annotations

import json
import math
from typing import Any, NoReturn

import orjson

from ..canonical import NotCanonicalError, canonical_json
from .refusal import EventRefusedError, RefusalReason

#: Below it an integer is written as its digits whichever way it is taken, and so is a double's whole part.
_PLAIN = 10**15
#: From here on doubles are written without an exponent.
_PLAIN_FRACTION = 1e-4

#: A JSON value as parsed by this module.
JsonValue = Any


def parse_strict(data: bytes, *, max_bytes: int, max_depth: int) -> JsonValue:
    """Parse `data` as one JSON value.

    Raises `EventRefusedError` with TOO_LARGE, NOT_UTF8, NOT_JSON, DUPLICATE_NAME, NUMBER_OUT_OF_RANGE or TOO_DEEP.
    """
    if len(data) > max_bytes:
        raise EventRefusedError(RefusalReason.TOO_LARGE, f"{len(data)} bytes, at most {max_bytes} are taken")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise EventRefusedError(RefusalReason.NOT_UTF8, f"byte {error.start} is not UTF-8") from None
    try:
        value = json.loads(
            text,
            object_pairs_hook=_object_without_duplicates,
            parse_constant=_refuse_constant,
            parse_float=_finite,
            parse_int=_bounded_integer,
        )
    except json.JSONDecodeError as error:
        raise EventRefusedError(RefusalReason.NOT_JSON, f"{error.msg} at character {error.pos}") from None
    except RecursionError:
        raise EventRefusedError(RefusalReason.TOO_DEEP, f"nested deeper than {max_depth}") from None
    _check_depth(value, max_depth)
    if "\\u" in text:
        _check_surrogates(value)
    return value


def parse_strict_canonical(data: bytes, *, max_bytes: int, max_depth: int) -> JsonValue:
    """Parse `data`, which must be the canonical form (RFC 8785) of its value.

    Raises what `parse_strict` does, and NOT_CANONICAL.
    """
    if len(data) > max_bytes:
        raise EventRefusedError(RefusalReason.TOO_LARGE, f"{len(data)} bytes, at most {max_bytes} are taken")
    try:
        value = orjson.loads(data)
    except orjson.JSONDecodeError:
        value = None
    else:
        # Most messages end here: the same bytes come out again, and no number is of a kind written in other ways too.
        if orjson.dumps(value, option=orjson.OPT_SORT_KEYS) == data and _numbers_are_plain(value, max_depth):
            return value
    value = parse_strict(data, max_bytes=max_bytes, max_depth=max_depth)
    if canonical(value) != data:
        raise EventRefusedError(RefusalReason.NOT_CANONICAL, "not in the canonical form of RFC 8785")
    return value


def canonical(value: JsonValue) -> bytes:
    """The canonical form (RFC 8785) of `value`; raises `EventRefusedError` where it has none."""
    try:
        return canonical_json(value)
    except NotCanonicalError as error:
        raise EventRefusedError(RefusalReason.MALFORMED, str(error)) from None


def _object_without_duplicates(pairs: list[tuple[str, JsonValue]]) -> dict[str, JsonValue]:
    fields = dict(pairs)
    if len(fields) != len(pairs):
        seen: set[str] = set()
        for name, _ in pairs:
            if name in seen:
                detail = f"the name {name[:64]!r} stands twice in one object"
                raise EventRefusedError(RefusalReason.DUPLICATE_NAME, detail)
            seen.add(name)
    return fields


def _refuse_constant(name: str) -> NoReturn:
    raise EventRefusedError(RefusalReason.NUMBER_OUT_OF_RANGE, f"{name} is not a JSON number")


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise EventRefusedError(RefusalReason.NUMBER_OUT_OF_RANGE, f"{text[:32]} is beyond a double's range")
    return number


def _bounded_integer(text: str) -> int | float:
    # An integer beyond 2**53 - 1 has no exact double; where its digits are those of a double it is taken as that.
    if len(text) > 400:
        raise EventRefusedError(RefusalReason.NUMBER_OUT_OF_RANGE, f"a number of {len(text)} digits")
    number = int(text)
    return number if abs(number) < 2**53 else _finite(text)


def _check_depth(value: JsonValue, max_depth: int) -> None:
    level = [value]
    for _ in range(max_depth):
        children: list[JsonValue] = []
        for item in level:
            if isinstance(item, dict):
                children.extend(item.values())
            elif isinstance(item, list):
                children.extend(item)
        if not children:
            return
        level = children
    if any(isinstance(item, dict | list) for item in level):
        raise EventRefusedError(RefusalReason.TOO_DEEP, f"nested deeper than {max_depth}")


def _numbers_are_plain(value: JsonValue, max_depth: int) -> bool:
    """Whether orjson writes every number as ECMAScript does (RFC 8785 section 3.2.2.3); raises TOO_DEEP."""
    level = [value]
    for depth in range(max_depth + 1):
        children: list[JsonValue] = []
        for item in level:
            kind = type(item)
            if kind is str:
                continue
            if kind is dict or kind is list:
                if depth == max_depth:
                    raise EventRefusedError(RefusalReason.TOO_DEEP, f"nested deeper than {max_depth}")
                children.extend(item.values() if kind is dict else item)
            elif kind is float:
                # Whole doubles (5.0, 1e22, -0.0) and small ones (1e-7) may be written in other ways.
                if item.is_integer() or not _PLAIN_FRACTION <= abs(item) < _PLAIN:
                    return False
            elif kind is int and not -_PLAIN < item < _PLAIN:
                return False
        level = children
    return True


def _check_surrogates(value: JsonValue) -> None:
    try:
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        raise EventRefusedError(RefusalReason.NOT_UTF8, "an escape stands for half of a character") from None
