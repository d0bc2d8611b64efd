"""The benches' devices: what they sign is what a device signs."""

from __future__ import annotations

from pathlib import Path

from nacl.signing import VerifyKey

from quaychain.contracts.events.envelope import Counter, parse_message
from quaychain.scripts.bench.producers import Plan, _Device, _length, _read_length, device_key

SEED = "07" * 32


def test_what_they_sign_is_canonical_and_counts_on() -> None:
    plan = Plan(1883, 1337, "0a" * 16, (SEED,), 12, 3, 0.0, True, "begin", "report")
    device = _Device(plan, SEED, 12)
    assert device.ack == f"qc/{'0a' * 16}/{device_key(SEED).hex()}/ack".encode()
    for seq, message in enumerate(device.messages, start=1):
        event = parse_message(message, max_bytes=10_000)
        assert event.envelope.counter == Counter(3, seq)
        VerifyKey(device_key(SEED)).verify(event.signed, event.signature)
    packet = device.packet(0, 5)
    size, width = _read_length(packet, 1)
    assert len(packet) == 1 + width + size
    assert packet.endswith(device.messages[0])


def test_a_plan_is_a_file(tmp_path: Path) -> None:
    plan = Plan(1883, 1337, "0a" * 16, (SEED,), 12, 3, 0.0, True, "begin", "report")
    assert b'"count": 12' in plan.save(tmp_path / "plan.json").read_bytes()


def test_remaining_lengths_are_those_of_mqtt() -> None:
    for size in (0, 127, 128, 16_383, 16_384, 2_097_151, 2_097_152):
        assert _read_length(_length(size), 0) == (size, len(_length(size)))
    assert _read_length(b"\x80", 0) == (0, 0)
