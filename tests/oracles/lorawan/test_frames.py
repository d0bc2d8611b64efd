"""Frames, what network servers make of them, and what the gateway signs."""

from __future__ import annotations

import json
from base64 import b64encode
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quaychain.contracts.events.envelope import Counter, EventKind, ReadingEnvelope, envelope_bytes, parse_message
from quaychain.contracts.events.refusal import EventRefusedError, RefusalReason
from quaychain.oracles.intake.once import set_aside
from quaychain.oracles.lorawan.devices_file import LorawanDevices, LorawanFileError, load_devices
from quaychain.oracles.lorawan.payload import TYPES, read_payload
from quaychain.oracles.lorawan.relay import record_uplink
from quaychain.oracles.lorawan.uplink import Uplink, read_uplink
from quaychain.oracles.sending.outbox import Outbox

from ..signing import CHAIN_ID, Signer, reading

GATEWAY = Signer(9)
EUI = "70b3d57ed0051234"
FILE = f"""
[[device]]
eui = "{EUI}"
asset = "urn:epc:id:giai:9520001.STS0417"
[[device.channel]]
channel = 3
asset = "urn:epc:id:cpi:9520001.BOOM-65.410001"
quantity = "Speed"
unit = "C16"
"""


def chirpstack(payload: bytes, counter: int = 17, **changes: Any) -> bytes:
    fields = {
        "deduplicationId": "3ac7e3c4-4401-4b8d-9386-a5c902f9202d",
        "time": "2026-03-02T00:00:00.123456789+00:00",
        "deviceInfo": {"applicationName": "cranes", "devEui": EUI},
        "devAddr": "00189440",
        "fCnt": counter,
        "fPort": 1,
        "data": b64encode(payload).decode(),
        "rxInfo": [{"rssi": -36, "snr": 10.5}],
    } | changes
    return json.dumps({name: value for name, value in fields.items() if value is not ...}).encode()


@pytest.fixture
def devices(tmp_path: Path) -> LorawanDevices:
    file = tmp_path / "devices.toml"
    file.write_text(FILE)
    return load_devices(file)


@pytest.fixture
def outbox(tmp_path: Path) -> Outbox:
    return Outbox(tmp_path / "outbox.sqlite", GATEWAY.key, CHAIN_ID)


def test_the_formats_own_examples() -> None:
    """myDevices' documentation: two temperatures; an accelerometer; a position."""
    found = [(each.channel, each.value) for each in read_payload(bytes.fromhex("03670110056700ff"))]
    assert found == [(3, 27.2), (5, 25.5)]
    assert [each.value for each in read_payload(bytes.fromhex("067104d2fb2e0000"))] == [1.234, -1.234, 0]
    position = read_payload(bytes.fromhex("018806765ff2960a0003e8"))
    assert [(each.component, each.value) for each in position] == [
        ("latitude", 42.3519), ("longitude", -87.9094), ("altitude", 10),
    ]  # fmt: skip
    assert read_payload(bytes.fromhex("0167ffd7"))[0].value == -4.1


@given(st.binary(max_size=60))
@settings(max_examples=300)
def test_any_frame_is_read_or_refused(frame: bytes) -> None:
    try:
        found = read_payload(frame)
    except EventRefusedError as error:
        assert error.reason is RefusalReason.MALFORMED
    else:
        assert 1 <= len(found) <= len(frame)
        assert {each.type for each in found} <= {name for name, _ in TYPES.values()}


