"""What the gateway has to know of a device key, and where it asks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.events.refusal import EventRefusedError, RefusalReason

if TYPE_CHECKING:
    from quaychain.contracts.events.envelope import Counter


@dataclass(frozen=True, slots=True)
class RegisteredDevice:
    """A key as DeviceRegistry has it; times in Unix seconds, 0 for none."""

    member: bytes
    member_active: bool
    valid_from: int
    #: Exclusive.
    valid_until: int
    revoked_from: int
    #: The newest boot that its member declared: nothing signed in an earlier one counts any more.
    declared_boot: int
    #: The last counter that counts, once closed or replaced.
    closed: Counter | None


@dataclass
class DirectoryUnavailableError(QuaychainError):
    """The registry can't be asked now, so nothing can be said of a key: neither accept nor refuse."""

    reason: str


class DeviceDirectory(Protocol):
    """Looks keys up in DeviceRegistry."""

    def device(self, key: bytes) -> RegisteredDevice | None:
        """The device of a 32-byte key, None where there is none; raises DirectoryUnavailableError."""


class Clock(Protocol):
    """The head's time."""

    def now(self) -> int:
        """Unix seconds; raises DirectoryUnavailableError where it is not known."""


def check_standing(device: RegisteredDevice | None, now: int) -> RegisteredDevice:
    """The device, when its key counts at `now` (the head's time); raises EventRefusedError with the reason."""
    if device is None:
        raise EventRefusedError(RefusalReason.KEY_UNREGISTERED, "DeviceRegistry has no such key")
    if device.revoked_from and now >= device.revoked_from:
        raise EventRefusedError(RefusalReason.KEY_REVOKED, f"revoked from {device.revoked_from}")
    if now < device.valid_from:
        raise EventRefusedError(RefusalReason.KEY_NOT_YET_VALID, f"valid from {device.valid_from}, now is {now}")
    if device.valid_until and now >= device.valid_until:
        raise EventRefusedError(RefusalReason.KEY_EXPIRED, f"valid until {device.valid_until}, now is {now}")
    if not device.member_active:
        raise EventRefusedError(RefusalReason.MEMBER_NOT_ACTIVE, f"member {device.member.hex()} is not active")
    return device
