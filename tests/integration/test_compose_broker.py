"""Mosquitto with the very files that `quaychain node compose` writes: what a device may do, and what it may not."""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import socket
import ssl
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from quaychain.contracts.ports import free_port
from quaychain.node.compose.broker import GATEWAY, Device
from quaychain.node.compose.folder import ComposeFolder
from quaychain.node.compose.plan import BrokerPaths, Ports
from quaychain.node.compose.render import broker_config
from quaychain.oracles.mqtt import MqttLink, MqttSettings
from quaychain.oracles.topics import ack_topic, up_topic

from .test_oracle_mqtt import wait_until

pytestmark = pytest.mark.integration

MEMBER = bytes(range(16))
DEVICE, NEIGHBOUR = b"\x01" * 32, b"\x02" * 32
PATH = f"{os.environ['PATH']}:/usr/sbin"


@dataclass
class Broker:
    """A running Mosquitto and the folder of its files."""

    folder: ComposeFolder
    port: int
    process: subprocess.Popen[bytes]

    def settings(self, user: str, password: Path) -> MqttSettings:
        authority = self.folder.config / "broker/authority.pem"
        return MqttSettings(
            port=self.port, protocol="5", username=user, password_file=password, tls_authority=authority
        )

    def gateway(self) -> MqttSettings:
        return self.settings(GATEWAY, self.folder.secrets / "gateway-password")

    def device(self, key: bytes) -> MqttSettings:
        return self.settings(key.hex(), self.folder.secrets / "devices" / key.hex())

    def reload(self) -> None:
        """As `docker compose kill --signal HUP broker` does."""
        self.process.send_signal(signal.SIGHUP)


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[Broker]:
    program = shutil.which("mosquitto", path=PATH)
    if program is None:
        pytest.skip("mosquitto is not installed (Debian: apt-get install mosquitto)")
    folder = ComposeFolder(tmp_path / "home")
    folder.write_secrets(datetime.now(UTC))
    for key in (DEVICE, NEIGHBOUR):
        folder.admit(Device(key=key, member=MEMBER))
    data = tmp_path / "data"
    data.mkdir()
    port = free_port()
    places = BrokerPaths(
        str(folder.config / "broker"),
        str(folder.secrets / "broker-key.pem"),
        str(folder.secrets / "broker-passwords"),
        str(data),
    )
    config = tmp_path / "mosquitto.conf"
    # In its container it is alone and not root; here it is neither.
    own = f"user {'root' if os.geteuid() == 0 else os.getlogin()}\n"
    written = broker_config(places, Ports(mqtt=port)).decode()
    assert f"listener {port}\n" in written
    config.write_text(own + written.replace(f"listener {port}\n", f"listener {port} 127.0.0.1\n"))
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen([program, "-c", str(config)], stderr=log)
    try:
        wait_until(lambda: socket.socket().connect_ex(("127.0.0.1", port)) == 0, "mosquitto listens")
        yield Broker(folder, port, process)
    finally:
        process.kill()
        process.wait()


class Ear:
    """A client that remembers what it heard."""

    def __init__(self, settings: MqttSettings, *topics: str) -> None:
        self.heard: list[tuple[str, bytes]] = []
        self._link = MqttLink(
            settings,
            secrets.token_hex(4),
            subscriptions=topics,
            received=lambda topic, payload, _retained: self.heard.append((topic, payload)),
        )
        self._link.start()

    def online(self, seconds: float = 10) -> bool:
        return self._link.wait_online(seconds)

    def say(self, topic: str, payload: bytes) -> None:
        self._link.publish(topic, payload)

    def stop(self) -> None:
        self._link.stop()


@pytest.fixture
def ear(broker: Broker) -> Iterator[Callable[..., Ear]]:
    made: list[Ear] = []

    def make(settings: MqttSettings, *topics: str) -> Ear:
        made.append(Ear(settings, *topics))
        return made[-1]

    yield make
    for each in made:
        each.stop()


