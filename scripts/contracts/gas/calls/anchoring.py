"""Calls of EventAnchor."""

from __future__ import annotations

from dataclasses import astuple
from functools import partial

from quaychain.contracts.bindings.event_anchor import EventAnchor
from quaychain.contracts.bindings.types import AccountPurpose, Batch, EventLeaf
from quaychain.contracts.leaves import EventLeaf as Leaf
from quaychain.contracts.merkle import process_proof

from ..case import Case
from ..founding import Member
from ..ledger import NOW, Ledger, Shot

_CONTRACT = EventAnchor.NAME
_ORACLE = AccountPurpose.ORACLE
#: A CID of version 1 in bytes, and the longest that is taken.
_CID, _LONGEST_CID = 36, 64
_EVENTS, _MOST_EVENTS = 1_024, 65_536


def _open(ledger: Ledger) -> bytes:
    """A stream with one batch of one event, and then a million."""
    stream = ledger.id("stream")
    ledger.by("mfr", ledger.contracts.anchors.open_stream(stream, ledger.id("partition")), _ORACLE)
    ledger.by("mfr", ledger.contracts.anchors.anchor(stream, 1, 1, 1, ledger.id("first"), _cid(ledger)), _ORACLE)
    return stream


def _behind(ledger: Ledger, stream: bytes) -> None:
    ledger.more(_CONTRACT, "_streams", stream, "nextSequence")
    ledger.more(_CONTRACT, "_streams", stream, "epoch")
    ledger.more_entries(_CONTRACT, "_streams", stream, "gaps")


def _cid(ledger: Ledger, length: int = _CID) -> bytes:
    return (ledger.id("cid") * 3)[:length]


def _open_stream(ledger: Ledger) -> Shot:
    stream = _open(ledger)
    _behind(ledger, stream)
    return ledger.shot("mfr", ledger.contracts.anchors.open_stream(ledger.id("second"), ledger.id("other")), _ORACLE)


def _anchor(ledger: Ledger, count: int, cid: int) -> Shot:
    stream = _open(ledger)
    _behind(ledger, stream)
    first = 2 + ledger.behind
    call = ledger.contracts.anchors.anchor(
        stream, 1 + ledger.behind, first, count, ledger.id("root"), _cid(ledger, cid)
    )
    return ledger.shot("mfr", call, _ORACLE)


def _declare_lost(ledger: Ledger) -> Shot:
    stream = _open(ledger)
    ledger.by("mfr", ledger.contracts.anchors.declare_lost(stream, 1, 2, 1, 7), _ORACLE)
    _behind(ledger, stream)
    call = ledger.contracts.anchors.declare_lost(stream, 1 + ledger.behind, 3 + ledger.behind, _MOST_EVENTS, 7)
    return ledger.shot("mfr", call, _ORACLE)


def _set_standby(ledger: Ledger) -> Shot:
    stream = _open(ledger)
    _behind(ledger, stream)
    return ledger.shot("mfr", ledger.contracts.anchors.set_standby(stream, Member("gear").id, True))


def _take_over(ledger: Ledger) -> Shot:
    """By a member on standby, for another account than the sender's."""
    stream = _open(ledger)
    ledger.by("mfr", ledger.contracts.anchors.set_standby(stream, Member("gear").id, True))
    _behind(ledger, stream)
    ledger.wait_until(NOW + 86_400)
    call = ledger.contracts.anchors.take_over(stream, 2 + ledger.behind, Member("gear").account(_ORACLE).address)
    return ledger.shot("gear", call, _ORACLE)


def _pin(ledger: Ledger) -> Shot:
    stream = _open(ledger)
    ledger.by("buyer", ledger.contracts.anchors.pin_running_hash(stream))
    ledger.by("mfr", ledger.contracts.anchors.anchor(stream, 1, 2, 1, ledger.id("next"), _cid(ledger)), _ORACLE)
    _behind(ledger, stream)
    return ledger.shot("buyer", ledger.contracts.anchors.pin_running_hash(stream))


