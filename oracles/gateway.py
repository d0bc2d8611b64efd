"""The gateway: takes what comes in, in bursts, and answers only when it is on the disk. One worker thread. I/O."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from typing import Annotated, Protocol

import structlog
from pydantic import BaseModel, ConfigDict, Field

from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.events.envelope import parse_message
from quaychain.contracts.events.refusal import EventRefusedError, RefusalReason

from .devices import DeviceDirectory, DirectoryUnavailableError
from .examine import Arrival, BodyReader, ExaminationRules, Examined, examine
from .gaps import GapRequests, expected_after
from .queue.acceptance import Acceptance, BurstResult, Outcome, Refused, Rejected
from .topics import Acknowledgement, parse_up_topic

#: Refusals that the signer is told of: they come only after its signature was found in order.
_TOLD = frozenset(
    {
        RefusalReason.KEY_NOT_YET_VALID,
        RefusalReason.KEY_EXPIRED,
        RefusalReason.KEY_REVOKED,
        RefusalReason.KEY_CLOSED,
        RefusalReason.MEMBER_NOT_ACTIVE,
        RefusalReason.BOOT_BELOW_DECLARED,
        RefusalReason.BOOT_WENT_BACK,
        RefusalReason.COUNTER_REUSED,
    }
)


class GatewaySettings(BaseModel):
    """Sizes of what the gateway takes."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    max_message_bytes: Annotated[int, Field(ge=256, le=2**20)] = 65_536
    max_body_bytes: Annotated[int, Field(ge=1_024, le=2**28)] = 4 * 2**20
    #: Messages written to the disk in one transaction.
    max_burst: Annotated[int, Field(ge=1, le=100_000)] = 1_000
    #: Messages that wait in memory; beyond it the broker is made to wait.
    inbox: Annotated[int, Field(ge=1, le=1_000_000)] = 10_000
    #: Refused messages kept for a look; the counts go on beyond it.
    quarantine: Annotated[int, Field(ge=0, le=10_000_000)] = 10_000


class Clock(Protocol):
    """The head's time."""

    def now(self) -> int:
        """Unix seconds; raises DirectoryUnavailableError where it is not known."""


@dataclass
class GatewayBusyError(QuaychainError):
    """More waits than the gateway holds; send again a little later."""

    waiting: int


@dataclass(frozen=True, slots=True)
class _Entry:
    arrival: Arrival
    answer: Future[Outcome] | None = None
    problem: EventRefusedError | None = None


#: Tells a signer where it stands: (member, key, acknowledgement).
Acknowledge = Callable[[bytes, bytes, Acknowledgement], None]


