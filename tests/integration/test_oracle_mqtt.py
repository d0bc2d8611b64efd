"""Devices, the broker, the gateway and the anchorer together; only the chain is in memory."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from fastapi import FastAPI

from quaychain.contracts.events.envelope import Counter
from quaychain.contracts.ports import free_port
from quaychain.oracles.batch import BatchLimits
from quaychain.oracles.mqtt import MqttLink, MqttSettings
from quaychain.oracles.queue.database import open_queue
from quaychain.oracles.queue.listing import Listing
from quaychain.oracles.sending.device import Device, DeviceReport, DeviceSettings
from quaychain.oracles.sending.outbox import Outbox
from quaychain.oracles.sending.readings import ReadingSource
from quaychain.oracles.sending.window import WindowSettings
from quaychain.oracles.service import OraclePorts, OracleService, OracleSettings
from quaychain.oracles.topics import Acknowledgement, ack_topic, up_topic

from ..oracles.fake_chain import FakeChain, FakePort, MemoryVault
from ..oracles.signing import CHAIN_ID, MEMBER, NOW, Directory, Signer, reading, registered

pytestmark = pytest.mark.integration

STREAMS = 2
DEVICES = [Signer(seed) for seed in range(1, 6)]


class FixedClock:
    def now(self) -> int:
        return NOW


@contextmanager
def embedded_broker(port: int) -> Iterator[subprocess.Popen[bytes]]:
    code = (
        "from quaychain.oracles.broker import BrokerSettings, run_broker;"
        f"run_broker(BrokerSettings(port={port}), lambda: print('ready', flush=True))"
    )
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE)
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        yield process
    finally:
        process.kill()
        process.wait()


@contextmanager
def mosquitto(port: int, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    program = shutil.which("mosquitto", path=f"{os.environ['PATH']}:/usr/sbin")
    if program is None:
        pytest.skip("mosquitto is not installed (Debian: apt-get install mosquitto)")
    configuration = folder / "mosquitto.conf"
    configuration.write_text(f"listener {port} 127.0.0.1\nallow_anonymous true\nmax_inflight_messages 0\n")
    process = subprocess.Popen([program, "-c", str(configuration)], stderr=subprocess.DEVNULL)
    try:
        wait_until(lambda: _listens(port), "mosquitto listens")
        yield process
    finally:
        process.kill()
        process.wait()


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def wait_until(condition: Callable[[], bool], what: str, seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"not in time: {what}"
        time.sleep(0.05)


@dataclass
class Oracle:
    """The service in this process, over a queue and a chain that outlive it."""

    folder: Path
    broker_port: int
    chain: FakeChain = field(default_factory=FakeChain)
    directory: Directory = field(default_factory=lambda: Directory({signer.public: registered() for signer in DEVICES}))
    persisting: bool = True
    #: A database's URL in place of a file in the folder.
    database: str = ""
    #: While it is clear, the node doesn't answer.
    answering: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.answering.set()

    @property
    def queue(self) -> str:
        return self.database or str(self.folder / "queue.sqlite")

    @contextmanager
    def running(self) -> Iterator[None]:
        settings = OracleSettings(
            chain_id=CHAIN_ID,
            queue=self.queue,
            streams=STREAMS,
            mqtt=MqttSettings(port=self.broker_port),
            batch=BatchLimits(max_count=100, max_age=0.2),
            tick=0.05,
        )
        port = _PersistingPort(self.chain, self)
        ports = OraclePorts(self.directory, FixedClock(), lambda *_: (), port, MemoryVault(), lambda *_: FastAPI())
        service = OracleService(settings, ports)
        stopping, ready = threading.Event(), threading.Event()
        thread = threading.Thread(target=service.run, args=(stopping, ready.set))
        thread.start()
        try:
            assert ready.wait(20)
            yield
        finally:
            stopping.set()
            thread.join(20)
        assert not thread.is_alive()

    def anchored(self) -> int:
        return sum(block.count for block in self.chain.blocks)

    def durable(self) -> int:
        connection = open_queue(self.queue)
        try:
            return sum(counts.durable for counts in Listing(connection).streams())
        finally:
            connection.close()


@dataclass
class _PersistingPort(FakePort):
    """Persists every block at once, as long as the oracle's chain is said to."""

    def __init__(self, chain: FakeChain, oracle: Oracle) -> None:
        super().__init__(chain)
        self._oracle = oracle

    def final_block(self) -> int:
        self._oracle.answering.wait()
        if self._oracle.persisting:
            self.chain.persisted = len(self.chain.blocks)
        return super().final_block()


