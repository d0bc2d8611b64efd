"""What a network server hands over for a frame, on MQTT: ChirpStack 4 or The Things Stack 3. Pure.

Sources: ChirpStack's "up" event as JSON (topic `application/ID/device/DEVEUI/event/up`); The Things Stack's uplink
message (topic `v3/APPLICATION/devices/ID/up`). Of both only what is needed here is read.
"""

from __future__ import annotations

from base64 import b64decode
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from quaychain.contracts.events.refusal import EventRefusedError, RefusalReason
from quaychain.contracts.events.strict_json import parse_strict

CHIRPSTACK_TOPIC = "application/+/device/+/event/up"
THINGS_STACK_TOPIC = "v3/+/devices/+/up"
_MAX_BYTES = 65_536
_MAX_DEPTH = 12


@dataclass(frozen=True, slots=True)
class Uplink:
    """One frame."""

    #: DevEUI, 16 hexadecimal digits.
    device: str
    #: The address of the device's session: the frame counter begins anew with it.
    session: str
    port: int
    counter: int
    payload: bytes
    #: When the network received it: RFC 3339 in UTC, to the millisecond. The frame has no time of its own.
    time: str

    @property
    def identity(self) -> str:
        """What tells it from other frames, however often the server hands it over."""
        return f"{self.device}/{self.session}/{self.counter}"


def read_uplink(message: bytes) -> Uplink | None:
    """The frame in a server's message; None where there is none in it (a join, or an empty frame).

    Raises EventRefusedError (MALFORMED, or what is wrong with its JSON).
    """
    value = parse_strict(message, max_bytes=_MAX_BYTES, max_depth=_MAX_DEPTH)
    try:
        if "uplink_message" in value:
            return _things_stack(value)
        return _chirpstack(value)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        detail = f"not an uplink of ChirpStack or The Things Stack: {type(error).__name__} {error}"
        raise EventRefusedError(RefusalReason.MALFORMED, detail[:200]) from None


def _chirpstack(value: Any) -> Uplink | None:
    device = value["deviceInfo"]["devEui"]
    # Protobuf's JSON leaves out what is 0.
    port, counter, data = value.get("fPort", 0), value.get("fCnt", 0), value.get("data", "")
    return _uplink(device, value["devAddr"], port, counter, data, value["time"])


def _things_stack(value: Any) -> Uplink | None:
    ids, message = value["end_device_ids"], value["uplink_message"]
    port, counter, data = message.get("f_port", 0), message.get("f_cnt", 0), message.get("frm_payload", "")
    return _uplink(ids["dev_eui"], ids["dev_addr"], port, counter, data, message["received_at"])


def _uplink(device: str, session: str, port: Any, counter: Any, data: str, time: str) -> Uplink | None:
    if type(port) is not int or type(counter) is not int or counter < 0:
        raise ValueError("port and counter")
    payload = b64decode(data, validate=True)
    if not 1 <= port <= 223 or not payload:
        return None
    if len(bytes.fromhex(device)) != 8 or len(bytes.fromhex(session)) != 4:
        raise ValueError("device and address")
    # Servers write nanoseconds, which Python reads, and drops.
    moment = datetime.fromisoformat(time).astimezone(UTC)
    shown = moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return Uplink(device.lower(), session.lower(), port, counter, payload, shown)