def _later(ledger: Ledger, stream: bytes, first: int, count: int) -> list[bytes]:
    """So many batches of one event: their links."""
    anchors, links = ledger.contracts.anchors, []
    for number in range(count):
        batch = Batch(1, first + number, 1, ledger.id(f"later {number}"), _cid(ledger))
        ledger.by("mfr", anchors.anchor(stream, 1, batch.first_sequence, 1, batch.root, batch.data_cid), _ORACLE)
        links.append(ledger.reader.read(anchors.batch_link(batch)))
    return links


def _challenged(ledger: Ledger, *, later: int = 0, levels: int = 0) -> tuple[bytes, Shot, Shot]:
    """A challenge for a batch of `levels` levels that `later` batches follow, and the answer to it."""
    stream, anchors, cid = _open(ledger), ledger.contracts.anchors, _cid(ledger)
    previous = ledger.reader.read(anchors.stream_of(stream)).running_hash
    leaf = EventLeaf(stream, 2, ledger.id("device"), 1, 1, ledger.id("digest"))
    proof = [ledger.id(f"level {level}") for level in range(levels)]
    batch = Batch(1, 2, 2**levels, process_proof(Leaf(*astuple(leaf)).hash(), proof), cid)
    ledger.by("mfr", anchors.anchor(stream, 1, 2, batch.count, batch.root, cid), _ORACLE)
    links = _later(ledger, stream, 2 + batch.count, later)
    pinned = ledger.reader.read(anchors.stream_of(stream)).running_hash
    ledger.by("buyer", anchors.pin_running_hash(stream))
    _behind(ledger, stream)
    challenge = ledger.shot("buyer", anchors.challenge_data(stream, 2, batch, previous, links, pinned))
    return stream, challenge, ledger.shot("mfr", anchors.answer_challenge(leaf, proof), _ORACLE)


def _challenge(ledger: Ledger, later: int) -> Shot:
    return _challenged(ledger, later=later)[1]


def _pin_earlier(ledger: Ledger, later: int) -> Shot:
    """So many batches before a hash that was pinned."""
    stream, anchors = _open(ledger), ledger.contracts.anchors
    earlier = ledger.reader.read(anchors.stream_of(stream)).running_hash
    links = _later(ledger, stream, 2, later)
    ledger.by("buyer", anchors.pin_running_hash(stream))
    pinned = ledger.reader.read(anchors.stream_of(stream)).running_hash
    _behind(ledger, stream)
    return ledger.shot("buyer", anchors.pin_earlier_hash(stream, earlier, links, pinned))


def _answer(ledger: Ledger, levels: int) -> Shot:
    _, challenge, answer = _challenged(ledger, levels=levels)
    ledger.send(challenge.sender, challenge.call)
    return answer


def _flag(ledger: Ledger) -> Shot:
    stream, challenge, _ = _challenged(ledger)
    ledger.send(challenge.sender, challenge.call)
    ledger.wait_until(NOW + 30 * 86_400)
    return ledger.shot("buyer", ledger.contracts.anchors.flag_withheld(stream, 2))


CASES = (
    Case("openStream", "", _open_stream),
    Case("setStandby", "", _set_standby),
    Case("takeOver", "", _take_over),
    Case("anchor", "1,024 events", partial(_anchor, count=_EVENTS, cid=_CID), events=_EVENTS),
    Case("anchor", "65,536 events, CID of 64 bytes", partial(_anchor, count=_MOST_EVENTS, cid=_LONGEST_CID)),
    Case("declareLost", "65,536 events", _declare_lost),
    Case("pinRunningHash", "", _pin),
    Case("pinEarlierHash", "1 batch earlier", partial(_pin_earlier, later=1)),
    Case("pinEarlierHash", "100 batches earlier", partial(_pin_earlier, later=100)),
    Case("challengeData", "last batch", partial(_challenge, later=0)),
    Case("challengeData", "100 batches later", partial(_challenge, later=100)),
    Case("answerChallenge", "batch of 65,536 events", partial(_answer, levels=16)),
    Case("flagWithheld", "", _flag),
)
