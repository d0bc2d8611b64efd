"""Worker processes that take messages off the broker, by one shared subscription, and check form and signature. I/O.

What depends on nothing but the message is theirs: parsing, canonical form, signature. What they found goes to the
gateway through a pipe; the registry, the counters and the disk are the gateway's. A worker holds no more than its
inbox, and a message that is lost with it was not acknowledged: its device is asked for it.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing import connection
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any

import structlog

from quaychain.contracts.events.envelope import Counter, SignedEvent
from quaychain.contracts.events.refusal import EventRefusedError, RefusalReason

from .burst_client import Message
from .examine import Arrival, EventHead, ExaminationRules, Inspected, inspect
from .inbox import Inbox
from .interpreter import prepare_interpreter
from .mqtt import MqttLink, MqttSettings
from .topics import UP_FILTER, parse_up_topic

_INBOX = 4_000
_INBOX_BYTES = 32 * 2**20
_BATCH = 500
_FIRST_PAUSE = 0.2
_LONGEST_PAUSE = 10.0
_PATIENCE = 10.0
_ONLINE = b"online"

#: What a worker found, in plain values that are quick to hand over: topic and message; then reason and detail, or
#: signed bytes and signature, the fields of EventHead, and whether the signature is in order.
_Finding = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Refusal:
    """A message that a worker refused."""

    arrival: Arrival
    error: EventRefusedError


def shared_filter(group: str) -> str:
    """The up topics as one subscription of all of a group's members (MQTT 5 section 4.8.2, Mosquitto in 3.1.1 too)."""
    return f"$share/{group}/{UP_FILTER}"


class Workers:
    """Keeps `count` workers running; what they found is handed to `take`, which may make them wait."""

    def __init__(
        self,
        count: int,
        mqtt: MqttSettings,
        rules: ExaminationRules,
        group: str,
        take: Callable[[Sequence[Inspected | Refusal]], None],
    ) -> None:
        self._arguments = (mqtt, rules, group)
        self._take = take
        self._stopping = threading.Event()
        self._online = [threading.Event() for _ in range(count)]
        self._threads = [
            threading.Thread(target=self._keep, args=(number,), name=f"worker-{number}", daemon=True)
            for number in range(count)
        ]
        self._log = structlog.get_logger("gateway")

    def start(self) -> None:
        """Start them."""
        for thread in self._threads:
            thread.start()

    def wait_online(self, seconds: float) -> bool:
        """Whether all of them have subscribed within that time."""
        end = time.monotonic() + seconds
        return all(online.wait(max(end - time.monotonic(), 0)) for online in self._online)

    def stop(self) -> None:
        """Have them leave the broker, hand over what they still hold, and end."""
        self._stopping.set()
        for thread in self._threads:
            thread.join()

    def _keep(self, number: int) -> None:
        pause = _FIRST_PAUSE
        while not self._stopping.is_set():
            started = time.monotonic()
            try:
                reason = self._run(number)
            except Exception as error:  # noqa: BLE001  no process to be had, say: nobody would notice this thread's end
                reason = f"{type(error).__name__}: {error}"
            self._online[number].clear()
            if self._stopping.is_set():
                return
            pause = _FIRST_PAUSE if time.monotonic() - started > _PATIENCE else min(pause * 2, _LONGEST_PAUSE)
            self._log.error("worker ended", number=number, reason=reason, seconds=pause)
            self._stopping.wait(pause)

    def _run(self, number: int) -> str:
        process, ours = self._spawn(number)
        try:
            self._serve(number, ours)
        finally:
            self._end(process, ours)
        return f"status {process.exitcode}"

    def _spawn(self, number: int) -> tuple[BaseProcess, Connection]:
        # A fresh interpreter: what our threads hold must not be copied into it.
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=_work, args=(theirs, *self._arguments), name=f"worker-{number}", daemon=True)
        process.start()
        theirs.close()
        return process, ours

    def _serve(self, number: int, ours: Connection) -> None:
        asked = False
        try:
            while True:
                if self._stopping.is_set() and not asked:
                    ours.send_bytes(b"stop")
                    asked = True
                if ours.poll(0.2):
                    found = ours.recv()
                    if found == _ONLINE:
                        self._online[number].set()
                    else:
                        self._take([_unpacked(finding) for finding in found])
        except (EOFError, OSError):
            return

    def _end(self, process: BaseProcess, ours: Connection) -> None:
        ours.close()
        process.join(_PATIENCE)
        if process.is_alive():
            process.kill()
            process.join()


def _work(gateway: Connection, mqtt: MqttSettings, rules: ExaminationRules, group: str) -> None:
    # Ctrl-C in a terminal is for the gateway, which then asks us to end.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    _end_with_parent()
    prepare_interpreter()
    inbox: Inbox[Message] = Inbox(_INBOX, _INBOX_BYTES, lambda message: len(message.payload))
    subscribed = threading.Event()
    # The broker must keep nothing for a worker that may never come again: what it does not get, another one gets.
    link = MqttLink(
        mqtt,
        f"worker-{group}",
        subscriptions=(shared_filter(group),),
        received_together=inbox.put,
        connected=subscribed.set,
    )
    link.start()
    told = False
    try:
        while not gateway.poll():
            messages = inbox.take(_BATCH, 0.1)
            if subscribed.is_set() and not told:
                told = True
                gateway.send(_ONLINE)
            if messages:
                gateway.send([_found(message.topic, message.payload, rules) for message in messages])
        leaving = threading.Thread(target=link.stop)
        leaving.start()
        while leaving.is_alive() or len(inbox):
            messages = inbox.take(_BATCH, 0.05)
            if messages:
                gateway.send([_found(message.topic, message.payload, rules) for message in messages])
    except (EOFError, OSError):
        return  # the gateway has gone


def _found(topic: str, message: bytes, rules: ExaminationRules) -> _Finding:
    try:
        found = inspect(Arrival(topic, message, topic=parse_up_topic(topic)), rules)
    except EventRefusedError as error:
        return topic[:200], message, error.reason.value, error.detail
    event, head = found.event, found.head
    previous = None if head.previous is None else tuple(head.previous)
    return (
        *(topic, message, event.signed, event.signature),
        *(head.key, tuple(head.counter), previous, head.kind, head.digest, head.oldest, head.newest, found.genuine),
    )


def _unpacked(finding: _Finding) -> Inspected | Refusal:
    if len(finding) == 4:
        topic, message, reason, detail = finding
        return Refusal(Arrival(topic, message), EventRefusedError(RefusalReason(reason), detail))
    topic, message, signed, signature, key, counter, previous, kind, digest, oldest, newest, genuine = finding
    before = None if previous is None else Counter(*previous)
    head = EventHead(key, Counter(*counter), before, kind, digest, oldest, newest)
    arrival = Arrival(topic, message, topic=parse_up_topic(topic))
    return Inspected(arrival, SignedEvent(signed, signature), head, genuine)


def _end_with_parent() -> None:
    """A worker without its gateway would go on taking messages that others could take."""
    parent = multiprocessing.parent_process()
    assert parent is not None

    def watch() -> None:
        connection.wait([parent.sentinel])
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
