"""Messages that no gateway may accept, each made from a valid one, with the reasons it may be refused for. Pure."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from nacl.signing import SigningKey

from quaychain.contracts.events.envelope import Counter, EventKind, encode_message, envelope_bytes
from quaychain.contracts.events.refusal import RefusalReason as R
from quaychain.contracts.events.strict_json import canonical
from quaychain.oracles.topics import up_topic

#: What any change of bytes may come to, before a signature is looked at and after.
FORM = frozenset({
    R.NOT_UTF8, R.NOT_JSON, R.NOT_CBOR, R.DUPLICATE_NAME, R.NUMBER_OUT_OF_RANGE, R.TOO_DEEP, R.NOT_CANONICAL,
    R.MALFORMED, R.WRONG_ALGORITHM, R.UNSIGNED,
})  # fmt: skip
CHANGED = FORM | {R.WRONG_CHAIN, R.WRONG_TOPIC, R.SIGNATURE_FORGED}

#: How many messages of a kind are signed beforehand: signing each anew would take longer than refusing it.
_POOL = 64


@dataclass(frozen=True, slots=True)
class Bad:
    """A message and what it may be refused for."""

    kind: str
    topic: str
    payload: bytes
    reasons: frozenset[R]


@dataclass(frozen=True, slots=True)
class Fleet:
    """Who signs: devices that the gateway takes messages of, and others. All keys belong to `member`."""

    chain_id: int
    member: bytes
    #: Each has sent `accepted` messages in boot 1, and none after.
    devices: tuple[SigningKey, ...]
    accepted: int
    revoked: SigningKey
    stranger: SigningKey

    def valid(self, device: int, number: int) -> tuple[str, bytes]:
        """Topic and payload of a device's message in boot 1, the first being number 1."""
        key = self.devices[device]
        return self.topic(key), self.sign(key, Counter(1, number))

    def topic(self, key: SigningKey, member: bytes | None = None) -> str:
        """Where a key publishes."""
        return up_topic(member or self.member, bytes(key.verify_key))

    def sign(self, key: SigningKey, counter: Counter, value: float = 0.25, **changes: Any) -> bytes:
        """A message with one reading, in order but for the changes."""
        fields: dict[str, Any] = {
            "chain_id": self.chain_id,
            "key": bytes(key.verify_key),
            "counter": counter,
            "kind": EventKind.READING,
            "readings": [reading(counter.seq + value)],
        }
        by = changes.pop("by", key)
        data = envelope_bytes(**(fields | changes))
        return encode_message(data, by.sign(data).signature)


def reading(value: float) -> dict[str, Any]:
    """A reading as JSON."""
    return {
        "asset": "urn:epc:id:giai:9520001.STS0417",
        "quantity": "Temperature",
        "unit": "CEL",
        "value": value,
        "time": "2026-03-02T00:00:00Z",
    }


Make = Callable[[random.Random], tuple[str, bytes]]


