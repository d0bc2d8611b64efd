"""An archive of signed messages is sent as it is, each device's in order, and not twice."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from quaychain.contracts.events.envelope import Counter, EventKind, parse_message
from quaychain.oracles.mqtt import MqttSettings
from quaychain.oracles.replay.signed import ArchiveReplay, ArchiveReport, ArchiveStuckError
from quaychain.oracles.topics import Acknowledgement, ack_topic, parse_up_topic

from ..signing import MEMBER, Signer


class Gateway:
    """A broker and gateway in one: takes each key's messages in order, loses or refuses some."""

    def __init__(self) -> None:
        self.taken: list[bytes] = []
        self.durable: dict[bytes, Counter] = {}
        self.loses: list[bytes] = []
        self.refuses: dict[Counter, str] = {}
        self.received: Callable[[str, bytes, bool], None] = lambda *_: None

    def connect(self, _settings: MqttSettings, _name: str, **options: Any) -> Any:
        self.received = options["received"]
        return self

    def start(self) -> None:
        for key, durable in self.durable.items():
            self._answer(key, Acknowledgement(durable))

    def stop(self) -> None:
        pass

    def wait_online(self, _seconds: float) -> bool:
        return True

    def publish(self, topic: str, message: bytes) -> None:
        member, key = parse_up_topic(topic)
        assert member == MEMBER
        if message in self.loses:
            self.loses.remove(message)
            return
        counter = parse_message(message, max_bytes=10**6).envelope.counter
        durable = self.durable.get(key, Counter(0, 0))
        if counter in self.refuses:
            self._answer(key, Acknowledgement(self.durable.get(key), refused=counter, reason=self.refuses[counter]))
            return
        if counter.seq > durable.seq + 1:
            self._answer(key, Acknowledgement(self.durable.get(key), expected=Counter(0, durable.seq + 1)))
            return
        if counter > durable:
            self.taken.append(message)
            self.durable[key] = counter
        self._answer(key, Acknowledgement(self.durable[key]))

    def _answer(self, key: bytes, acknowledgement: Acknowledgement) -> None:
        self.received(ack_topic(MEMBER, key), acknowledgement.encode(), False)


A, B = Signer(1), Signer(2)


@pytest.fixture
def gateway() -> Gateway:
    return Gateway()


def replay(gateway: Gateway, path: Path, *lines: bytes) -> ArchiveReport:
    path.write_bytes(b"\n".join(lines) + b"\n")
    archive = ArchiveReplay(MEMBER, MqttSettings(), path, resend_after=0.05, tries=3, connect=gateway.connect)
    return archive.run(threading.Event())


def test_messages_of_several_devices_are_sent_as_they_are(gateway: Gateway, tmp_path: Path) -> None:
    messages = [signer.message(0, seq) for seq in range(1, 301) for signer in (A, B)]
    gateway.loses = [messages[4], messages[5], messages[400]]
    report = replay(gateway, tmp_path / "a.jsonl", *messages)
    assert (report.sent, report.again, report.refused) == (600, 0, {})
    assert sorted(gateway.taken) == sorted(messages)
    # The gateway knows where it stands.
    report = replay(gateway, tmp_path / "a.jsonl", *messages, A.message(0, 301))
    assert (report.sent, report.again) == (1, 600)
    assert len(gateway.taken) == 601


def test_lines_that_are_none_are_counted_and_the_rest_sent(gateway: Gateway, tmp_path: Path) -> None:
    document = A.document(0, 9, EventKind.AIS, b"{}")
    lines = [A.message(0, 1), b"", b"{}", b"\xff", json.dumps({"envelope": {}, "signature": ""}).encode(), document]
    report = replay(gateway, tmp_path / "a.jsonl", *lines, A.message(0, 2))
    assert (report.sent, report.unusable) == (2, 4)


def test_what_the_gateway_refuses_is_said(gateway: Gateway, tmp_path: Path) -> None:
    gateway.refuses = {Counter(0, 2): "signature_forged"}
    with pytest.raises(ArchiveStuckError, match="misses boot 0, seq 2"):
        replay(gateway, tmp_path / "a.jsonl", *(A.message(0, seq) for seq in (1, 2, 3)))
    assert len(gateway.taken) == 1
    # The last one refused: nothing after it waits.
    report = replay(gateway, tmp_path / "b.jsonl", A.message(0, 1), A.message(0, 2))
    assert (report.again, report.refused) == (1, {"signature_forged": 1})


def test_an_archive_with_a_hole_stops_there(gateway: Gateway, tmp_path: Path) -> None:
    with pytest.raises(ArchiveStuckError, match="misses boot 0, seq 2"):
        replay(gateway, tmp_path / "a.jsonl", A.message(0, 1), A.message(0, 3))
    assert gateway.durable[A.public] == Counter(0, 1)
