"""An OPC UA server's production steps, from the subscription to the outbox. I/O."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from pathlib import Path

import structlog

from quaychain.contracts.events.envelope import EventKind

from ..intake.desk import Desk
from ..intake.once import Once, Taken, Told
from ..logistics.bodies import JSON_LD
from ..sending.outbox import Draft, Outbox
from .mapping import Mapping, Step
from .steps import Observation, StepDone, StepState, document, judge
from .subscription import Watcher

SOURCE = "opcua"


def record_observation(outbox: Outbox, steps: list[Step], seen: Observation, now: datetime) -> Taken | None:
    """Take in one value of a node that shows these steps; None where it is no news to any of them.

    The steps done are signed in the transaction that keeps what is known of their nodes.
    """
    once: Once[StepDone] = Once(outbox, SOURCE)
    told, states = [], {}
    for step in steps:
        before = StepState.decode(once.place(step.name))
        state, done = judge(step, before, seen, now, once.knows)
        if state != before:
            states[step.name] = state.encode()
        if done is not None:
            told.append(Told(done.identity, done.digest, done))
    if not states:
        return None
    return once.take(
        told,
        lambda done: [Draft(EventKind.EPCIS, body=document(each), media_type=JSON_LD) for each in done],
        states,
    )


class StepService:
    """Watches and records until told to stop."""

    def __init__(self, mapping: Mapping, folder: Path, password: str, desk: Desk) -> None:
        """`desk` must be open while it runs."""
        self._desk = desk
        self._steps: dict[str, list[Step]] = {}
        for step in mapping.steps:
            self._steps.setdefault(step.node, []).append(step)
        self._watcher = Watcher(mapping, folder, password, self._observe, self._since)
        self._log = structlog.get_logger("opcua")

    @property
    def watching(self) -> bool:
        """Whether the server is connected and watched now."""
        return self._watcher.watching

    def run(self, stopping: threading.Event) -> None:
        """Serve until `stopping` is set."""
        self._watcher.run(stopping)

    def _observe(self, node: str, seen: Observation) -> None:
        steps = self._steps[node]
        taken = self._desk.hand_in(lambda outbox: record_observation(outbox, steps, seen, datetime.now(UTC))).result()
        if taken is not None and taken.new:
            self._log.info("done", steps=" ".join(step.name for step in steps), node=node)

    def _since(self, node: str) -> datetime | None:
        def oldest(outbox: Outbox) -> str:
            once: Once[StepDone] = Once(outbox, SOURCE)
            return min(StepState.decode(once.place(step.name)).newest for step in self._steps[node])

        known = self._desk.hand_in(oldest).result()
        return datetime.fromisoformat(known) if known else None