def readings_file(folder: Path, name: str, count: int, *, start: int = 0) -> Path:
    path = folder / f"{name}.jsonl"
    with path.open("a") as file:
        for number in range(start, start + count):
            file.write(json.dumps(reading(float(number))) + "\n")
    return path


def run_device(
    oracle: Oracle, signer: Signer, source: Path, stopping: threading.Event | None = None, **settings: object
) -> DeviceReport:
    """One run of a device: a new process in all but its memory."""
    outbox = Outbox(oracle.folder / f"{signer.seed}.sqlite", signer.key, CHAIN_ID)
    try:
        device = Device(
            DeviceSettings(
                member=MEMBER, until_anchored=True, window=WindowSettings(resend_after=1, ask_after=2), **settings
            ),  # type: ignore[arg-type]
            MqttSettings(port=oracle.broker_port),
            signer.public,
            outbox,
            ReadingSource(source, outbox.position(str(source.resolve()))),
        )
        return device.run(stopping or threading.Event())
    finally:
        outbox.close()


@pytest.fixture(params=["embedded", "mosquitto"])
def oracle(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Oracle]:
    port = free_port()
    broker = embedded_broker(port) if request.param == "embedded" else mosquitto(port, tmp_path)
    with broker:
        yield Oracle(tmp_path, port)


def test_readings_of_five_devices_are_anchored_once_and_purged(oracle: Oracle) -> None:
    reports: dict[int, DeviceReport] = {}

    def run(signer: Signer) -> None:
        reports[signer.seed] = run_device(oracle, signer, readings_file(oracle.folder, str(signer.seed), 200))

    with oracle.running():
        threads = [threading.Thread(target=run, args=(signer,)) for signer in DEVICES]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
    assert set(reports.values()) == {DeviceReport(signed=200, anchored=200, kept=0)}
    assert oracle.durable() == oracle.anchored() == 1000
    counts = {count.reason for count in Listing(open_queue(oracle.queue)).refusals()}
    assert counts <= {"replayed", "gap"}


def test_a_device_goes_on_where_it_stopped(oracle: Oracle) -> None:
    signer = DEVICES[0]
    source = readings_file(oracle.folder, "some", 50)
    stopped = threading.Event()
    with oracle.running():
        stopping = threading.Timer(0.5, stopped.set)
        stopping.start()
        first = run_device(oracle, signer, source, stopped, rate=40)
        readings_file(oracle.folder, "some", 10, start=50)
        second = run_device(oracle, signer, source)
    assert first.signed < 50
    assert first.signed + second.signed == 60
    assert second.kept == 0
    rows = open_queue(oracle.queue).execute("SELECT boot, seq, signed FROM event ORDER BY stream, sequence").fetchall()
    values = [json.loads(signed)["readings"][0]["value"] for _, _, signed in rows]
    assert values == list(range(60))
    assert {boot for boot, _, _ in rows} == {0, 1}


