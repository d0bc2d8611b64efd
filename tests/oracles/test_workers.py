"""Workers are kept running, whatever ends them."""

from __future__ import annotations

import threading

import pytest

from quaychain.oracles import workers as workers_module
from quaychain.oracles.mqtt import MqttSettings
from quaychain.oracles.workers import Workers

from .signing import RULES


def test_a_worker_that_no_process_is_to_be_had_for_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers_module, "_FIRST_PAUSE", 0.001)
    tried = threading.Semaphore(0)

    def no_process(*_: object) -> None:
        tried.release()
        raise BlockingIOError("Resource temporarily unavailable")

    monkeypatch.setattr(Workers, "_spawn", no_process)
    workers = Workers(1, MqttSettings(), RULES, "group", lambda _: None)
    workers.start()
    assert all(tried.acquire(timeout=10) for _ in range(3))
    workers.stop()
