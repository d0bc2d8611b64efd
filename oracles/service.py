"""The oracle's service: gateway, anchorer and capture over HTTP, in one process or each in its own. I/O."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import structlog
from fastapi import FastAPI
from nacl.signing import SigningKey
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from uvicorn import Server

from quaychain.contracts.conditions import Conditions
from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.http_server import bounded

from .anchorer import Anchorer
from .batch import BatchLimits
from .devices import Clock, DeviceDirectory
from .edge.rules import EdgeRules
from .edge.worker import LARGEST_DOCUMENT, EdgeRoomError, EdgeWorker
from .examine import BodyReader, ExaminationRules
from .gateway import Gateway, GatewaySettings
from .metrics import OracleMetrics
from .mqtt import MqttLink, MqttSettings
from .ports import AnchorPort, BatchVault
from .queue.acceptance import Acceptance
from .queue.batches import Batches
from .queue.conditions import end_conditions, write_conditions
from .queue.database import QueueConnection, ensure_streams, open_queue
from .queue.errors import QUEUE_ERRORS, QueueLeaseLostError
from .quota import Quota
from .steps import ObservedAcceptance, ObservedBatches, Steps
from .topics import UP_FILTER, Acknowledgement, ack_topic
from .workers import Workers

_LONGEST_PAUSE = 5.0
#: Seconds that the parts are given to end, all together: a node may be silent for longer.
_ENDING = 15.0
#: Seconds between two tries to get the queue's lease, and between two looks at what may be deleted.
_STANDBY_PAUSE, _PURGE_PAUSE = 1.0, 10.0
#: Anchoring can't go on: what it waits for.
ANCHORING_WAITS = "anchoring_waits"


class OraclePart(StrEnum):
    """What a process of the oracle does."""

    #: Takes events from MQTT, and over HTTP where a port is set.
    GATEWAY = "gateway"
    #: Batches, anchors and acknowledges. One process a queue is at work, others stand by.
    ANCHORER = "anchorer"


class HttpSettings(BaseModel):
    """Where capture over HTTP listens."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=1, le=65_535)]


class OracleSettings(BaseModel):
    """All that the service is told."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    chain_id: Annotated[int, Field(ge=1)]
    #: The queue: a file, or a database's URL.
    queue: Annotated[str, BeforeValidator(str)]
    #: How many streams; devices are spread over them. Stays as it was when the queue was made.
    streams: Annotated[int, Field(ge=1, le=256)] = 1
    mqtt: MqttSettings = MqttSettings()
    gateway: GatewaySettings = GatewaySettings()
    batch: BatchLimits = BatchLimits()
    http: HttpSettings | None = None
    #: The account's outbox: only for the metrics.
    transactions: Path | None = None
    #: Seconds between two looks at the queue and the chain when there was nothing to do.
    tick: Annotated[float, Field(gt=0, le=60)] = 0.25
    #: Take streams that another account holds. Only where it can be dead, not where it has a queue of its own: right
    #: for oracles that share one queue, whose lease tells that the other is gone.
    take_over: bool = False
    #: Seconds for which events stay in the queue after their block is one that stays.
    keep: Annotated[float, Field(ge=0)] = 3_600.0
    parts: frozenset[OraclePart] = frozenset(OraclePart)


@dataclass
class OraclePartEndedError(QuaychainError):
    """A part of the service ended by itself, so the rest was stopped too."""

    part: str
    reason: str


@dataclass(frozen=True, slots=True)
class EdgeRuling:
    """Edge rules, and the gateway's own key, which signs what is derived by them."""

    rules: EdgeRules
    key: SigningKey


@dataclass(frozen=True, slots=True)
class OraclePorts:
    """What the service works with. `app` makes the HTTP application over a gateway and the queue."""

    devices: DeviceDirectory
    clock: Clock
    read_body: BodyReader
    anchor: AnchorPort
    vault: BatchVault
    app: Callable[[Gateway, str, GatewaySettings], FastAPI]
    edge: EdgeRuling | None = None
    #: What stands in the way of anchoring; kept in the queue.
    conditions: Conditions = field(default_factory=Conditions)


