"""A feed's lines become sightings with a time, of the vessels wanted, not too often."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyais import encode_dict

from quaychain.contracts.events.envelope import EventKind
from quaychain.oracles.ais.feed import FeedAddress, FeedError, parse_address
from quaychain.oracles.ais.sentences import Sentences
from quaychain.oracles.ais.service import AisService
from quaychain.oracles.logistics import ais
from quaychain.oracles.logistics.bodies import read_body
from quaychain.oracles.sending.outbox import Outbox

from ..desks import no_gateway
from ..signing import CHAIN_ID, Signer

NOW = 1_796_104_800
SHIP, OTHER = 244060000, 244060001


def sentences(mmsi: int = SHIP, **changes: Any) -> list[bytes]:
    fields = {"msg_type": 1, "mmsi": str(mmsi), "lat": -34.35, "lon": 18.49, "speed": 11.2, "course": 301.5}
    return [line.encode() for line in encode_dict(fields | changes, talker_id="AI")]


def one(mmsi: int = SHIP, **changes: Any) -> bytes:
    (line,) = sentences(mmsi, **changes)
    return line


@pytest.fixture
def feed() -> Sentences:
    return Sentences(frozenset({SHIP}), 60, "quay-1")


def test_a_bare_sentence_gets_our_time(feed: Sentences) -> None:
    sighting = feed.take(one() + b"\r\n", NOW)
    assert sighting is not None
    (report,) = ais.read_sentences(sighting.lines).reports
    assert (sighting.mmsi, sighting.time, report.time) == (SHIP, NOW, "2026-12-01T06:00:00Z")
    assert sighting.lines.startswith(b"\\s:quay-1,c:1796104800*")


def test_a_receivers_time_is_kept_where_it_can_be(feed: Sentences) -> None:
    first = feed.take(one(), NOW)
    assert first is not None
    known = Sentences(frozenset(), 0, "x")
    kept = known.take(first.lines, NOW + 20)
    assert kept is not None
    assert (kept.time, kept.lines) == (NOW, first.lines)
    late = Sentences(frozenset(), 0, "x").take(first.lines, NOW + 4_000)
    assert late is not None
    assert (late.time, late.lines[:4]) == (NOW + 4_000, b"\\s:x")


def test_vessels_are_picked_and_thinned(feed: Sentences) -> None:
    assert feed.take(one(lat=-34.0), NOW) is not None
    assert feed.take(one(lat=-34.1), NOW + 59) is None
    assert feed.take(one(lat=-34.1), NOW + 60) is None
    assert feed.take(one(lat=-34.2), NOW + 60) is not None
    assert feed.take(one(OTHER), NOW + 200) is None
    assert feed.take(one(lat=91, lon=181), NOW + 300) is None
    assert feed.passed_over == {"thinned": 1, "repeated": 1, "other": 2}


def test_parts_are_put_together_and_lost_ones_counted() -> None:
    feed = Sentences(frozenset(), 0, "x")
    first, second = sentences(msg_type=5, shipname="LIFTER", seq_id=3)
    assert [feed.take(first, NOW), feed.take(second, NOW + 1)] == [None, None]
    assert feed.passed_over == {"other": 1}
    assert [feed.take(second, NOW + 40), feed.take(first, NOW + 100)] == [None, None]
    assert feed.take(one(), NOW + 200) is not None
    assert feed.passed_over == {"other": 1, "incomplete": 2}


@given(st.binary(max_size=120))
def test_any_line_is_taken_or_counted(line: bytes) -> None:
    feed = Sentences(frozenset(), 0, "x")
    assert feed.take(line, NOW) is None
    assert sum(feed.passed_over.values()) == (1 if line.strip() else 0)


@pytest.mark.parametrize(("raw", "media_type"), [(False, "application/json"), (True, "text/plain")])
def test_a_feeds_sightings_are_signed_some_in_a_document(tmp_path: Path, raw: bool, media_type: str) -> None:
    def open_outbox() -> Outbox:
        return Outbox(tmp_path / "outbox.sqlite", Signer(1).key, CHAIN_ID)

    times = iter([NOW, *range(NOW, NOW + 100)])
    lines = [one(lat=-34.0), one(OTHER), b"", b"noise", b"", b"", b"", one(lat=-33.0), b""]
    with no_gateway(open_outbox) as desk:
        service = AisService(Sentences(frozenset(), 0, "x"), desk, raw=raw, age=3, clock=lambda: float(next(times)))
        assert service.run(lines, threading.Event()) == 3
    bodies = [item.body for item in open_outbox().after(None, 9)]
    assert [len(read_body(EventKind.AIS, media_type, body)) for body in bodies] == [2, 1]


def test_addresses_are_checked() -> None:
    assert parse_address("udp://[::1]:5000") == FeedAddress("udp", "::1", 5000)
    for text in ("127.0.0.1:5000", "tcp://x", "http://x:1", "tcp://x:99999", "udp://x:1/y"):
        with pytest.raises(FeedError):
            parse_address(text)
