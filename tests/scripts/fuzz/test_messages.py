"""Bad messages: every one is refused for one of the reasons that it is sent for."""

from __future__ import annotations

from collections import Counter as Tally_
from itertools import islice

import pytest
from nacl.signing import SigningKey

from quaychain.contracts.events.envelope import Counter, EventKind, decode_base64url
from quaychain.contracts.events.refusal import EventRefusedError
from quaychain.contracts.events.refusal import RefusalReason as R
from quaychain.oracles.counters import CounterState, next_state
from quaychain.oracles.devices import RegisteredDevice
from quaychain.oracles.examine import Arrival, ExaminationRules, examine
from quaychain.oracles.logistics.bodies import read_body
from quaychain.oracles.topics import parse_up_topic
from quaychain.scripts.fuzz.documents import requests
from quaychain.scripts.fuzz.fleet import FORMS, Fleet, Sender
from quaychain.scripts.fuzz.messages import Mutations
from quaychain.scripts.fuzz.walking import walk
from tests.oracles.signing import CHAIN_ID, MEMBER, NOW, RULES, Directory, registered

ACCEPTED = 5
SENDERS, WALKERS = (
    tuple(Sender(SigningKey(bytes([first + number]) * 32), *form) for number, form in enumerate(FORMS))
    for first in (10, 20)
)
REVOKED, STRANGER, CARRIER = (SigningKey(bytes([number]) * 32) for number in (4, 5, 6))
FLEET = Fleet(CHAIN_ID, MEMBER, SENDERS, ACCEPTED, WALKERS, REVOKED, STRANGER)


def public(key: SigningKey) -> bytes:
    return bytes(key.verify_key)


def directory() -> Directory:
    devices: dict[bytes, RegisteredDevice] = {each.public: registered() for each in (*SENDERS, *WALKERS)}
    devices[public(CARRIER)] = registered()
    devices[public(REVOKED)] = registered(revoked_from=1)
    return Directory(devices)


def refusal_of(arrival: Arrival, recorded: dict[tuple[bytes, Counter], bytes], rules: ExaminationRules = RULES) -> str:
    """Why it is refused, as the gateway finds it; fails where it is not."""
    try:
        examined = examine(arrival, rules, directory(), NOW, read_body)
        counter = examined.event.envelope.counter
        known = [last for key, last in recorded if key == examined.key]
        same = recorded.get((examined.key, counter))
        next_state(
            CounterState(max(known) if known else None),
            counter,
            previous=None,
            device=examined.device,
            same_as_recorded=None if same is None else same == examined.event.digest,
        )
    except EventRefusedError as error:
        return error.reason.value
    raise AssertionError("it would be accepted")


def recorded() -> dict[tuple[bytes, Counter], bytes]:
    found = {}
    for place, sender in enumerate(SENDERS):
        for number in range(1, ACCEPTED + 1):
            topic, payload = FLEET.valid(place, number)
            arrival = Arrival(topic, payload, topic=parse_up_topic(topic))
            examined = examine(arrival, RULES, directory(), NOW, read_body)
            found[sender.public, Counter(1, number)] = examined.event.digest
    return found


def test_every_bad_message_is_refused_for_a_reason_of_its_kind() -> None:
    known, seen = recorded(), Tally_[tuple[str, str]]()
    mutations = Mutations(FLEET, 7)
    for bad in mutations.messages(4_000):
        try:
            topic = parse_up_topic(bad.topic)
        except EventRefusedError as error:
            reason = error.reason.value
        else:
            reason = refusal_of(Arrival(bad.topic, bad.payload, topic=topic), known)
        assert reason in bad.reasons, (bad.kind, reason, bad.payload)
        seen[bad.kind, reason] += 1
    assert {kind for kind, _ in seen} == set(mutations.kinds)
    assert len({reason for _, reason in seen}) >= 18


@pytest.mark.parametrize("sender", WALKERS, ids=lambda sender: f"{sender.form} {sender.readings} {sender.relays}")
def test_what_is_well_sent_is_accepted_once_and_refused_when_it_comes_again_or_too_early(sender: Sender) -> None:
    state, recorded_, reasons = CounterState(), dict[Counter, bytes](), set()
    for step in islice(walk(FLEET, sender, 3), 400):
        examined = examine(
            Arrival(step.topic, step.payload, topic=parse_up_topic(step.topic)), RULES, directory(), NOW, read_body
        )
        counter = examined.counter
        assert examined.head.digest == step.digest
        same = recorded_.get(counter)
        reason = None
        try:
            state = next_state(
                state, counter, previous=examined.previous, device=examined.device,
                same_as_recorded=None if same is None else same == step.digest,
            )  # fmt: skip
            recorded_[counter] = step.digest
        except EventRefusedError as error:
            reason = error.reason
        assert reason == step.reason
        reasons.add(reason)
    assert reasons == {None, R.REPLAYED, R.GAP, R.BOOT_WENT_BACK}


def test_the_next_message_of_a_device_would_be_accepted() -> None:
    topic, payload = FLEET.valid(0, ACCEPTED + 1)
    arrival = Arrival(topic, payload, topic=parse_up_topic(topic))
    examined = examine(arrival, RULES, directory(), NOW, read_body)
    assert examined.event.envelope.counter == Counter(1, ACCEPTED + 1)


def test_the_same_seed_sends_the_same_messages() -> None:
    assert list(Mutations(FLEET, 1).messages(300)) == list(Mutations(FLEET, 1).messages(300))
    assert list(Mutations(FLEET, 1).messages(300)) != list(Mutations(FLEET, 2).messages(300))


def test_every_bad_document_is_refused_for_a_reason_of_its_kind() -> None:
    rules = ExaminationRules(CHAIN_ID, RULES.max_message_bytes, 4 * 2**20)
    kinds = set()
    for bad in requests(CARRIER, STRANGER, CHAIN_ID, 64, 3):
        try:
            signed = decode_base64url(bad.headers["Quaychain-Envelope"])
            signature = bad.headers["Quaychain-Signature"]
        except EventRefusedError as error:
            reason = error.reason.value
        else:
            message = b'{"envelope":' + signed + b',"signature":"' + signature.encode() + b'"}'
            kind = EventKind.AIS if bad.path.startswith("/ais") else EventKind.DCSA
            reason = refusal_of(Arrival(bad.path, message, bad.body, kind=kind), {}, rules)
        assert reason in bad.reasons, bad.kind
        kinds.add(bad.kind)
    assert len(kinds) == 9
