"""Errors of the API's own, each with the fields that its problem document shows."""

from __future__ import annotations

from dataclasses import dataclass

from quaychain.contracts.errors import QuaychainError


@dataclass
class NotFoundError(QuaychainError):
    """There is no such thing here. `kind` says what was looked for."""

    kind: str
    identifier: str

    def __str__(self) -> str:
        return f"there is no {self.kind} {self.identifier}"


@dataclass
class BadRequestError(QuaychainError):
    """The request's parts don't go together, or one of them is not what it has to be."""

    what: str
    reason: str

    def __str__(self) -> str:
        return f"{self.what}: {self.reason}"


@dataclass
class TooBusyError(QuaychainError):
    """More is asked for than can be answered now; `retry_after` is in seconds."""

    retry_after: int

    def __str__(self) -> str:
        return f"too much is asked for at once: ask again in {self.retry_after} s"


@dataclass
class BodyTooLargeError(QuaychainError):
    """The body is longer than is taken, in bytes."""

    limit: int

    def __str__(self) -> str:
        return f"a request may carry at most {self.limit} bytes"


@dataclass
class BodyTooSlowError(QuaychainError):
    """Not all of the body came in time, in seconds."""

    seconds: float

    def __str__(self) -> str:
        return f"not all of the request came within {self.seconds:g} s"


@dataclass
class CrossSiteRequestError(QuaychainError):
    """A browser sent this from another site's page."""

    origin: str

    def __str__(self) -> str:
        return f"a session's cookie counts only for this site's own pages, not for {self.origin}"


@dataclass
class KeyNotHereError(QuaychainError):
    """The member's encryption key is not on this server, so nothing can be opened for it here."""

    member: str

    def __str__(self) -> str:
        return f"this server holds no encryption key of member {self.member}: open the record where the key is"


@dataclass
class EventNotProvableError(QuaychainError):
    """Not all of the batch's events can be opened here, so the way to its root can't be shown."""

    event: str
    reason: str

    def __str__(self) -> str:
        return f"no bundle can be made for event {self.event}: {self.reason}"
