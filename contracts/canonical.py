"""Canonical JSON (RFC 8785): one byte form for each value, so that signatures and hashes over it hold anywhere."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn, TypeAlias, cast

import rfc8785

from .errors import QuaychainError

JsonValue: TypeAlias = "bool | int | float | str | Sequence[JsonValue] | Mapping[str, JsonValue] | None"


@dataclass
class NotCanonicalError(QuaychainError):
    """A value has no canonical JSON form, or given bytes are not in that form."""

    reason: str

    def __str__(self) -> str:
        return f"not canonical JSON: {self.reason}"


def canonical_json(value: JsonValue) -> bytes:
    """The canonical UTF-8 bytes of a JSON value.

    Integers must lie within ±(2**53 - 1), as RFC 8785 and JavaScript want; amounts that may be larger, or decimal, are
    strings. Raises NotCanonicalError for anything else JSON can't carry (NaN, lone surrogates, other types).
    """
    try:
        return rfc8785.dumps(cast(Any, value))
    except rfc8785.CanonicalizationError as error:
        raise NotCanonicalError(str(error)) from error
    except (RecursionError, UnicodeError, AttributeError, TypeError) as error:
        raise NotCanonicalError(f"{type(error).__name__}: {error}") from error


def parse_canonical(data: bytes) -> JsonValue:
    """The value of canonical JSON bytes.

    Raises NotCanonicalError where the bytes are no JSON, or another spelling of their value (spaces, key
    order, duplicate keys, number forms): two spellings would be two hashes for one value.
    """
    try:
        value = json.loads(data.decode("utf-8"), parse_constant=_refuse_constant, parse_int=_number)
    except (UnicodeDecodeError, ValueError) as error:
        raise NotCanonicalError(f"no JSON: {error}") from error
    except RecursionError as error:
        raise NotCanonicalError("nested too deeply") from error
    if canonical_json(value) != data:
        raise NotCanonicalError("another spelling of the same value")
    return cast(JsonValue, value)


def _number(digits: str) -> int | float:
    # Beyond 2**53 whole numbers are doubles to RFC 8785; what isn't one is then seen as another spelling.
    return int(digits) if len(digits) < 16 or abs(int(digits)) < 2**53 else float(digits)


def _refuse_constant(name: str) -> NoReturn:
    raise NotCanonicalError(f"{name} is no JSON number")
