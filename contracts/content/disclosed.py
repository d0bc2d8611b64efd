"""Turn a frozen dataclass into the disclosed fields of a sealed record.

A content class says for every attribute which disclosure class may read it; the path of a field is the path of the
attribute, with `/` between levels. A tuple of content objects is keyed by each object's `key` where it has one, else by
its position, so that a milestone is found at `milestones/M14/name` whatever its place in the list.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Protocol

from ..sealing.fields import DisclosureClass, Field

_METADATA_KEY = "disclosure_class"


class DisclosedField(Protocol):
    """One field as a reader sees it: its path and its value."""

    @property
    def path(self) -> str: ...
    @property
    def value(self) -> Any: ...


def disclosed(to: DisclosureClass) -> Any:
    """Declare an attribute of a content class as readable by one disclosure class (and needing a value)."""
    return dataclasses.field(metadata={_METADATA_KEY: to})


def fields_of(content: object, prefix: str = "") -> tuple[Field, ...]:
    """All fields of a content object in the order of its declaration.

    Raises TypeError where an attribute is neither a scalar declared with `disclosed` nor content itself: a mistake of
    the programmer's, never of the user's.
    """
    return tuple(_walk(content, prefix))


def _walk(content: object, prefix: str) -> Iterator[Field]:
    if not dataclasses.is_dataclass(content):
        raise TypeError(f"{type(content).__name__} is no content class")
    for attribute in dataclasses.fields(content):
        if attribute.name == "key":
            continue  # it stands in the path
        value = getattr(content, attribute.name)
        path = f"{prefix}{attribute.name}"
        to = attribute.metadata.get(_METADATA_KEY)
        if isinstance(value, tuple):
            for position, item in enumerate(value):
                name = str(getattr(item, "key", position))
                if dataclasses.is_dataclass(item):
                    yield from _walk(item, f"{path}/{name}/")
                elif to is not None:
                    yield Field(f"{path}/{position}", to, item)
                else:
                    raise TypeError(f"{path} has no disclosure class")
        elif dataclasses.is_dataclass(value):
            yield from _walk(value, f"{path}/")
        elif to is None:
            raise TypeError(f"{path} has no disclosure class")
        else:
            yield Field(path, to, value)


def tree(fields: Iterable[DisclosedField]) -> dict[str, Any]:
    """Fields as nested dictionaries, as far as the reader was allowed to open them.

    A path that is both a value and a level keeps the value under the empty name.
    """
    root: dict[str, Any] = {}
    for field in fields:
        level = root
        *parents, name = field.path.split("/")
        for parent in parents:
            below = level.setdefault(parent, {})
            if not isinstance(below, dict):
                below = level[parent] = {"": below}
            level = below
        if isinstance(level.get(name), dict):
            level[name][""] = field.value
        else:
            level[name] = field.value
    return root


def value_at(fields: Mapping[str, Any] | dict[str, Any], path: str) -> Any:
    """The value at a path of a `tree`, or None where it isn't there (or wasn't readable)."""
    level: Any = fields
    for name in path.split("/"):
        if not isinstance(level, Mapping):
            return None
        level = level.get(name)
    return level
