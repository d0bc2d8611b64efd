"""Names in Solidity to names in Python. Pure."""

from __future__ import annotations

import builtins
import keyword
import re

from quaychain.contracts.errors import QuaychainError

#: What an error's field must not hide: the members of QuaychainError and Exception.
_ERROR_MEMBERS = frozenset(name for name in dir(QuaychainError) if not name.startswith("__"))
_BOUNDARY = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


def snake_case(name: str) -> str:
    """`firstSeq` → `first_seq`; a name that Python keeps for itself gets an underscore: `from` → `from_`."""
    snake = _BOUNDARY.sub("_", name.strip("_")).lower()
    return snake + "_" if keyword.iskeyword(snake) or (keyword.issoftkeyword(snake) and snake == "_") else snake


def parameter_names(names: list[str], reserved: frozenset[str] = frozenset()) -> list[str]:
    """Names of parameters or fields; one without a name is called after its place."""
    result = []
    for place, name in enumerate(names):
        snake = snake_case(name) if name else f"value_{place}"
        result.append(snake + "_" if snake in reserved else snake)
    return result


def error_fields(names: list[str]) -> list[str]:
    """Names of an error's fields."""
    return parameter_names(names, _ERROR_MEMBERS)


def error_class(name: str) -> str:
    """`UnknownOrder` → `UnknownOrderError`."""
    return name if name.endswith("Error") else name + "Error"


def enum_member(name: str) -> str:
    """`ServicePartner` → `SERVICE_PARTNER`."""
    return _BOUNDARY.sub("_", name).upper()


def upper_snake(name: str) -> str:
    """`completeMilestone` → `COMPLETE_MILESTONE`."""
    return _BOUNDARY.sub("_", name.strip("_")).upper()


def type_name(internal_type: str) -> str:
    """`struct IRecordRegistry.Record[]` → `Record`, `enum Seat` → `Seat`."""
    return internal_type.split(" ", 1)[1].split("[", 1)[0].rsplit(".", 1)[-1]


def method_name(name: str) -> str:
    """A method's name; one that would hide a member of the binding, or of every object, gets an underscore."""
    snake = snake_case(name)
    return (
        snake + "_" if snake in {"address", "decode", "creation", "NAME"} or snake in vars(builtins.object) else snake
    )
