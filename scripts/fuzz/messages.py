"""Messages that no gateway may accept, each made from a valid one, with the reasons it may be refused for. Pure."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from quaychain.contracts.events.envelope import Counter, EnvelopeForm, EventKind, encode_message
from quaychain.contracts.events.refusal import RefusalReason as R
from quaychain.contracts.events.strict_json import canonical

from .fleet import Fleet, Sender, reading
from .forms import special

#: What any change of bytes may come to, before a signature is looked at and after.
FORM = frozenset({
    R.NOT_UTF8, R.NOT_JSON, R.NOT_CBOR, R.DUPLICATE_NAME, R.NUMBER_OUT_OF_RANGE, R.TOO_DEEP, R.NOT_CANONICAL,
    R.MALFORMED, R.WRONG_ALGORITHM, R.UNSIGNED,
})  # fmt: skip
CHANGED = FORM | {R.WRONG_CHAIN, R.WRONG_TOPIC, R.SIGNATURE_FORGED}

#: How many messages of a kind are signed beforehand: signing each anew would take longer than refusing it.
_POOL = 64
#: Of senders with many readings in a message, fewer: each costs as much as many of one.
_FEWEST = 3
_AT_ONCE = 1_000
#: How often each of the special kinds comes, beside the weights below.
_SPECIAL = 0.4


@dataclass(frozen=True, slots=True)
class Bad:
    """A message and what it may be refused for."""

    kind: str
    topic: str
    payload: bytes
    reasons: frozenset[R]


Make = Callable[[random.Random], tuple[str, bytes]]


class Mutations:
    """All kinds of bad messages over one fleet; the same seed gives the same messages."""

    def __init__(self, fleet: Fleet, seed: int) -> None:
        self._random = random.Random(f"quaychain fuzz {seed}")  # noqa: S311  it has to be repeatable
        self._fleet = fleet
        self._taken = self._signed(lambda by, n: fleet.sign(by, Counter(1, n)), fleet.accepted)
        self._json = [each for each in self._taken if each[1].startswith(b"{")]
        self._plain = [each for each in self._json if b'"kind":"reading"' in each[1]]
        # Far enough that no device comes there in this run.
        later = self._signed(lambda by, n: fleet.sign(by, Counter(1, fleet.accepted + 1 + n)))
        reused = self._signed(lambda by, n: fleet.sign(by, Counter(1, 1 + n % fleet.accepted), 0.75))
        earlier = self._signed(lambda by, n: fleet.sign(by, Counter(0, n)))
        chain = self._signed(lambda by, n: fleet.sign(by, Counter(1, n), chain_id=fleet.chain_id + 1))
        domain = self._signed(lambda by, n: _of_type(fleet, by, n))
        forged = self._signed(lambda by, n: fleet.sign(by, Counter(1, n), by=fleet.stranger))
        document = self._signed(lambda by, n: _document(fleet, by, n))
        strangers = [
            [(fleet.topic(key), fleet.sign(Sender(key, form, readings, relays), Counter(1, n))) for n in range(1, 5)
             for form, readings, relays in ((EnvelopeForm.JSON, 1, False), (EnvelopeForm.COSE, 3, False),
                                            (EnvelopeForm.JSON, 1, True))]
            for key in (fleet.revoked, fleet.stranger)
        ]  # fmt: skip
        kinds: list[tuple[str, float, Make, frozenset[R]]] = [
            ("replayed", 6, self._one_of(self._taken), frozenset({R.REPLAYED})),
            ("reordered", 6, self._one_of(later), frozenset({R.GAP})),
            ("counter reused", 4, self._one_of(reused), frozenset({R.COUNTER_REUSED})),
            ("boot gone back", 4, self._one_of(earlier), frozenset({R.BOOT_WENT_BACK})),
            ("wrong chain", 4, self._one_of(chain), frozenset({R.WRONG_CHAIN})),
            ("wrong domain", 4, self._one_of(domain), frozenset({R.MALFORMED})),
            ("signed by another", 4, self._one_of(forged), frozenset({R.SIGNATURE_FORGED})),
            ("document without its body", 2, self._one_of(document), frozenset({R.BODY_MISMATCH})),
            ("revoked key", 3, self._one_of(strangers[0]), frozenset({R.KEY_REVOKED})),
            ("unregistered key", 3, self._one_of(strangers[1]), frozenset({R.KEY_UNREGISTERED})),
            ("another's topic", 3, self._elsewhere, frozenset({R.WRONG_TOPIC})),
            ("no topic of ours", 2, self._nowhere, frozenset({R.WRONG_TOPIC})),
            ("bit flipped", 8, self._flip, CHANGED),
            ("signature changed", 6, self._flip_signature, frozenset({R.SIGNATURE_FORGED, R.MALFORMED})),
            ("cut short", 6, self._cut, FORM),
            ("bytes added", 4, self._add, FORM),
            ("bytes taken out", 6, self._take_out, CHANGED),
            ("random bytes", 4, self._random_bytes, FORM | {R.TOO_LARGE}),
            ("random bytes after a tag", 2, self._random_cbor, FORM | {R.TOO_LARGE}),
            ("name twice", 3, self._replace(b'"boot":', b'"boot":1,"boot":'), frozenset({R.DUPLICATE_NAME})),
            ("not canonical", 3, self._replace(b'"seq":', b'"seq": '), frozenset({R.NOT_CANONICAL})),
            ("number out of range", 3, self._replace(b'"value":', b'"value":1e999,"x":'), FORM),
            ("field missing", 3, self._replace(b'"boot":1,', b""), frozenset({R.MALFORMED})),
            ("field of another version", 3, self._replace(b',"type"', b',"then":1,"type"'), frozenset({R.MALFORMED})),
            ("too deep", 2, self._deep, FORM),
            ("oversized", 1, self._oversized, frozenset({R.TOO_LARGE})),
        ]
        named: dict[tuple[str, frozenset[R]], list[tuple[str, bytes]]] = {}
        for number in (1, 2, fleet.accepted):
            for kind, topic, payload, reasons in special(fleet, number):
                named.setdefault((kind, reasons), []).append((topic, payload))
        for (kind, reasons), pool in named.items():
            kinds.append((kind, _SPECIAL, self._one_of(pool), reasons))
        self._kinds = kinds
        self._weights = list(accumulate(weight for _, weight, _, _ in kinds))

    @property
    def kinds(self) -> list[str]:
        """The names of all kinds."""
        return [kind for kind, _, _, _ in self._kinds]

    def messages(self, count: int) -> Iterator[Bad]:
        """So many messages; each kind comes once before chance decides."""
        chosen = self._kinds[:count]
        left = count
        while chosen:
            for kind, _, make, reasons in chosen:
                yield Bad(kind, *make(self._random), reasons)
            left -= len(chosen)
            chosen = self._random.choices(self._kinds, cum_weights=self._weights, k=min(left, _AT_ONCE))

    def _signed(self, sign: Callable[[Sender, int], bytes], most: int = _POOL) -> list[tuple[str, bytes]]:
        return [
            (self._fleet.topic(sender.key), sign(sender, number))
            for sender in self._fleet.senders
            for number in range(1, 1 + max(min(most, _POOL) // sender.readings, min(most, _FEWEST)))
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
        place = int(drawn.random() * (len(changed) - 90))  # before the signature, in either form
        changed[place] ^= 1 << int(drawn.random() * 8)
        return topic, bytes(changed)

    def _flip_signature(self, drawn: random.Random) -> tuple[str, bytes]:
        topic, payload = self._valid(drawn)
        changed = bytearray(payload)
        if payload.startswith(b"{"):
            place = len(changed) - 3 - int(drawn.random() * 86)
            changed[place] = ord("A") if changed[place] != ord("A") else ord("B")
        else:
            changed[-1 - int(drawn.random() * 64)] ^= 1 << int(drawn.random() * 8)
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

    def _random_cbor(self, drawn: random.Random) -> tuple[str, bytes]:
        return self._valid(drawn)[0], b"\xd2\x84" + drawn.randbytes(1 + int(drawn.random() * 400))

    def _replace(self, found: bytes, by: bytes) -> Make:
        def make(drawn: random.Random) -> tuple[str, bytes]:
            topic, payload = self._json[int(drawn.random() * len(self._json))]
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


def _of_type(fleet: Fleet, sender: Sender, number: int) -> bytes:
    """Well signed, for something else."""
    fields = {
        "type": "quaychain.order.1",
        "chainId": fleet.chain_id,
        "key": sender.public.hex(),
        "boot": 1,
        "seq": number,
        "kind": "reading",
        "readings": [reading(number)],
    }
    data = canonical(fields)
    return encode_message(data, sender.key.sign(data).signature)


def _document(fleet: Fleet, sender: Sender, number: int) -> bytes:
    return fleet.sign(
        Sender(sender.key), Counter(1, number), kind=EventKind.AIS, readings=None, body=b"{}",
        media_type="application/json",
    )  # fmt: skip