class OracleService:
    """Runs the parts that the settings name, each in a thread."""

    def __init__(
        self,
        settings: OracleSettings,
        ports: OraclePorts,
        metrics: OracleMetrics | None = None,
        steps: Steps | None = None,
    ) -> None:
        """Opens the queue; raises EdgeRoomError, QueueUnusableError, StreamsChangedError, MqttSettingsError."""
        if ports.edge is not None and settings.gateway.max_body_bytes < LARGEST_DOCUMENT:
            raise EdgeRoomError(settings.gateway.max_body_bytes)
        self._settings = settings
        self._ports = ports
        self._metrics = metrics
        self._steps = steps
        self._stopping = threading.Event()
        self._failure: OraclePartEndedError | None = None
        self._log = structlog.get_logger("oracle")
        connection = open_queue(settings.queue)
        self._streams = ensure_streams(connection, settings.streams)
        connection.close()
        takes = OraclePart.GATEWAY in settings.parts
        self._gateway = self._build_gateway() if takes else None
        self._workers = None if self._gateway is None else self._build_workers(self._gateway)
        # One name a stream, so that a broker that keeps messages for us knows us again.
        part = "gateway" if takes else "anchorer"
        self._link = MqttLink(
            settings.mqtt,
            f"{part}-{self._streams[0].hex()[:24]}",
            persistent=takes,
            subscriptions=(UP_FILTER,) if takes and self._workers is None else (),
            # What a run without workers subscribed to, the broker would go on keeping for us.
            left=() if self._workers is None else (UP_FILTER,),
            received=None if self._gateway is None else self._gateway.offer,
        )
        if metrics is not None:
            gateway = self._gateway
            metrics.watch(
                settings.queue,
                lambda: self._link.online,
                lambda: 0 if gateway is None else gateway.waiting,
                settings.transactions,
            )

    def run(self, stopping: threading.Event, ready: Callable[[], None]) -> None:
        """Serve until `stopping` is set; `ready` is called once events are taken.

        Raises OraclePartEndedError where a part ends by itself.
        """
        anchoring = self._thread("anchorer", self._anchor) if OraclePart.ANCHORER in self._settings.parts else None
        receiving = None if self._gateway is None else self._thread("gateway", self._receive)
        deriving = None if anchoring is None or self._ports.edge is None else self._thread("edge rules", self._derive)
        server = self._server()
        serving = None if server is None else self._thread("http", lambda: self._serve(server))
        self._link.start()
        if self._workers is not None:
            self._workers.start()
        while not self._stopping.is_set() and server is not None and not server.started:
            self._stopping.wait(0.02)
        if self._link.wait_online(5) or self._gateway is None:
            self._log.info("ready", parts=" ".join(sorted(self._settings.parts)))
        else:
            self._log.warning("no broker yet", host=self._settings.mqtt.host, port=self._settings.mqtt.port)
        if self._workers is not None and not self._workers.wait_online(20):
            self._log.warning("not all workers are at the broker yet")
        ready()
        while not stopping.is_set() and not self._stopping.is_set():
            stopping.wait(0.2)
        self._end(server, [serving, receiving, deriving, anchoring])
        if self._failure is not None:
            raise self._failure

    def _end(self, server: Server | None, parts: Sequence[threading.Thread | None]) -> None:
        """End the parts. One that doesn't end in time is left behind, as a kill would: all it took is on the disk.

        Until the process has ended it may go on, and does no harm: what it says goes to a link that has left the broker
        and drops it, so senders send again; its clients of nodes, stores and queue are its own, and nobody closes them.
        """
        # What comes in ends first, so that all that was taken is answered.
        leaving = threading.Thread(target=self._leave_broker, name="broker", daemon=True)
        leaving.start()
        deadline = time.monotonic() + _ENDING
        leaving.join(_ENDING)
        if server is not None:
            server.should_exit = True
        self._stopping.set()
        for thread in (leaving, *(part for part in parts if part is not None)):
            thread.join(max(deadline - time.monotonic(), 0.0))
            if thread.is_alive():
                self._log.warning("part doesn't end", part=thread.name, seconds=_ENDING)

    def _leave_broker(self) -> None:
        if self._workers is not None:
            self._workers.stop()
        self._link.stop()

    def _build_workers(self, gateway: Gateway) -> Workers | None:
        count = self._settings.gateway.workers
        if count == 0:
            return None
        group = f"quaychain-{self._streams[0].hex()[:24]}"
        return Workers(count, self._settings.mqtt, self._examination(), group, gateway.offer_found)

    def _build_gateway(self) -> Gateway:
        settings = self._settings
        limits = settings.gateway
        return Gateway(
            limits,
            replace(self._examination(), max_age=limits.max_age, max_ahead=limits.max_ahead),
            self._ports.devices,
            self._ports.clock,
            self._acceptance(),
            self._ports.read_body,
            self._acknowledge,
        )

    def _acceptance(self) -> Acceptance:
        connection, settings = open_queue(self._settings.queue), self._settings.gateway
        quota = Quota(settings.quota, settings.quota_seconds) if settings.quota else None
        if self._steps is None:
            return Acceptance(connection, quarantine_limit=settings.quarantine, quota=quota)
        return ObservedAcceptance(connection, self._steps, quarantine_limit=settings.quarantine, quota=quota)

    def _batches(self, connection: QueueConnection) -> Batches:
        if self._steps is None:
            return Batches(connection)
        return ObservedBatches(connection, self._steps, self._settings.batch)

    def _receive(self) -> None:
        assert self._gateway is not None
        self._gateway.run(self._stopping)

    def _anchor(self) -> None:
        connection: QueueConnection | None = None
        waiting = False
        while not self._stopping.is_set():
            try:
                connection = connection or open_queue(self._settings.queue)
                if connection.acquire_lease():
                    self._log.info("anchoring", queue=self._settings.queue.rpartition("@")[2])
                    waiting = False
                    end_conditions(connection, int(time.time()))
                    self._carry(connection)
                    continue
                if not waiting:
                    self._log.info("standing by", reason="another anchorer works on this queue")
                waiting = True
            except QUEUE_ERRORS as error:
                self._log.warning("queue away", reason=str(error))
            self._stopping.wait(_STANDBY_PAUSE)
        if connection is not None:
            connection.close()

    def _carry(self, connection: QueueConnection) -> None:
        """Anchor until the service ends or the lease is lost."""
        conditions = self._ports.conditions
        anchorer = Anchorer(
            self._batches(connection),
            self._streams,
            self._settings.batch,
            self._ports.vault,
            self._ports.anchor,
            self._acknowledge,
            take_over=self._settings.take_over,
            keep=self._settings.keep,
            deriving=self._ports.edge is not None,
            conditions=conditions,
        )
        pause, purge_at = self._settings.tick, 0.0
        while not self._stopping.is_set():
            try:
                moved = anchorer.step()
                conditions.end(ANCHORING_WAITS)
                if not moved and time.monotonic() >= purge_at and not anchorer.purge():
                    purge_at = time.monotonic() + _PURGE_PAUSE
                write_conditions(connection, conditions.changes())
                pause = self._settings.tick
                if moved:
                    continue
            except QueueLeaseLostError as error:
                self._log.warning("lease lost", reason=str(error))
                return
            except (QuaychainError, *QUEUE_ERRORS) as error:
                # A chain, store or database that is away, or refuses: nothing is lost, so try again, ever more slowly.
                pause = min(pause * 2, _LONGEST_PAUSE)
                self._tell(connection, error, pause)
            self._stopping.wait(pause)

    def _tell(self, connection: QueueConnection, error: Exception, pause: float) -> None:
        name = type(error).__name__
        if self._metrics is not None:
            self._metrics.anchoring_waits(error)
        self._log.warning("anchoring waits", error=name, reason=str(error), seconds=pause)
        self._ports.conditions.begin(ANCHORING_WAITS, "", f"{name}: {error}")
        # Where the queue itself is the matter, it can't be told there.
        with suppress(*QUEUE_ERRORS):
            write_conditions(connection, self._ports.conditions.changes())

    def _derive(self) -> None:
        assert self._ports.edge is not None
        EdgeWorker(
            open_queue(self._settings.queue),
            self._ports.edge.key,
            self._ports.edge.rules,
            self._examination(),
            self._ports.devices,
            self._ports.clock,
        ).run(self._stopping, self._settings.tick)

    def _examination(self) -> ExaminationRules:
        sizes = self._settings.gateway
        return ExaminationRules(self._settings.chain_id, sizes.max_message_bytes, sizes.max_body_bytes)

    def _acknowledge(self, member: bytes, key: bytes, acknowledgement: Acknowledgement) -> None:
        self._link.publish(ack_topic(member, key), acknowledgement.encode(), retain=True)

    def _server(self) -> Server | None:
        http = self._settings.http
        if http is None or self._gateway is None:
            return None
        app = self._ports.app(self._gateway, self._settings.queue, self._settings.gateway)
        # A message comes in a header, by base64url, which takes a third more.
        largest = self._settings.gateway.max_message_bytes * 4 // 3
        return Server(bounded(app, largest, host=http.host, port=http.port, lifespan="off"))

    def _serve(self, server: Server) -> None:
        try:
            server.run()
        except SystemExit as error:  # uvicorn's way to say that it can't listen
            raise OSError(f"can't listen on port {server.config.port}") from error

    def _thread(self, name: str, work: Callable[[], None]) -> threading.Thread:
        def watched() -> None:
            try:
                work()
            except Exception as error:  # noqa: BLE001  one part's end must end the process, so that it is started anew
                self._log.error("part ended", part=name, error=type(error).__name__, reason=str(error))
                self._failure = self._failure or OraclePartEndedError(name, str(error))
            finally:
                self._stopping.set()

        thread = threading.Thread(target=watched, name=name, daemon=True)
        thread.start()
        return thread