def test_what_servers_hand_over() -> None:
    of_chirpstack = read_uplink(chirpstack(b"\x03\x67\x01\x10"))
    things = {
        "end_device_ids": {"device_id": "boom", "dev_eui": EUI.upper(), "dev_addr": "00189440"},
        "uplink_message": {
            "f_port": 1, "f_cnt": 17, "frm_payload": "A2cBEA==", "received_at": "2026-03-02T00:00:00.123456789Z",
        },
    }  # fmt: skip
    assert of_chirpstack == Uplink(EUI, "00189440", 1, 17, b"\x03\x67\x01\x10", "2026-03-02T00:00:00.123Z")
    assert read_uplink(json.dumps(things).encode()) == of_chirpstack
    assert read_uplink(chirpstack(b"", data=...)) is None
    assert read_uplink(chirpstack(b"\x01", fPort=0)) is None
    for wrong in ({"data": "*"}, {"devAddr": "x"}, {"time": 7}, {"fCnt": "1"}, {"deviceInfo": []}, {"time": ...}):
        with pytest.raises(EventRefusedError) as caught:
            read_uplink(chirpstack(b"\x01", **wrong))
        assert caught.value.reason is RefusalReason.MALFORMED
    for rubbish in (b"[]", b"7", b"null", b'{"uplink_message":1}'):
        with pytest.raises(EventRefusedError):
            read_uplink(rubbish)


def test_a_frame_is_signed_once_by_the_gateway_which_says_whose_it_is(devices: LorawanDevices, outbox: Outbox) -> None:
    message = chirpstack(bytes.fromhex("016700ff" + "03020190"))
    for _ in range(2):
        record_uplink(outbox, devices, message)
    record_uplink(outbox, devices, chirpstack(bytes.fromhex("01670100"), counter=18))
    first, second = (parse_message(item.message, max_bytes=65_536) for item in outbox.after(None, 9))
    envelope = first.envelope
    assert isinstance(envelope, ReadingEnvelope)
    assert (envelope.kind, envelope.relayed_for) == ("relayed", f"lorawan/{EUI}")
    assert envelope.public_key == GATEWAY.public
    assert envelope.frame is not None
    assert envelope.frame.model_dump() == {
        "network": "lorawan", "device": EUI, "port": 1, "counter": 17, "payload": "AWcA_wMCAZA",
    }  # fmt: skip
    assert [(each.asset[-6:], each.quantity, each.value, each.time) for each in envelope.readings] == [
        ("TS0417", "Temperature", 25.5, "2026-03-02T00:00:00.123Z"),
        ("410001", "Speed", 4, "2026-03-02T00:00:00.123Z"),
    ]
    assert second.envelope.counter == (0, 2)


def test_what_cant_be_signed_is_kept_aside(devices: LorawanDevices, outbox: Outbox) -> None:
    stranger = chirpstack(b"\x01\x67\x00\xff", deviceInfo={"devEui": "00" * 8})
    unsaid = chirpstack(b"\x07\x02\x00\xff")
    for message in (stranger, unsaid, b"rubbish", chirpstack(b"\x01\x99")):
        record_uplink(outbox, devices, message)
        record_uplink(outbox, devices, message)
    kept = {content: reason for _, reason, _, content in set_aside(outbox)}
    assert len(kept) == 4
    assert "not in the file" in kept[stranger]
    assert "does not say what this analog input measures" in kept[unsaid]
    assert outbox.count() == 0


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (FILE + FILE, "stands twice"), (FILE.replace("C16", "mm/s"), "unit"), ("device = 7", "device"),
        ("[[", "not TOML"),
        (FILE.replace("giai:", "sgtin:"), "asset"), (FILE.replace(EUI, "x"), "eui"), (FILE + 'more = 1\n', "more"),
    ],
)  # fmt: skip
def test_a_file_of_devices_that_is_wrong(tmp_path: Path, text: str, what: str) -> None:
    file = tmp_path / "devices.toml"
    file.write_text(text)
    with pytest.raises(LorawanFileError, match=what):
        load_devices(file)


def test_a_frame_goes_with_relayed_readings_only() -> None:
    frame = {"network": "lorawan", "device": EUI, "port": 1, "counter": 1, "payload": "AAAA"}
    for kind, with_frame in (
        (EventKind.READING, frame),
        (EventKind.RELAYED, None),
        (EventKind.RELAYED, frame | {"port": 0}),
    ):
        with pytest.raises(EventRefusedError) as caught:
            envelope_bytes(
                chain_id=1,
                key=GATEWAY.public,
                counter=Counter(0, 1),
                kind=kind,
                readings=[reading()],
                frame=with_frame,
            )
        assert caught.value.reason is RefusalReason.MALFORMED
