"""Mosquitto as a deployment has it, by configuration alone: MQTT 5, TLS, passwords, an access list for each device."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import psycopg
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from fastapi import FastAPI

from quaychain.contracts.events.envelope import Counter
from quaychain.contracts.ports import free_port
from quaychain.oracles.batch import BatchLimits
from quaychain.oracles.gateway import GatewaySettings
from quaychain.oracles.mqtt import MqttLink, MqttSettings, MqttSettingsError
from quaychain.oracles.queue.database import open_queue
from quaychain.oracles.sending.device import Device, DeviceReport, DeviceSettings
from quaychain.oracles.sending.outbox import Outbox
from quaychain.oracles.sending.readings import ReadingSource
from quaychain.oracles.service import OraclePorts, OracleService, OracleSettings
from quaychain.oracles.topics import Acknowledgement, ack_topic, up_topic

from ..oracles.fake_chain import FakeChain, MemoryVault
from ..oracles.signing import CHAIN_ID, MEMBER, Directory, Signer, registered
from .test_oracle_mqtt import FixedClock, Oracle, _listens, _PersistingPort, readings_file, wait_until

pytestmark = pytest.mark.integration

DEVICE, NEIGHBOUR = Signer(1), Signer(2)
PATH = f"{os.environ['PATH']}:/usr/sbin"


@dataclass
class Broker:
    """A configured Mosquitto."""

    folder: Path
    port: int

    def settings(self, user: str, **changes: object) -> MqttSettings:
        fields: dict[str, object] = {
            "port": self.port,
            "protocol": "5",
            "username": user,
            "password_file": self.folder / f"{user}.password",
            "tls_authority": self.folder / "authority.pem",
        }
        return MqttSettings.model_validate(fields | changes)


def certificates(folder: Path) -> None:
    """An authority and a certificate of 127.0.0.1 from it."""
    now = datetime.now(UTC)

    def issue(name: str, issuer: str, key: ec.EllipticCurvePrivateKey, by: ec.EllipticCurvePrivateKey) -> bytes:
        own = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        builder = (
            x509.CertificateBuilder()
            .subject_name(own)
            .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer)]))
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=1))
            .add_extension(x509.BasicConstraints(ca=name == issuer, path_length=None), critical=True)
            .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        )
        return builder.sign(by, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)

    authority, server = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    (folder / "authority.pem").write_bytes(issue("authority", "authority", authority, authority))
    (folder / "server.pem").write_bytes(issue("server", "authority", server, authority))
    (folder / "server.key").write_bytes(
        server.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[Broker]:
    program, passwords = (shutil.which(name, path=PATH) for name in ("mosquitto", "mosquitto_passwd"))
    if program is None or passwords is None:
        pytest.skip("mosquitto is not installed (Debian: apt-get install mosquitto)")
    certificates(tmp_path)
    port = free_port()
    (tmp_path / "passwords").touch(0o600)
    for user in ("gateway", DEVICE.public.hex(), NEIGHBOUR.public.hex()):
        (tmp_path / f"{user}.password").write_text(f"secret of {user[:8]}\n")
        subprocess.run([passwords, "-b", tmp_path / "passwords", user, f"secret of {user[:8]}"], check=True)
    (tmp_path / "access").write_text(
        "user gateway\ntopic read qc/+/+/up\ntopic write qc/+/+/ack\n"
        "pattern write qc/+/%u/up\npattern read qc/+/%u/ack\n"
    )
    (tmp_path / "mosquitto.conf").write_text(
        f"listener {port} 127.0.0.1\nallow_anonymous false\nuser root\n"
        f"password_file {tmp_path}/passwords\nacl_file {tmp_path}/access\n"
        f"certfile {tmp_path}/server.pem\nkeyfile {tmp_path}/server.key\n"
    )
    process = subprocess.Popen([program, "-c", str(tmp_path / "mosquitto.conf")], stderr=subprocess.DEVNULL)
    try:
        wait_until(lambda: _listens(port), "mosquitto listens")
        yield Broker(tmp_path, port)
    finally:
        process.kill()
        process.wait()


@pytest.fixture(
    params=[("5", 0, False), ("5", 2, False), ("3.1.1", 2, True)],
    ids=["alone", "two workers", "two workers, 3.1.1, PostgreSQL"],
)
def oracle(broker: Broker, request: pytest.FixtureRequest) -> Iterator[Oracle]:
    protocol, workers, in_postgresql = request.param
    oracle = Oracle(broker.folder, broker.port, FakeChain(), Directory({DEVICE.public: registered()}))
    if in_postgresql:
        oracle.database = request.getfixturevalue("postgresql")
        with psycopg.connect(oracle.database, autocommit=True) as connection:
            connection.execute("DROP SCHEMA IF EXISTS quaychain_queue CASCADE")
    settings = OracleSettings(
        chain_id=CHAIN_ID,
        queue=oracle.queue,
        mqtt=broker.settings("gateway", protocol=protocol),
        gateway=GatewaySettings(workers=workers),
        batch=BatchLimits(max_age=0.2),
        tick=0.05,
    )
    ports = OraclePorts(
        oracle.directory,
        FixedClock(),
        lambda *_: (),
        _PersistingPort(oracle.chain, oracle),
        MemoryVault(),
        lambda *_: FastAPI(),
    )
    stopping, ready = threading.Event(), threading.Event()
    thread = threading.Thread(target=OracleService(settings, ports).run, args=(stopping, ready.set))
    thread.start()
    assert ready.wait(60)
    yield oracle
    stopping.set()
    thread.join(20)


def test_a_device_is_served_over_tls_with_its_own_password(broker: Broker, oracle: Oracle) -> None:
    source = readings_file(broker.folder, "some", 50)
    outbox = Outbox(broker.folder / "outbox.sqlite", DEVICE.key, CHAIN_ID)
    settings = DeviceSettings(member=MEMBER, until_anchored=True)
    link = broker.settings(DEVICE.public.hex())
    report = Device(settings, link, DEVICE.public, outbox, ReadingSource(source)).run(threading.Event())
    assert report == DeviceReport(signed=50, anchored=50, kept=0)
    assert oracle.durable() == 50


def test_what_a_killed_worker_had_is_asked_for_again(broker: Broker, oracle: Oracle) -> None:
    workers = [child for child in multiprocessing.active_children() if child.name.startswith("worker-")]
    if not workers:
        pytest.skip("the gateway takes messages off the broker itself here")
    source = readings_file(broker.folder, "many", 600)
    reports: list[DeviceReport] = []

    def run() -> None:
        outbox = Outbox(broker.folder / "outbox.sqlite", DEVICE.key, CHAIN_ID)
        settings = DeviceSettings(member=MEMBER, until_anchored=True, rate=400)
        link = broker.settings(DEVICE.public.hex())
        reports.append(Device(settings, link, DEVICE.public, outbox, ReadingSource(source)).run(threading.Event()))

    running = threading.Thread(target=run)
    running.start()
    wait_until(lambda: oracle.durable() > 100, "some readings")
    assert workers[0].pid is not None
    os.kill(workers[0].pid, signal.SIGKILL)
    running.join(90)
    assert reports == [DeviceReport(signed=600, anchored=600, kept=0)]
    rows = open_queue(oracle.queue).execute("SELECT seq FROM event ORDER BY sequence").fetchall()
    assert [seq for (seq,) in rows] == list(range(1, 601))


def test_a_device_can_neither_speak_nor_be_answered_for_another(broker: Broker, oracle: Oracle) -> None:
    heard: list[bytes] = []
    thief = MqttLink(
        broker.settings(NEIGHBOUR.public.hex()),
        "thief",
        subscriptions=(ack_topic(MEMBER, DEVICE.public), "qc/#"),
        received=lambda _topic, payload, _retained: heard.append(payload),
    )
    thief.start()
    assert thief.wait_online(10)
    thief.publish(up_topic(MEMBER, DEVICE.public), DEVICE.message(0, 1))
    thief.publish(ack_topic(MEMBER, DEVICE.public), Acknowledgement(Counter(0, 9), Counter(0, 9)).encode(), retain=True)
    test_a_device_is_served_over_tls_with_its_own_password(broker, oracle)
    thief.stop()
    assert heard == []
    assert oracle.durable() == 50


def test_wrong_files_are_named_and_a_wrong_password_stays_outside(broker: Broker) -> None:
    with pytest.raises(MqttSettingsError, match="nothing"):
        MqttLink(broker.settings("gateway", password_file=broker.folder / "nothing"), "x")
    with pytest.raises(MqttSettingsError, match="passwords"):
        MqttLink(broker.settings("gateway", tls_authority=broker.folder / "passwords"), "x")
    stranger = MqttLink(
        broker.settings("gateway", password_file=broker.folder / f"{DEVICE.public.hex()}.password"), "x"
    )
    stranger.start()
    assert not stranger.wait_online(2)
    stranger.stop()
