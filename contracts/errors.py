"""The base of every error that a user may see, and how it carries its fields."""

from __future__ import annotations

import dataclasses
import re
from enum import Enum
from typing import Any, ClassVar


class QuaychainError(Exception):
    """Base of all errors that a user sees as one line or as an RFC 9457 problem document.

    A subclass is a dataclass whose fields are what is known of the problem; errors of the contracts have the fields of
    the Solidity error that they mirror (`UnknownMember(bytes16 member)` is `UnknownMemberError(member)`). It may state
    its line by overriding `__str__`; otherwise the line is the title and the fields:

        @dataclass
        class ChainMismatchError(QuaychainError):
            expected: int
            found: int

        str(ChainMismatchError(1, 2)) == "Chain mismatch: expected 1, found 2"

    `title` (RFC 9457, 3.1.3) is the same for all errors of one class, and is made from the class's name where a class
    doesn't state it. `slug` names the problem in its type URI: `chain-mismatch`.
    """

    title: ClassVar[str] = "Quaychain error"
    slug: ClassVar[str] = "quaychain"

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        words = _words(cls.__name__.removesuffix("Error") or cls.__name__)
        if "slug" not in cls.__dict__:
            cls.slug = "-".join(word.lower() for word in words)
        if "title" not in cls.__dict__:
            cls.title = " ".join(words[:1] + [word if word.isupper() else word.lower() for word in words[1:]])

    def fields(self) -> dict[str, Any]:
        """The typed fields in their order; empty for an error that has none."""
        if not dataclasses.is_dataclass(self):
            return {}
        return {field.name: getattr(self, field.name) for field in dataclasses.fields(self)}

    def json_fields(self) -> dict[str, Any]:
        """The fields as JSON can carry them: bytes as 0x-hex, enums by name, nested values alike."""
        return {name: _jsonable(value) for name, value in self.fields().items()}

    def __str__(self) -> str:
        known = ", ".join(f"{name} {_shown(value)}" for name, value in self.fields().items())
        if known:
            return f"{self.title}: {known}"
        return super().__str__() or self.title

    def __reduce__(self) -> tuple[Any, ...]:
        # Exception would call the class with `args`, in which keyword arguments are missing.
        return _rebuild, (type(self), self.args, self.__dict__.copy())


def _rebuild(cls: type[QuaychainError], args: tuple[Any, ...], state: dict[str, Any]) -> QuaychainError:
    error = cls.__new__(cls, *args)
    error.__dict__.update(state)
    return error


def _words(name: str) -> list[str]:
    return re.findall(r"[A-Z]+(?![a-z])|[A-Z][a-z0-9]*|[a-z0-9]+", name) or [name]


def _jsonable(value: Any) -> Any:
    if isinstance(value, bytes | bytearray):
        return "0x" + value.hex()
    if isinstance(value, Enum):
        return value.name
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: _jsonable(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, dict):
        return {str(key): _jsonable(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_jsonable(item) for item in value]
    if value is None or isinstance(value, bool | int | float | str):
        return value
    return str(value)


def _shown(value: Any) -> str:
    """One line of printable text, whatever the value holds."""
    text = str(_jsonable(value))
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in text)
