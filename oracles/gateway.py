"""The gateway: takes what comes in, in bursts, and answers only when it is on the disk. One worker thread. I/O."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from typing import Annotated

import structlog
from pydantic import BaseModel, ConfigDict, Field

from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.events.envelope import Counter
from quaychain.contracts.events.refusal import EventRefusedError, RefusalReason

from .devices import Clock, DeviceDirectory, DirectoryUnavailableError, RegisteredDevice
from .examine import Arrival, BodyReader, ExaminationRules, Examined, Inspected, inspect, judge, signer_of
from .gaps import GapRequests, expected_after
from .inbox import Inbox
from .ordering import Ordering
from .queue.acceptance import Acceptance, BurstResult, Outcome, Refused, Rejected
from .topics import Acknowledgement, parse_up_topic
from .workers import Refusal

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
        RefusalReason.STALE,
        RefusalReason.FUTURE,
        RefusalReason.OVER_QUOTA,
    }
)


_MOST_SIGNERS = 100_000


class GatewaySettings(BaseModel):
    """Sizes of what the gateway takes."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    max_message_bytes: Annotated[int, Field(ge=256, le=2**20)] = 65_536
    max_body_bytes: Annotated[int, Field(ge=1_024, le=2**28)] = 4 * 2**20
    #: Messages written to the disk in one transaction.
    max_burst: Annotated[int, Field(ge=1, le=100_000)] = 1_000
    #: Messages that wait in memory; beyond it the broker is made to wait.
    inbox: Annotated[int, Field(ge=1, le=1_000_000)] = 10_000
    #: Bytes of messages and bodies that wait in memory, likewise.
    inbox_bytes: Annotated[int, Field(ge=2**20, le=2**34)] = 64 * 2**20
    #: Worker processes that take messages off the broker and check their signatures; 0: the gateway does it itself.
    workers: Annotated[int, Field(ge=0, le=64)] = 0
    #: Seconds that a message waits for an earlier one of its device which may still be with another worker.
    reorder_patience: Annotated[float, Field(gt=0, le=60)] = 2.0
    #: Seconds that a reading may be behind the head's time, and ahead of it; 0: any.
    max_age: Annotated[int, Field(ge=0, le=100 * 366 * 86_400)] = 0
    max_ahead: Annotated[int, Field(ge=0, le=100 * 366 * 86_400)] = 0
    #: Events that a device may have recorded in `quota_seconds`; 0: any number.
    quota: Annotated[int, Field(ge=0, le=10**9)] = 0
    quota_seconds: Annotated[float, Field(gt=0, le=366 * 86_400)] = 60.0
    #: Refused messages kept for a look; the counts go on beyond it.
    quarantine: Annotated[int, Field(ge=0, le=10_000_000)] = 10_000


@dataclass
class GatewayBusyError(QuaychainError):
    """More waits than the gateway holds; send again a little later."""

    waiting: int


@dataclass(slots=True)
class _Entry:
    arrival: Arrival
    answer: Future[Outcome] | None = None
    #: What a worker found already.
    found: Inspected | EventRefusedError | None = None


def _bytes_of(entry: _Entry) -> int:
    return len(entry.arrival.message) + len(entry.arrival.body)


@dataclass(slots=True)
class _Counted:
    """An entry that only its counter can still keep out."""

    entry: _Entry
    examined: Examined

    @property
    def key(self) -> bytes:
        return self.examined.head.key

    @property
    def counter(self) -> Counter:
        return self.examined.head.counter

    @property
    def previous(self) -> Counter | None:
        return self.examined.head.previous

    @property
    def size(self) -> int:
        return _bytes_of(self.entry)