def test_device_and_oracle_hear_each_other_and_nobody_else_does(broker: Broker, ear: Callable[..., Ear]) -> None:
    up, ack = up_topic(MEMBER, DEVICE), ack_topic(MEMBER, DEVICE)
    oracle, device = ear(broker.gateway(), "qc/+/+/up"), ear(broker.device(DEVICE), ack)
    neighbour = ear(broker.device(NEIGHBOUR), up, ack, "qc/#", "#")
    assert oracle.online() and device.online() and neighbour.online()
    # Retried, for a subscription may come later than what is said.
    wait_until(lambda: device.say(up, b"mine") or (up, b"mine") in oracle.heard, "the oracle hears the device")
    wait_until(lambda: oracle.say(ack, b"heard") or (ack, b"heard") in device.heard, "the device is answered")
    assert neighbour.heard == []


def test_a_device_speaks_for_no_other_and_answers_nobody(broker: Broker, ear: Callable[..., Ear]) -> None:
    oracle, device = ear(broker.gateway(), "qc/+/+/up"), ear(broker.device(DEVICE), ack_topic(MEMBER, DEVICE))
    thief = ear(broker.device(NEIGHBOUR))
    assert oracle.online() and device.online() and thief.online()
    for topic in (
        up_topic(MEMBER, DEVICE),
        ack_topic(MEMBER, DEVICE),
        ack_topic(MEMBER, NEIGHBOUR),
        up_topic(bytes(16), NEIGHBOUR),
        "qc/x/y/up",
    ):
        thief.say(topic, b"stolen")
    own = up_topic(MEMBER, NEIGHBOUR)
    wait_until(lambda: thief.say(own, b"own") or (own, b"own") in oracle.heard, "its own is heard")
    assert {payload for _, payload in (*oracle.heard, *device.heard)} == {b"own"}


def test_the_oracle_sends_no_events_and_reads_no_answers(broker: Broker, ear: Callable[..., Ear]) -> None:
    up, ack = up_topic(MEMBER, DEVICE), ack_topic(MEMBER, DEVICE)
    oracle, device = ear(broker.gateway(), "qc/+/+/up", "qc/+/+/ack"), ear(broker.device(DEVICE), ack)
    assert oracle.online() and device.online()
    oracle.say(up, b"forged")
    wait_until(lambda: device.say(up, b"mine") or (up, b"mine") in oracle.heard, "the oracle hears the device")
    wait_until(lambda: oracle.say(ack, b"yes") or (ack, b"yes") in device.heard, "the device is answered")
    assert {payload for _, payload in oracle.heard} == {b"mine"}


def test_nobody_comes_in_without_a_password_of_its_own(broker: Broker, ear: Callable[..., Ear]) -> None:
    authority = broker.folder.config / "broker/authority.pem"
    stolen = broker.folder.secrets / "devices" / NEIGHBOUR.hex()
    strangers = [
        MqttSettings(port=broker.port, protocol="5", tls_authority=authority),
        broker.settings(DEVICE.hex(), stolen),
        broker.settings(GATEWAY, stolen),
        MqttSettings(port=broker.port, protocol="5", username=DEVICE.hex(), password_file=stolen),
    ]
    assert [ear(stranger).online(1.5) for stranger in strangers] == [False] * len(strangers)


def test_it_speaks_no_old_tls_and_shows_its_certificate(broker: Broker) -> None:
    context = ssl.create_default_context(cafile=str(broker.folder.config / "broker/authority.pem"))
    for name in ("127.0.0.1", "localhost", "broker"):
        with (
            socket.create_connection(("127.0.0.1", broker.port)) as plain,
            context.wrap_socket(plain, server_hostname=name) as secured,
        ):
            assert secured.version() in ("TLSv1.2", "TLSv1.3")
    with socket.create_connection(("127.0.0.1", broker.port)) as plain, pytest.raises(ssl.SSLCertVerificationError):
        context.wrap_socket(plain, server_hostname="elsewhere")


def test_devices_are_admitted_and_dismissed_while_it_runs(broker: Broker, ear: Callable[..., Ear]) -> None:
    newcomer = b"\x03" * 32
    broker.folder.admit(Device(key=newcomer, member=MEMBER))
    broker.folder.dismiss(DEVICE)
    (broker.folder.secrets / "devices" / DEVICE.hex()).write_text("not any more\n")
    broker.reload()
    oracle, new = ear(broker.gateway(), "qc/+/+/up"), ear(broker.device(newcomer))
    assert oracle.online() and new.online()
    own = up_topic(MEMBER, newcomer)
    wait_until(lambda: new.say(own, b"here") or (own, b"here") in oracle.heard, "the newcomer is heard")
    assert not ear(broker.device(DEVICE)).online(1.5)