def test_a_node_that_does_not_answer_does_not_keep_the_service_from_ending(
    oracle: Oracle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("quaychain.oracles.service._ENDING", 0.5)
    with oracle.running():
        run_device(oracle, DEVICES[0], readings_file(oracle.folder, "some", 5))
        oracle.answering.clear()
        time.sleep(0.2)
        ended = time.monotonic()
    assert time.monotonic() - ended < 10
    oracle.answering.set()
    assert oracle.durable() == 5


def test_nothing_is_lost_when_the_gateway_is_away(oracle: Oracle) -> None:
    signer = DEVICES[0]
    source = readings_file(oracle.folder, "some", 300)
    reports: list[DeviceReport] = []
    device = threading.Thread(target=lambda: reports.append(run_device(oracle, signer, source, rate=200)))
    with oracle.running():
        device.start()
        wait_until(lambda: oracle.durable() > 20, "some readings")
    time.sleep(0.5)
    with oracle.running():
        device.join(60)
    assert reports == [DeviceReport(signed=300, anchored=300, kept=0)]
    assert oracle.durable() == oracle.anchored() == 300


def test_forged_replayed_and_foreign_messages_are_refused_with_their_reasons(oracle: Oracle) -> None:
    good, stranger = DEVICES[0], Signer(99)
    link = MqttLink(MqttSettings(port=oracle.broker_port), "attacker")
    with oracle.running():
        run_device(oracle, good, readings_file(oracle.folder, "some", 3))
        message = open_queue(oracle.queue).execute("SELECT signed FROM event").fetchone()[0]
        replay = good.message(0, 1, value=0.0)
        assert message in replay
        link.start()
        assert link.wait_online(10)
        topic = up_topic(MEMBER, good.public)
        link.publish(topic, replay)
        link.publish(topic, replay.replace(b'"value":0', b'"value":9'))
        link.publish(topic, good.message(0, 9))
        link.publish(topic, good.message(0, 2, value=77.0))
        link.publish(topic, b"\x00\xff")
        link.publish(up_topic(MEMBER, stranger.public), stranger.message(0, 1))
        link.publish(up_topic(MEMBER, DEVICES[1].public), replay)
        link.publish("qc/nobody/nothing/up", replay)

        def counts() -> dict[str, int]:
            connection = open_queue(oracle.queue)
            try:
                return {count.reason: count.times for count in Listing(connection).refusals()}
            finally:
                connection.close()

        wait_until(lambda: sum(counts().values()) >= 8, "all refused")
        link.stop()
    assert counts() == {
        "replayed": 1,
        "signature_forged": 1,
        "gap": 1,
        "counter_reused": 1,
        "not_utf8": 1,
        "key_unregistered": 1,
        "wrong_topic": 2,
    }
    assert oracle.durable() == oracle.anchored() == 3


def test_a_device_is_told_that_its_key_was_revoked(oracle: Oracle) -> None:
    from quaychain.oracles.sending.device import DeviceRefusedError

    signer = DEVICES[0]
    oracle.directory.devices[signer.public] = registered(revoked_from=NOW)
    with oracle.running(), pytest.raises(DeviceRefusedError, match="key_revoked"):
        run_device(oracle, signer, readings_file(oracle.folder, "some", 3))
    outbox = Outbox(oracle.folder / f"{signer.seed}.sqlite", signer.key, CHAIN_ID)
    assert outbox.count() == 3
    assert outbox.last_signed() == Counter(0, 3)


def test_an_acknowledgement_of_more_than_was_signed_is_none(oracle: Oracle) -> None:
    signer, link = DEVICES[0], MqttLink(MqttSettings(port=oracle.broker_port), "another gateway")
    link.start()
    assert link.wait_online(10)
    anothers = Acknowledgement(durable=Counter(0, 4), anchored=Counter(0, 4))
    link.publish(ack_topic(MEMBER, signer.public), anothers.encode(), retain=True)
    source = readings_file(oracle.folder, "some", 3)
    reports: list[DeviceReport] = []
    device = threading.Thread(target=lambda: reports.append(run_device(oracle, signer, source)))
    device.start()
    device.join(2)
    assert device.is_alive()
    outbox = Outbox(oracle.folder / f"{signer.seed}.sqlite", signer.key, CHAIN_ID)
    assert outbox.count() == 3
    outbox.close()
    with oracle.running():
        device.join(30)
    link.stop()
    assert reports == [DeviceReport(signed=3, anchored=3, kept=0)]
    assert oracle.durable() == oracle.anchored() == 3


def test_nothing_is_purged_before_its_block_stays(oracle: Oracle) -> None:
    signer = DEVICES[0]
    source = readings_file(oracle.folder, "some", 20)
    oracle.persisting = False
    reports: list[DeviceReport] = []
    device = threading.Thread(target=lambda: reports.append(run_device(oracle, signer, source)))
    with oracle.running():
        device.start()
        wait_until(lambda: oracle.anchored() == 20, "anchored")
        time.sleep(0.5)
        assert device.is_alive()
        before = list(oracle.chain.blocks)
        oracle.chain.fall_back()
        wait_until(lambda: oracle.anchored() == 20, "anchored again")
        assert [block.root for block in oracle.chain.blocks] == [block.root for block in before]
        assert device.is_alive()
        oracle.persisting = True
        device.join(30)
    assert reports == [DeviceReport(signed=20, anchored=20, kept=0)]


def test_nothing_is_lost_when_the_broker_dies(tmp_path: Path) -> None:
    """The embedded broker forgets everything with it, retained acknowledgements too."""
    signer, port = DEVICES[0], free_port()
    oracle = Oracle(tmp_path, port)
    source = readings_file(tmp_path, "some", 400)
    reports: list[DeviceReport] = []
    device = threading.Thread(target=lambda: reports.append(run_device(oracle, signer, source, rate=150)))
    with ExitStack() as brokers:
        broker = brokers.enter_context(embedded_broker(port))
        with oracle.running():
            device.start()
            for least in (20, 150):
                wait_until(lambda least=least: oracle.durable() > least, "some readings")  # type: ignore[misc]
                broker.kill()
                broker.wait()
                broker = brokers.enter_context(embedded_broker(port))
            device.join(60)
    assert reports == [DeviceReport(signed=400, anchored=400, kept=0)]
    assert oracle.durable() == oracle.anchored() == 400