class _OfBurst:
    """A directory that is asked once a burst for each key."""

    def __init__(self, devices: DeviceDirectory) -> None:
        self._devices = devices
        self._known: dict[bytes, RegisteredDevice | None] = {}

    def device(self, key: bytes) -> RegisteredDevice | None:
        """See DeviceDirectory."""
        if key not in self._known:
            self._known[key] = self._devices.device(key)
        return self._known[key]


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
        self._inbox: Inbox[_Entry] = Inbox(settings.inbox, settings.inbox_bytes, _bytes_of)
        self._ordering: Ordering[_Counted] | None = (
            Ordering(settings.reorder_patience, settings.inbox, settings.inbox_bytes) if settings.workers else None
        )
        #: The last counter accepted of each signer, as far as the ordering has asked.
        self._last: dict[bytes, Counter] = {}
        self._log = structlog.get_logger("gateway")

    @property
    def waiting(self) -> int:
        """Messages that are not on the disk yet."""
        return len(self._inbox) + (0 if self._ordering is None else len(self._ordering))

    def offer(self, topic: str, payload: bytes, _retained: bool = False) -> None:
        """Take an MQTT message; waits while the inbox is full, which makes the broker wait."""
        if not topic.endswith("/up"):
            return  # amqtt, when it takes up a session again, hands us our own acknowledgements.
        try:
            entry = _Entry(Arrival(topic, payload, topic=parse_up_topic(topic)))
        except EventRefusedError as error:
            entry = _Entry(Arrival(topic[:200], payload), found=error)
        self._inbox.put((entry,))

    def offer_found(self, found: Sequence[Inspected | Refusal]) -> None:
        """Take what a worker has looked at; waits while the inbox is full."""
        self._inbox.put([_Entry(one.arrival, found=one.error if isinstance(one, Refusal) else one) for one in found])

    def submit(self, arrival: Arrival) -> Future[Outcome]:
        """Take a message that waits for its answer.

        The future has the outcome once it is on the disk; it raises what kept it from there, such as
        DirectoryUnavailableError or sqlite3.Error: nothing was taken then, and it may be sent again. Raises
        GatewayBusyError at once where the inbox is full.
        """
        return self._put(_Entry(arrival, Future()))

    def vouch(self, arrival: Arrival) -> bytes:
        """The registered key that signed a message, before its body is read. May wait for a node.

        Raises EventRefusedError, DirectoryUnavailableError. What its key may do now is judged with the body at hand, so
        that what a registered key signed can be taken out of the quarantine later.
        """
        inspected = inspect(arrival, self._rules)
        signer_of(inspected, self._devices)
        return inspected.head.key

    def refuse(self, arrival: Arrival, error: EventRefusedError) -> Future[Outcome]:
        """Count and keep what was found to be no message before it came here; otherwise as `submit`."""
        return self._put(_Entry(arrival, Future(), error))

    def _put(self, entry: _Entry) -> Future[Outcome]:
        assert entry.answer is not None
        if not self._inbox.offer(entry):
            raise GatewayBusyError(len(self._inbox))
        return entry.answer

    def run(self, stopping: threading.Event) -> None:
        """Work until `stopping` is set and the inbox is empty."""
        while True:
            entries = self._inbox.take(self._settings.max_burst, 0.2)
            if entries or (self._ordering is not None and len(self._ordering)):
                try:
                    self._work(entries)
                except Exception as error:  # noqa: BLE001  a full disk must not end the gateway: nothing was answered, senders send again
                    self._log.error("burst not taken", count=len(entries), reason=str(error))
                    self._fail(entries, error)
                    stopping.wait(1)
            if not entries and stopping.is_set():
                return

    def _work(self, entries: Sequence[_Entry]) -> None:
        now = self._clock.now()
        decided: list[_Entry] = []
        burst: list[Examined | Rejected] = []
        counted: list[_Counted] = []
        devices = _OfBurst(self._devices)
        for entry in entries:
            try:
                examined = self._examine(entry, devices, now)
            except EventRefusedError as error:
                decided.append(entry)
                burst.append(Rejected(entry.arrival, error.bare()))
            except DirectoryUnavailableError as error:
                # Neither taken nor refused: a device sends again, an HTTP sender is told to.
                self._fail([entry], error)
            else:
                if self._ordering is None or entry.answer is not None:
                    decided.append(entry)
                    burst.append(examined)
                else:
                    counted.append(_Counted(entry, examined))
        for ready in self._in_order(counted):
            decided.append(ready.entry)
            burst.append(ready.examined)
        if not burst:
            return
        result = self._acceptance.take(burst, now)
        self._answer(decided, result)

    def _examine(self, entry: _Entry, devices: DeviceDirectory, now: int) -> Examined:
        found = entry.found
        if isinstance(found, EventRefusedError):
            raise found
        if found is None:
            found = entry.found = inspect(entry.arrival, self._rules)
        return judge(found, self._rules, devices, now, self._read_body)

    def _in_order(self, counted: Sequence[_Counted]) -> Sequence[_Counted]:
        if self._ordering is None:
            return counted
        concerned = {one.key for one in counted} | self._ordering.keys()
        if len(self._last) > _MOST_SIGNERS:
            self._last.clear()
        unknown = [key for key in concerned if key not in self._last]
        if unknown:
            self._last.update(self._acceptance.last_counters(unknown))
        return self._ordering.in_order(counted, self._last, self._monotonic())

    def _answer(self, entries: Sequence[_Entry], result: BurstResult) -> None:
        behind_a_gap: set[bytes] = set()
        held_back: set[bytes] = set()
        for entry, outcome in zip(entries, result.outcomes, strict=True):
            if entry.answer is not None:
                if _awaited(entry.answer):
                    entry.answer.set_result(outcome)
            elif isinstance(outcome, Refused):
                if outcome.reason is RefusalReason.GAP and outcome.key is not None:
                    behind_a_gap.add(outcome.key)
                elif outcome.reason in _TOLD:
                    self._tell(entry, outcome, result)
                    if outcome.key is not None:
                        held_back.add(outcome.key)
        now = self._monotonic()
        for key, (member, acknowledgement) in result.acknowledgements.items():
            if acknowledgement.durable is not None and self._ordering is not None:
                self._last[key] = acknowledgement.durable
            expected = expected_after(acknowledgement.durable)
            if key in behind_a_gap - held_back and self._gaps.due(key, expected, now):
                self._acknowledge(member, key, replace(acknowledgement, expected=expected))
            elif acknowledgement.durable is not None:
                self._acknowledge(member, key, acknowledgement)

    def _tell(self, entry: _Entry, refused: Refused, result: BurstResult) -> None:
        if entry.arrival.topic is None or not isinstance(entry.found, Inspected):
            return
        member, key = entry.arrival.topic
        counter = entry.found.head.counter
        known = result.acknowledgements.get(key, (member, Acknowledgement()))[1]
        self._acknowledge(member, key, Acknowledgement(known.durable, known.anchored, counter, refused.reason.value))

    def _fail(self, entries: Sequence[_Entry], error: Exception) -> None:
        for entry in entries:
            if entry.answer is not None and _awaited(entry.answer):
                entry.answer.set_exception(error)


def _awaited(answer: Future[Outcome]) -> bool:
    """Whether somebody waits for an answer that hasn't been given; from then on nobody can give it up."""
    return not answer.done() and answer.set_running_or_notify_cancel()