class Mutations:
    """All kinds of bad messages over one fleet; the same seed gives the same messages."""

    def __init__(self, fleet: Fleet, seed: int) -> None:
        self._random = random.Random(f"quaychain fuzz {seed}")  # noqa: S311  it has to be repeatable
        self._fleet = fleet
        numbers = range(1, fleet.accepted + 1)
        self._taken = [fleet.valid(device, number) for device in range(len(fleet.devices)) for number in numbers]
        # Far enough that no device comes there in this run.
        self._later = self._signed(lambda key, n: fleet.sign(key, Counter(1, fleet.accepted + 1 + n)))
        self._reused = self._signed(lambda key, n: fleet.sign(key, Counter(1, 1 + n % fleet.accepted), 0.75))
        self._earlier = self._signed(lambda key, n: fleet.sign(key, Counter(0, n)))
        self._chain = self._signed(lambda key, n: fleet.sign(key, Counter(1, n), chain_id=fleet.chain_id + 1))
        self._domain = self._signed(lambda key, n: _of_type(fleet, key, n))
        self._forged = self._signed(lambda key, n: fleet.sign(key, Counter(1, n), by=fleet.stranger))
        self._document = self._signed(lambda key, n: _document(fleet, key, n))
        self._revoked = [(fleet.topic(fleet.revoked), fleet.sign(fleet.revoked, Counter(1, n))) for n in range(1, 9)]
        self._stranger = [(fleet.topic(fleet.stranger), fleet.sign(fleet.stranger, Counter(1, n))) for n in range(1, 9)]
        self._kinds: list[tuple[str, int, Make, frozenset[R]]] = [
            ("replayed", 6, self._one_of(self._taken), frozenset({R.REPLAYED})),
            ("reordered", 6, self._one_of(self._later), frozenset({R.GAP})),
            ("counter reused", 4, self._one_of(self._reused), frozenset({R.COUNTER_REUSED})),
            ("boot gone back", 4, self._one_of(self._earlier), frozenset({R.BOOT_WENT_BACK})),
            ("wrong chain", 4, self._one_of(self._chain), frozenset({R.WRONG_CHAIN})),
            ("wrong domain", 4, self._one_of(self._domain), frozenset({R.MALFORMED})),
            ("signed by another", 4, self._one_of(self._forged), frozenset({R.SIGNATURE_FORGED})),
            ("document without its body", 2, self._one_of(self._document), frozenset({R.BODY_MISMATCH})),
            ("revoked key", 3, self._one_of(self._revoked), frozenset({R.KEY_REVOKED})),
            ("unregistered key", 3, self._one_of(self._stranger), frozenset({R.KEY_UNREGISTERED})),
            ("another's topic", 3, self._elsewhere, frozenset({R.WRONG_TOPIC})),
            ("no topic of ours", 2, self._nowhere, frozenset({R.WRONG_TOPIC})),
            ("bit flipped", 8, self._flip, CHANGED),
            ("signature changed", 6, self._flip_signature, frozenset({R.SIGNATURE_FORGED, R.MALFORMED})),
            ("cut short", 6, self._cut, FORM),
            ("bytes added", 4, self._add, FORM),
            ("bytes taken out", 6, self._take_out, CHANGED),
            ("random bytes", 4, self._random_bytes, FORM | {R.TOO_LARGE}),
            ("name twice", 3, self._replace(b'"boot":', b'"boot":1,"boot":'), frozenset({R.DUPLICATE_NAME})),
            ("not canonical", 3, self._replace(b'"seq":', b'"seq": '), frozenset({R.NOT_CANONICAL})),
            ("number out of range", 3, self._replace(b'"value":', b'"value":1e999,"x":'), FORM),
            ("field missing", 3, self._replace(b'"boot":1,', b""), frozenset({R.MALFORMED})),
            ("field of another version", 3, self._replace(b',"type"', b',"then":1,"type"'), frozenset({R.MALFORMED})),
            ("too deep", 2, self._deep, FORM),
            ("oversized", 1, self._oversized, frozenset({R.TOO_LARGE})),
        ]  # fmt: skip
        self._weights = [weight for _, weight, _, _ in self._kinds]

    @property
    def kinds(self) -> list[str]:
        """The names of all kinds."""
        return [kind for kind, _, _, _ in self._kinds]

    def messages(self, count: int) -> Iterator[Bad]:
        """So many messages; each kind comes once before chance decides."""
        for number in range(count):
            kind, _, make, reasons = (
                self._kinds[number]
                if number < len(self._kinds)
                else self._random.choices(self._kinds, self._weights)[0]
            )
            topic, payload = make(self._random)
            yield Bad(kind, topic, payload, reasons)

    def _signed(self, sign: Callable[[SigningKey, int], bytes]) -> list[tuple[str, bytes]]:
        return [
            (self._fleet.topic(key), sign(key, number)) for key in self._fleet.devices for number in range(1, _POOL)
        ]

    @staticmethod
    def _one_of(pool: Sequence[tuple[str, bytes]]) -> Make:
        return lambda drawn: pool[int(drawn.random() * len(pool))]

    def _valid(self, drawn: random.Random) -> tuple[str, bytes]:
        return self._taken[int(drawn.random() * len(self._taken))]

    def _elsewhere(self, drawn: random.Random) -> tuple[str, bytes]:
        topic, payload = self._valid(drawn)
        if drawn.random() < 0.5:
            return self._fleet.topic(self._fleet.stranger), payload
        _, member, key, _ = topic.split("/")
        return f"qc/{member[::-1] if member != member[::-1] else '00' * 16}/{key}/up", payload

    def _nowhere(self, drawn: random.Random) -> tuple[str, bytes]:
        topic, payload = self._valid(drawn)
        _, member, key, _ = topic.split("/")
        return drawn.choice((f"qc/{member}/{key[:-2]}/up", f"qc/{member}/{key.upper()}x/up", f"qc/x/{key}/up")), payload

    def _flip(self, drawn: random.Random) -> tuple[str, bytes]:
        topic, payload = self._valid(drawn)
        changed = bytearray(payload)
        place = int(drawn.random() * (len(changed) - 90))  # before the signature
        changed[place] ^= 1 << int(drawn.random() * 8)
        return topic, bytes(changed)

    def _flip_signature(self, drawn: random.Random) -> tuple[str, bytes]:
        topic, payload = self._valid(drawn)
        changed = bytearray(payload)
        place = len(changed) - 3 - int(drawn.random() * 86)
        changed[place] = ord("A") if changed[place] != ord("A") else ord("B")
        return topic, bytes(changed)

    def _cut(self, drawn: random.Random) -> tuple[str, bytes]:
        topic, payload = self._valid(drawn)
        return topic, payload[: 1 + int(drawn.random() * (len(payload) - 1))]

    def _add(self, drawn: random.Random) -> tuple[str, bytes]:
        topic, payload = self._valid(drawn)
        return topic, payload + drawn.randbytes(1 + int(drawn.random() * 8))

    def _take_out(self, drawn: random.Random) -> tuple[str, bytes]:
        topic, payload = self._valid(drawn)
        place = int(drawn.random() * (len(payload) - 8))
        return topic, payload[:place] + payload[place + 1 + int(drawn.random() * 7) :]

    def _random_bytes(self, drawn: random.Random) -> tuple[str, bytes]:
        return self._valid(drawn)[0], drawn.randbytes(1 + int(drawn.random() * 400))

    def _replace(self, found: bytes, by: bytes) -> Make:
        def make(drawn: random.Random) -> tuple[str, bytes]:
            topic, payload = self._valid(drawn)
            return topic, payload.replace(found, by, 1)

        return make

    def _deep(self, drawn: random.Random) -> tuple[str, bytes]:
        depth = 6 + int(drawn.random() * 3_000)
        return self._valid(drawn)[
            0
        ], b'{"envelope":' + b"[" * depth + b"]" * depth + b',"signature":"' + b"A" * 86 + b'"}'

    def _oversized(self, drawn: random.Random) -> tuple[str, bytes]:
        topic, payload = self._valid(drawn)
        return topic, payload + b" " * (65_537 + int(drawn.random() * 1_000))


def _of_type(fleet: Fleet, key: SigningKey, number: int) -> bytes:
    """Well signed, for something else."""
    fields = {
        "type": "quaychain.order.1",
        "chainId": fleet.chain_id,
        "key": bytes(key.verify_key).hex(),
        "boot": 1,
        "seq": number,
        "kind": "reading",
        "readings": [reading(number)],
    }
    data = canonical(fields)
    return encode_message(data, key.sign(data).signature)


def _document(fleet: Fleet, key: SigningKey, number: int) -> bytes:
    return fleet.sign(
        key, Counter(1, number), kind=EventKind.AIS, readings=None, body=b"{}", media_type="application/json"
    )
