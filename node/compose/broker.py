"""The broker's users: one for the oracle, one for each device, with the topics each may use. Pure.

Sources: mosquitto.conf(5) and mosquitto_passwd(1) of Mosquitto 2.0: lines `user:$7$iterations$salt$hash`, PBKDF2 with
SHA-512; access lists by `user` and `topic`.
"""

from __future__ import annotations

import base64
import hashlib
import os
from collections.abc import Iterable, Mapping
from typing import Literal

from ..documents import Document
from ..fields import Bytes16, Bytes32

FORMAT: Literal["quaychain-devices-1"] = "quaychain-devices-1"
#: The oracle's gateway.
GATEWAY = "gateway"
_SALT_BYTES = 12
_HASH_BYTES = 64
#: Passwords are random, so trying them is hopeless at any cost.
_ITERATIONS = 1_000


class Device(Document):
    """A device: its Ed25519 public key, and the member that registered it."""

    key: Bytes32
    member: Bytes16

    @property
    def user(self) -> str:
        """Its name at the broker."""
        return self.key.hex()


class Devices(Document):
    """devices.json: who may use the broker."""

    format: Literal["quaychain-devices-1"] = FORMAT
    devices: tuple[Device, ...] = ()

    def with_device(self, device: Device) -> Devices:
        """With this device; one of the same key is replaced. In order of the keys."""
        others = (known for known in self.devices if known.key != device.key)
        return Devices(devices=tuple(sorted((*others, device), key=lambda each: each.key)))

    def without_device(self, key: bytes) -> Devices:
        """Without the device of this key."""
        return Devices(devices=tuple(device for device in self.devices if device.key != key))


def access_list(devices: Iterable[Device]) -> bytes:
    """The access list: nobody may do what isn't named. A device publishes on its own topic and reads its answers."""
    lines = [f"user {GATEWAY}", "topic read qc/+/+/up", "topic write qc/+/+/ack"]
    for device in devices:
        own = f"qc/{device.member.hex()}/{device.user}"
        lines += ["", f"user {device.user}", f"topic write {own}/up", f"topic read {own}/ack"]
    return "\n".join(lines).encode() + b"\n"


def password_entry(password: bytes) -> str:
    """What the password file has of a password."""
    salt = os.urandom(_SALT_BYTES)
    derived = hashlib.pbkdf2_hmac("sha512", password, salt, _ITERATIONS, _HASH_BYTES)
    encoded, hashed = (base64.b64encode(part).decode("ascii") for part in (salt, derived))
    return f"$7${_ITERATIONS}${encoded}${hashed}"


def password_file(entries: Mapping[str, str]) -> bytes:
    """The password file, of entries by user."""
    return "".join(f"{user}:{entry}\n" for user, entry in sorted(entries.items())).encode()


def password_entries(data: bytes) -> dict[str, str]:
    """The entries of a password file, by user."""
    split = (line.partition(":") for line in data.decode().splitlines())
    return {user: entry for user, colon, entry in split if colon}
