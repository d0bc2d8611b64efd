"""The file that says what a keeper watches and whom it tells: JSON, checked whole when it is read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.events.envelope import describe
from quaychain.contracts.events.refusal import EventRefusedError
from quaychain.contracts.events.strict_json import parse_strict

from .arrivals import Arrival
from .availability import AvailabilitySettings
from .fences import Fence

_LARGEST = 16 * 2**20


@dataclass
class WatchFileError(QuaychainError):
    """The file is not one, or something in it is wrong."""

    path: str
    reason: str

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}"


class CertificateWatch(BaseModel):
    """When certificates that expire are told of."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    #: Days before the end; the note after it comes in any case.
    warn_days: Annotated[tuple[Annotated[int, Field(ge=1, le=3_650)], ...], Field(alias="warnDays")] = (30, 7, 1)


class TargetSettings(BaseModel):
    """Where notices go: a webhook with the file of its secret, or a file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9._-]{0,62}$")]
    url: Annotated[str, Field(pattern=r"^https?://[^\s]+$")] | None = None
    secret_file: Annotated[Path | None, Field(alias="secretFile")] = None
    file: Path | None = None

    @model_validator(mode="after")
    def _one_place(self) -> TargetSettings:
        if (self.url is None) == (self.file is None):
            raise ValueError("name either a url or a file")
        if (self.url is None) != (self.secret_file is None):
            raise ValueError("a url needs a secretFile, a file has none")
        return self


class Watch(BaseModel):
    """All of it. Names are unique in their list."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    certificates: CertificateWatch | None = None
    arrivals: tuple[Arrival, ...] = ()
    fences: tuple[Fence, ...] = ()
    availability: AvailabilitySettings | None = None
    targets: tuple[TargetSettings, ...] = ()

    @model_validator(mode="after")
    def _unique(self) -> Watch:
        for what, names in (
            ("arrivals", [each.name for each in self.arrivals]),
            ("fences", [each.name for each in self.fences]),
            ("targets", [each.name for each in self.targets]),
        ):
            twice = {name for name in names if names.count(name) > 1}
            if twice:
                raise ValueError(f"{what}: {', '.join(sorted(twice))} stands there twice")
        return self


def read_watch(path: Path) -> Watch:
    """Read and check the file; paths in it are from its own folder. Raises WatchFileError."""
    try:
        with path.open("rb") as file:
            data = file.read(_LARGEST + 1)
        watch = Watch.model_validate(parse_strict(data, max_bytes=_LARGEST, max_depth=16))
    except OSError as error:
        raise WatchFileError(str(path), error.strerror or str(error)) from None
    except EventRefusedError as error:
        raise WatchFileError(str(path), error.detail) from None
    except ValidationError as error:
        raise WatchFileError(str(path), describe(error)) from None
    return watch.model_copy(update={"targets": tuple(_placed(target, path.parent) for target in watch.targets)})


def _placed(target: TargetSettings, folder: Path) -> TargetSettings:
    return target.model_copy(
        update={
            name: folder / value
            for name, value in (("file", target.file), ("secret_file", target.secret_file))
            if value is not None
        }
    )
