"""Cayenne Low Power Payload: the compact, open format of a frame's bytes. Pure.

Source: myDevices, "Cayenne Low Power Payload": one or more of channel (1 byte), type (1 byte), value (big-endian, of
the type's length), whose types are IPSO objects less 3200. 51 bytes, the least that LoRaWAN carries, hold 12
temperatures.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from quaychain.contracts.events.reading import Component
from quaychain.contracts.events.refusal import EventRefusedError, RefusalReason

#: The most that LoRaWAN carries, at its highest rates.
MAX_FRAME = 242


@dataclass(frozen=True, slots=True)
class Part:
    """One number of a value."""

    length: int
    #: The number is in `1 / divisor` of the unit.
    divisor: int
    signed: bool
    quantity: str | None
    unit: str | None
    component: Component | None = None


@dataclass(frozen=True, slots=True)
class Measured:
    """One number out of a frame. `quantity` and `unit` are None where the type does not say them."""

    channel: int
    type: str
    value: int | float
    quantity: str | None
    unit: str | None
    component: Component | None


#: Type → its name and parts. Units are UN/ECE Rec 20: C62 one, LUX lux, CEL °C, P1 %, K40 g, A97 hPa, DD °, MTR m.
TYPES: Mapping[int, tuple[str, tuple[Part, ...]]] = {
    0x00: ("digital input", (Part(1, 1, False, "Dimensionless", "C62"),)),
    0x02: ("analog input", (Part(2, 100, True, None, None),)),
    0x65: ("illuminance", (Part(2, 1, False, "Illuminance", "LUX"),)),
    0x66: ("presence", (Part(1, 1, False, "Dimensionless", "C62"),)),
    0x67: ("temperature", (Part(2, 10, True, "Temperature", "CEL"),)),
    0x68: ("humidity", (Part(1, 2, False, "RelativeHumidity", "P1"),)),
    0x71: (
        "accelerometer",
        (
            Part(2, 1000, True, "Acceleration", "K40", "x"),
            Part(2, 1000, True, "Acceleration", "K40", "y"),
            Part(2, 1000, True, "Acceleration", "K40", "z"),
        ),
    ),
    0x73: ("barometer", (Part(2, 10, False, "Pressure", "A97"),)),
    0x88: (
        "position",
        (
            Part(3, 10_000, True, "Angle", "DD", "latitude"),
            Part(3, 10_000, True, "Angle", "DD", "longitude"),
            Part(3, 100, True, "Length", "MTR", "altitude"),
        ),
    ),
}


def read_payload(frame: bytes) -> list[Measured]:
    """The numbers in a frame, in order; raises EventRefusedError (TOO_LARGE, MALFORMED)."""
    if len(frame) > MAX_FRAME:
        raise EventRefusedError(RefusalReason.TOO_LARGE, f"a frame of {len(frame)} bytes, LoRaWAN has {MAX_FRAME}")
    found: list[Measured] = []
    at = 0
    while at < len(frame):
        if at + 2 > len(frame) or frame[at + 1] not in TYPES:
            raise EventRefusedError(RefusalReason.MALFORMED, f"byte {at} of the frame begins no value that is known")
        channel, (name, parts) = frame[at], TYPES[frame[at + 1]]
        at += 2
        for part in parts:
            if at + part.length > len(frame):
                raise EventRefusedError(RefusalReason.MALFORMED, f"the frame ends within channel {channel} ({name})")
            number = int.from_bytes(frame[at : at + part.length], "big", signed=part.signed)
            value = number // part.divisor if number % part.divisor == 0 else number / part.divisor
            found.append(Measured(channel, name, value, part.quantity, part.unit, part.component))
            at += part.length
    if not found:
        raise EventRefusedError(RefusalReason.MALFORMED, "an empty frame")
    return found
