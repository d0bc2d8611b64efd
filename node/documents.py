"""Read the JSON documents that members exchange: charters and cards. I/O."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic.alias_generators import to_camel

from quaychain.contracts.errors import QuaychainError

_LONGEST = 1_000_000
M = TypeVar("M", bound="Document")


@dataclass
class DocumentError(QuaychainError):
    """A charter or card that can't be read: missing, no JSON, or not of its form. `place` is the file and the field."""

    place: str
    reason: str

    def __str__(self) -> str:
        return f"{self.place}: {self.reason}"


class Document(BaseModel):
    """Base of documents: strict types, no unknown names, camel case in JSON."""

    model_config = ConfigDict(
        frozen=True,
        strict=True,
        extra="forbid",
        alias_generator=to_camel,
        validate_by_name=True,
        validate_by_alias=True,
    )

    def as_json(self) -> dict[str, Any]:
        """The document as JSON has it."""
        return self.model_dump(mode="json", by_alias=True)

    def as_file(self) -> bytes:
        """The document as it is written to a file: readable, and the same bytes for everybody."""
        return json.dumps(self.as_json(), indent=2, ensure_ascii=False).encode() + b"\n"


def read_document(path: Path, kind: type[M]) -> M:
    """The document in a file. Raises DocumentError in one line, naming the file and the field."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise DocumentError(str(path), error.strerror or str(error)) from error
    return parse_document(data, kind, str(path))


def read_documents(places: Iterable[Path], kind: type[M]) -> tuple[M, ...]:
    """The documents in these files, and in the *.json files of those that are folders, by name.

    Raises DocumentError.
    """
    files: list[Path] = []
    for place in places:
        if place.is_dir():
            inside = sorted(place.glob("*.json"))
            if not inside:
                raise DocumentError(str(place), "the folder has no *.json file")
            files += inside
        else:
            files.append(place)
    return tuple(read_document(file, kind) for file in files)


def parse_document(data: bytes, kind: type[M], place: str) -> M:
    """The document in these bytes; `place` says in errors where they are from. Raises DocumentError."""
    if len(data) > _LONGEST:
        raise DocumentError(place, f"longer than {_LONGEST} bytes")
    try:
        # Strict types in JSON terms: hexadecimal text may become bytes, but 1 is not "1".
        json.loads(data, object_pairs_hook=_once)
        return kind.model_validate_json(data)
    except ValidationError as error:
        raise _document_error(place, error) from error
    except (UnicodeDecodeError, RecursionError, ValueError) as error:
        raise DocumentError(place, f"no JSON document: {str(error).splitlines()[0]}") from error


def make_document(kind: type[M], place: str, /, **values: Any) -> M:
    """A document of these values; `place` says in errors what it is. Raises DocumentError."""
    try:
        return kind(**values)
    except ValidationError as error:
        raise _document_error(place, error) from error


def _document_error(place: str, error: ValidationError) -> DocumentError:
    first = error.errors(include_url=False)[0]
    field = ".".join(str(part) for part in first["loc"])
    return DocumentError(f"{place}: {field}" if field else place, first["msg"].removeprefix("Value error, "))


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"{twice!r} stands twice")
    return fields
