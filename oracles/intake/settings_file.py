"""A JSON file that says what a source is, checked on loading."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.events.envelope import describe
from quaychain.contracts.events.refusal import EventRefusedError
from quaychain.contracts.events.strict_json import parse_strict

_MAX_BYTES = 4 * 2**20
_MAX_DEPTH = 12
M = TypeVar("M", bound=BaseModel)


@dataclass
class SourceFileError(QuaychainError):
    """A source's file can't be used."""

    file: str
    reason: str

    def __str__(self) -> str:
        return f"{self.file}: {self.reason}"


def load_settings(path: Path, model: type[M]) -> M:
    """The file as a `model`; raises SourceFileError naming the first thing that is wrong."""
    try:
        value = parse_strict(path.read_bytes(), max_bytes=_MAX_BYTES, max_depth=_MAX_DEPTH)
        return model.model_validate(value)
    except OSError as error:
        raise SourceFileError(str(path), error.strerror or str(error)) from error
    except EventRefusedError as error:
        raise SourceFileError(str(path), error.detail) from None
    except ValidationError as error:
        raise SourceFileError(str(path), describe(error)) from None


def read_secret(folder: Path, file: Path) -> str:
    """A secret's file, its path taken from `folder`, without the line's end; raises SourceFileError."""
    path = folder / file
    try:
        if path.stat().st_mode & 0o077:
            raise SourceFileError(str(path), "others may read it: chmod 600 it")
        secret = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SourceFileError(str(path), getattr(error, "strerror", None) or "is not ASCII text") from error
    if not secret:
        raise SourceFileError(str(path), "is empty")
    return secret
