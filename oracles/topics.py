"""MQTT topics `qc/{member}/{device}/up` and `/ack`, and the acknowledgement that goes down.

An acknowledgement is `{"anchored": {"boot": …, "seq": …} or null, "durable": … or null}`: all of the key's events up to
there are on the gateway's disk, or anchored in a block that stays. It is published retained, so that a device that was
away gets the newest at once. After something was refused, it also has `"refused": {"boot", "seq", "reason"}`. Where
something came while an earlier message is missing, it has `"expected": {"boot", "seq"}`: send again, from the first
message after `durable` on; that is the one expected, or the first of a later boot.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import orjson

from quaychain.contracts.events.envelope import Counter, CounterModel
from quaychain.contracts.events.refusal import EventRefusedError, RefusalReason
from quaychain.contracts.events.strict_json import parse_strict

UP_FILTER = "qc/+/+/up"
_MAX_ACKNOWLEDGEMENT = 1024
#: Up topics that are remembered with their member and key.
_TOPICS = 16_384


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """How far a key's events have got."""

    durable: Counter | None = None
    anchored: Counter | None = None
    refused: Counter | None = None
    reason: str = ""
    #: The first one that is missing, where something came after it.
    expected: Counter | None = None

    def encode(self) -> bytes:
        """Its canonical JSON."""
        fields: dict[str, Any] = {"durable": _json(self.durable), "anchored": _json(self.anchored)}
        if self.refused is not None:
            fields["refused"] = {**self.refused.as_json(), "reason": self.reason}
        if self.expected is not None:
            fields["expected"] = self.expected.as_json()
        # Counters and a reason's letters only: sorted by name this is the canonical form.
        return orjson.dumps(fields, option=orjson.OPT_SORT_KEYS)


def parse_acknowledgement(payload: bytes) -> Acknowledgement:
    """Read an acknowledgement; raises EventRefusedError where it is none."""
    value = parse_strict(payload, max_bytes=_MAX_ACKNOWLEDGEMENT, max_depth=3)
    try:
        refused = value.get("refused")
        reason = "" if refused is None else str(refused.pop("reason"))
        return Acknowledgement(
            _counter(value.get("durable")),
            _counter(value.get("anchored")),
            _counter(refused),
            reason,
            _counter(value.get("expected")),
        )
    except (AttributeError, KeyError, TypeError, ValueError):
        raise EventRefusedError(RefusalReason.MALFORMED, "not an acknowledgement") from None


def up_topic(member: bytes, key: bytes) -> str:
    """Where the device publishes."""
    return f"qc/{member.hex()}/{key.hex()}/up"


def ack_topic(member: bytes, key: bytes) -> str:
    """Where the device is answered."""
    return f"qc/{member.hex()}/{key.hex()}/ack"


@lru_cache(_TOPICS)
def parse_up_topic(topic: str) -> tuple[bytes, bytes]:
    """Member (16 bytes) and key (32 bytes) of an up topic; raises EventRefusedError (WRONG_TOPIC)."""
    parts = topic.split("/")
    try:
        if len(parts) != 4 or parts[0] != "qc" or parts[3] != "up":
            raise ValueError
        member, key = bytes.fromhex(parts[1]), bytes.fromhex(parts[2])
        if len(member) != 16 or len(key) != 32 or up_topic(member, key) != topic:
            raise ValueError
    except ValueError:
        raise EventRefusedError(
            RefusalReason.WRONG_TOPIC, f"{topic[:120]!r} is not qc/{{member}}/{{device}}/up"
        ) from None
    return member, key


def _json(counter: Counter | None) -> dict[str, int] | None:
    return None if counter is None else counter.as_json()


def _counter(value: Any) -> Counter | None:
    if value is None:
        return None
    model = CounterModel.model_validate(value)
    return Counter(model.boot, model.seq)
