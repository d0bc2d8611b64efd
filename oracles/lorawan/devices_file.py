"""Which asset a LoRaWAN device is on, and what its channels measure: a TOML or JSON file, checked on loading. Pure.

[[device]]
eui = "70b3d57ed0051234"
asset = "urn:epc:id:giai:9520001.STS0417"

[[device.channel]]          # only where the frame's type does not say it, or for another asset
channel = 3
asset = "urn:epc:id:cpi:9520001.BOOM-65.410001"
quantity = "Speed"
unit = "C16"
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.events.envelope import MAX_READINGS, describe, encode_base64url
from quaychain.contracts.events.reading import Reading
from quaychain.contracts.events.refusal import EventRefusedError, RefusalReason
from quaychain.contracts.events.strict_json import parse_strict

from .payload import read_payload
from .uplink import Uplink

_MAX_BYTES = 4 * 2**20


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Channel(_Part):
    """What a channel measures."""

    channel: Annotated[int, Field(ge=0, le=255)]
    asset: str | None = None
    quantity: str | None = None
    unit: str | None = None


class LorawanDevice(_Part):
    """One device."""

    eui: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{16}$")]
    asset: str
    channel: Annotated[tuple[Channel, ...], Field(strict=False)] = ()


class _File(_Part):
    device: Annotated[tuple[LorawanDevice, ...], Field(strict=False)]


@dataclass
class LorawanFileError(QuaychainError):
    """The file of LoRaWAN devices can't be used."""

    file: str
    reason: str

    def __str__(self) -> str:
        return f"{self.file}: {self.reason}"


class LorawanDevices:
    """The devices of one file, by DevEUI."""

    def __init__(self, devices: tuple[LorawanDevice, ...]) -> None:
        self._devices = {device.eui: device for device in devices}

    def __len__(self) -> int:
        return len(self._devices)

    def readings(self, uplink: Uplink) -> tuple[tuple[dict[str, Any], ...], dict[str, Any]]:
        """The readings in a frame as JSON, and the frame as it stands in the envelope.

        Raises EventRefusedError: KEY_UNREGISTERED for a device that is not in the file, MALFORMED.
        """
        device = self._devices.get(uplink.device)
        if device is None:
            raise EventRefusedError(RefusalReason.KEY_UNREGISTERED, f"device {uplink.device} is not in the file")
        channels = {channel.channel: channel for channel in device.channel}
        readings = []
        for measured in read_payload(uplink.payload):
            channel = channels.get(measured.channel, Channel(channel=measured.channel))
            reading = {
                "asset": channel.asset or device.asset,
                "quantity": channel.quantity or measured.quantity,
                "unit": channel.unit or measured.unit,
                "value": measured.value,
                "time": uplink.time,
            }
            if measured.component is not None:
                reading["component"] = measured.component
            if reading["quantity"] is None or reading["unit"] is None:
                raise EventRefusedError(
                    RefusalReason.MALFORMED,
                    f"device {device.eui}, channel {measured.channel}: the file does not say what this "
                    f"{measured.type} measures",
                )
            readings.append(reading)
        if len(readings) > MAX_READINGS:
            raise EventRefusedError(RefusalReason.MALFORMED, f"{len(readings)} readings in one frame")
        frame = {
            "network": "lorawan",
            "device": uplink.device,
            "port": uplink.port,
            "counter": uplink.counter,
            "payload": encode_base64url(uplink.payload),
        }
        return tuple(readings), frame


def load_devices(file: Path) -> LorawanDevices:
    """The devices of a `.toml` or `.json` file (I/O: reads it). Raises LorawanFileError."""
    try:
        data = file.read_bytes()
        if file.suffix == ".json":
            value = parse_strict(data, max_bytes=_MAX_BYTES, max_depth=6)
        else:
            value = tomllib.loads(data.decode())
        devices = _File.model_validate(value).device
    except OSError as error:
        raise LorawanFileError(str(file), error.strerror or str(error)) from error
    except ValidationError as error:
        raise LorawanFileError(str(file), describe(error)) from None
    except EventRefusedError as error:
        raise LorawanFileError(str(file), error.detail) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise LorawanFileError(str(file), f"not TOML: {error}") from None
    _check(file, devices)
    return LorawanDevices(devices)


def _check(file: Path, devices: tuple[LorawanDevice, ...]) -> None:
    if len({device.eui for device in devices}) != len(devices):
        raise LorawanFileError(str(file), "a device stands twice")
    for device in devices:
        if len({channel.channel for channel in device.channel}) != len(device.channel):
            raise LorawanFileError(str(file), f"device {device.eui}: a channel stands twice")
        for channel in (Channel(channel=0), *device.channel):
            example = {
                "asset": channel.asset or device.asset,
                "quantity": channel.quantity or "Temperature",
                "unit": channel.unit or "CEL",
                "value": 0,
                "time": "2026-01-01T00:00:00Z",
            }
            try:
                Reading.model_validate(example)
            except ValidationError as error:
                raise LorawanFileError(str(file), f"device {device.eui}: {describe(error)}") from None
