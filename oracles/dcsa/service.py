"""Carriers' events by push and by poll, in one process with one outbox. I/O."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import Any

import httpx
import structlog
import uvicorn

from quaychain.contracts.http_server import bounded

from ..intake.desk import Desk
from ..intake.once import Once, Taken
from .carriers import Carriers, Polled
from .notifications import notifications_app
from .polling import Poller
from .recording import record, source_name


class DcsaService:
    """Serves until told to stop."""

    def __init__(self, carriers: Carriers, desk: Desk, listen: tuple[str, int] | None) -> None:
        """`desk` must be open while it runs; `listen` is host and port for what is pushed, None where nothing is."""
        self._carriers = carriers
        self._desk = desk
        self._listen = listen

    def run(self, stopping: threading.Event, ready: Callable[[], None]) -> None:
        """Raises OSError where the port can't be had."""
        server = self._server()
        ended = threading.Event()
        threads = [threading.Thread(target=self._poll, args=(polled, stopping)) for polled in self._carriers.polls]
        if server is not None:
            threads.append(threading.Thread(target=self._serve, args=(server, ended)))
        for thread in threads:
            thread.start()
        while server is not None and not server.started and not ended.is_set():
            stopping.wait(0.02)
        if not ended.is_set():
            ready()
        while not stopping.is_set() and not ended.is_set():
            stopping.wait(0.2)
        failed = ended.is_set() and not stopping.is_set()
        stopping.set()
        if server is not None:
            server.should_exit = True
        for thread in threads:
            thread.join()
        if failed:
            raise OSError(f"can't listen on port {self._listen[1] if self._listen else 0}")

    def poll_once(self, stopping: threading.Event) -> int:
        """One pass over each carrier that is polled; answers how many events were new. Raises PollRefusedError."""
        with httpx.Client(timeout=60.0, trust_env=False, follow_redirects=False) as client:
            return sum(self._poller(polled, client).pass_once(stopping) for polled in self._carriers.polls)

    def record(self, carrier: str, events: Sequence[Any], places: dict[str, str] | None = None) -> Future[Taken]:
        """Hand a carrier's events in."""
        return self._desk.hand_in(lambda outbox: record(outbox, carrier, events, places))

    def _server(self) -> uvicorn.Server | None:
        if self._listen is None:
            return None
        host, port = self._listen
        app = notifications_app(self._carriers, self.record)
        return uvicorn.Server(bounded(app, host=host, port=port, lifespan="off"))

    def _serve(self, server: uvicorn.Server, ended: threading.Event) -> None:
        try:
            server.run()
        except SystemExit:  # uvicorn's way to say that it can't listen
            structlog.get_logger("dcsa").error("can't listen", port=server.config.port)
        finally:
            ended.set()

    def _poll(self, polled: Polled, stopping: threading.Event) -> None:
        with httpx.Client(timeout=60.0, trust_env=False, follow_redirects=False) as client:
            self._poller(polled, client).run(stopping)

    def _poller(self, polled: Polled, client: httpx.Client) -> Poller:
        def place(name: str) -> str | None:
            return self._desk.hand_in(
                lambda outbox: Once[bytes](outbox, source_name(polled.carrier)).place(name)
            ).result()

        return Poller(polled, client, place, lambda events, places: self.record(polled.carrier, events, places))
