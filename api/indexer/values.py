"""Values of decoded events as the tables keep them."""

from __future__ import annotations

import dataclasses
import re
from enum import Enum
from typing import Any


def hexadecimal(value: bytes) -> str:
    """0x-hex."""
    return "0x" + value.hex()


def present(value: bytes) -> str | None:
    """0x-hex, or None for all zeros, by which the contracts say "none"."""
    return "0x" + value.hex() if any(value) else None


def after(value: int) -> int | None:
    """A number or time, or None for zero, by which the contracts say "none"."""
    return value or None


def named(value: Enum) -> str:
    """An enum's name in snake case: AwaitingRelease and AWAITING_RELEASE are awaiting_release."""
    if value.name.isupper():
        return value.name.lower()
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", value.name).lower()


def named_or_none(value: Enum) -> str | None:
    """The name, or None for the member None (0)."""
    return named(value) if value.value else None


def text(value: bytes) -> str | None:
    """ASCII in fixed bytes, such as an ISO 3166 country in bytes2; None for zeros, hex where it isn't text."""
    stripped = value.rstrip(b"\0")
    if not stripped:
        return None
    return stripped.decode() if stripped.isascii() and stripped.decode().isprintable() else stripped.hex()[: len(value)]


def tariff(value: int, digits: int) -> str:
    """A tariff code's digits, leading zeros kept."""
    return str(value).zfill(digits) if digits else ""


def jsonable(value: Any) -> Any:
    """A decoded event or struct as JSON: bytes in 0x-hex, enums by name, integers beyond 2**53 as decimal text."""
    if isinstance(value, bytes):
        return hexadecimal(value)
    if isinstance(value, Enum):
        return named(value)
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return value
    if isinstance(value, int):
        return value if abs(value) < 2**53 else str(value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: jsonable(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, list | tuple):
        return [jsonable(item) for item in value]
    raise TypeError(f"no JSON for {type(value).__name__}")
