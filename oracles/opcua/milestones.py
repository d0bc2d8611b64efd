"""Reports milestones with the evidence of their steps, once that is anchored. Pure core; I/O at the end.

A milestone is reported when each step mapped to it was done, with the evidence of the last of them. Where its release
is refused it is open again, and reported anew when one of its steps is done anew.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from collections.abc import Mapping as Map
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

import structlog

from quaychain.contracts.bindings.errors import MilestoneStatusMismatchError
from quaychain.contracts.bindings.order_fulfilment import OrderFulfilment
from quaychain.contracts.bindings.types import Evidence, EvidenceKind, MilestoneStatus
from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.reader import ChainReader
from quaychain.contracts.sender import TransactionSender

from ..intake.once import Once
from ..sending.outbox import Outbox, Outgoing
from .mapping import Mapping, RecordEvidence, Step

SOURCE = "opcua/milestones"
_LONGEST_PAUSE = 300.0


@dataclass(frozen=True, slots=True)
class StepEvidence:
    """A step's anchored event."""

    #: 32 bytes.
    stream: bytes
    sequence: int
    #: Unix seconds, rounded down: when the step was done.
    at: int

    def encode(self) -> str:
        """As it is kept."""
        return json.dumps({"stream": self.stream.hex(), "sequence": self.sequence, "at": self.at})

    @classmethod
    def decode(cls, text: str) -> StepEvidence:
        """As it was kept."""
        fields = json.loads(text)
        return cls(bytes.fromhex(fields["stream"]), fields["sequence"], fields["at"])


@dataclass(frozen=True, slots=True)
class MilestoneDone:
    """What to report."""

    order: bytes
    code: bytes
    evidence: Evidence
    #: Unix seconds.
    at: int

    @property
    def key(self) -> str:
        """The same for each try at the same report."""
        kind = self.evidence.kind.name.lower()
        number = f"{self.evidence.identifier.hex()}/{self.evidence.number}/{self.at}"
        return f"complete/{self.order.hex()}/{self.code.hex()}/{kind}/{number}"


def milestones_done(mapping: Mapping, anchored: Map[str, StepEvidence]) -> Iterator[MilestoneDone]:
    """The milestones whose steps all have anchored events; `anchored` by the step's name."""
    groups: dict[tuple[str, str], list[Step]] = {}
    for step in mapping.steps:
        groups.setdefault((step.order, step.milestone), []).append(step)
    for (order, code), steps in groups.items():
        if all(step.name in anchored for step in steps):
            last = max((anchored[step.name] for step in steps), key=lambda each: (each.at, each.sequence))
            yield MilestoneDone(_bytes(order), _bytes(code), _evidence(steps[0], last), last.at)


def note_anchored(outbox: Outbox, item: Outgoing, job: dict[str, Any]) -> dict[str, Any] | None:
    """Keep a step's place in its stream, and answer it as JSON; None for a document that is no step."""
    event = json.loads(item.body)["epcisBody"]["eventList"][0]
    name = event.get("quaychain:step")
    if name is None:
        return None
    evidence = StepEvidence(
        bytes.fromhex(job["quaychain:stream"]),
        job["quaychain:sequence"],
        int(datetime.fromisoformat(event["eventTime"]).timestamp()),
    )
    once: Once[bytes] = Once(outbox, SOURCE)
    known = once.place(name)
    if known is None or StepEvidence.decode(known).at <= evidence.at:
        once.take([], lambda _: (), {name: evidence.encode()})
    return {
        "step": name,
        "order": event["quaychain:order"],
        "milestone": event["quaychain:milestone"],
        "stream": "0x" + evidence.stream.hex(),
        "sequence": evidence.sequence,
        "at": event["eventTime"],
        "capture": job.get("captureID"),
    }


class MilestonePort(Protocol):
    """The chain, as reporting needs it."""

    def now(self) -> int:
        """The head's time."""

    def is_open(self, order: bytes, code: bytes) -> bool:
        """Whether the milestone can be reported."""

    def report(self, done: MilestoneDone) -> bool:
        """Report it; false where somebody did meanwhile. Raises QuaychainError."""


class Reporter:
    """Reports what is done, each once. Runs in one thread with an outbox of its own."""

    def __init__(
        self, mapping: Mapping, outbox: Callable[[], Outbox], port: MilestonePort, interval: float = 2.0
    ) -> None:
        self._mapping = mapping
        self._open = outbox
        self._port = port
        self._interval = interval
        self._log = structlog.get_logger("opcua")

    def run(self, stopping: threading.Event) -> None:
        """Look again and again; a chain that is away or refuses is asked ever more slowly."""
        outbox, pause = self._open(), self._interval
        while not stopping.is_set():
            pause = self._interval if self.look(outbox) else min(pause * 2, _LONGEST_PAUSE)
            stopping.wait(pause)
        outbox.close()

    def look(self, outbox: Outbox) -> bool:
        """Report what can be; false where something was refused or the chain is away."""
        once: Once[bytes] = Once(outbox, SOURCE)
        kept = {step.name: once.place(step.name) for step in self._mapping.steps}
        anchored = {name: StepEvidence.decode(text) for name, text in kept.items() if text is not None}
        well = True
        for done in milestones_done(self._mapping, anchored):
            if once.place(done.key) is not None:
                continue
            try:
                # The contract takes no time to come; the head's time is behind ours by a block or so.
                if self._port.now() < done.at:
                    continue
                reported = self._port.is_open(done.order, done.code) and self._port.report(done)
            except QuaychainError as error:
                well = False
                self._log.warning(
                    "not reported", code=done.code.hex(), error=type(error).__name__, reason=str(error)[:200]
                )
                continue
            once.take([], lambda _: (), {done.key: "reported" if reported else "was not open"})
            self._log.info("milestone", order=done.order.hex(), code=done.code.hex(), reported=reported)
        return well


class ChainMilestones:
    """A `MilestonePort` of OrderFulfilment. I/O."""

    def __init__(self, reader: ChainReader, sender: TransactionSender, orders: OrderFulfilment) -> None:
        self._reader = reader
        self._sender = sender
        self._orders = orders

    def now(self) -> int:
        """See MilestonePort."""
        return self._reader.now()

    def is_open(self, order: bytes, code: bytes) -> bool:
        """See MilestonePort."""
        return self._reader.read(self._orders.milestone_of(order, code)).status is MilestoneStatus.OPEN

    def report(self, done: MilestoneDone) -> bool:
        """See MilestonePort."""
        call = self._orders.complete_milestone(done.order, done.code, done.evidence, done.at)
        try:
            self._sender.send(call, idempotency_key=done.key)
        except MilestoneStatusMismatchError:
            return False
        return True


def _evidence(step: Step, last: StepEvidence) -> Evidence:
    if isinstance(step.evidence, RecordEvidence):
        return Evidence(_bytes(step.evidence.record), EvidenceKind.RECORD, step.evidence.version)
    return Evidence(last.stream, EvidenceKind.ANCHORED_EVENTS, last.sequence)


def _bytes(identifier: str) -> bytes:
    return bytes.fromhex(identifier[2:])
