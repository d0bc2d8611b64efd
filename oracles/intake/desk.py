"""Where a service's threads hand in what they hear: one thread signs into the outbox, another sends from it. I/O."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import TypeVar

import httpx

from ..sending.carrier import Carrier, CarrierSettings
from ..sending.outbox import Outbox
from .courier import Anchored, Courier, CourierSettings

T = TypeVar("T")


class Desk:
    """Open while a service runs. Each of its two threads has the outbox's file open for itself."""

    def __init__(
        self,
        outbox: Callable[[], Outbox],
        gateway: CarrierSettings,
        courier: CourierSettings | None = None,
        anchored: Anchored | None = None,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        """`anchored` is called in the sending thread; `transport` stands for the network."""
        self._open = outbox
        self._gateway = gateway
        self._courier = courier or CourierSettings()
        self._anchored = anchored
        self._transport = transport
        self._stopping = threading.Event()
        self._signing = ThreadPoolExecutor(1, "signing")
        self._outbox: Outbox | None = None
        self._sender: Courier | None = None
        self._sending = threading.Thread(target=self._send, name="sending")
        self._ready: Future[None] = Future()

    def __enter__(self) -> Desk:
        """Open the outbox and begin to send what is in it; raises OutboxUnusableError."""

        def begin() -> None:
            self._outbox = self._open()

        try:
            self._signing.submit(begin).result()
            self._sending.start()
            self._ready.result()
        except BaseException:
            self._signing.shutdown()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Sign what was handed in, and end. What is not anchored stays in the outbox."""
        self._signing.shutdown(wait=True)
        self._stopping.set()
        self._sending.join()

    def hand_in(self, work: Callable[[Outbox], T]) -> Future[T]:
        """Do `work` on the outbox in the signing thread, after what was handed in before."""

        def done() -> T:
            assert self._outbox is not None
            return work(self._outbox)

        return self._signing.submit(done)

    def wait_until_durable(self, stopping: threading.Event, patience: float = 60.0) -> int:
        """Until the gateway has all on its disk, `stopping` is set, or nothing got on for `patience` seconds.

        Answers how many messages it doesn't have.
        """
        left, end = self._left(), time.monotonic() + patience
        while left and not stopping.is_set() and time.monotonic() < end:
            stopping.wait(min(self._courier.pause, 0.2))
            before, left = left, self._left()
            end = time.monotonic() + patience if left < before else end
        return left

    def _left(self) -> int:
        posted = None if self._sender is None else self._sender.posted
        return self.hand_in(lambda outbox: outbox.count(posted)).result()

    def wait_until_anchored(self, stopping: threading.Event) -> None:
        """Until the outbox is empty, or `stopping` is set."""
        while not stopping.is_set() and self.hand_in(lambda outbox: outbox.count()).result() > 0:
            stopping.wait(self._courier.pause)

    def _send(self) -> None:
        try:
            outbox = self._open()
        except Exception as error:  # noqa: BLE001  whoever opens the desk hears of it
            self._ready.set_exception(error)
            return
        self._ready.set_result(None)
        with httpx.Client(timeout=60.0, trust_env=False, transport=self._transport) as client:
            carrier = Carrier(self._gateway, outbox, client)
            self._sender = Courier(self._courier, carrier, outbox, self._anchored)
            self._sender.run(self._stopping)
        outbox.close()
