"""A signer's outbox: no counter twice, no message lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quaychain.contracts.events.envelope import Counter, EnvelopeForm, EventKind, parse_message
from quaychain.contracts.events.refusal import EventRefusedError
from quaychain.contracts.outbox import OutboxUnusableError
from quaychain.oracles.sending.outbox import Draft, Outbox

from ..signing import CHAIN_ID, Signer, reading

SIGNER = Signer(1)


def drafts(count: int) -> list[Draft]:
    return [Draft(EventKind.READING, (reading(float(number)),)) for number in range(count)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "outbox.sqlite"


def open_outbox(path: Path, signer: Signer = SIGNER, chain_id: int = CHAIN_ID) -> Outbox:
    return Outbox(path, signer.key, chain_id)


def test_counters_go_on_within_a_boot_and_begin_anew_in_the_next(path: Path) -> None:
    outbox = open_outbox(path)
    assert outbox.begin_boot() == 0
    assert outbox.add(drafts(2)) == [Counter(0, 1), Counter(0, 2)]
    assert outbox.add(drafts(1)) == [Counter(0, 3)]
    outbox.close()
    outbox = open_outbox(path)
    assert outbox.begin_boot() == 1
    assert outbox.begin_boot() == 2
    assert outbox.add(drafts(2)) == [Counter(2, 1), Counter(2, 2)]
    messages = outbox.after(None, 10)
    envelopes = [parse_message(item.message, max_bytes=10_000).envelope for item in messages]
    assert [envelope.counter for envelope in envelopes] == [item.counter for item in messages]
    assert [envelope.previous_counter for envelope in envelopes] == [None, None, None, Counter(0, 3), None]
    assert outbox.last_signed() == Counter(2, 2)


def test_messages_are_kept_until_purged(path: Path) -> None:
    outbox = open_outbox(path)
    outbox.begin_boot()
    outbox.add(drafts(5))
    assert [item.counter.seq for item in outbox.after(Counter(0, 2), 2)] == [3, 4]
    assert outbox.purge(Counter(0, 3)) == 3
    assert outbox.purge(Counter(0, 3)) == 0
    assert outbox.count() == 2
    assert [item.counter.seq for item in open_outbox(path).after(None, 10)] == [4, 5]


def test_what_can_not_be_signed_leaves_nothing_behind(path: Path) -> None:
    outbox = open_outbox(path)
    outbox.begin_boot()
    with pytest.raises(EventRefusedError, match="unit"):
        outbox.add([*drafts(1), Draft(EventKind.READING, (reading(unit="°C"),))], source="x", position=9)
    assert outbox.count() == 0
    assert outbox.last_signed() is None
    assert outbox.position("x") == 0


def test_how_far_a_source_is_signed_is_known_with_the_messages(path: Path) -> None:
    outbox = open_outbox(path)
    outbox.begin_boot()
    outbox.add(drafts(1), source="a", position=10)
    outbox.add(drafts(1), source="a", position=20)
    assert (outbox.position("a"), outbox.position("b")) == (20, 0)


def test_an_outbox_belongs_to_one_key_and_chain(path: Path) -> None:
    open_outbox(path).close()
    with pytest.raises(OutboxUnusableError, match="belongs to key"):
        open_outbox(path, Signer(2))
    with pytest.raises(OutboxUnusableError, match="belongs to chain"):
        open_outbox(path, chain_id=CHAIN_ID + 1)
    path.write_bytes(b"something else, and not a database by any means")
    with pytest.raises(OutboxUnusableError):
        open_outbox(path)


@given(before=st.integers(0, 3), after=st.integers(0, 3), purged=st.integers(0, 3))
@settings(max_examples=30, deadline=None)
def test_a_withdrawn_message_leaves_no_gap(
    tmp_path_factory: pytest.TempPathFactory, before: int, after: int, purged: int
) -> None:
    outbox = open_outbox(tmp_path_factory.mktemp("outbox") / "outbox.sqlite")
    outbox.ensure_boot()
    outbox.ensure_boot()
    outbox.add(drafts(before + 1 + after))
    if min(purged, before):
        outbox.purge(Counter(0, min(purged, before)))
    assert outbox.withdraw(Counter(0, before + 1)) == after
    kept = [parse_message(item.message, max_bytes=10_000).envelope for item in outbox.after(None, 100)]
    left = before - min(purged, before)
    assert [envelope.counter for envelope in kept[left:]] == [Counter(1, seq) for seq in range(1, after + 1)]
    if after:
        assert kept[left].previous_counter == (Counter(0, before) if before else None)
        assert kept[left].readings[0].value == before + 1  # type: ignore[union-attr]
    (following,) = outbox.add(drafts(1))
    assert following == Counter(1, after + 1)
    last = parse_message(outbox.after(None, 100)[-1].message, max_bytes=10_000).envelope
    assert last.previous_counter == (Counter(0, before) if before and not after else None)


def test_readings_may_be_signed_in_cbor_and_stay_so_when_signed_anew(path: Path) -> None:
    outbox = Outbox(path, SIGNER.key, CHAIN_ID, EnvelopeForm.COSE)
    outbox.begin_boot()
    outbox.add(drafts(3))
    before = [parse_message(item.message, max_bytes=4096) for item in outbox.after(None, 10)]
    assert {event.form for event in before} == {EnvelopeForm.COSE}
    outbox.withdraw(Counter(0, 2))
    after = [parse_message(item.message, max_bytes=4096) for item in outbox.after(None, 10)]
    assert [event.envelope.counter for event in after] == [(0, 1), (1, 1)]
    assert after[1].form is EnvelopeForm.COSE
    assert after[1].envelope.readings == before[2].envelope.readings  # type: ignore[union-attr]
