"""The file that names the carriers whose events are taken, and how."""

from __future__ import annotations

from base64 import b64decode
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator
from pydantic.alias_generators import to_camel

from ..intake.settings_file import SourceFileError, load_settings, read_secret
from ..logistics.epcis.fields import Time

#: Bytes of a secret: shorter than the digest, it would be weaker than the signature that is made with it (RFC 2104).
_SHORTEST_SECRET = 32

Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._-]{1,64}$")]


class _FilePart(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", alias_generator=to_camel)


class Subscription(_FilePart):
    """A subscription at the carrier, which pushes events to our callback URL."""

    #: The carrier's subscriptionID.
    id: UUID
    #: Files with its secret in Base64; more than one while it is changed for another.
    secret_files: Annotated[tuple[Path, ...], Field(min_length=1, max_length=4)]


class Poll(_FilePart):
    """The carrier's list of events, asked for again and again."""

    #: Of `GET …/events`.
    url: Annotated[str, StringConstraints(pattern=r"^https?://[^\s?#]+$")]
    #: Filters such as carrierBookingReference.
    parameters: dict[str, str] = {}
    #: Header → file with its value, such as an API key.
    header_files: dict[Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9-]+$")], Path] = {}
    #: Events created since then are wanted; all that the carrier has where it is left out.
    since: Time | None = None
    #: Seconds between two passes.
    interval: Annotated[float, Field(ge=1, le=86_400)] = 300
    #: Events asked for at once.
    limit: Annotated[int, Field(ge=1, le=1_000)] = 100
    #: Seconds before the newest event known from where on they are asked for again: what a carrier enters late.
    overlap: Annotated[int, Field(ge=0, le=90 * 86_400)] = 86_400
    requests_per_minute: Annotated[float, Field(gt=0, le=6_000)] = 30

    @model_validator(mode="after")
    def _ours(self) -> Poll:
        taken = {"limit", "sort", "cursor"} | {name for name in self.parameters if name.startswith("eventCreated")}
        if both := taken & set(self.parameters):
            raise ValueError(f"parameters: {sorted(both)[0]} is set by the poll itself")
        return self


class Carrier(_FilePart):
    """One carrier."""

    #: Names it in the outbox: what it told by push and by poll is known under this name.
    name: Name
    subscriptions: tuple[Subscription, ...] = ()
    poll: Poll | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Carrier:
        if not self.subscriptions and self.poll is None:
            raise ValueError("has neither subscriptions nor a poll")
        return self


class CarriersFile(_FilePart):
    """The file."""

    carriers: Annotated[tuple[Carrier, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _once_each(self) -> CarriersFile:
        names = [carrier.name for carrier in self.carriers]
        subscriptions = [each.id for carrier in self.carriers for each in carrier.subscriptions]
        if len(set(names)) < len(names) or len(set(subscriptions)) < len(subscriptions):
            raise ValueError("names a carrier or a subscription twice")
        return self


@dataclass(frozen=True, slots=True)
class Subscribed:
    """Who pushes under a subscription, and the secrets that it may sign with."""

    carrier: str
    secrets: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Polled:
    """What is asked for, with the headers that the carrier wants."""

    carrier: str
    poll: Poll
    headers: dict[str, str]


@dataclass(frozen=True, slots=True)
class Carriers:
    """The file with what its secrets' files say."""

    subscriptions: dict[UUID, Subscribed]
    polls: tuple[Polled, ...]


def load_carriers(path: Path) -> Carriers:
    """Read and check the file and the secrets beside it; raises SourceFileError."""
    file, folder = load_settings(path, CarriersFile), path.parent
    subscriptions = {
        each.id: Subscribed(carrier.name, tuple(_secret(folder, secret) for secret in each.secret_files))
        for carrier in file.carriers
        for each in carrier.subscriptions
    }
    polls = tuple(
        Polled(
            carrier.name,
            carrier.poll,
            {name: read_secret(folder, secret) for name, secret in carrier.poll.header_files.items()},
        )
        for carrier in file.carriers
        if carrier.poll is not None
    )
    return Carriers(subscriptions, polls)


def _secret(folder: Path, file: Path) -> bytes:
    try:
        secret = b64decode(read_secret(folder, file), validate=True)
    except ValueError:
        raise SourceFileError(str(folder / file), "is not Base64") from None
    if len(secret) < _SHORTEST_SECRET:
        raise SourceFileError(str(folder / file), f"a secret of {len(secret)} bytes, at least {_SHORTEST_SECRET}")
    return secret
