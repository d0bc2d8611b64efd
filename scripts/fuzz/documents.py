"""Documents that no gateway may accept over HTTP, with the reasons that they may be refused for. Pure."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

from nacl.signing import SigningKey

from quaychain.contracts.events.envelope import Counter, EventKind, encode_base64url, envelope_bytes
from quaychain.contracts.events.refusal import RefusalReason as R
from quaychain.contracts.events.strict_json import canonical
from quaychain.oracles.capture.routes import ENVELOPE_HEADER, ROUTES, SIGNATURE_HEADER

#: More than the gateway takes of one body.
_TOO_LARGE = 4 * 2**20 + 1
_POOL = 16


@dataclass(frozen=True, slots=True)
class BadRequest:
    """A POST and what it may be refused for."""

    kind: str
    path: str
    headers: dict[str, str]
    body: bytes
    reasons: frozenset[R]


def requests(signer: SigningKey, stranger: SigningKey, chain_id: int, count: int, seed: int) -> Iterator[BadRequest]:
    """So many requests. `signer` is registered and has sent nothing; no counter of its first message is used."""
    drawn = random.Random(f"quaychain fuzz http {seed}")  # noqa: S311  it has to be repeatable
    path, body = ROUTES[EventKind.AIS][0], _position(0)
    late = [_headers(signer, signer, chain_id, Counter(0, 2 + number), body) for number in range(_POOL)]
    forged = [_headers(signer, stranger, chain_id, Counter(0, 1 + number), body) for number in range(_POOL)]
    unknown = [_headers(stranger, stranger, chain_id, Counter(0, 1 + number), body) for number in range(_POOL)]
    elsewhere = [_headers(signer, signer, chain_id + 1, Counter(0, 1 + number), body) for number in range(_POOL)]
    invalid = b'{"positions":[]}'
    empty = [_headers(signer, signer, chain_id, Counter(0, 2 + number), invalid) for number in range(_POOL)]

    def one(number: int) -> BadRequest:
        place = int(drawn.random() * _POOL)
        match number % 8:
            case 0:
                return BadRequest("reordered", path, late[place], body, frozenset({R.GAP}))
            case 1:
                return BadRequest("signed by another", path, forged[place], body, frozenset({R.SIGNATURE_FORGED}))
            case 2:
                return BadRequest("unregistered key", path, unknown[place], body, frozenset({R.KEY_UNREGISTERED}))
            case 3:
                return BadRequest("wrong chain", path, elsewhere[place], body, frozenset({R.WRONG_CHAIN}))
            case 4:
                other = _position(1 + place)
                return BadRequest("another body", path, late[place], other, frozenset({R.BODY_MISMATCH}))
            case 5:
                return BadRequest("body without sense", path, empty[place], invalid, frozenset({R.BODY_INVALID}))
            case 6:
                broken = late[place] | {ENVELOPE_HEADER: late[place][ENVELOPE_HEADER][: -1 - place]}
                return BadRequest(
                    "broken header",
                    path,
                    broken,
                    body,
                    frozenset({R.MALFORMED, R.NOT_JSON, R.NOT_UTF8, R.NOT_CANONICAL}),
                )
        if number < _POOL:
            return BadRequest("oversized body", path, late[place], b" " * _TOO_LARGE, frozenset({R.TOO_LARGE}))
        route = ROUTES[EventKind.DCSA][0]
        return BadRequest("wrong route", route, late[place], body, frozenset({R.MALFORMED, R.BODY_INVALID}))

    for number in range(count):
        yield one(number)


def _headers(key: SigningKey, by: SigningKey, chain_id: int, counter: Counter, body: bytes) -> dict[str, str]:
    signed = envelope_bytes(
        chain_id=chain_id,
        key=bytes(key.verify_key),
        counter=counter,
        kind=EventKind.AIS,
        body=body,
        media_type="application/json",
    )
    return {
        ENVELOPE_HEADER: encode_base64url(signed),
        SIGNATURE_HEADER: encode_base64url(by.sign(signed).signature),
        "Content-Type": "application/json",
    }


def _position(number: int) -> bytes:
    position = {"mmsi": 413_000_000, "time": "2026-03-02T00:00:00Z", "latitude": number / 8, "longitude": 122.5}
    return canonical({"positions": [position]})