class Gateway:
    """Verifies, queues and acknowledges. `offer` and `submit` may be called from any thread."""

    def __init__(
        self,
        settings: GatewaySettings,
        rules: ExaminationRules,
        devices: DeviceDirectory,
        clock: Clock,
        acceptance: Acceptance,
        read_body: BodyReader,
        acknowledge: Acknowledge,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._settings = settings
        self._rules = rules
        self._devices = devices
        self._clock = clock
        self._acceptance = acceptance
        self._read_body = read_body
        self._acknowledge = acknowledge
        self._monotonic = monotonic
        self._gaps = GapRequests()
        self._inbox: queue.Queue[_Entry] = queue.Queue(settings.inbox)
        self._log = structlog.get_logger("gateway")

    @property
    def waiting(self) -> int:
        """Messages in the inbox."""
        return self._inbox.qsize()

    def offer(self, topic: str, payload: bytes, _retained: bool = False) -> None:
        """Take an MQTT message; waits while the inbox is full, which makes the broker wait."""
        if not topic.endswith("/up"):
            return  # amqtt, when it takes up a session again, hands us our own acknowledgements.
        try:
            entry = _Entry(Arrival(topic, payload, topic=parse_up_topic(topic)))
        except EventRefusedError as error:
            entry = _Entry(Arrival(topic[:200], payload), problem=error)
        self._inbox.put(entry)

    def submit(self, arrival: Arrival) -> Future[Outcome]:
        """Take a message that waits for its answer.

        The future has the outcome once it is on the disk; it raises what kept it from there, such as
        DirectoryUnavailableError or sqlite3.Error: nothing was taken then, and it may be sent again. Raises
        GatewayBusyError at once where the inbox is full.
        """
        return self._put(_Entry(arrival, Future()))

    def refuse(self, arrival: Arrival, error: EventRefusedError) -> Future[Outcome]:
        """Count and keep what was found to be no message before it came here; otherwise as `submit`."""
        return self._put(_Entry(arrival, Future(), error))

    def _put(self, entry: _Entry) -> Future[Outcome]:
        assert entry.answer is not None
        try:
            self._inbox.put_nowait(entry)
        except queue.Full:
            raise GatewayBusyError(self._inbox.qsize()) from None
        return entry.answer

    def run(self, stopping: threading.Event) -> None:
        """Work until `stopping` is set and the inbox is empty."""
        while True:
            entries = self._next_burst()
            if entries:
                try:
                    self._work(entries)
                except Exception as error:  # noqa: BLE001  a full disk must not end the gateway: nothing was answered, senders send again
                    self._log.error("burst not taken", count=len(entries), reason=str(error))
                    self._fail(entries, error)
                    stopping.wait(1)
            elif stopping.is_set():
                return

    def _next_burst(self) -> list[_Entry]:
        try:
            entries = [self._inbox.get(timeout=0.2)]
        except queue.Empty:
            return []
        while len(entries) < self._settings.max_burst:
            try:
                entries.append(self._inbox.get_nowait())
            except queue.Empty:
                break
        return entries

    def _work(self, entries: Sequence[_Entry]) -> None:
        now = self._clock.now()
        decided: list[_Entry] = []
        burst: list[Examined | Rejected] = []
        for entry in entries:
            try:
                if entry.problem is not None:
                    raise entry.problem
                burst.append(examine(entry.arrival, self._rules, self._devices, now, self._read_body))
            except EventRefusedError as error:
                burst.append(Rejected(entry.arrival, error))
            except DirectoryUnavailableError as error:
                # Neither taken nor refused: a device sends again, an HTTP sender is told to.
                self._fail([entry], error)
                continue
            decided.append(entry)
        result = self._acceptance.take(burst, now)
        self._answer(decided, result)

    def _answer(self, entries: Sequence[_Entry], result: BurstResult) -> None:
        behind_a_gap: set[bytes] = set()
        for entry, outcome in zip(entries, result.outcomes, strict=True):
            if entry.answer is not None:
                entry.answer.set_result(outcome)
            elif isinstance(outcome, Refused):
                if outcome.reason is RefusalReason.GAP and outcome.key is not None:
                    behind_a_gap.add(outcome.key)
                elif outcome.reason in _TOLD:
                    self._tell(entry.arrival, outcome, result)
        now = self._monotonic()
        for key, (member, acknowledgement) in result.acknowledgements.items():
            expected = expected_after(acknowledgement.durable)
            if key in behind_a_gap and self._gaps.due(key, expected, now):
                self._acknowledge(member, key, replace(acknowledgement, expected=expected))
            elif acknowledgement.durable is not None:
                self._acknowledge(member, key, acknowledgement)

    def _tell(self, arrival: Arrival, refused: Refused, result: BurstResult) -> None:
        if arrival.topic is None:
            return
        member, key = arrival.topic
        counter = parse_message(arrival.message, max_bytes=self._rules.max_message_bytes).envelope.counter
        known = result.acknowledgements.get(key, (member, Acknowledgement()))[1]
        self._acknowledge(member, key, Acknowledgement(known.durable, known.anchored, counter, refused.reason.value))

    def _fail(self, entries: Sequence[_Entry], error: Exception) -> None:
        for entry in entries:
            if entry.answer is not None and not entry.answer.done():
                entry.answer.set_exception(error)
