"""From a node's values to production steps: which value is news, when it happened, and the EPCIS event of it. Pure."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from quaychain.contracts.events.strict_json import canonical

from .mapping import Step

#: What a source's clock may be ahead of ours.
_AHEAD = timedelta(minutes=5)
_CONTEXT = "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"
#: Namespace of the fields that EPCIS doesn't have.
VOCABULARY = "urn:quaychain:vocabulary:"


@dataclass(frozen=True, slots=True)
class Observation:
    """One value of a node, as a server told it."""

    value: Any
    #: When it came about, by whoever made it, and by the server; either may be missing.
    source_time: datetime | None
    server_time: datetime | None
    #: Whether its OPC UA status is good.
    good: bool = True


@dataclass(frozen=True, slots=True)
class StepState:
    """What is known of a step's node."""

    #: Time of the newest value taken in, ISO 8601; empty before the first.
    newest: str = ""
    #: Whether that value meant "done".
    done: bool = False

    def encode(self) -> str:
        """As it is kept."""
        return json.dumps({"newest": self.newest, "done": self.done})

    @classmethod
    def decode(cls, text: str | None) -> StepState:
        """As it was kept."""
        return cls() if text is None else cls(**json.loads(text))


@dataclass(frozen=True, slots=True)
class StepDone:
    """A step, done once."""

    step: Step
    at: datetime
    #: Whose clock `at` is of: source, server, or gateway (ours).
    clock: str
    value: Any

    @property
    def identity(self) -> str:
        """The same for each telling of it: by subscription, by history, after a restart."""
        return f"{self.step.name}/{_text(self.at)}"

    @property
    def digest(self) -> bytes:
        """Of what it says, 32 bytes."""
        return sha256(canonical(_event(self))).digest()


def judge(
    step: Step, state: StepState, seen: Observation, now: datetime, known: Callable[[str], bool]
) -> tuple[StepState, StepDone | None]:
    """What an observation makes of a step: its new state, and the step where it is done by it.

    A value that is not good says nothing. One that is older than the newest is told again where its identity is
    `known`; otherwise the source's clock was put back, and it counts.
    """
    if not seen.good or seen.value is None:
        return state, None
    at, clock = _moment(seen, now)
    text = _text(at)
    done = step.when.holds(seen.value)
    if text == state.newest and done == state.done:
        return state, None
    news = StepDone(step, at, clock, seen.value)
    if text < state.newest and done and known(news.identity):
        return state, None
    return StepState(text, done), news if done and not state.done else None


def document(done: StepDone) -> bytes:
    """The EPCIS document to sign: canonical JSON, so the same for each telling."""
    event = _event(done)
    return canonical(
        {
            "@context": [_CONTEXT, {"quaychain": VOCABULARY}],
            "type": "EPCISDocument",
            "schemaVersion": "2.0",
            "creationDate": event["eventTime"],
            "epcisBody": {"eventList": [event]},
        }
    )


def _event(done: StepDone) -> dict[str, Any]:
    step = done.step
    event: dict[str, Any] = {
        "type": "ObjectEvent",
        "action": "OBSERVE",
        "eventTime": _text(done.at),
        "eventTimeZoneOffset": "+00:00",
        "epcList": list(dict.fromkeys(step.objects)),
        "bizStep": step.business_step,
        "quaychain:step": step.name,
        "quaychain:order": step.order,
        "quaychain:milestone": step.milestone,
        "quaychain:node": step.node,
        "quaychain:value": done.value if isinstance(done.value, bool | int | float | str) else str(done.value),
        "quaychain:clock": done.clock,
    }
    if step.disposition is not None:
        event["disposition"] = step.disposition
    if step.read_point is not None:
        event["readPoint"] = {"id": step.read_point}
    return event


def _moment(seen: Observation, now: datetime) -> tuple[datetime, str]:
    for moment, clock in ((seen.source_time, "source"), (seen.server_time, "server")):
        # OPC UA writes "no time" as the year 1601.
        if moment is not None and moment.year > 1970:
            known = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
            if known <= now + _AHEAD:
                return known, clock
    return now, "gateway"


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
