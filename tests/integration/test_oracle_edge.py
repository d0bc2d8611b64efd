"""A small device, a LoRaWAN frame and edge rules through a real broker, the gateway and the anchorer."""

from __future__ import annotations

import json
import threading
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from fastapi import FastAPI

from quaychain.contracts.events.batch_data import BatchEvent
from quaychain.contracts.events.envelope import EnvelopeForm, ReadingEnvelope
from quaychain.contracts.ports import free_port
from quaychain.oracles.batch import BatchLimits
from quaychain.oracles.edge.rules import parse_rules
from quaychain.oracles.lorawan.devices_file import load_devices
from quaychain.oracles.lorawan.relay import LorawanRelay
from quaychain.oracles.lorawan.uplink import CHIRPSTACK_TOPIC
from quaychain.oracles.mqtt import MqttLink, MqttSettings
from quaychain.oracles.queue.batches import Batches
from quaychain.oracles.queue.database import open_queue, streams_of
from quaychain.oracles.sending.device import Device, DeviceSettings
from quaychain.oracles.sending.outbox import Outbox
from quaychain.oracles.sending.readings import ReadingSource
from quaychain.oracles.service import EdgeRuling, OraclePorts, OracleService, OracleSettings

from ..oracles.fake_chain import FakeChain, FakePort, MemoryVault
from ..oracles.signing import CHAIN_ID, MEMBER, Directory, Signer, reading, registered
from .test_oracle_mqtt import FixedClock, mosquitto, wait_until

pytestmark = pytest.mark.integration

SMALL, GATEWAY, RELAY = Signer(1), Signer(8), Signer(9)
EUI = "70b3d57ed0051234"
RULES = {"version": 1, "rule": [{"name": "heat", "quantity": "Temperature", "unit": "CEL", "range": {"max": 50}}]}


@contextmanager
def oracle(folder: Path, port: int, chain: FakeChain) -> Iterator[None]:
    settings = OracleSettings(
        chain_id=CHAIN_ID,
        queue=folder / "queue.sqlite",
        mqtt=MqttSettings(port=port),
        batch=BatchLimits(max_count=100, max_age=0.2),
        tick=0.05,
    )
    directory = Directory({signer.public: registered() for signer in (SMALL, GATEWAY, RELAY)})
    edge = EdgeRuling(parse_rules(json.dumps(RULES).encode(), "rules.json"), GATEWAY.key)
    ports = OraclePorts(
        directory, FixedClock(), lambda *_: (), FakePort(chain), MemoryVault(), lambda *_: FastAPI(), edge
    )
    with running(OracleService(settings, ports).run):
        yield


@contextmanager
def running(run: object) -> Iterator[None]:
    stopping, ready = threading.Event(), threading.Event()
    arguments = (stopping, ready.set) if "ready" in run.__code__.co_varnames else (stopping,)  # type: ignore[attr-defined]
    thread = threading.Thread(target=run, args=arguments)  # type: ignore[arg-type]
    thread.start()
    try:
        assert len(arguments) == 1 or ready.wait(20)
        yield
    finally:
        stopping.set()
        thread.join(20)
    assert not thread.is_alive()


def events(folder: Path) -> list[BatchEvent]:
    connection = open_queue(folder / "queue.sqlite")
    try:
        return [entry for stream in streams_of(connection) for entry in Batches(connection).events(stream, 1, 100)]
    finally:
        connection.close()


def test_what_is_signed_by_whom(tmp_path: Path) -> None:
    port, chain = free_port(), FakeChain()
    (tmp_path / "devices.toml").write_text(f'[[device]]\neui = "{EUI}"\nasset = "{reading()["asset"]}"\n')
    (tmp_path / "readings.jsonl").write_text(json.dumps(reading(60.5)) + "\n" + json.dumps(reading(20.0)) + "\n")
    uplink = {
        "time": "2026-03-02T00:00:00Z", "deviceInfo": {"devEui": EUI}, "devAddr": "00189440", "fCnt": 7, "fPort": 1,
        "data": b64encode(bytes.fromhex("01670302")).decode(),
    }  # fmt: skip
    server = MqttSettings(port=port)
    relay = LorawanRelay(
        load_devices(tmp_path / "devices.toml"), server, CHIRPSTACK_TOPIC,
        lambda: Outbox(tmp_path / "relay.sqlite", RELAY.key, CHAIN_ID), server, DeviceSettings(member=MEMBER),
        RELAY.public,
    )  # fmt: skip
    link = MqttLink(server, "network-server")
    with mosquitto(port, tmp_path), oracle(tmp_path, port, chain):
        small = Outbox(tmp_path / "small.sqlite", SMALL.key, CHAIN_ID, EnvelopeForm.COSE)
        source = ReadingSource(tmp_path / "readings.jsonl")
        settings = DeviceSettings(member=MEMBER, readings_per_message=2)
        Device(settings, server, SMALL.public, small, source).run(threading.Event())
        with running(relay.run):
            link.start()
            assert link.wait_online(20)

            def told_again() -> bool:
                link.publish(f"application/1/device/{EUI}/event/up", json.dumps(uplink).encode())
                return len(events(tmp_path)) == 4

            wait_until(told_again, "a reading, a frame and a note on each are durable")
            wait_until(lambda: sum(block.count for block in chain.blocks) == 4, "all are anchored")
            link.stop()
    found = {(entry.kind.value, entry.event.form.value, entry.event.envelope.key): entry for entry in events(tmp_path)}
    assert set(found) == {
        ("reading", "cose", SMALL.public.hex()),
        ("relayed", "json", RELAY.public.hex()),
        ("derived", "json", GATEWAY.public.hex()),
    }
    relayed = found["relayed", "json", RELAY.public.hex()].event.envelope
    assert isinstance(relayed, ReadingEnvelope)
    assert (relayed.relayed_for, relayed.readings[0].value) == (f"lorawan/{EUI}", 77)
    notes = [json.loads(entry.event.body)["notes"][0] for entry in events(tmp_path) if entry.kind.value == "derived"]
    assert sorted((note["device"], note["value"]) for note in notes) == sorted(
        [(SMALL.public.hex(), 60.5), (f"lorawan/{EUI}", 77)]
    )
